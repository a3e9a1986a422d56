//! What the machine does meanwhile: how many cores there are for us, and how many others use.

use std::thread;
use std::time::{Duration, Instant};

/// The processor time of the whole machine, and ours of it, at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    at: Instant,
    usage: Option<Usage>,
}

/// Processor time since the machine or the process started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// Of everybody, with what a hypervisor gave to other machines.
    pub(super) all: Duration,
    /// Of this process and of those that it started and that have ended.
    pub(super) own: Duration,
}

impl Reading {
    /// Now.
    pub fn now() -> Self {
        Self { at: Instant::now(), usage: super::platform::usage() }
    }

    /// How many cores others have used since then, on average; `None` when the system does not tell.
    pub fn others_since(&self) -> Option<f64> {
        let (before, now) = (self.usage?, super::platform::usage()?);
        let others = now.all.saturating_sub(before.all).saturating_sub(now.own.saturating_sub(before.own));
        Some(others.as_secs_f64() / self.at.elapsed().as_secs_f64())
    }
}

/// How many cores this process may use: what its affinity and its group's quota leave it.
pub fn usable_cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

/// For how large a share of the last ten seconds somebody waited for a core; `None` when the system does not tell.
pub fn pressure() -> Option<f64> {
    super::platform::pressure()
}
