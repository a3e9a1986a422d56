//! What the stages that run code share: a check in a process of its own, and what became of it.
//!
//! A check passes only when its process answers the judge's challenge, which the kit gives away after the
//! check's body has run to its end. Exit codes and printed words count for nothing.

mod naming;
mod outcome;
mod story;

pub(crate) use story::interpret;

pub use outcome::{BrokenRun, ObjectName, Outcome, RunStep, StuckThread, ThreadActivity};

use crate::KitError;
use crate::build::Runner;
use crate::catalog::{Medal, Thresholds};
use crate::events::{self, Event, Tell};
use crate::hash::hex;
use crate::process::{Limits, Program};
use crate::sandbox;
use protocol::{Assignment, CheckInfo, Exploration};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tr::tr;

/// What a check may print, in bytes: more than any honest debugging, less than a moment of an endless loop.
const OUTPUT_LIMIT: usize = 2 << 20;
/// What is kept of it for the learner to read.
const OUTPUT_KEPT: usize = 8 << 10;
/// A check and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckResult {
    /// The stage that ran it.
    pub stage: Stage,
    /// Its name, points and hint.
    #[serde(flatten)]
    pub info: CheckInfo,
    /// What became of it.
    pub outcome: Outcome,
    /// How much work that waits was done at the same time; absent when the check did not look at that, or failed.
    pub overlap: Option<Overlap>,
    /// What the program printed, the first 8 KiB of it.
    pub printed: String,
    /// How many bytes it printed in all.
    pub printed_bytes: usize,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

impl CheckResult {
    /// That of a check which is made of many runs, or of none: what they print is not kept.
    pub(crate) fn of_many_runs(stage: Stage, info: &CheckInfo, outcome: Outcome, elapsed: Duration) -> Self {
        let (info, elapsed_ms) = (info.clone(), milliseconds(elapsed));
        Self { stage, info, outcome, overlap: None, printed: String::new(), printed_bytes: 0, elapsed_ms }
    }
}

/// Work that waits, on a virtual clock: the slowest of all times that a check has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Overlap {
    /// How many times faster than one after the other it was.
    pub speed_up: f64,
    /// What that wins.
    pub medal: Option<Medal>,
    /// What the medals need.
    pub thresholds: Thresholds,
}

/// The stages that run code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Real threads, on the real clock.
    Behaviour,
    /// Modelled threads, in every order.
    Interleavings,
    /// Against the clock.
    Speed,
}

impl FromStr for Stage {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "behaviour" => Ok(Self::Behaviour),
            "interleavings" => Ok(Self::Interleavings),
            "speed" => Ok(Self::Speed),
            _ => Err(tr!("the stages are behaviour, interleavings and speed")),
        }
    }
}

/// How a stage runs its checks.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Which stage it is.
    pub stage: Stage,
    /// A folder for working folders.
    pub scratch: &'a Path,
    /// How long one check may take.
    pub deadline: Duration,
    /// The source of every random choice.
    pub seed: u64,
    /// How many checks run at the same time at most.
    pub at_once: usize,
    /// For scenarios: how far they are explored.
    pub exploration: Option<&'a Exploration>,
    /// For work that waits on a virtual clock: the speed-ups that the medals need.
    pub overlap: Option<Thresholds>,
    /// Who is told of each check.
    pub whom: Tell<'a>,
}

/// Runs the checks, several at a time; the results are in the order of the checks.
pub fn run(runner: &Runner, checks: &[CheckInfo], setting: Setting<'_>) -> Result<Vec<CheckResult>, KitError> {
    let Setting { stage, whom, .. } = setting;
    events::tell(whom, || Event::Begun { stage, checks: checks.to_vec() });
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        // Relaxed: the counter only deals out indices; the results come back through `join`.
        while let Some((index, check)) = nth(checks, next.fetch_add(1, Ordering::Relaxed)) {
            let result = run_one(runner, check, setting)?;
            events::tell(whom, || Event::Ended(Box::new(result.clone())));
            done.push((index, result));
        }
        Ok(done)
    };
    let results: Result<Vec<Vec<_>>, KitError> = thread::scope(|scope| {
        let threads: Vec<_> = (0..checks.len().min(setting.at_once)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a worker of the judge does not panic")).collect()
    });
    let mut results: Vec<_> = results?.into_iter().flatten().collect();
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// The one of this name, or none.
pub(crate) fn named<'a>(checks: &'a [CheckInfo], name: &str) -> &'a [CheckInfo] {
    let found = checks.iter().position(|check| check.name == name);
    found.map_or(&[], |index| &checks[index..=index])
}

fn nth(checks: &[CheckInfo], index: usize) -> Option<(usize, &CheckInfo)> {
    checks.get(index).map(|check| (index, check))
}

fn run_one(runner: &Runner, check: &CheckInfo, setting: Setting<'_>) -> Result<CheckResult, KitError> {
    let Setting { stage, scratch, deadline, seed, .. } = setting;
    let challenge = new_challenge()?;
    let folder = tempfile::tempdir_in(scratch).map_err(KitError::file("create", scratch))?;
    let exploration = setting.exploration.cloned();
    let assignment = Assignment {
        challenge: challenge.clone(),
        check: check.name.clone(),
        seed,
        exploration,
        start: None,
        speed_up: setting.overlap.map(|thresholds| thresholds.bronze),
    };
    let program = Program {
        empty_env: true,
        input: Some(protocol::to_line(&assignment)),
        ..Program::new(&runner.program, folder.path())
    };
    // What is printed in each of thousands of schedules adds up; a loop that only prints is stopped by the kit.
    let output_bytes = if setting.exploration.is_some() { usize::MAX } else { OUTPUT_LIMIT };
    let limits = Limits { deadline, output_bytes, keep_bytes: OUTPUT_LIMIT };
    let start = Instant::now();
    let finished = sandbox::run(program.args([protocol::JUDGED]), &runner.policy(), &limits)?;
    let elapsed_ms = milliseconds(start.elapsed());
    let outcome = interpret(&finished, &challenge, deadline, &runner.sources);
    let overlap = setting.overlap.filter(|_| outcome.passed()).and_then(|thresholds| {
        let speed_up = story::overlap(&finished)?;
        Some(Overlap { speed_up, medal: thresholds.medal(speed_up), thresholds })
    });
    Ok(CheckResult {
        stage,
        info: check.clone(),
        outcome,
        overlap,
        printed: finished.stderr.text_of_first(OUTPUT_KEPT),
        printed_bytes: finished.stderr.total,
        elapsed_ms,
    })
}

/// 128 random bits: nobody guesses them, and no two processes share them.
pub(crate) fn new_challenge() -> Result<String, KitError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(KitError::Random)?;
    Ok(hex(&bytes))
}

pub(crate) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
