//! `cargo xtask selfbench --verdicts N`: how often the races are decided rightly, wrongly and not at all, on a machine
//! that is left alone and on one where other programs take cores.

use crate::desk::{Desk, say};
use crate::exit::Exit;
use anyhow::{Context, bail};
use judge::authoring;
use judge::catalog::Exercise;
use judge::checks::Stage;
use judge::interleavings::{Request, Scope};
use judge::pipeline::{self, Judge};
use judge::process::{self, Limits, Program};
use judge::report::json;
use judge::submission::{self, Source};
use judge::verdict::Standing;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How many other programs take a core each.
const BUSY_PROGRAMS: [usize; 3] = [0, 1, 2];
/// How long they run before the first verdict.
const WARM_UP: Duration = Duration::from_millis(500);
const LIMITS: Limits = Limits { deadline: Duration::from_secs(24 * 60 * 60), output_bytes: 0, keep_bytes: 0 };

/// A submission, and whether its races must be won.
struct Known {
    name: String,
    path: PathBuf,
    is_good: bool,
}

/// What its verdicts were.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    inconclusive: usize,
    seconds: Vec<f64>,
}

pub(super) fn run(desk: &Desk, asked: Option<&str>, verdicts: usize, only: &[String]) -> anyhow::Result<Exit> {
    let exercises: Vec<&Exercise> =
        desk.exercises(asked)?.into_iter().filter(|exercise| exercise.settings.has_races()).collect();
    if exercises.is_empty() {
        bail!("there is no race to be measured");
    }
    let judge = desk.judge()?;
    let mut wrong = 0;
    say("busy  right  wrong  inconclusive  median s    min    max  submission\n")?;
    for exercise in exercises {
        let is_asked = |known: &Known| only.is_empty() || only.iter().any(|name| known.name.contains(name.as_str()));
        let submissions: Vec<Known> = known(&judge, exercise)?.into_iter().filter(is_asked).collect();
        for busy in BUSY_PROGRAMS {
            for known in &submissions {
                let count = with_busy_programs(desk, busy, || count(&judge, exercise, known, verdicts))??;
                wrong += count.wrong;
                say(&line(known, busy, count))?;
            }
        }
    }
    Ok(Exit::passed_if(wrong == 0))
}

/// The correct submissions, and the wrong ones that a race must reject.
fn known(judge: &Judge, exercise: &Exercise) -> anyhow::Result<Vec<Known>> {
    let listed = authoring::load(&judge.layout, exercise)?;
    let reference = submission::main_file(&judge.layout, exercise, &Source::Reference);
    let request = Request { scope: Scope::Races, ..Request::default() };
    let verdict = judge.check(exercise, &Source::Reference, 0, &request)?;
    let races: Vec<&String> = verdict.checks().iter().map(|check| &check.info.name).collect();
    let folder = judge.layout.solutions(&exercise.folder);
    let entry =
        |file: &str, is_good| Known { name: format!("{}/{file}", exercise.slug), path: folder.join(file), is_good };
    let mut all = vec![Known { path: reference, ..entry("lib.rs", true) }];
    all.extend(listed.alternative.iter().map(|alternative| entry(&alternative.file, true)));
    let slow = listed.wrong.iter().filter(|wrong| races.contains(&&wrong.fails));
    all.extend(slow.map(|wrong| entry(&wrong.file, false)));
    Ok(all)
}

fn count(judge: &Judge, exercise: &Exercise, known: &Known, verdicts: usize) -> anyhow::Result<Count> {
    let source = Source::File(known.path.clone());
    let request = Request { scope: Scope::Races, ..Request::default() };
    let mut count = Count::default();
    for _ in 0..verdicts {
        let verdict = judge.check(exercise, &source, pipeline::random_seed()?, &request)?;
        let races = verdict.checks().iter().filter(|check| check.stage == Stage::Speed);
        let seconds: f64 = races.map(|race| Duration::from_millis(race.elapsed_ms).as_secs_f64()).sum();
        count.seconds.push(seconds);
        match verdict.standing {
            Standing::Inconclusive => count.inconclusive += 1,
            Standing::Passed if known.is_good => count.right += 1,
            Standing::NotPassed if !known.is_good => count.right += 1,
            Standing::Passed | Standing::VisiblePassed | Standing::NotPassed => {
                count.wrong += 1;
                // Worth more than all figures.
                eprintln!("{}: {}", known.name, json::render(std::slice::from_ref(&verdict)));
            }
        }
    }
    count.seconds.sort_by(f64::total_cmp);
    Ok(count)
}

fn line(known: &Known, busy: usize, count: Count) -> String {
    let Count { right, wrong, inconclusive, seconds } = count;
    let (median, min, max) = (seconds[seconds.len() / 2], seconds[0], seconds[seconds.len() - 1]);
    let name = &known.name;
    format!("{busy:4}  {right:5}  {wrong:5}  {inconclusive:12}  {median:8.2} {min:6.2} {max:6.2}  {name}\n")
}

/// Does something while so many other programs compute as fast as they can.
fn with_busy_programs<T>(desk: &Desk, programs: usize, work: impl FnOnce() -> T) -> anyhow::Result<T> {
    let flag = desk.layout.state().join(format!("busy-{}", std::process::id()));
    fs::create_dir_all(desk.layout.state()).and_then(|()| fs::write(&flag, "")).context("cannot write a file")?;
    let program = Program::new(env::current_exe()?, &desk.layout.root);
    let program = program.args(["compute-while".into(), flag.clone().into_os_string()]);
    let result = thread::scope(|scope| {
        for _ in 0..programs {
            scope.spawn(|| process::run(&program, &LIMITS));
        }
        if programs > 0 {
            thread::sleep(WARM_UP);
        }
        let result = work();
        fs::remove_file(&flag).map(|()| result)
    });
    result.context("cannot remove a file")
}

/// One of the busy programs: computes for as long as the file is there.
pub(crate) fn compute_while(flag: &Path) -> Exit {
    while flag.exists() {
        let look = Instant::now();
        while look.elapsed() < Duration::from_millis(20) {
            std::hint::spin_loop();
        }
    }
    Exit::Passed
}
