//! Exercise 3: a bounded semaphore, from a mutex and a condition variable, and a ticket office that uses it.

use std::error::Error;
use std::fmt;
use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;
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
    /// The bound: `available` never exceeds it.
    permits: usize,
    available: Mutex<usize>,
    /// Signalled once for each permit that comes back.
    given_back: Condvar,
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert!(permits > 0, "a semaphore without permits would let nobody pass, ever");
        Self { permits, available: Mutex::new(permits), given_back: Condvar::new() }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        let available = self.given_back.wait_while(self.lock(), |available| *available == 0);
        self.take(&mut available.expect(NEVER_POISONED))
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut available = self.lock();
        (*available > 0).then(|| self.take(&mut available))
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    /// Any timeout works, from `Duration::ZERO` to `Duration::MAX`.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let waited = self.given_back.wait_timeout_while(self.lock(), timeout, |available| *available == 0);
        let (mut available, _) = waited.expect(NEVER_POISONED);
        // What counts is the permit, not the clock: one that came back at the last moment is taken.
        (*available > 0).then(|| self.take(&mut available))
    }

    /// Gives one permit back, without a [`Permit`] at hand (because it was forgotten with
    /// [`std::mem::forget`]). When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut available = self.lock();
        if *available == self.permits {
            return Err(TooManyReleases);
        }
        *available += 1;
        // One permit serves one waiter; the others would only wake to find nothing.
        self.given_back.notify_one();
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        *self.lock()
    }

    /// Only callable with the lock held, so that looking and taking are one step.
    fn take(&self, available: &mut usize) -> Permit<'_> {
        *available -= 1;
        Permit { semaphore: self }
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.available.lock().expect(NEVER_POISONED)
    }
}

/// The lock is held for a few lines of this file, and none of them runs anybody else's code.
const NEVER_POISONED: &str = "nothing panics while it holds the lock";

/// A permit that is taken. Dropping it gives one back, also when its holder panics; when none is taken
/// any more, because of [`BoundedSemaphore::release`], the drop changes nothing.
#[derive(Debug)]
pub struct Permit<'a> {
    semaphore: &'a BoundedSemaphore,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        // An error means that `release` was faster. There is nothing left to give back.
        let _ = self.semaphore.release();
    }
}

/// Serves `clients` clients, who all arrive when this is called, at `windows` windows.
///
/// Calls `service(client)` once for each client from 0 to `clients - 1`, at most `windows` of them at the
/// same time, and never fewer while a client waits. Returns how long each client took from its arrival to
/// the end of its service, in the order of their numbers. Panics when `windows` is 0, and when `service`
/// panicked for a client, after all the others have been served.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let arrival = Instant::now();
    let free_windows = BoundedSemaphore::new(windows);
    let be_served = |client| {
        let _window = free_windows.acquire();
        service(client);
        arrival.elapsed()
    };
    thread::scope(|scope| {
        let spawn = |client| scope.spawn(move || be_served(client));
        let threads: Vec<_> = (0..clients).map(spawn).collect();
        // The scope waits for every thread before it lets a panic through.
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|cause| panic::resume_unwind(cause))).collect()
    })
}
