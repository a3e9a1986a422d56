//! `cargo xtask verify`: proof for authors that the checks accept and reject what they must.

use crate::cli::VerifyArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::authoring::{self, Effort, Report};
use judge::pipeline;
use judge::report::matrix;
use std::io::{IsTerminal, Write, stderr};

pub(crate) fn run(desk: &Desk, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let exercises = desk.exercises(args.exercise.as_deref())?;
    let seed = args.seed.map_or_else(pipeline::random_seed, Ok)?;
    let effort = Effort { seed, seeds: args.seeds, schedules: args.schedules.map(|number| number as usize) };
    let judge = desk.judge()?;
    let mut reports = Vec::new();
    for exercise in exercises {
        let mut report = authoring::verify(&judge, exercise, effort, announce)?;
        if args.strict {
            let notes = std::mem::take(&mut report.notes);
            report.problems.extend(notes);
        }
        announce("");
        say(&format!("{}\n", matrix::render(&report)))?;
        reports.push(report);
    }
    say(&summary(&reports, effort))?;
    Ok(Exit::passed_if(reports.iter().all(Report::is_fine)))
}

/// What is judged right now, on a line that the next one replaces.
fn announce(name: &str) {
    if stderr().is_terminal() {
        let _ = write!(stderr(), "\r\x1b[K{name}");
    }
}

fn summary(reports: &[Report], effort: Effort) -> String {
    let rows = || reports.iter().flat_map(|report| &report.rows);
    let wrong = rows().filter(|row| !row.finding.is_fine()).count();
    let problems: usize = reports.iter().map(|report| report.problems.len()).sum();
    let Effort { seed, seeds, .. } = effort;
    let seeds = if seeds == 1 { format!("Seed {seed}") } else { format!("{seeds} seeds from {seed}") };
    format!("{} submissions, {wrong} not as they must be, {problems} other problems. {seeds}.\n", rows().count())
}
