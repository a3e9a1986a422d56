//! Exercise 3: a bounded semaphore, and a ticket office that uses it.
//!
//! Fill in each `todo!()`. Fields, helper types and imports are yours to choose; keep the public names and
//! signatures, because the checks call them. README.md beside this folder says what each has to do.

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

/// A fixed number of permits, shared between threads.
#[derive(Debug)]
pub struct BoundedSemaphore {
    // Your fields.
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        todo!("make a semaphore with {permits} permits")
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        todo!("take a permit, or wait for one")
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        todo!("take a permit if there is one")
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    /// Any timeout works, from `Duration::ZERO` to `Duration::MAX`.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        todo!("wait at most {timeout:?} for a permit")
    }

    /// Gives one permit back, without a [`Permit`] at hand (because it was forgotten with
    /// [`std::mem::forget`]). When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        todo!("give a permit back")
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        todo!("count the permits that are left")
    }
}

/// A permit that is taken. Dropping it gives one back, also when its holder panics; when none is taken
/// any more, because of [`BoundedSemaphore::release`], the drop changes nothing.
#[derive(Debug)]
pub struct Permit<'a> {
    semaphore: &'a BoundedSemaphore,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        todo!("give the permit back to {:?}", self.semaphore)
    }
}

/// Serves `clients` clients, who all arrive when this is called, at `windows` windows.
///
/// Calls `service(client)` once for each client from 0 to `clients - 1`, at most `windows` of them at the
/// same time, and never fewer while a client waits. Returns how long each client took from its arrival to
/// the end of its service, in the order of their numbers. Panics when `windows` is 0, and when `service`
/// panicked for a client, after all the others have been served.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let _ = service;
    todo!("serve {clients} clients at {windows} windows")
}
