//! Fourth stage: each hidden check in a process of its own, and what became of it.
//!
//! A check passes only when its process answers the judge's challenge, which the kit gives away after the
//! check's body has run to its end. Exit codes and printed words count for nothing.

mod outcome;
mod story;

pub use outcome::{Outcome, ThreadActivity};

use crate::KitError;
use crate::build::Runner;
use crate::process::{self, Limits, Program};
use crate::submission::hex;
use protocol::{Assignment, CheckInfo};
use serde::Serialize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What a check may print, in bytes: more than any honest debugging, less than a moment of an endless loop.
const OUTPUT_LIMIT: usize = 2 << 20;
/// What is kept of it for the learner to read.
const OUTPUT_KEPT: usize = 8 << 10;
/// Checks mostly wait, so all of an exercise run at once: one that hangs everywhere costs one deadline.
/// What they take from each other is given back (see `process`).
const CHECKS_AT_ONCE: usize = 48;

/// A check and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckResult {
    /// Its name, points and hint.
    #[serde(flatten)]
    pub info: CheckInfo,
    /// What became of it.
    pub outcome: Outcome,
    /// What the program printed, the first 8 KiB of it.
    pub printed: String,
    /// How many bytes it printed in all.
    pub printed_bytes: usize,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// Runs every check of a runner, several at a time, in the order of their file.
pub fn run(runner: &Runner, scratch: &Path, deadline: Duration, seed: u64) -> Result<Vec<CheckResult>, KitError> {
    let next = AtomicUsize::new(0);
    let workers = runner.checks.len().min(CHECKS_AT_ONCE);
    let work = || {
        let mut done = Vec::new();
        // Relaxed: the counter only deals out indices; the results come back through `join`.
        while let Some(check) = runner.checks.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(run_one(runner, check, scratch, deadline, seed)?);
        }
        Ok(done)
    };
    let results: Result<Vec<Vec<CheckResult>>, KitError> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a worker of the judge does not panic")).collect()
    });
    let mut results: Vec<CheckResult> = results?.into_iter().flatten().collect();
    results.sort_by_key(|result| runner.checks.iter().position(|check| *check == result.info));
    Ok(results)
}

fn run_one(
    runner: &Runner,
    check: &CheckInfo,
    scratch: &Path,
    deadline: Duration,
    seed: u64,
) -> Result<CheckResult, KitError> {
    let challenge = new_challenge()?;
    let folder = tempfile::tempdir_in(scratch).map_err(KitError::file("create", scratch))?;
    let assignment = Assignment { challenge: challenge.clone(), check: check.name.clone(), seed };
    let program = Program {
        empty_env: true,
        input: Some(protocol::to_line(&assignment)),
        ..Program::new(&runner.program, folder.path())
    };
    let limits = Limits { deadline, output_bytes: OUTPUT_LIMIT, keep_bytes: OUTPUT_LIMIT };
    let start = Instant::now();
    let finished = process::run(&program.args([protocol::JUDGED]), &limits)?;
    let elapsed_ms = milliseconds(start.elapsed());
    Ok(CheckResult {
        info: check.clone(),
        outcome: story::interpret(&finished, &challenge, deadline, &runner.sources),
        printed: finished.stderr.text_of_first(OUTPUT_KEPT),
        printed_bytes: finished.stderr.total,
        elapsed_ms,
    })
}

/// 128 random bits: nobody guesses them, and no two processes share them.
fn new_challenge() -> Result<String, KitError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(KitError::Random)?;
    Ok(hex(&bytes))
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
