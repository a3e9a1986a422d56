//! `cargo xtask selfbench`: how long the judge takes, as a learner waits for it.
//!
//! Every figure is the wall time of a whole command, from its start to its end, with everything that it
//! does: reading, building, running all checks, printing. The authors' solution is what is judged.

mod speed;

pub(crate) use speed::compute_while;

use crate::cli::SelfbenchArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use anyhow::{Context, bail};
use judge::build::Toolchain;
use judge::catalog::Exercise;
use judge::checks::Stage;
use judge::events::Event;
use judge::interleavings::Request;
use judge::pipeline;
use judge::process::{self, Ending, Limits, Program};
use judge::submission::{self, Source};
use serde::Serialize;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const RUNS: usize = 7;
const LIMITS: Limits = Limits { deadline: Duration::from_secs(30 * 60), output_bytes: 16 << 20, keep_bytes: 64 << 10 };

/// All figures.
#[derive(Serialize)]
struct Report {
    format: &'static str,
    /// What `rustc --version` says.
    compiler: String,
    /// Cores that may be used.
    cores: usize,
    figures: Vec<Figure>,
}

/// One figure, in seconds.
#[derive(Serialize)]
struct Figure {
    /// The exercise's slug.
    exercise: String,
    /// What was measured, in words.
    what: &'static str,
    /// The command that was timed.
    command: &'static str,
    runs: usize,
    median_s: f64,
    min_s: f64,
    max_s: f64,
}

/// The two ways to start the judge.
#[derive(Clone, Copy)]
enum Way {
    /// As a learner does: cargo looks first whether the judge itself is up to date.
    Cargo,
    /// The judge's program alone.
    Direct,
    /// In a process that is there already, and hears of each check as it ends.
    Watch,
}

struct Bench<'a> {
    desk: &'a Desk,
    toolchain: Toolchain,
    folder: PathBuf,
    figures: Vec<Figure>,
}

pub(crate) fn run(desk: &Desk, args: &SelfbenchArgs) -> anyhow::Result<Exit> {
    if let Some(verdicts) = args.verdicts {
        return speed::run(desk, args.exercise.as_deref(), verdicts as usize, &args.only);
    }
    let exercises = desk.exercises(args.exercise.as_deref())?;
    let folder = desk.layout.state().join(format!("selfbench-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut bench = Bench { desk, toolchain: Toolchain::find()?, folder: folder.clone(), figures: Vec::new() };
    let measured = bench.measure(&exercises, !args.no_cold_start);
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    measured?;
    let report = bench.report()?;
    say(&if args.json { serde_json::to_string_pretty(&report)? + "\n" } else { table(&report) })?;
    Ok(Exit::Passed)
}

impl Bench<'_> {
    fn measure(&mut self, exercises: &[&Exercise], cold_start: bool) -> anyhow::Result<()> {
        if let (true, Some(first)) = (cold_start, exercises.first()) {
            self.cold_start(first)?;
        }
        for exercise in exercises {
            // So that no figure contains the libraries.
            self.time(Way::Cargo, &check_solution(exercise), None)?;
            self.repeat(exercise, "no change to verdict", Way::Cargo, false)?;
            self.repeat(exercise, "no change to verdict", Way::Direct, false)?;
            self.repeat(exercise, "edit to verdict", Way::Cargo, true)?;
            self.repeat(exercise, "edit to verdict", Way::Direct, true)?;
            self.watched(exercise)?;
        }
        Ok(())
    }

    /// Everything is built once more in an empty folder; downloads were done before.
    fn cold_start(&mut self, exercise: &Exercise) -> anyhow::Result<()> {
        let target = self.folder.join("target");
        let took = self.time(Way::Cargo, &check_solution(exercise), Some(target.clone().into()))?;
        fs::remove_dir_all(&target)?;
        self.add(exercise, "cold start to first verdict, nothing built, downloads done", Way::Cargo, vec![took]);
        Ok(())
    }

    fn repeat(&mut self, exercise: &Exercise, what: &'static str, way: Way, edit: bool) -> anyhow::Result<()> {
        let file = self.folder.join("lib.rs");
        let mut samples = Vec::new();
        for _ in 0..RUNS {
            let mut args = check_solution(exercise);
            if edit {
                self.write_edited(exercise, &file)?;
                let number = exercise.number.to_string();
                args = vec!["check".into(), number.into(), "--file".into(), file.clone().into()];
            }
            samples.push(self.time(way, &args, None)?);
        }
        self.add(exercise, what, way, samples);
        Ok(())
    }

    /// What watch mode does after it has seen a save, for which it waits up to 15 ms.
    fn watched(&mut self, exercise: &Exercise) -> anyhow::Result<()> {
        let file = self.folder.join("lib.rs");
        let (mut to_first, mut to_race, mut to_verdict) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..RUNS {
            self.write_edited(exercise, &file)?;
            let ended = Arc::new(Mutex::new(Vec::new()));
            let seen = Arc::clone(&ended);
            let start = Instant::now();
            let judge = self.desk.judge()?.watched_by(move |event| {
                if let Event::Ended(check) = event
                    && check.stage != Stage::Speed
                {
                    seen.lock().unwrap_or_else(PoisonError::into_inner).push(start.elapsed().as_secs_f64());
                }
            });
            let source = Source::File(file.clone());
            judge.check(exercise, &source, pipeline::random_seed()?, &Request::default())?;
            to_verdict.push(start.elapsed().as_secs_f64());
            let ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
            let (first, last) = ended.first().zip(ended.last()).context("no check ended: its time means nothing")?;
            to_first.push(*first);
            to_race.push(*last);
        }
        self.add(exercise, "save to first check", Way::Watch, to_first);
        if exercise.settings.has_races() {
            self.add(exercise, "save to all checks but the race", Way::Watch, to_race);
        }
        self.add(exercise, "save to verdict", Way::Watch, to_verdict);
        Ok(())
    }

    /// The solution with another constant in each public function, which no earlier run had: whatever was compiled from
    /// these has changed.
    fn write_edited(&self, exercise: &Exercise, file: &PathBuf) -> anyhow::Result<()> {
        let text = fs::read_to_string(submission::main_file(&self.desk.layout, exercise, &Source::Reference))?;
        let statement = format!("let _ = std::hint::black_box({}_u64);", pipeline::random_seed()?);
        let edited: Vec<String> = text.lines().map(|line| edited(line, &statement)).collect();
        let edited = edited.join("\n") + "\n";
        if edited == text {
            bail!("no public function of `{}` begins on a line of its own: there is nothing to edit", exercise.slug);
        }
        Ok(fs::write(file, edited)?)
    }

    /// The wall time of one passing check.
    fn time(&self, way: Way, args: &[OsString], target: Option<OsString>) -> anyhow::Result<f64> {
        let mut program = match way {
            Way::Cargo => Program::new(&self.toolchain.cargo, &self.desk.layout.root).args(["xtask"]),
            Way::Direct | Way::Watch => Program::new(env::current_exe()?, &self.desk.layout.root),
        };
        program = program.args(args.iter().cloned());
        program.env.extend(target.map(|folder| ("CARGO_TARGET_DIR".into(), Some(folder))));
        let start = Instant::now();
        let finished = process::run(&program, &LIMITS)?;
        let took = start.elapsed().as_secs_f64();
        // On a busy machine, a race may stay open.
        if ![Ending::Exited(0), Ending::Exited(3)].contains(&finished.ending) {
            bail!(
                "the check did not pass, so its time means nothing:\n{}{}",
                finished.stdout.text(),
                finished.stderr.text()
            );
        }
        Ok(took)
    }

    fn add(&mut self, exercise: &Exercise, what: &'static str, way: Way, mut samples: Vec<f64>) {
        samples.sort_by(f64::total_cmp);
        let command = match way {
            Way::Cargo => "cargo xtask check",
            Way::Direct => "target/debug/xtask check",
            Way::Watch => "cargo xtask watch",
        };
        self.figures.push(Figure {
            exercise: exercise.slug.clone(),
            what,
            command,
            runs: samples.len(),
            median_s: samples[samples.len() / 2],
            min_s: samples[0],
            max_s: samples[samples.len() - 1],
        });
    }

    fn report(self) -> anyhow::Result<Report> {
        let version = self.toolchain.version()?;
        Ok(Report {
            format: "lockstep/selfbench/v1",
            compiler: version.lines().next().unwrap_or_default().to_owned(),
            cores: thread::available_parallelism().map_or(1, Into::into),
            figures: self.figures,
        })
    }
}

/// A line, with the statement after it when it begins a public function.
fn edited(line: &str, statement: &str) -> String {
    let word = line.trim_start();
    let is_start = ["pub fn ", "pub async fn "].iter().any(|start| word.starts_with(start)) && word.ends_with('{');
    if is_start { format!("{line}\n{statement}") } else { line.to_owned() }
}

fn check_solution(exercise: &Exercise) -> Vec<OsString> {
    ["check".to_owned(), exercise.number.to_string(), "--solution".to_owned()].map(OsString::from).to_vec()
}

fn table(report: &Report) -> String {
    let mut text = format!("{}, {} cores; wall time of whole commands, in seconds\n\n", report.compiler, report.cores);
    text += "median    min    max  runs  exercise           command                   what\n";
    for figure in &report.figures {
        let Figure { exercise, what, command, runs, median_s, min_s, max_s } = figure;
        text += &format!("{median_s:6.2} {min_s:6.2} {max_s:6.2}  {runs:4}  {exercise:17}  {command:24}  {what}\n");
    }
    text
}
