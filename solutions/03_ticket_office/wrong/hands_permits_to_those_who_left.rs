//! Hands a permit to the first in a list of sleeping threads, also to one that gave up long ago.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
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
    waiting: VecDeque<Arc<Waiter>>,
}

#[derive(Debug)]
struct Waiter {
    thread: Thread,
    has_permit: AtomicBool,
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert!(permits > 0, "at least one permit is needed");
        Self { permits, state: Mutex::new(State { available: permits, waiting: VecDeque::new() }) }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        if let Some(waiter) = self.take_or_wait() {
            while !waiter.has_permit.load(Ordering::SeqCst) {
                thread::park();
            }
        }
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut state = self.state.lock().unwrap();
        if state.available == 0 {
            return None;
        }
        state.available -= 1;
        Some(Permit { semaphore: self })
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let start = Instant::now();
        if let Some(waiter) = self.take_or_wait() {
            while !waiter.has_permit.load(Ordering::SeqCst) {
                let waited = start.elapsed();
                if waited >= timeout {
                    return None;
                }
                thread::park_timeout(timeout - waited);
            }
        }
        Some(Permit { semaphore: self })
    }

    /// Gives one permit back. When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut state = self.state.lock().unwrap();
        if state.available == self.permits {
            return Err(TooManyReleases);
        }
        match state.waiting.pop_front() {
            Some(waiter) => {
                waiter.has_permit.store(true, Ordering::SeqCst);
                waiter.thread.unpark();
            }
            None => state.available += 1,
        }
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        self.state.lock().unwrap().available
    }

    fn take_or_wait(&self) -> Option<Arc<Waiter>> {
        let mut state = self.state.lock().unwrap();
        if state.available > 0 {
            state.available -= 1;
            return None;
        }
        let waiter = Arc::new(Waiter { thread: thread::current(), has_permit: AtomicBool::new(false) });
        state.waiting.push_back(Arc::clone(&waiter));
        Some(waiter)
    }
}

/// A permit that is taken. Dropping it gives one back.
#[derive(Debug)]
pub struct Permit<'a> {
    semaphore: &'a BoundedSemaphore,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let _ = self.semaphore.release();
    }
}

/// Serves `clients` clients at `windows` windows, and returns the time of each.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let start = Instant::now();
    let semaphore = BoundedSemaphore::new(windows);
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for client in 0..clients {
            let (semaphore, service) = (&semaphore, &service);
            handles.push(scope.spawn(move || {
                let _permit = semaphore.acquire();
                service(client);
                start.elapsed()
            }));
        }
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    })
}
