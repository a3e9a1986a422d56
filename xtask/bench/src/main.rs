//! `cargo xtask bench`: times a submission on one core, on two, and so on, and shows how its speed grows.
//!
//! The judge measures ([`judge::bench`]); [`report`] holds the figures; [`text`] and [`chart`] draw them.

mod chart;
mod cli;
mod progress;
mod report;
#[cfg(test)]
mod tests;
mod text;
mod words;

use anyhow::{Context, bail};
use clap::Parser;
use cli::Args;
use judge::catalog::{Exercise, SpeedSettings};
use judge::pipeline;
use judge::process::machine;
use judge::report::{json, terminal};
use judge::speed::levels::Levels;
use judge::speed::sweep::Plan;
use judge::submission::Source;
use judge::verdict::Verdict;
use progress::Progress;
use report::Report;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use xtask::desk::{self, Desk, say};
use xtask::exit::{self, Exit};

fn main() -> ExitCode {
    exit::end_everything_on_ctrl_c();
    run(&Args::parse()).unwrap_or_else(|error| exit::report(&error)).into()
}

fn run(args: &Args) -> anyhow::Result<Exit> {
    let desk = Desk::open()?;
    let exercise = raced_on_cores(&desk, &args.exercise)?;
    let source = desk::source(args.solution, args.file.as_deref())?;
    if let Some(path) = &args.svg {
        check_that_it_can_be_written(path)?;
    }
    let seed = args.seed.map_or_else(pipeline::random_seed, Ok)?;
    let plan = Plan {
        levels: Levels::of_cores(machine::usable_cores()),
        rounds: args.rounds as usize,
        with_control: source != Source::Reference,
        seed,
    };
    let judge = desk.judge()?;
    let progress = Progress::new(desk.marks);
    let judge = judge.watched_by(progress.watcher());
    let measured = judge.bench(exercise, &source, &plan, &mut |phase| progress.show(phase))?;
    drop((judge, progress));
    match measured {
        Ok(bench) => show(&desk, args, &Report::of(bench, seed, machine::keeps_cores())),
        Err(verdict) => show_verdict(&desk, args, &verdict),
    }
}

/// The exercise that was asked for, if more cores can make it faster.
fn raced_on_cores<'a>(desk: &'a Desk, asked: &str) -> anyhow::Result<&'a Exercise> {
    let exercise = desk.exercise(asked)?;
    if uses_cores(exercise) {
        return Ok(exercise);
    }
    let name = |exercise: &Exercise| format!("{} ({})", exercise.number, exercise.slug);
    let names: Vec<String> = desk.exercises.iter().filter(|exercise| uses_cores(exercise)).map(name).collect();
    bail!(
        "exercise {} is not raced on several cores, so there is nothing to measure here.\n\
         These exercises are: {}.",
        name(exercise),
        names.join(", ")
    )
}

fn uses_cores(exercise: &Exercise) -> bool {
    match exercise.settings.speed {
        Some(SpeedSettings::CpuBound(_)) => true,
        Some(SpeedSettings::IoBound(_) | SpeedSettings::VirtualTime(_)) | None => false,
    }
}

/// Better now than after the measuring.
fn check_that_it_can_be_written(path: &Path) -> anyhow::Result<()> {
    let is_new = !path.exists();
    let opened = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path);
    opened.with_context(|| cannot_write(path))?;
    if is_new { fs::remove_file(path).with_context(|| cannot_write(path)) } else { Ok(()) }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write the chart to {}", path.display())
}

fn show(desk: &Desk, args: &Args, report: &Report) -> anyhow::Result<Exit> {
    say(&if args.json { report.to_json() } else { text::render(report, desk.marks) })?;
    if let Some(path) = &args.svg {
        fs::write(path, chart::svg(report)).with_context(|| cannot_write(path))?;
        if !args.json {
            say(&format!("The chart is in {}.\n", path.display()))?;
        }
    }
    Ok(Exit::Passed)
}

/// There are no times to show: why, is told as a check would tell it.
fn show_verdict(desk: &Desk, args: &Args, verdict: &Verdict) -> anyhow::Result<Exit> {
    let verdicts = std::slice::from_ref(verdict);
    say(&if args.json { json::render(verdicts) } else { terminal::render(verdict, desk.screen()) })?;
    Ok(Exit::of(verdict.standing))
}
