//! The textbook's solution: one semaphore counts the free places, another one the items, and a mutex guards
//! nothing but the list. The orders go through a channel of the standard library.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
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

const UNPOISONED: &str = "no code that could panic runs under this lock";

/// Counts something that threads take one by one and wait for.
#[derive(Debug)]
struct Semaphore {
    state: Mutex<Count>,
    more: Condvar,
}

#[derive(Debug)]
struct Count {
    available: usize,
    /// Nobody waits any more: what is left can be taken, and nothing will come.
    closed: bool,
}

/// How an attempt to take one ended.
enum Taken {
    Yes,
    Closed,
    TimedOut,
}

impl Semaphore {
    fn new(available: usize) -> Self {
        Self { state: Mutex::new(Count { available, closed: false }), more: Condvar::new() }
    }

    /// Takes one, waiting until `deadline`, or for as long as it takes without one.
    fn take(&self, deadline: Option<Instant>) -> Taken {
        let mut count = self.count();
        while count.available == 0 {
            if count.closed {
                return Taken::Closed;
            }
            count = match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
                None => self.more.wait(count).expect(UNPOISONED),
                Some(Duration::ZERO) => return Taken::TimedOut,
                Some(left) => self.more.wait_timeout(count, left).expect(UNPOISONED).0,
            };
        }
        count.available -= 1;
        Taken::Yes
    }

    fn add(&self) {
        self.count().available += 1;
        self.more.notify_one();
    }

    fn close(&self) {
        self.count().closed = true;
        self.more.notify_all();
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.state.lock().expect(UNPOISONED)
    }
}

/// A queue with room for a fixed number of items, shared between threads: first in, first out.
#[derive(Debug)]
pub struct OrderQueue<T> {
    list: Mutex<List<T>>,
    places: Semaphore,
    items: Semaphore,
}

#[derive(Debug)]
struct List<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity >= 1, "the capacity must be at least 1");
        let list = Mutex::new(List { items: VecDeque::new(), closed: false });
        Self { list, places: Semaphore::new(capacity), items: Semaphore::new(0) }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        if !matches!(self.places.take(None), Taken::Yes) {
            return Err(Closed(item));
        }
        let mut list = self.list();
        if list.closed {
            return Err(Closed(item));
        }
        list.items.push_back(item);
        // Counted under the lock: an item that lies in the list when the queue is closed has been counted.
        self.items.add();
        Ok(())
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    pub fn pop(&self) -> Option<T> {
        self.pop_until(None).unwrap_or(None)
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        self.pop_until(Instant::now().checked_add(timeout))
    }

    /// Lets nothing more in, and wakes everybody who waits.
    pub fn close(&self) {
        self.list().closed = true;
        self.places.close();
        self.items.close();
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        self.list().items.len()
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        self.list().items.is_empty()
    }

    fn pop_until(&self, deadline: Option<Instant>) -> Result<Option<T>, TimedOut> {
        match self.items.take(deadline) {
            Taken::Yes => {
                let item = self.list().items.pop_front();
                self.places.add();
                Ok(item)
            }
            Taken::Closed => Ok(None),
            Taken::TimedOut => Err(TimedOut),
        }
    }

    fn list(&self) -> MutexGuard<'_, List<T>> {
        self.list.lock().expect(UNPOISONED)
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    assert!(workers >= 1, "there must be at least one worker");
    let (sender, receiver) = sync_channel(10);
    // Only the workers own the receiver: when the last of them is gone, sending fails instead of waiting for ever.
    let receiver = Arc::new(Mutex::new(receiver));
    let handle = &handle;
    thread::scope(|scope| {
        for receiver in vec![receiver; workers] {
            scope.spawn(move || {
                while let Some(order) = next_order(&receiver) {
                    handle(order);
                }
            });
        }
        for order in orders {
            if sender.send(order).is_err() {
                break;
            }
        }
        drop(sender);
    });
}

/// A function of its own, so that the lock is free again before the order is handled.
fn next_order<T>(receiver: &Mutex<Receiver<T>>) -> Option<T> {
    receiver.lock().expect(UNPOISONED).recv().ok()
}
