//! Looks again every millisecond.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

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
        Self { capacity, state: Mutex::new(State { items: VecDeque::new(), open: true }) }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        loop {
            let mut state = self.lock();
            if !state.open {
                return Err(Closed(item));
            }
            if state.items.len() < self.capacity {
                state.items.push_back(item);
                return Ok(());
            }
            drop(state);
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    pub fn pop(&self) -> Option<T> {
        loop {
            let mut state = self.lock();
            if !state.items.is_empty() || !state.open {
                return state.items.pop_front();
            }
            drop(state);
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        let start = Instant::now();
        loop {
            let mut state = self.lock();
            if !state.items.is_empty() || !state.open {
                return Ok(state.items.pop_front());
            }
            drop(state);
            if start.elapsed() >= timeout {
                return Err(TimedOut);
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Lets nothing more in, and wakes everybody who waits.
    pub fn close(&self) {
        self.lock().open = false;
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
