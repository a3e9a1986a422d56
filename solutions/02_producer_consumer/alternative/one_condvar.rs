//! Everybody waits on one condition variable, and every change wakes everybody. The simplest version that is
//! right, at the price of threads that wake up for nothing.

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

/// How many orders may lie in the queue of [`process_orders`]; one more is in the hands of the producer.
const ORDERS_IN_STORE: usize = 32;

/// A queue with room for a fixed number of items, shared between threads: first in, first out.
#[derive(Debug)]
pub struct OrderQueue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    open: bool,
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "nothing could ever go through a queue without room");
        let state = Mutex::new(State { items: VecDeque::new(), open: true });
        Self { capacity, state, changed: Condvar::new() }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut state = self.wait_while(|state| state.open && state.items.len() == self.capacity);
        if !state.open {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        self.changed.notify_all();
        Ok(())
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    pub fn pop(&self) -> Option<T> {
        let item = self.wait_while(|state| state.open && state.items.is_empty()).items.pop_front();
        self.changed.notify_all();
        item
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        let waited =
            self.changed.wait_timeout_while(self.lock(), timeout, |state| state.open && state.items.is_empty());
        let (mut state, _) = waited.expect(UNPOISONED);
        // The flag of the wait may say "timed out" although an item came at the last moment: the queue decides.
        match state.items.pop_front() {
            None if state.open => Err(TimedOut),
            item => {
                self.changed.notify_all();
                Ok(item)
            }
        }
    }

    /// Lets nothing more in, and wakes everybody who waits.
    pub fn close(&self) {
        self.lock().open = false;
        self.changed.notify_all();
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn wait_while(&self, condition: impl Fn(&State<T>) -> bool) -> MutexGuard<'_, State<T>> {
        self.changed.wait_while(self.lock(), |state| condition(state)).expect(UNPOISONED)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect(UNPOISONED)
    }
}

const UNPOISONED: &str = "no code that could panic runs under the lock";

/// Closes the queue when it goes out of scope, by a panic too: nobody is left waiting for a thread that is gone.
struct CloseOnDrop<'a, T>(&'a OrderQueue<T>);

impl<T> Drop for CloseOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    assert!(workers > 0, "somebody has to handle the orders");
    let queue = OrderQueue::new(ORDERS_IN_STORE);
    thread::scope(|scope| {
        let _end_of_orders = CloseOnDrop(&queue);
        for _ in 0..workers {
            scope.spawn(|| {
                let _stop_the_rest = CloseOnDrop(&queue);
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
