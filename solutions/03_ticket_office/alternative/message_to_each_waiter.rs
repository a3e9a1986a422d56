//! A channel for each thread that waits: a permit that comes back is sent to the first of them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, MutexGuard, PoisonError};
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
    desk: Mutex<Desk>,
}

#[derive(Debug)]
struct Desk {
    taken: usize,
    next_number: u64,
    /// By the number that each drew on arrival.
    waiting: BTreeMap<u64, SyncSender<()>>,
}

/// Somebody who waits for a message that says "the permit is yours".
struct Place {
    number: u64,
    message: Receiver<()>,
}

impl BoundedSemaphore {
    /// A semaphore with `permits` permits, all of them available. Panics when `permits` is 0.
    pub fn new(permits: usize) -> Self {
        assert!(permits > 0, "0 permits would make everybody wait for ever");
        Self { permits, desk: Mutex::new(Desk { taken: 0, next_number: 0, waiting: BTreeMap::new() }) }
    }

    /// Takes a permit; while there is none, the calling thread sleeps.
    pub fn acquire(&self) -> Permit<'_> {
        if let Err(place) = self.take_or_draw_a_number() {
            place.message.recv().expect("the sender stays in the list until it has sent");
        }
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now. Never waits for one.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut desk = self.desk();
        if desk.taken == self.permits {
            return None;
        }
        desk.taken += 1;
        Some(Permit { semaphore: self })
    }

    /// Takes a permit, sleeping at most `timeout` for it; `None` when there is none in that time.
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        if let Err(place) = self.take_or_draw_a_number() {
            let in_time = place.message.recv_timeout(timeout).is_ok();
            // Who is no longer in the list was sent a permit between the end of the time and now.
            if !in_time && self.desk().waiting.remove(&place.number).is_some() {
                return None;
            }
        }
        Some(Permit { semaphore: self })
    }

    /// Gives one permit back. When none is taken: an error, and nothing changes.
    pub fn release(&self) -> Result<(), TooManyReleases> {
        let mut desk = self.desk();
        if let Some((_, next)) = desk.waiting.pop_first() {
            // It passes from hand to hand, so the number of those taken stays the same. The channel has room
            // for the one message, and its receiver is dropped only after it left the list.
            next.send(()).expect("whoever is in the list still waits");
            return Ok(());
        }
        desk.taken = desk.taken.checked_sub(1).ok_or(TooManyReleases)?;
        Ok(())
    }

    /// How many permits can be taken right now.
    pub fn available(&self) -> usize {
        self.permits - self.desk().taken
    }

    fn take_or_draw_a_number(&self) -> Result<(), Place> {
        let mut desk = self.desk();
        if desk.taken < self.permits {
            desk.taken += 1;
            return Ok(());
        }
        let (sender, message) = mpsc::sync_channel(1);
        let number = desk.next_number;
        desk.next_number += 1;
        desk.waiting.insert(number, sender);
        Err(Place { number, message })
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Serves `clients` clients at `windows` windows: each client reports its time on a channel.
pub fn serve(clients: usize, windows: usize, service: impl Fn(usize) + Sync) -> Vec<Duration> {
    let opened_at = Instant::now();
    let office = BoundedSemaphore::new(windows);
    let (report, reports) = mpsc::channel();
    thread::scope(|scope| {
        for client in 0..clients {
            let (office, service, report) = (&office, &service, report.clone());
            scope.spawn(move || {
                let window = office.acquire();
                service(client);
                drop(window);
                report.send((client, opened_at.elapsed())).expect("the office collects the reports at the end");
            });
        }
    });
    drop(report);
    let times: BTreeMap<usize, Duration> = reports.into_iter().collect();
    times.into_values().collect()
}
