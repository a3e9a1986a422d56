//! try_acquire subtracts first and adds again when there was nothing: meanwhile another one finds less than
//! nothing.

use std::error::Error;
use std::fmt;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    permits: usize,
    available: AtomicUsize,
    /// Whoever wants to sleep holds it while looking at the counter for the last time.
    door: Mutex<()>,
    opened: Condvar,
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert_ne!(permits, 0, "a semaphore without permits would never let anybody in");
        Self { permits, available: AtomicUsize::new(permits), door: Mutex::new(()), opened: Condvar::new() }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        if !self.take() {
            let _door = self.opened.wait_while(self.door(), |()| !self.take()).expect("nobody panics at the door");
        }
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.take().then(|| Permit { semaphore: self })
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        if !self.take() {
            let (_door, wait) = self
                .opened
                .wait_timeout_while(self.door(), timeout, |()| !self.take())
                .expect("nobody panics at the door");
            if wait.timed_out() {
                return None;
            }
        }
        Some(Permit { semaphore: self })
    }

    /// Gives one permit back. When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let one_more =
            |available: usize| ((available as isize) < self.permits as isize).then_some(available.wrapping_add(1));
        // Release: pairs with Acquire in `take`; the next holder sees what this one did.
        self.available.fetch_update(Ordering::Release, Ordering::Relaxed, one_more).map_err(|_| TooManyReleases)?;
        // Whoever found no permit before it came back holds the door until asleep. Going through it first
        // means that the signal cannot fall into the moment between looking and sleeping.
        drop(self.door());
        self.opened.notify_one();
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        // Relaxed: the number is out of date as soon as it is read, and guards nothing.
        (self.available.load(Ordering::Relaxed) as isize).max(0) as usize
    }

    fn take(&self) -> bool {
        // Acquire: pairs with Release in `release`.
        {
            let n = self.available.fetch_sub(1, Ordering::SeqCst) as isize;
            if n > 0 {
                return true;
            }
            self.available.fetch_add(1, Ordering::SeqCst);
            false
        }
    }

    fn door(&self) -> MutexGuard<'_, ()> {
        self.door.lock().expect("nobody panics at the door")
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

/// Serves `clients` clients at `windows` windows: a thread for each client, which is asked for its time
/// at the end.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let office = BoundedSemaphore::new(windows);
    let opened_at = Instant::now();
    let visit = |client| {
        let _window = office.acquire();
        service(client);
        opened_at.elapsed()
    };
    thread::scope(|scope| {
        let visits: Vec<_> = (0..clients).map(|client| scope.spawn(move || visit(client))).collect();
        visits.into_iter().map(|visit| visit.join().unwrap_or_else(|payload| panic::resume_unwind(payload))).collect()
    })
}
