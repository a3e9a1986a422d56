//! How fast a class is graded, how much memory that takes, and whether being killed changes a grade:
//!
//! ```text
//! cargo bench --profile dev -p grade --bench class                      # beside `cargo test` for each submission
//! cargo bench --profile dev -p grade --bench class -- --kills 20        # the grader or a worker is killed 20 times
//! ```
//!
//! The class is made up from the authors' submissions of all exercises and the attacks of the threat model, mixed by a
//! seed. Times are real time in seconds. Only on Linux.

#[path = "../../../tests/common/attack.rs"]
mod attack;
mod baseline;
#[path = "../../tests/command/mod.rs"]
mod command;
mod grader;
mod kills;
mod results;
mod submissions;
#[path = "../../tests/support/mod.rs"]
mod support;

use clap::Parser;
use grader::Grader;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use submissions::{Kind, Submission};

/// The words of this benchmark.
#[derive(Parser)]
struct Words {
    /// How many submissions the class hands in
    #[arg(long, default_value_t = 200)]
    submissions: usize,
    /// What the class is made from, and when somebody is killed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many of them are also given to `cargo test`
    #[arg(long, default_value_t = 12)]
    sample: usize,
    /// Grade the class twice, the second time with two workers and so many kills
    #[arg(long)]
    kills: Option<usize>,
    /// What cargo gives to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let words = Words::parse();
    let folder = tempfile::tempdir().expect("a folder can be made");
    let class = folder.path().join("class");
    let submissions = submissions::make_up(words.submissions, words.seed);
    submissions::write(&class, &submissions);
    println!("{} submissions, seed {}: {}", submissions.len(), words.seed, submissions::count(&submissions));
    match words.kills {
        Some(kills) => kills::compare(folder.path(), &class, kills, words.seed),
        None => compare_with_cargo_test(folder.path(), &class, &submissions, words.sample),
    }
}

/// Half of the sample is given to `cargo test` before the class is graded, and half after it: a machine changes.
fn compare_with_cargo_test(folder: &Path, class: &Path, submissions: &[Submission], sample: usize) -> ExitCode {
    // `cargo test` would not survive an attack, nor would the machine.
    let harmless: Vec<&Submission> = submissions.iter().filter(|one| one.kind != Kind::Hostile).collect();
    let sample: Vec<&Submission> = harmless.iter().copied().step_by(harmless.len().div_ceil(sample.max(1))).collect();
    let (first, second) = sample.split_at(sample.len() / 2);
    let mut times = baseline::measure(folder, first);
    let (seconds, memory) = grade(class, &folder.join("out"));
    println!(
        "graded in {seconds:.0} s: {:.2} s each, {:.0} a minute; the grader's memory: {:.0} MiB at most",
        seconds / count(submissions.len()),
        count(submissions.len()) * 60.0 / seconds,
        memory,
    );
    times.extend(baseline::measure(folder, second));
    baseline::report(&times, seconds / count(submissions.len()));
    let problems = results::read(&folder.join("out")).unexpected(submissions);
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Grades a class without being disturbed; the seconds that it takes, and the most memory of the grader, in MiB.
fn grade(class: &Path, out: &Path) -> (f64, f64) {
    let start = Instant::now();
    let mut grader = Grader::start(class, out, &[]);
    let mut memory = 0.0;
    while !grader.has_ended() {
        memory = grader.most_memory().unwrap_or(memory);
        std::thread::sleep(Duration::from_millis(100));
    }
    (start.elapsed().as_secs_f64(), memory)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}
