//! Sixth stage: races against the clock, when everything else is right.
//!
//! Each run is a fresh process with fresh input, and the clock is the judge's. The authors' version runs beside the
//! submission as a control. Nothing else of ours runs meanwhile on this machine (see [`crate::lock`]).

pub mod certificate;
pub mod compared;
mod cpu_bound;
mod io_bound;
pub mod laws;
pub mod levels;
pub mod requests;
pub mod rounds;
mod run;
pub mod scaling;
mod size;
pub mod sweep;

pub use cpu_bound::CpuReport;
pub use io_bound::IoReport;

use crate::KitError;
use crate::build::Runner;
use crate::catalog::{Medal, Races};
use crate::checks::{CheckResult, Outcome, Stage};
use crate::events::{self, Event, Tell};
use crate::process::machine::{self, MachineState};
use certificate::Decision;
use protocol::CheckInfo;
use run::Race;
use serde::Serialize;
use std::path::Path;
use std::time::Instant;

/// What a race came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RaceReport {
    /// What the rounds prove.
    pub decision: Decision,
    /// What was reached.
    pub medal: Option<Medal>,
    /// How many times faster the submission was than on one core, or than one request after the other: the smallest,
    /// the median and the largest.
    pub speed_up: [f64; 3],
    /// How many times faster it must be.
    pub asked: f64,
    /// What was raced.
    #[serde(flatten)]
    pub work: Work,
    /// What the machine did meanwhile.
    pub machine: MachineState,
}

/// What the work of a race is bound by.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    /// The cores.
    CpuBound(CpuReport),
    /// Waiting for answers.
    IoBound(IoReport),
}

/// Runs all races of a runner, one after the other.
pub fn run(
    races: Races<'_>,
    runner: &Runner,
    scratch: &Path,
    seed: u64,
    whom: Tell<'_>,
) -> Result<Vec<CheckResult>, KitError> {
    events::tell(whom, || Event::Begun { stage: Stage::Speed, checks: runner.checks.clone() });
    let judge = |(number, check): (u64, &CheckInfo)| -> Result<CheckResult, KitError> {
        let start = Instant::now();
        // Odd, so that no two races and no two numbers of inputs meet.
        let inputs = fastrand::Rng::with_seed(seed.wrapping_add(number));
        let outcome = decide(races, Race { runner, check, scratch, whom }, inputs)?;
        let result = CheckResult::of_many_runs(Stage::Speed, check, outcome, start.elapsed());
        events::tell(whom, || Event::Ended(Box::new(result.clone())));
        Ok(result)
    };
    (0..).zip(&runner.checks).map(judge).collect()
}

fn decide(races: Races<'_>, race: Race<'_>, inputs: fastrand::Rng) -> Result<Outcome, KitError> {
    match races {
        Races::CpuBound(settings) => {
            let cores = machine::usable_cores().min(settings.cores);
            if cores == 1 {
                return Ok(Outcome::NotTimed);
            }
            cpu_bound::Hunt { race, settings, cores, inputs }.decide()
        }
        Races::IoBound(settings) => io_bound::Hunt { race, settings, inputs }.decide(),
    }
}
