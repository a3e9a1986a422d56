//! The speed-up and the medal of a verdict: numbers and kinds, to be put into words elsewhere.

use crate::catalog::Medal;
use crate::checks::{CheckResult, Outcome};
use crate::speed;
use crate::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// How many times faster, and than what.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SpeedUp {
    /// How many times faster.
    pub times: f64,
    /// Than what.
    #[serde(flatten)]
    pub work: Work,
}

/// What the work is bound by, and so what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    /// By the cores: compared with one core.
    CpuBound {
        /// How many could be used.
        cores: usize,
    },
    /// By answers that take a while: compared with one request after the other.
    IoBound,
    /// By waiting on a virtual clock: compared with one thing after the other.
    VirtualTime,
}

impl SpeedUp {
    /// That of a verdict. Where several checks have one, it is the least: each of them was at least as fast.
    pub fn of(verdict: &Verdict) -> Option<Self> {
        let all = verdict.checks().iter().filter_map(of_check);
        all.filter(|found| found.times.is_finite()).min_by(|a, b| a.times.total_cmp(&b.times))
    }
}

fn of_check(check: &CheckResult) -> Option<SpeedUp> {
    if let Some(overlap) = check.overlap {
        return Some(SpeedUp { times: overlap.speed_up, work: Work::VirtualTime });
    }
    let Outcome::Raced { race } = &check.outcome else { return None };
    let [.., times] = race.speed_up;
    let work = match &race.work {
        speed::Work::CpuBound(report) => Work::CpuBound { cores: report.cores },
        speed::Work::IoBound(_) => Work::IoBound,
    };
    Some(SpeedUp { times, work })
}

/// The medal of a verdict that passed: the least of those of its checks. There is none for what is fast and wrong.
pub fn medal(verdict: &Verdict) -> Option<Medal> {
    let of_check = |check: &CheckResult| match (&check.overlap, &check.outcome) {
        (Some(overlap), _) => overlap.medal,
        (None, Outcome::Raced { race }) => race.medal,
        (None, _) => None,
    };
    verdict.checks().iter().filter_map(of_check).min().filter(|_| verdict.passed())
}

/// The greater of two.
pub(crate) fn better(ours: Option<SpeedUp>, theirs: Option<SpeedUp>) -> Option<SpeedUp> {
    ours.into_iter().chain(theirs).max_by(|a, b| a.times.total_cmp(&b.times))
}
