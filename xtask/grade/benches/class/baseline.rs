//! What grading costs otherwise: `cargo test` in a fresh copy of the course for each submission, as the jobs of
//! classrooms do. It runs the visible examples only; so the same is done with all checks, too.

use crate::command::WORKSPACE;
use crate::submissions::Submission;
use judge::process::{self, Limits, Program};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// A submission that hangs is ended then; jobs of classrooms wait for ten minutes.
const DEADLINE: Duration = Duration::from_secs(180);
const LIMITS: Limits = Limits { deadline: DEADLINE, output_bytes: 64 << 20, keep_bytes: 64 << 10 };

/// What is measured, in the order of [`measure`].
const WHAT: [&str; 3] = ["fresh `cargo test`", "`cargo test` with the libraries built", "fresh `cargo xtask check`"];

/// The seconds of each submission: with nothing built yet, once more with the libraries built, and with all checks and
/// nothing built yet.
pub(crate) fn measure(folder: &Path, sample: &[&Submission]) -> Vec<[f64; 3]> {
    sample.iter().map(|submission| measure_one(folder, submission)).collect()
}

fn measure_one(folder: &Path, submission: &Submission) -> [f64; 3] {
    let copy = folder.join("copy");
    copy_folder(Path::new(WORKSPACE), &copy);
    let slug = submission.exercise.split_once('_').map_or("", |(_, slug)| slug);
    let source = copy.join("exercises").join(&submission.exercise).join("src/lib.rs");
    let cargo = |args: &[&str]| {
        let start = Instant::now();
        process::run(&Program::new("cargo", &copy).args(args), &LIMITS).expect("cargo can be started");
        start.elapsed().as_secs_f64()
    };
    let test = || cargo(&["test", "--offline", "--locked", "--package", slug]);
    fs::write(&source, &submission.text).expect("a file can be written");
    let fresh = test();
    // Another submission to the same exercise, as far as cargo knows.
    fs::write(&source, format!("{}\n// Again.\n", submission.text)).expect("a file can be written");
    let again = test();
    fs::remove_dir_all(copy.join("target")).expect("it was just built");
    let check = cargo(&["xtask", "check", slug]);
    fs::remove_dir_all(&copy).expect("the copy can be removed");
    let times = [fresh, again, check];
    println!(
        "{}: {}",
        submission.origin,
        [0, 1, 2].map(|index| format!("{} {:.1} s", WHAT[index], times[index])).join(", ")
    );
    times
}

/// Prints medians, minima and maxima, and how many times as fast a class is graded that takes so many seconds for each.
pub(crate) fn report(times: &[[f64; 3]], seconds_each: f64) {
    for (index, what) in WHAT.into_iter().enumerate() {
        let mut sorted: Vec<f64> = times.iter().map(|pair| pair[index]).collect();
        sorted.sort_by(f64::total_cmp);
        let (median, least, most) = (sorted[sorted.len() / 2], sorted[0], sorted[sorted.len() - 1]);
        let mean = sorted.iter().sum::<f64>() / crate::count(sorted.len());
        let factor = mean / seconds_each;
        let count = sorted.len();
        println!(
            "{what}: median {median:.1} s ({least:.1}-{most:.1}), mean {mean:.1} s, of {count}: {factor:.1} times"
        );
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let name = entry.file_name();
        if ["target", ".git", ".lockstep"].iter().any(|left_out| name == OsStr::new(left_out)) {
            continue;
        }
        let (path, copy) = (entry.path(), to.join(&name));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).expect("a file can be copied");
        }
    }
}
