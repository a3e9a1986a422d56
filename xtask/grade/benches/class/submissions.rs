//! A class: right, wrong and hostile submissions, mixed by a seed.

use crate::attack;
use crate::command::WORKSPACE;
use fastrand::Rng;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the solution of exercise 1 attacks.
const PLACE: &str = "let found = match name {";

/// What somebody hands in.
#[derive(Clone)]
pub(crate) struct Submission {
    /// Who.
    pub(crate) learner: String,
    /// The folder of the exercise, such as `03_ticket_office`.
    pub(crate) exercise: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it comes from, for messages.
    pub(crate) origin: String,
    pub(crate) text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Right,
    Wrong,
    Hostile,
}

/// Half of them are right, two in five are wrong, and one in ten attacks. No two are the same.
pub(crate) fn make_up(count: usize, seed: u64) -> Vec<Submission> {
    let mut random = Rng::with_seed(seed);
    let pools = [right(), wrong(), hostile()];
    (0..count)
        .map(|number| {
            let pool = match random.u32(0..10) {
                0..5 => &pools[0],
                5..9 => &pools[1],
                _ => &pools[2],
            };
            let picked = &pool[random.usize(0..pool.len())];
            let learner = format!("learner-{}", letters(number));
            let text = format!("{}\n// By {learner}.\n", picked.text);
            Submission { learner, text, ..picked.clone() }
        })
        .collect()
}

/// Digits before the name of an exercise could be its number.
fn letters(number: usize) -> String {
    format!("{number:03}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// Writes each into a folder of its learner.
pub(crate) fn write(class: &Path, submissions: &[Submission]) {
    for Submission { learner, exercise, text, .. } in submissions {
        let folder = class.join(learner).join(exercise).join("src");
        fs::create_dir_all(&folder).expect("a folder can be made");
        fs::write(folder.join("lib.rs"), text).expect("a file can be written");
    }
}

/// How many there are of each kind.
pub(crate) fn count(submissions: &[Submission]) -> String {
    let [right, wrong, hostile] = [Kind::Right, Kind::Wrong, Kind::Hostile]
        .map(|kind| submissions.iter().filter(|submission| submission.kind == kind).count());
    format!("{right} right, {wrong} wrong, {hostile} attacks")
}

fn right() -> Vec<Submission> {
    let files = exercises().into_iter().flat_map(|exercise| {
        let mut files = sources(&exercise.join("alternative"));
        files.push(exercise.join("lib.rs"));
        files
    });
    files.map(|file| taken(&file, Kind::Right)).collect()
}

fn wrong() -> Vec<Submission> {
    let files = exercises().into_iter().flat_map(|exercise| sources(&exercise.join("wrong")));
    files.map(|file| taken(&file, Kind::Wrong)).collect()
}

/// The attacks on the sandbox, as parts of exercise 1, and those on the result, as parts of exercise 3.
fn hostile() -> Vec<Submission> {
    let fixtures = Path::new(WORKSPACE).join("xtask/tests/fixtures");
    let workspace = fs::canonicalize(WORKSPACE).expect("the workspace is there");
    let solution = read(&workspace.join("solutions/01_say_hello/lib.rs"));
    let surroundings = attack::surroundings(&workspace, Path::new("/tmp"), 9);
    let on_sandbox = sources(&fixtures.join("attacks")).into_iter().map(|file| {
        let text = attack::submission(&solution, PLACE, &read(&file), &surroundings);
        hostile_one("01_say_hello", &file, text)
    });
    let office = read(&fixtures.join("office.rs"));
    let on_result = sources(&fixtures.join("misbehaviour")).into_iter().map(|file| {
        let text = office.clone() + &read(&file);
        hostile_one("03_ticket_office", &file, text)
    });
    on_sandbox.chain(on_result).collect()
}

fn hostile_one(exercise: &str, file: &Path, text: String) -> Submission {
    let origin = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Submission { learner: String::new(), exercise: exercise.to_owned(), kind: Kind::Hostile, origin, text }
}

fn taken(file: &Path, kind: Kind) -> Submission {
    let origin = file.strip_prefix(Path::new(WORKSPACE).join("solutions")).expect("it is in there");
    let exercise = origin.iter().next().expect("it is in an exercise").to_string_lossy().into_owned();
    Submission { learner: String::new(), exercise, kind, origin: origin.display().to_string(), text: read(file) }
}

fn exercises() -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(WORKSPACE).join("solutions")).expect("there are solutions");
    let folders = entries.flatten().map(|entry| entry.path()).filter(|path| path.join("lib.rs").is_file());
    sorted(folders.filter(|path| path.join("wrong").is_dir()).collect())
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let files = entries.flatten().map(|entry| entry.path());
    sorted(files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect())
}

fn sorted(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.sort();
    paths
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
