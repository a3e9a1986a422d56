//! Each test is a process of its own: what a run leaves behind, a crash too, ends with it.

use crate::cargo;
use crate::plan::{Entry, Plan};
use model_std::kernel::Settings;
use published_crates::{Outcome, Report};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A test that is to be run.
pub(crate) struct Job<'a> {
    pub(crate) entry: &'a Entry,
    target: &'a str,
    binary: PathBuf,
    test: String,
}

impl<'a> Job<'a> {
    /// All tests of a binary.
    pub(crate) fn all(entry: &'a Entry, target: &'a str, binary: &Path) -> Vec<Self> {
        let names = cargo::output(Command::new(binary).arg("list"));
        let job = |test: &str| Self { entry, target, binary: binary.to_owned(), test: test.to_owned() };
        names.lines().map(job).collect()
    }

    /// Why its failure is no failure, if so.
    pub(crate) fn reason_to_skip(&self) -> Option<&'a str> {
        self.entry.reason_to_skip(&self.name())
    }

    /// As in crates.toml.
    pub(crate) fn name(&self) -> String {
        full_name(self.target, &self.test)
    }
}

fn full_name(target: &str, test: &str) -> String {
    if target == "unit" { test.to_owned() } else { format!("{target}::{test}") }
}

/// Runs the jobs, two at a time, and gives what became of them in their order.
pub(crate) fn all(plan: &Plan, jobs: &[Job<'_>]) -> Vec<Report> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    // Relaxed: only the number matters, and the lock below publishes the results.
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(index) else { break };
                    let report = one(plan, job.entry, job.target, &job.binary, &job.test);
                    done.lock().unwrap().insert(index, report);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}

/// Runs one test.
pub(crate) fn one(plan: &Plan, entry: &Entry, target: &str, binary: &Path, test: &str) -> Report {
    let is_long = entry.long.iter().any(|name| *name == full_name(target, test));
    let schedules = if is_long { plan.schedules_of_long } else { plan.schedules };
    let max_steps = entry.max_steps.unwrap_or(plan.max_steps);
    let early_timers = if entry.on_time { 0 } else { Settings::DEFAULT.early_timers };
    let mut command = Command::new(binary);
    command.args(["run", test, &plan.seed.to_string(), &schedules.to_string(), &max_steps.to_string()]);
    command.args([early_timers.to_string(), plan.deadline_s.to_string()]);
    let done = command.output().unwrap();
    let output = String::from_utf8_lossy(&done.stdout);
    output.lines().rev().find_map(|line| line.parse().ok()).unwrap_or_else(|| {
        let reason = format!("{}: {}", done.status, String::from_utf8_lossy(&done.stderr).trim());
        Report { schedules: 0, outcome: Outcome::Failed(reason) }
    })
}
