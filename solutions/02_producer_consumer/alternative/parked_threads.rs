//! No condition variable: whoever waits stands in a line, parked, and is served in turn. An item goes straight
//! from the producer's hands into those of the consumer who has waited longest. Free workers stand in line for
//! orders as well.

use std::collections::{HashMap, VecDeque};
use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard};
use std::thread::{self, Thread};
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
    capacity: usize,
    state: Mutex<State<T>>,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    closed: bool,
    next_ticket: u64,
    /// Consumers in line: there are some only while no item is there.
    consumers: VecDeque<Waiting<()>>,
    /// Producers in line, with their items: there are some only while the queue is full.
    producers: VecDeque<Waiting<T>>,
    /// What consumers got whose turn has come; nothing when the queue was closed.
    served: HashMap<u64, Option<T>>,
    /// What became of the items of producers whose turn has come.
    accepted: HashMap<u64, Result<(), Closed<T>>>,
}

#[derive(Debug)]
struct Waiting<T> {
    ticket: u64,
    thread: Thread,
    item: T,
}

impl<T> State<T> {
    fn stand_in_line<I>(&mut self, item: I) -> Waiting<I> {
        self.next_ticket += 1;
        Waiting { ticket: self.next_ticket, thread: thread::current(), item }
    }

    /// Takes the item at the front, and lets the next producer in line have the place.
    fn take(&mut self) -> Option<T> {
        let item = self.items.pop_front()?;
        if let Some(Waiting { ticket, thread, item }) = self.producers.pop_front() {
            self.items.push_back(item);
            self.accepted.insert(ticket, Ok(()));
            thread.unpark();
        }
        Some(item)
    }
}

impl<T> OrderQueue<T> {
    /// An open, empty queue with room for `capacity` items. Panics when `capacity` is 0.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue without room is of no use");
        let state = State {
            items: VecDeque::new(),
            closed: false,
            next_ticket: 0,
            consumers: VecDeque::new(),
            producers: VecDeque::new(),
            served: HashMap::new(),
            accepted: HashMap::new(),
        };
        Self { capacity, state: Mutex::new(state) }
    }

    /// Puts `item` at the end of the queue; while the queue is full, the calling thread sleeps.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut state = self.lock();
        if state.closed {
            return Err(Closed(item));
        }
        if let Some(Waiting { ticket, thread, .. }) = state.consumers.pop_front() {
            state.served.insert(ticket, Some(item));
            thread.unpark();
            return Ok(());
        }
        if state.items.len() < self.capacity {
            state.items.push_back(item);
            return Ok(());
        }
        let waiting = state.stand_in_line(item);
        let ticket = waiting.ticket;
        state.producers.push_back(waiting);
        loop {
            drop(state);
            thread::park();
            state = self.lock();
            if let Some(answer) = state.accepted.remove(&ticket) {
                return answer;
            }
        }
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
        let mut state = self.lock();
        state.closed = true;
        while let Some(Waiting { ticket, thread, .. }) = state.consumers.pop_front() {
            state.served.insert(ticket, None);
            thread.unpark();
        }
        while let Some(Waiting { ticket, thread, item }) = state.producers.pop_front() {
            state.accepted.insert(ticket, Err(Closed(item)));
            thread.unpark();
        }
    }

    /// How many items are in the queue right now.
    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Whether no item is in the queue right now.
    pub fn is_empty(&self) -> bool {
        self.lock().items.is_empty()
    }

    fn pop_until(&self, deadline: Option<Instant>) -> Result<Option<T>, TimedOut> {
        let mut state = self.lock();
        if let Some(item) = state.take() {
            return Ok(Some(item));
        }
        if state.closed {
            return Ok(None);
        }
        let waiting = state.stand_in_line(());
        let ticket = waiting.ticket;
        state.consumers.push_back(waiting);
        loop {
            drop(state);
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            left.map_or_else(thread::park, thread::park_timeout);
            state = self.lock();
            if let Some(item) = state.served.remove(&ticket) {
                return Ok(item);
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                state.consumers.retain(|waiting| waiting.ticket != ticket);
                return Err(TimedOut);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect("no code that could panic runs under the lock")
    }
}

/// Handles every order exactly once, on `workers` threads, and returns when the last one is done.
pub fn process_orders<T: Send>(orders: impl IntoIterator<Item = T>, workers: usize, handle: impl Fn(T) + Sync) {
    assert!(workers > 0, "orders need a worker");
    let handle = &handle;
    thread::scope(|scope| {
        let (free, free_workers) = channel::<Sender<T>>();
        for _ in 0..workers {
            let free = free.clone();
            scope.spawn(move || {
                // A new channel for each order: it breaks when the line of free workers is gone.
                let order_for_me = || {
                    let (me, orders) = channel();
                    free.send(me).ok()?;
                    orders.recv().ok()
                };
                while let Some(order) = order_for_me() {
                    handle(order);
                }
            });
        }
        drop(free);
        for order in orders {
            // When the last worker has panicked, nobody will ever be free.
            let Ok(worker) = free_workers.recv() else { break };
            worker.send(order).expect("a free worker waits for its order");
        }
    });
}
