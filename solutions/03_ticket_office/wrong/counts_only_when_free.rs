//! available answers 0 when somebody else has the lock at that moment.

use std::error::Error;
use std::fmt;
use std::sync::{Condvar, Mutex};
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
    permits: usize,
    taken: Mutex<usize>,
    changed: Condvar,
}

const NO_PANIC_INSIDE: &str = "nothing panics while it holds the lock";

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert!(permits >= 1, "there must be at least one permit");
        BoundedSemaphore { permits, taken: Mutex::new(0), changed: Condvar::new() }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        let mut taken = self.taken.lock().expect(NO_PANIC_INSIDE);
        while *taken == self.permits {
            taken = self.changed.wait(taken).expect(NO_PANIC_INSIDE);
        }
        *taken += 1;
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.acquire_timeout(Duration::ZERO)
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let start = Instant::now();
        let mut taken = self.taken.lock().expect(NO_PANIC_INSIDE);
        while *taken == self.permits {
            let rest = timeout.saturating_sub(start.elapsed());
            if rest.is_zero() {
                return None;
            }
            (taken, _) = self.changed.wait_timeout(taken, rest).expect(NO_PANIC_INSIDE);
        }
        *taken += 1;
        Some(Permit { semaphore: self })
    }

    /// Gives one permit back. When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut taken = self.taken.lock().expect(NO_PANIC_INSIDE);
        if *taken == 0 {
            return Err(TooManyReleases);
        }
        *taken -= 1;
        drop(taken);
        self.changed.notify_all();
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        self.taken.try_lock().map_or(0, |t| self.permits - *t)
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

/// Serves `clients` clients at `windows` windows: each client writes its time into a list that all share.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let start = Instant::now();
    let semaphore = BoundedSemaphore::new(windows);
    let times = Mutex::new(vec![Duration::ZERO; clients]);
    thread::scope(|scope| {
        for client in 0..clients {
            let (semaphore, service, times) = (&semaphore, &service, &times);
            scope.spawn(move || {
                let _permit = semaphore.acquire();
                service(client);
                times.lock().expect(NO_PANIC_INSIDE)[client] = start.elapsed();
            });
        }
    });
    times.into_inner().expect(NO_PANIC_INSIDE)
}
