//! What the machine does meanwhile: how many cores there are for us, and how many others use.

use serde::Serialize;
use std::thread;
use std::time::{Duration, Instant};

/// The processor time of the whole machine, and ours of it, at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    at: Instant,
    usage: Option<Usage>,
    /// How long threads have waited for a core, all together.
    queued: Option<Duration>,
    /// For how long at least one thread has waited for a core.
    stalled: Option<Duration>,
}

/// Processor time since the machine or the process started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// Of everybody, with what a hypervisor gave to other machines.
    pub(super) all: Duration,
    /// Of this process and of those that it started and that have ended.
    pub(super) own: Duration,
    /// What a hypervisor gave to other machines.
    pub(super) stolen: Duration,
}

impl Reading {
    /// Now.
    pub fn now() -> Self {
        Self {
            at: Instant::now(),
            usage: super::platform::usage(),
            queued: super::platform::queued(),
            stalled: super::platform::stalled(),
        }
    }

    /// How many cores others have used since then, on average; `None` when the system does not tell.
    pub fn others_since(&self) -> Option<f64> {
        self.others_until(&Self::now())
    }

    fn others_until(&self, end: &Self) -> Option<f64> {
        let (before, now) = (self.usage?, end.usage?);
        let others = now.all.saturating_sub(before.all).saturating_sub(now.own.saturating_sub(before.own));
        Some(others.as_secs_f64() / (end.at - self.at).as_secs_f64())
    }

    /// What the machine has done since then.
    pub fn state_since(&self) -> MachineState {
        let now = Self::now();
        let share = |before: Option<Duration>, after: Option<Duration>| {
            Some(after?.saturating_sub(before?).as_secs_f64() / (now.at - self.at).as_secs_f64())
        };
        let stolen = |usage: Option<Usage>| usage.map(|usage| usage.stolen);
        MachineState {
            cores: super::platform::cores(),
            usable_cores: usable_cores(),
            others: self.others_until(&now),
            queued: share(self.queued, now.queued),
            stolen: share(stolen(self.usage), stolen(now.usage)),
            pressure: share(self.stalled, now.stalled),
        }
    }
}

/// What the machine did over a while; fields are absent when the system does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MachineState {
    /// How many cores it has.
    pub cores: Option<usize>,
    /// How many of them this process may use.
    pub usable_cores: usize,
    /// How many cores other programs used, on average.
    pub others: Option<f64>,
    /// How many threads waited for a core, on average: the delay of all run queues, divided by the time.
    pub queued: Option<f64>,
    /// How many cores the hypervisor gave to other machines, on average.
    pub stolen: Option<f64>,
    /// For how large a share of the time at least one thread waited for a core (pressure stall information).
    pub pressure: Option<f64>,
}

/// How many cores this process may use: what its affinity and its group's quota leave it.
pub fn usable_cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

/// Whether a process can be kept on some of the cores here.
pub fn keeps_cores() -> bool {
    super::platform::KEEPS_CORES
}
