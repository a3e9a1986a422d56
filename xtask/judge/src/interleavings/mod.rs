//! Fifth stage: scenarios, whose threads are modelled, and run in every order or in thousands of them.
//!
//! Each scenario is explored in a process of its own; see `tests/model_std` for what happens there. This stage
//! says how far, and keeps schedules from being repeated on another version of the code.

mod schedule;

pub use schedule::Schedule;

use crate::KitError;
use crate::build::{Build, Diagnostic, Misfit, Rejection, Runner};
use crate::catalog::{InterleavingSettings, Thresholds};
use crate::checks::{self, CheckResult, Outcome, Setting, Stage};
use crate::events::Tell;
use protocol::{CheckInfo, Exploration};
use std::path::Path;
use std::thread;
use std::time::Duration;
use tr::tr;

/// Time for what comes after the last schedule: the search for a shorter run that fails.
const AFTERWARDS: Duration = Duration::from_secs(5);

/// What a submission is judged by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// How many schedules each scenario is given, instead of what the exercise says.
    pub schedules: Option<usize>,
    /// What is run.
    pub scope: Scope,
}

/// Which checks and scenarios are run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    #[default]
    Everything,
    /// All scenarios, and no behaviour check.
    Scenarios,
    /// The check or scenario of this name only.
    Check(String),
    /// This one run of a scenario only.
    Replay(Schedule),
    /// The races only.
    Races,
}

/// Explores the scenarios that are asked for. `Err` in the result when they cannot use the submission.
pub fn run(
    settings: &InterleavingSettings,
    overlap: Option<Thresholds>,
    whom: Tell<'_>,
    build: Build,
    scratch: &Path,
    seed: u64,
    request: &Request,
) -> Result<Result<Vec<CheckResult>, Rejection>, KitError> {
    match build {
        Build::Ready(runner) => explore(settings, overlap, whom, &runner, scratch, seed, request).map(Ok),
        Build::Rejected(Rejection::DoesNotCompile { diagnostics }) => {
            Ok(Ok(vec![not_modelled(settings, &diagnostics)]))
        }
        Build::Rejected(rejection) => Ok(Err(rejection)),
    }
}

fn explore(
    settings: &InterleavingSettings,
    overlap: Option<Thresholds>,
    whom: Tell<'_>,
    runner: &Runner,
    scratch: &Path,
    seed: u64,
    request: &Request,
) -> Result<Vec<CheckResult>, KitError> {
    let chosen = chosen(runner, &request.scope)?;
    let exploration = Exploration {
        schedules: request.schedules.unwrap_or(settings.schedules),
        // Whoever asks for more schedules has the time.
        time_ms: if request.schedules.is_some() { u64::MAX / 2 } else { settings.time_ms },
        replay: match &request.scope {
            Scope::Replay(schedule) => Some(schedule.choices.clone()),
            Scope::Everything | Scope::Scenarios | Scope::Check(_) | Scope::Races => None,
        },
    };
    let deadline = Duration::from_millis(exploration.time_ms.min(3_600_000)) + AFTERWARDS;
    let at_once = thread::available_parallelism().map_or(1, Into::into);
    let stage = Stage::Interleavings;
    let setting = Setting { stage, scratch, deadline, seed, at_once, exploration: Some(&exploration), overlap, whom };
    let mut results = checks::run(runner, chosen, setting)?;
    if let (Scope::Replay(schedule), [only]) = (&request.scope, results.as_slice())
        && only.outcome == Outcome::NoSuchSchedule
    {
        let reason = tr!("it asks for choices that there are not; copy the whole word that a failed check shows");
        return Err(KitError::Schedule { schedule: schedule.to_string(), reason });
    }
    for result in &mut results {
        let number = runner.checks.iter().position(|info| *info == result.info).map_or(0, |index| index + 1);
        if let Outcome::Broken { run } = &mut result.outcome {
            let choices = run.choices.clone();
            run.schedule = Schedule { scenario: number, version: version(runner), choices }.to_string();
        }
    }
    Ok(results)
}

fn version(runner: &Runner) -> String {
    runner.key.chars().take(schedule::VERSION_DIGITS).collect()
}

/// The scenarios that are asked for.
fn chosen<'a>(runner: &'a Runner, scope: &Scope) -> Result<&'a [CheckInfo], KitError> {
    let all = &runner.checks;
    let schedule = match scope {
        Scope::Everything | Scope::Scenarios => return Ok(all),
        Scope::Races => return Ok(&[]),
        Scope::Check(name) => return Ok(checks::named(all, name)),
        Scope::Replay(schedule) => schedule,
    };
    let reason = if schedule.version != version(runner) {
        tr!("it belongs to another version of this file, or of what it was built with, where the same choices lead \
             elsewhere. Check again, and take the schedule from there")
    } else if schedule.scenario > all.len() {
        tr!("there is no scenario of that number")
    } else {
        return Ok(&all[schedule.scenario - 1..schedule.scenario]);
    };
    Err(KitError::Schedule { schedule: schedule.to_string(), reason })
}

/// The code compiles with the real std, and not with the model.
fn not_modelled(settings: &InterleavingSettings, diagnostics: &[Diagnostic]) -> CheckResult {
    let problems = diagnostics.iter().filter(|one| one.is_error()).map(Misfit::from).collect();
    let name = "the interleavings of the code can be explored".to_owned();
    let info = CheckInfo { name, points: settings.points, hint: 1 };
    CheckResult::of_many_runs(Stage::Interleavings, &info, Outcome::NotModelled { problems }, Duration::ZERO)
}
