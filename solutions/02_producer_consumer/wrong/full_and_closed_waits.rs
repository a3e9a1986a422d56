//! push waits for room first and looks whether the queue is closed afterwards, so it waits on a full queue that
//! is closed.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// `push` was called on a queue that is closed, or was closed while `push` waited. Holds the item that
/// was not taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Closed<T>(pub T);

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

const POISONED: &str = "no thread panics while it holds the lock";

/// A queue with room for a fixed number of items, shared between threads: first in, first out.
#[derive(Debug)]
pub struct OrderQueue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
    not_empty: Condvar,
    not_full: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    open: bool,
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "the capacity must not be 0");
        Self {
            capacity,
            state: Mutex::new(State { items: VecDeque::new(), open: true }),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
        }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut state = self.lock();
        while state.items.len() == self.capacity {
            state = self.not_full.wait(state).expect(POISONED);
        }
        if !state.open {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        self.not_empty.notify_one();
        Ok(())
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    pub fn pop(&self) -> Option<T> {
        let mut state = self.lock();
        while state.open && state.items.is_empty() {
            state = self.not_empty.wait(state).expect(POISONED);
        }
        let item = state.items.pop_front();
        self.not_full.notify_one();
        item
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        let empty = |state: &mut State<T>| state.open && state.items.is_empty();
        let (mut state, _) = self.not_empty.wait_timeout_while(self.lock(), timeout, empty).expect(POISONED);
        match state.items.pop_front() {
            Some(item) => {
                self.not_full.notify_one();
                Ok(Some(item))
            }
            None if state.open => Err(TimedOut),
            None => Ok(None),
        }
    }

    /// Lets nothing more in, and wakes everybody who waits.
    pub fn close(&self) {
        self.lock().open = false;
        self.not_empty.notify_all();
        self.not_full.notify_all();
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect(POISONED)
    }
}

/// Closes the queue at the end of a thread, by a panic too.
struct CloseAtTheEnd<'a, T>(&'a OrderQueue<T>);

impl<T> Drop for CloseAtTheEnd<'_, T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    assert!(workers > 0, "at least one worker is needed");
    let queue = OrderQueue::new(20);
    thread::scope(|scope| {
        let _close = CloseAtTheEnd(&queue);
        for _ in 0..workers {
            scope.spawn(|| {
                let _close = CloseAtTheEnd(&queue);
                while let Some(order) = queue.pop() {
                    handle(order);
                }
            });
        }
        for order in orders {
            if queue.push(order).is_err() {
                break;
            }
        }
    });
}
