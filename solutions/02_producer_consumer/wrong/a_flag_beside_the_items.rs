//! is_empty is a flag of its own, set after the lock was given back: two that set it may do so in the wrong order.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// How many orders [`process_orders`] lets wait for a worker: enough that a free worker seldom finds
/// none, and little to hold.
const LOOK_AHEAD: usize = 16;

/// Why no lock of a queue is ever poisoned.
const NEVER_POISONED: &str = "nothing that runs under the lock can panic";

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
    capacity: usize,
    empty: std::sync::atomic::AtomicBool,
    state: Mutex<State<T>>,
    /// Consumers sleep here. Each item that comes wakes one.
    item_came: Condvar,
    /// Producers sleep here. Each item that goes wakes one.
    item_went: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> State<T> {
    fn nothing_to_take_yet(&mut self) -> bool {
        self.items.is_empty() && !self.closed
    }
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "nothing can go through a queue without room");
        Self {
            capacity,
            empty: std::sync::atomic::AtomicBool::new(true),
            state: Mutex::new(State { items: VecDeque::new(), closed: false }),
            item_came: Condvar::new(),
            item_went: Condvar::new(),
        }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    /// When the queue is closed, before or during the wait: gives the item back.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let no_room_yet = |state: &mut State<T>| state.items.len() == self.capacity && !state.closed;
        let mut state = self.item_went.wait_while(self.lock(), no_room_yet).expect(NEVER_POISONED);
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        self.item_came.notify_one();
        drop(state);
        self.empty.store(false, std::sync::atomic::Ordering::SeqCst);
        Ok(())
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    /// `None` once the queue is closed and nothing is left in it.
    pub fn pop(&self) -> Option<T> {
        let state = self.item_came.wait_while(self.lock(), State::nothing_to_take_yet).expect(NEVER_POISONED);
        self.take_first(state)
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        let (state, wait) =
            self.item_came.wait_timeout_while(self.lock(), timeout, State::nothing_to_take_yet).expect(NEVER_POISONED);
        if wait.timed_out() { Err(TimedOut) } else { Ok(self.take_first(state)) }
    }

    /// Lets nothing more in, and wakes everybody who waits. What is in the queue can still be taken.
    /// Closing a closed queue changes nothing.
    pub fn close(&self) {
        self.lock().closed = true;
        self.item_came.notify_all();
        self.item_went.notify_all();
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        self.empty.load(std::sync::atomic::Ordering::SeqCst)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect(NEVER_POISONED)
    }

    /// Takes an item without waiting. The guard that is passed in carries the caller's last look at the
    /// state: between that look and this call nobody else had the lock.
    fn take_first(&self, mut state: MutexGuard<'_, State<T>>) -> Option<T> {
        let item = state.items.pop_front()?;
        self.item_went.notify_one();
        let e = state.items.is_empty();
        drop(state);
        if e {
            self.empty.store(true, std::sync::atomic::Ordering::SeqCst);
        }
        Some(item)
    }
}

/// Closes the queue however the scope that holds it ends, also by a panic. Else a producer could wait for
/// room that the last worker, now dead, would have made, and workers for orders that no producer brings.
struct CloseOnDrop<'a, T>(&'a OrderQueue<T>);

impl<T> Drop for CloseOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
///
/// A free worker takes the next order and calls `handle(order)`. `orders` may be slow or very long: an order
/// is handed over when it comes, and at most 100 of them wait for a worker. Panics when `workers` is 0 and,
/// once its threads have ended, when `handle` panicked.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    assert!(workers > 0, "without a worker nobody would handle the orders");
    let queue = OrderQueue::new(LOOK_AHEAD);
    let work = || {
        let _others_learn_of_a_panic = CloseOnDrop(&queue);
        while let Some(order) = queue.pop() {
            handle(order);
        }
    };
    thread::scope(|scope| {
        let _workers_learn_of_the_end = CloseOnDrop(&queue);
        for _ in 0..workers {
            scope.spawn(work);
        }
        for order in orders {
            if queue.push(order).is_err() {
                break; // A worker panicked, and the scope will too.
            }
        }
    });
}
