//! A ring of places made once, two condition variables, and loops written out. The workers catch the panic of an
//! order, and the first one caught goes on in the caller.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
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

/// A queue with room for a fixed number of items, shared between threads: first in, first out.
#[derive(Debug)]
pub struct OrderQueue<T> {
    ring: Mutex<Ring<T>>,
    not_empty: Condvar,
    not_full: Condvar,
}

#[derive(Debug)]
struct Ring<T> {
    /// The items are in `len` places from `front` on, around the end.
    places: Box<[Option<T>]>,
    front: usize,
    len: usize,
    closed: bool,
}

impl<T> Ring<T> {
    fn is_full(&self) -> bool {
        self.len == self.places.len()
    }

    fn put(&mut self, item: T) {
        let back = (self.front + self.len) % self.places.len();
        self.places[back] = Some(item);
        self.len += 1;
    }

    fn take(&mut self) -> Option<T> {
        let item = self.places[self.front].take()?;
        self.front = (self.front + 1) % self.places.len();
        self.len -= 1;
        Some(item)
    }
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        assert_ne!(capacity, 0, "a queue needs room for at least one item");
        let places = (0..capacity).map(|_| None).collect();
        let ring = Ring { places, front: 0, len: 0, closed: false };
        Self { ring: Mutex::new(ring), not_empty: Condvar::new(), not_full: Condvar::new() }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut ring = self.ring();
        loop {
            if ring.closed {
                return Err(Closed(item));
            }
            if !ring.is_full() {
                ring.put(item);
                drop(ring);
                self.not_empty.notify_one();
                return Ok(());
            }
            ring = self.not_full.wait(ring).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes the item at the front; while the queue is empty and open, the calling thread sleeps.
    pub fn pop(&self) -> Option<T> {
        self.pop_until(None).unwrap_or_default()
    }

    /// Like [`pop`](Self::pop), but waits at most `timeout` for an item.
    pub fn pop_timeout(&self, timeout: Duration) -> Result<Option<T>, TimedOut> {
        // A time beyond the end of the clock never comes.
        self.pop_until(Instant::now().checked_add(timeout))
    }

    /// Lets nothing more in, and wakes everybody who waits.
    pub fn close(&self) {
        self.ring().closed = true;
        self.not_empty.notify_all();
        self.not_full.notify_all();
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        self.ring().len
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn pop_until(&self, deadline: Option<Instant>) -> Result<Option<T>, TimedOut> {
        let mut ring = self.ring();
        loop {
            if let Some(item) = ring.take() {
                drop(ring);
                self.not_full.notify_one();
                return Ok(Some(item));
            }
            if ring.closed {
                return Ok(None);
            }
            ring = match deadline {
                None => self.not_empty.wait(ring).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Err(TimedOut);
                    }
                    self.not_empty.wait_timeout(ring, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    fn ring(&self) -> MutexGuard<'_, Ring<T>> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    assert_ne!(workers, 0, "without a worker no order is handled");
    let queue = OrderQueue::new(workers.min(50));
    let first_panic: Mutex<Option<Box<dyn Any + Send>>> = Mutex::new(None);
    let work = || {
        while let Some(order) = queue.pop() {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| handle(order))) {
                queue.close();
                first_panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
            }
        }
    };
    let produced = thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
        // The orders may panic as well, and the workers must hear of their end all the same.
        let produce = || orders.into_iter().try_for_each(|order| queue.push(order).map_err(drop));
        let produced = catch_unwind(AssertUnwindSafe(produce));
        queue.close();
        produced
    });
    let first_panic = first_panic.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(panic) = first_panic.or(produced.err()) {
        resume_unwind(panic);
    }
}
