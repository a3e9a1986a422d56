//! The table at the end: a line for each crate.

use crate::cargo::Workshop;
use crate::plan::Plan;
use crate::run::Job;
use published_crates::{Outcome, Report};
use std::fmt;

/// Counts for each crate, in the order of crates.toml.
pub(crate) struct Table(Vec<Line>);

#[derive(Default)]
struct Line {
    name: String,
    passed: usize,
    schedules: usize,
    ignored: usize,
    skipped: usize,
    failed: usize,
}

impl Table {
    pub(crate) fn of(plan: &Plan, workshop: &Workshop, jobs: &[Job<'_>], done: &[Report]) -> Self {
        let mut lines = Vec::new();
        for entry in &plan.crates {
            let package = workshop.package(&entry.name, entry.version.as_deref());
            let mut line = Line { name: format!("{} {}", package.name, package.version), ..Line::default() };
            let own = jobs.iter().zip(done).filter(|(job, _)| job.entry.name == entry.name);
            own.for_each(|(job, report)| line.count(job, report));
            lines.push(line);
        }
        Self(lines)
    }
}

impl Line {
    fn count(&mut self, job: &Job<'_>, report: &Report) {
        if job.reason_to_skip().is_some() {
            self.skipped += 1;
            return;
        }
        self.schedules += report.schedules;
        match report.outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Ignored => self.ignored += 1,
            Outcome::Failed(_) => self.failed += 1,
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:26} passed schedules ignored skipped failed", "crate")?;
        for Line { name, passed, schedules, ignored, skipped, failed } in &self.0 {
            writeln!(f, "{name:26} {passed:6} {schedules:9} {ignored:7} {skipped:7} {failed:6}")?;
        }
        Ok(())
    }
}
