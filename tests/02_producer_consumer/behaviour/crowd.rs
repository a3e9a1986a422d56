//! Several producers and consumers at the same time, in whatever interleavings come up.

use super::people::{LONG, Queue, pop, pop_timeout, push, queue};
use kit::Background;
use kit::prelude::*;
use producer_consumer::TimedOut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

/// What one consumer of [`every_item_once`] saw.
#[derive(Default)]
struct Seen {
    items: Vec<u32>,
    greatest_len: usize,
    /// It was told that nothing more will come, before the queue was closed.
    sent_away: bool,
    /// It was told that an hour is over.
    hour_over: bool,
}

/// How a consumer of [`every_item_once`] asks for items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    None,
    Hour,
    Endless,
}

const ITEMS_EACH: u32 = 200;

pub(super) fn every_item_once() {
    for capacity in [1, 2] {
        let (queue, closing) = (queue(capacity, &[]), Arc::new(AtomicBool::new(false)));
        step("three producers push 200 items each, and three consumers take them, at the same time");
        let patience = [Patience::None, Patience::Hour, Patience::Endless];
        let consumers: Vec<_> = patience.map(|patience| consume(&queue, &closing, patience)).into();
        let producers: Vec<_> = (0..3).map(|id| produce(&queue, id * ITEMS_EACH)).collect();
        let refused: u32 = producers.into_iter().map(Background::join).sum();
        expect_eq!(refused, 0, "how many items an open queue gave back");
        closing.store(true, SeqCst);
        queue.close();
        step("all items were pushed and the queue was closed, and the consumers should end");
        let seen: Vec<Seen> = consumers.into_iter().map(Background::join).collect();
        expect_nothing_lost(capacity, &seen);
    }
}

fn produce(queue: &Arc<Queue>, first: u32) -> Background<u32> {
    let queue = Arc::clone(queue);
    background(move || (first..first + ITEMS_EACH).map(|item| u32::from(push(&queue, item).is_err())).sum())
}

fn consume(queue: &Arc<Queue>, closing: &Arc<AtomicBool>, patience: Patience) -> Background<Seen> {
    let (queue, closing) = (Arc::clone(queue), Arc::clone(closing));
    background(move || {
        let mut seen = Seen::default();
        loop {
            seen.greatest_len = seen.greatest_len.max(queue.len());
            let item = match patience {
                Patience::None => pop_timeout(&queue, Duration::from_micros(20)),
                Patience::Hour => pop_timeout(&queue, LONG),
                Patience::Endless => Ok(pop(&queue)),
            };
            match item {
                Ok(Some(item)) => seen.items.push(item),
                Err(TimedOut) => seen.hour_over |= patience == Patience::Hour,
                Ok(None) => {
                    seen.sent_away = !closing.load(SeqCst);
                    return seen;
                }
            }
        }
    })
}

fn expect_nothing_lost(capacity: usize, seen: &[Seen]) {
    let sent_away = seen.iter().any(|seen| seen.sent_away);
    expect!(!sent_away, "a consumer was told that no more items will come, while the queue was open");
    let hour_over = seen.iter().any(|seen| seen.hour_over);
    expect!(!hour_over, "pop_timeout gave up long before its time: a thread may be woken and find the item gone again");
    let greatest_len = seen.iter().map(|seen| seen.greatest_len).max().unwrap_or_default();
    expect!(greatest_len <= capacity, "len() was {greatest_len} in a queue with room for {capacity}");
    let mut items: Vec<u32> = seen.iter().flat_map(|seen| seen.items.iter().copied()).collect();
    items.sort_unstable();
    let lost = (0..3 * ITEMS_EACH).find(|item| items.binary_search(item).is_err());
    expect_eq!(lost, None, "the first item that was pushed and never came out");
    let doubled = items.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    expect_eq!(doubled, None, "the first item that came out twice");
    for producer in 0..3 {
        let in_order =
            seen.iter().all(|seen| seen.items.iter().filter(|item| *item / ITEMS_EACH == producer).is_sorted());
        expect!(in_order, "one consumer got two items of the same producer in the wrong order");
    }
}
