//! `cargo xtask check`: judges a submission, shows the verdict, and keeps the progress.

use crate::cli::CheckArgs;
use crate::desk::{self, Desk, say};
use crate::exit::Exit;
use anyhow::bail;
use judge::interleavings::{Request, Scope};
use judge::pipeline;
use judge::report::{json, terminal};
use judge::submission::Source;
use judge::verdict::{self, Origin, Verdict};
use std::time::SystemTime;
use tr::tr;

pub(crate) fn run(desk: &Desk, args: &CheckArgs) -> anyhow::Result<Exit> {
    let exercises = desk.exercises(Some(&args.exercise))?;
    let source = source(args, exercises.len())?;
    let seed = args.seed.map_or_else(pipeline::random_seed, Ok)?;
    let request = request(args, exercises.len())?;
    let judge = desk.judge()?;
    let verdicts = exercises
        .into_iter()
        .map(|exercise| judge.check(exercise, &source, seed, &request))
        .collect::<Result<Vec<Verdict>, _>>()?;
    drop(judge);
    show(desk, args, &verdicts)?;
    keep(desk, &verdicts);
    Ok(Exit::of(verdict::standing_of_all(&verdicts)))
}

fn source(args: &CheckArgs, exercises: usize) -> anyhow::Result<Source> {
    match &args.file {
        Some(path) if exercises != 1 => {
            bail!(tr!("--file {file} needs one exercise to be judged for", file = path.display()))
        }
        file => desk::source(args.solution, file.as_deref()),
    }
}

fn request(args: &CheckArgs, exercises: usize) -> anyhow::Result<Request> {
    let schedules = args.schedules.map(|number| number as usize);
    let scope = match &args.replay {
        Some(_) if exercises != 1 => bail!(tr!("--replay needs the exercise that the schedule belongs to")),
        Some(schedule) => Scope::Replay(schedule.clone()),
        None => Scope::Everything,
    };
    Ok(Request { schedules, scope })
}

fn show(desk: &Desk, args: &CheckArgs, verdicts: &[Verdict]) -> anyhow::Result<()> {
    if args.json {
        return Ok(say(&json::render(verdicts))?);
    }
    if let [only] = verdicts {
        let hints_seen = desk.hints_seen(&only.exercise.slug);
        return Ok(say(&terminal::render(only, desk.screen(), hints_seen))?);
    }
    let lines: String = verdicts.iter().map(|verdict| terminal::render_line(verdict, desk.marks)).collect();
    say(&lines)?;
    if let Some(first) = verdicts.iter().find(|verdict| !verdict.passed_here()) {
        let what = tr!("`cargo xtask check {number}` says what is missing there.", number = first.exercise.number);
        say(&format!("\n{what}\n"))?;
    }
    Ok(())
}

fn keep(desk: &Desk, verdicts: &[Verdict]) {
    let own: Vec<&Verdict> = verdicts.iter().filter(|verdict| counts(verdict)).collect();
    if !own.is_empty() {
        let now = SystemTime::now();
        desk.keep(|progress| own.iter().for_each(|verdict| progress.record(verdict, now)));
    }
}

/// Whether a verdict counts as progress: only the learner's own work does, and only once there is some.
pub(crate) fn counts(verdict: &Verdict) -> bool {
    verdict.is_whole && verdict.submission.origin == Origin::Exercise && !verdict.submission.is_stub
}
