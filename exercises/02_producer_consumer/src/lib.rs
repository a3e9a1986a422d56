//! Exercise 2: a bounded queue that producers and consumers share, and workers that are fed by it.
//!
//! Fill in each `todo!()`. Fields, helper types and imports are yours to choose; keep the public names and
//! signatures, because the checks call them. README.md beside this folder says what each has to do.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Mutex;
use std::time::Duration;

/// `push` was called on a queue that is closed, or was closed while `push` waited. Holds the item that
/// was not taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Closed<T>(pub T);

// Written by hand, so that it works for every `T`, also one that cannot be printed itself.
impl<T> fmt::Debug for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Closed(..)")
    }
}

impl<T> fmt::Display for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is closed")
    }
}

impl<T> Error for Closed<T> {}

/// The time was over before an item came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no item came in time")
    }
}

impl Error for TimedOut {}

/// A queue with room for a fixed number of items, shared between threads: first in, first out.
#[derive(Debug)]
pub struct OrderQueue<T> {
    // Your fields go here, in place of this one: Rust wants the `T` to be used.
    _your_fields: PhantomData<Mutex<T>>,
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        todo!("make a queue with room for {capacity} items")
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    /// When the queue is closed, before or during the wait: gives the item back.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let _ = item;
        todo!("put an item into the queue, or wait for room")
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    /// `None` once the queue is closed and nothing is left in it.
    pub fn pop(&self) -> Option<T> {
        todo!("take an item, or wait for one")
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        todo!("wait at most {timeout:?} for an item")
    }

    /// Lets nothing more in, and wakes everybody who waits. What is in the queue can still be taken.
    /// Closing a closed queue changes nothing.
    pub fn close(&self) {
        todo!("close the queue")
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        todo!("count the items in the queue")
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        todo!("say whether the queue is empty")
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
///
/// A free worker takes the next order and calls `handle(order)`. `orders` may be slow or very long: an order
/// is handed over when it comes, and at most 100 of them wait for a worker. Panics when `workers` is 0 and,
/// once its threads have ended, when `handle` panicked.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    let _ = (orders, handle);
    todo!("let {workers} workers handle the orders")
}
