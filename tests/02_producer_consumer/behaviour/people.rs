//! A queue of numbered orders, and the people at its ends: calls and threads that push and pop.

use kit::Background;
use kit::prelude::*;
use producer_consumer::{Closed, OrderQueue, TimedOut};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

/// An item that can be sent to another thread, and nothing more: no `Sync`, no `Clone`, no `Debug`.
pub(super) struct Order(Cell<u32>);

pub(super) type Queue = OrderQueue<Order>;

pub(super) const LONG: Duration = Duration::from_secs(3600);

pub(super) fn order(number: u32) -> Order {
    Order(Cell::new(number))
}

pub(super) fn number(order: Order) -> u32 {
    order.0.into_inner()
}

/// A queue of orders with these numbers in it.
pub(super) fn queue(capacity: usize, numbers: &[u32]) -> Arc<Queue> {
    let queue = Arc::new(Queue::new(capacity));
    for &number in numbers {
        step(&format!("push({number}) puts an item into a queue that has room for {capacity} and holds fewer"));
        expect!(push(&queue, number).is_ok(), "push({number}) was refused by an open queue with room for it");
    }
    queue
}

/// An order that was given back comes back as its number.
pub(super) fn push(queue: &Queue, item: u32) -> Result<(), u32> {
    queue.push(order(item)).map_err(|Closed(order)| number(order))
}

pub(super) fn pop(queue: &Queue) -> Option<u32> {
    queue.pop().map(number)
}

pub(super) fn pop_timeout(queue: &Queue, timeout: Duration) -> Result<Option<u32>, TimedOut> {
    queue.pop_timeout(timeout).map(|item| item.map(number))
}

pub(super) fn pushing(queue: &Arc<Queue>, item: u32) -> Background<Result<(), u32>> {
    let queue = Arc::clone(queue);
    background(move || push(&queue, item))
}

pub(super) fn popping(queue: &Arc<Queue>) -> Background<Option<u32>> {
    let queue = Arc::clone(queue);
    background(move || pop(&queue))
}

pub(super) fn popping_for(queue: &Arc<Queue>, timeout: Duration) -> Background<Result<Option<u32>, TimedOut>> {
    let queue = Arc::clone(queue);
    background(move || pop_timeout(&queue, timeout))
}

/// Looks at the thread that was started last: by the time it sleeps, most likely the others do too.
pub(super) fn settle_all<T>(threads: &[Background<T>]) {
    threads.last().into_iter().for_each(Background::settle);
}

pub(super) fn expect_all_blocked<T>(threads: &[Background<T>], words: &str) {
    settle_all(threads);
    expect!(!threads.iter().any(Background::is_finished), "{words}");
}

pub(super) fn join_sorted<T: Ord>(threads: Vec<Background<T>>) -> Vec<T> {
    let mut results: Vec<T> = threads.into_iter().map(Background::join).collect();
    results.sort();
    results
}

/// What is in the queue, which it closes first, so that a queue with too little in it cannot keep us waiting.
pub(super) fn drain(queue: &Queue) -> Vec<u32> {
    queue.close();
    step("a closed queue is emptied");
    std::iter::from_fn(|| pop(queue)).take(100).collect()
}
