//! Opens only as many windows as there are clients: with no clients, none.

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
    count: Mutex<usize>,
    condvar: Condvar,
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert!(permits > 0, "at least one permit is needed");
        Self { permits, count: Mutex::new(permits), condvar: Condvar::new() }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        let mut count = self.count.lock().unwrap();
        while *count == 0 {
            count = self.condvar.wait(count).unwrap();
        }
        *count -= 1;
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut count = self.count.lock().unwrap();
        if *count == 0 {
            return None;
        }
        *count -= 1;
        Some(Permit { semaphore: self })
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let count = self.count.lock().unwrap();
        let (mut count, result) = self.condvar.wait_timeout_while(count, timeout, |count| *count == 0).unwrap();
        if result.timed_out() {
            return None;
        }
        *count -= 1;
        Some(Permit { semaphore: self })
    }

    /// Gives one permit back. When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut count = self.count.lock().unwrap();
        if *count == self.permits {
            return Err(TooManyReleases);
        }
        *count += 1;
        self.condvar.notify_one();
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        *self.count.lock().unwrap()
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
    let semaphore = BoundedSemaphore::new(windows.min(clients));
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
