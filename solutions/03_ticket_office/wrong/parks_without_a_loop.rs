//! A waiter parks once and takes it for its turn, although a token may be left from before.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// `release` was called although no permit was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyReleases;

impl fmt::Display for TooManyReleases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("released more permits than were taken")
    }
}

impl Error for TooManyReleases {}

/// A fixed number of permits, shared between threads.
#[derive(Debug)]
pub struct BoundedSemaphore {
    permits: usize,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    available: usize,
    /// In the order of arrival. Not empty only while nothing is available.
    waiting: VecDeque<Arc<Waiter>>,
}

#[derive(Debug)]
struct Waiter {
    thread: Thread,
    has_permit: AtomicBool,
}

impl Waiter {
    fn has_permit(&self) -> bool {
        // Acquire: pairs with Release in `release`, so that the new holder sees what the old one did.
        self.has_permit.load(Ordering::Acquire)
    }
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert!(permits > 0, "a semaphore needs a permit to hand out");
        Self { permits, state: Mutex::new(State { available: permits, waiting: VecDeque::new() }) }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        if self.take_or_enqueue().is_some() {
            thread::park();
        }
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut state = self.state();
        state.available = state.available.checked_sub(1)?;
        Some(Permit { semaphore: self })
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let start = Instant::now();
        if let Some(myself) = self.take_or_enqueue() {
            while !myself.has_permit() {
                match timeout.checked_sub(start.elapsed()) {
                    Some(rest) => thread::park_timeout(rest),
                    None if self.leave(&myself) => return None,
                    None => break, // A permit was handed over at the last moment.
                }
            }
        }
        Some(Permit { semaphore: self })
    }

    /// Gives one permit back. When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut state = self.state();
        if state.available == self.permits {
            return Err(TooManyReleases);
        }
        if let Some(next) = state.waiting.pop_front() {
            next.has_permit.store(true, Ordering::Release);
            next.thread.unpark();
        } else {
            state.available += 1;
        }
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        self.state().available
    }

    /// Takes a permit, or a place at the end of the list.
    fn take_or_enqueue(&self) -> Option<Arc<Waiter>> {
        let mut state = self.state();
        if state.available > 0 {
            state.available -= 1;
            return None;
        }
        let myself = Arc::new(Waiter { thread: thread::current(), has_permit: AtomicBool::new(false) });
        state.waiting.push_back(Arc::clone(&myself));
        Some(myself)
    }

    /// Leaves the list. False when there is nothing to leave, because a permit was handed over already.
    fn leave(&self, myself: &Arc<Waiter>) -> bool {
        let mut state = self.state();
        let place = state.waiting.iter().position(|waiter| Arc::ptr_eq(waiter, myself));
        place.and_then(|place| state.waiting.remove(place)).is_some()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the lock")
    }
}

/// A permit that is taken. Dropping it gives one back, unless none is taken any more.
#[derive(Debug)]
pub struct Permit<'a> {
    semaphore: &'a BoundedSemaphore,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        // An error means that somebody gave this permit back with `release` already.
        let _ = self.semaphore.release();
    }
}

/// Serves `clients` clients at `windows` windows: a thread for each window, which calls the next client.
/// The permits are taken all the same, although there are never more threads than that.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let office = BoundedSemaphore::new(windows);
    let opened_at = Instant::now();
    let (next_client, times) = (AtomicUsize::new(0), Mutex::new(vec![Duration::ZERO; clients]));
    let panicked = Mutex::new(None);
    let window = || {
        let _permit = office.acquire();
        loop {
            // Relaxed: it is enough that no two windows get the same number.
            let client = next_client.fetch_add(1, Ordering::Relaxed);
            if client >= clients {
                return;
            }
            // A window goes on after a panic, and the panic goes on when everybody was served.
            match panic::catch_unwind(AssertUnwindSafe(|| service(client))) {
                Ok(()) => times.lock().expect("nothing panics in here")[client] = opened_at.elapsed(),
                Err(payload) => *panicked.lock().expect("nothing panics in here") = Some(payload),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..windows.min(clients) {
            scope.spawn(window);
        }
    });
    if let Some(payload) = panicked.into_inner().expect("nothing panics in here") {
        panic::resume_unwind(payload);
    }
    times.into_inner().expect("nothing panics in here")
}
