//! What one thread sees of a queue: what is in it, and in which order it comes out.

use super::people::{Queue, drain, pop, pop_timeout, push, queue};
use kit::prelude::*;
use kit::proptest::{collection, sample};
use producer_consumer::{OrderQueue, TimedOut};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

pub(super) fn counting() {
    let queue = queue(3, &[]);
    expect_eq!((queue.len(), queue.is_empty()), (0, true), "len() and is_empty() of a new queue");
    for len in 1..=3 {
        let _ = push(&queue, 7);
        expect_eq!((queue.len(), queue.is_empty()), (len, false), "len() and is_empty() after {len} calls of push");
    }
    step("an item is taken from a full queue");
    pop(&queue);
    expect_eq!(queue.len(), 2, "len() after three calls of push and one of pop");
    queue.close();
    expect_eq!(queue.len(), 2, "len() of a closed queue with two items left in it");
}

pub(super) fn no_room_at_all() {
    expect_eq!(Queue::new(1).len(), 0, "len() of a new queue with room for one item");
    let refused = background(|| Queue::new(0).len()).panicked();
    expect!(refused, "new(0) made a queue. It should panic, because nothing could ever go through that queue");
}

pub(super) fn first_in_first_out() {
    let queue = queue(3, &[1, 2, 3]);
    step("three items are taken and three others put in, in turns");
    let mut found = Vec::new();
    for next in 4..=6 {
        found.extend(pop(&queue));
        let _ = push(&queue, next);
    }
    found.extend(drain(&queue));
    expect_eq!(found, [1, 2, 3, 4, 5, 6], "what came out after 1 to 6 were put in");
}

#[derive(Debug, Clone, Copy)]
enum Call {
    Push,
    Pop,
    PopTimeout,
    Close,
}

/// Calls that would wait are left out.
pub(super) fn like_a_simple_queue() {
    use Call::{Close, Pop, PopTimeout, Push};
    let calls = collection::vec(sample::select(vec![Push, Push, Push, Push, Pop, Pop, PopTimeout, Close]), 0..24);
    for_all(60, (1..5_usize, calls), |(capacity, calls)| {
        step(&format!("one thread makes these calls, of a queue with room for {capacity}: {calls:?}"));
        compare_with_a_simple_queue(*capacity, calls);
    });
}

fn compare_with_a_simple_queue(capacity: usize, calls: &[Call]) {
    let queue = Queue::new(capacity);
    let mut items = VecDeque::new();
    let mut closed = false;
    for (item, call) in (1..).zip(calls) {
        match call {
            Call::Push if closed => expect_eq!(push(&queue, item), Err(item), "what push gave back on a closed queue"),
            Call::Push if items.len() < capacity => {
                expect_eq!(push(&queue, item), Ok(()), "what push answered on an open queue that is not full");
                items.push_back(item);
            }
            Call::Pop if closed || !items.is_empty() => {
                expect_eq!(pop(&queue), items.pop_front(), "what pop answered");
            }
            Call::PopTimeout => {
                let expected = if items.is_empty() && !closed { Err(TimedOut) } else { Ok(items.pop_front()) };
                expect_eq!(pop_timeout(&queue, Duration::ZERO), expected, "what pop_timeout(zero) answered");
            }
            Call::Close => {
                queue.close();
                closed = true;
            }
            Call::Push | Call::Pop => {}
        }
        expect_eq!(queue.len(), items.len(), "len() after some calls from one thread");
    }
}

pub(super) fn dropped_with_its_items() {
    let item = Arc::new(());
    {
        let queue = OrderQueue::new(3);
        for _ in 0..3 {
            let _ = queue.push(Arc::clone(&item));
        }
        expect_eq!(Arc::strong_count(&item) - 1, 3, "how many items are alive in a queue that holds three");
        step("an item is taken from a full queue");
        drop(queue.pop());
        expect_eq!(Arc::strong_count(&item) - 1, 2, "how many items are alive after one of three was dropped");
    }
    expect_eq!(Arc::strong_count(&item) - 1, 0, "how many items are alive after their queue was dropped");
}
