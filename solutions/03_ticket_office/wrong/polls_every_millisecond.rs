//! Looks again every millisecond, and wakes nobody.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// `release` was called although no permit was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyReleases;

impl fmt::Display for TooManyReleases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("released more permits than were taken")
    }
}

impl Error for TooManyReleases {}

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
#[derive(Debug)]
pub struct BoundedSemaphore {
    permits: usize,
    free: Mutex<usize>,
    back: Condvar,
}
impl BoundedSemaphore {
    pub fn new(permits: usize) -> Self {
        assert!(permits > 0, "a semaphore needs permits");
        Self { permits, free: Mutex::new(permits), back: Condvar::new() }
    }
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
    pub fn acquire(&self) -> Permit<'_> {
        let mut free = self.lock();
        while *free == 0 {
            drop(free);
            std::thread::sleep(Duration::from_millis(1));
            free = self.lock();
        }
        *free -= 1;
        Permit { semaphore: self }
    }
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut free = self.lock();
        if *free == 0 {
            return None;
        }
        *free -= 1;
        Some(Permit { semaphore: self })
    }
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        let Some(deadline) = Instant::now().checked_add(timeout) else { return Some(self.acquire()) };
        let mut free = self.lock();
        while *free == 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            free = self.back.wait_timeout(free, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        Some(Permit { semaphore: self })
    }
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut free = self.lock();
        if *free == self.permits {
            return Err(TooManyReleases);
        }
        *free += 1;
        self.back.notify_one();
        Ok(())
    }
    pub fn available(&self) -> usize {
        *self.lock()
    }
}

#[derive(Debug)]
pub struct Permit<'a> {
    semaphore: &'a BoundedSemaphore,
}
impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let _ = self.semaphore.release();
    }
}
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let start = std::time::Instant::now();
    let office = BoundedSemaphore::new(windows);
    std::thread::scope(|s| {
        let threads: Vec<_> = (0..clients)
            .map(|c| {
                let (office, service) = (&office, &service);
                s.spawn(move || {
                    let _window = office.acquire();
                    service(c);
                    start.elapsed()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("a service panicked")).collect()
    })
}
