//! `cargo xtask bench`: times a submission on one core, on two, and so on, and shows how its speed grows.
//!
//! The judge measures ([`judge::bench`]); [`report`] holds the figures; [`text`] and [`chart`] draw them.

mod chart;
mod cli;
mod losses;
mod progress;
mod report;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod words;

use anyhow::{Context, bail};
use cli::Args;
use judge::catalog::{Exercise, SpeedSettings};
use judge::language::Spoken;
use judge::pipeline;
use judge::process::machine;
use judge::report::{json, terminal};
use judge::speed::levels::{Levels, Scale};
use judge::speed::sweep::Plan;
use judge::submission::Source;
use judge::verdict::Verdict;
use progress::Progress;
use report::Report;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use tr::tr;
use xtask::desk::{self, Desk, say};
use xtask::exit::{self, Exit};
use xtask::speech;

fn main() -> ExitCode {
    judge::sandbox::enter_if_asked();
    exit::end_everything_on_ctrl_c();
    speech::begin();
    tr::set_translator!(Spoken);
    run(&speech::parse::<Args>()).unwrap_or_else(|error| exit::report(&error)).into()
}

fn run(args: &Args) -> anyhow::Result<Exit> {
    let desk = Desk::open()?;
    let (exercise, levels) = raced(&desk, &args.exercise)?;
    let source = desk::source(args.solution, args.file.as_deref())?;
    if let Some(path) = &args.svg {
        check_that_it_can_be_written(path)?;
    }
    let seed = args.seed.map_or_else(pipeline::random_seed, Ok)?;
    let plan = Plan {
        rounds: args.rounds.map_or(usual_rounds(levels.scale), |rounds| rounds as usize),
        levels,
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

/// The exercise that was asked for, and at which levels it can be timed.
fn raced<'a>(desk: &'a Desk, asked: &str) -> anyhow::Result<(&'a Exercise, Levels)> {
    let exercise = desk.exercise(asked)?;
    let name = |exercise: &Exercise| format!("{} ({})", exercise.number, exercise.slug);
    match exercise.settings.speed {
        Some(SpeedSettings::CpuBound(_)) => Ok((exercise, Levels::of_cores(machine::usable_cores()))),
        Some(SpeedSettings::IoBound(_)) => Ok((exercise, Levels::of_requests())),
        Some(SpeedSettings::VirtualTime(_)) => bail!(
            "{}\n{} {}",
            tr!(
                "exercise {exercise} is timed on a virtual clock, where the speed-up is exact and the same on every \
                 machine: there is nothing to measure.",
                exercise = name(exercise)
            ),
            tr!("`cargo xtask check {number}` shows it.", number = exercise.number),
            raced_ones(desk, &name)
        ),
        None => bail!(
            "{} {}",
            tr!("exercise {exercise} is not about speed.", exercise = name(exercise)),
            raced_ones(desk, &name)
        ),
    }
}

fn raced_ones(desk: &Desk, name: &dyn Fn(&Exercise) -> String) -> String {
    let raced = desk.exercises.iter().filter(|exercise| exercise.settings.has_races());
    let exercises = raced.map(name).collect::<Vec<_>>().join(", ");
    tr!("Measured against the clock: {exercises}.", exercises)
}

/// Requests wait for seconds, and vary little.
fn usual_rounds(scale: Scale) -> usize {
    match scale {
        Scale::Cores => 15,
        Scale::Requests => 3,
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
    tr!("cannot write the chart to {path}", path = path.display())
}

fn show(desk: &Desk, args: &Args, report: &Report) -> anyhow::Result<Exit> {
    say(&if args.json { report.to_json() } else { text::render(report, desk.marks) })?;
    if let Some(path) = &args.svg {
        fs::write(path, chart::svg(report)).with_context(|| cannot_write(path))?;
        if !args.json {
            say(&format!("{}\n", tr!("The chart is in {path}.", path = path.display())))?;
        }
    }
    Ok(Exit::Passed)
}

/// There are no times to show: why, is told as a check would tell it.
fn show_verdict(desk: &Desk, args: &Args, verdict: &Verdict) -> anyhow::Result<Exit> {
    let verdicts = std::slice::from_ref(verdict);
    let hints_seen = desk.hints_seen(&verdict.exercise.slug);
    say(&if args.json { json::render(verdicts) } else { terminal::render(verdict, desk.screen(), hints_seen) })?;
    Ok(Exit::of(verdict.standing))
}
