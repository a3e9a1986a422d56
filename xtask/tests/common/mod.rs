//! What the tests of the command line share: calling the program, and reading its JSON.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test file uses a part of this")]

use serde_json::Value;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
pub const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Runs `cargo xtask` in a workspace, without a terminal.
pub fn xtask(workspace: &Path, args: &[&str]) -> Output {
    command(workspace, args).output().unwrap()
}

/// The same, to be started by the test.
pub fn command(workspace: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(args).current_dir(workspace).env("LANG", "C.UTF-8");
    for name in ["LC_ALL", "LC_MESSAGES", "LOCKSTEP_LANG"] {
        command.env_remove(name);
    }
    command
}

/// Judges a text as a submission; the exit code and the report.
pub fn check_file(exercise: &str, text: &str) -> (i32, Value) {
    check_file_with(exercise, text, &[])
}

/// The same with further arguments.
pub fn check_file_with(exercise: &str, text: &str, more: &[&str]) -> (i32, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lib.rs");
    fs::write(&file, text).unwrap();
    let args = [&["check", exercise, "--file", file.to_str().unwrap(), "--json"], more].concat();
    let output = xtask(Path::new(WORKSPACE), &args);
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), report)
}

/// The outcome of each check of a report on one submission.
pub fn outcomes(report: &Value) -> Vec<Value> {
    checks(report).iter().map(|check| check["outcome"].clone()).collect()
}

/// The same, of the checks of one stage.
pub fn outcomes_of(report: &Value, stage: &str) -> Vec<Value> {
    let of_stage = checks(report).iter().filter(|check| check["stage"] == stage);
    of_stage.map(|check| check["outcome"].clone()).collect()
}

/// The checks of a report on one submission.
pub fn checks(report: &Value) -> &[Value] {
    let checks = report["verdicts"][0]["result"]["checks"].as_array();
    checks.unwrap_or_else(|| panic!("it never ran: {report:#}"))
}

/// The command lines of the processes that have this word in theirs.
#[cfg(target_os = "linux")]
pub fn processes_with_argument(word: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    let has_word = |line: &Vec<u8>| line.split(|byte| *byte == 0).any(|part| part == word.as_bytes());
    lines.filter(has_word).map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).collect()
}

/// A copy of the workspace that a test may change. All copies share one build folder. A copy takes the place of an
/// earlier one that nobody uses any more, and what is the same in both is not touched: cargo need not build it again.
pub struct Copy {
    pub root: PathBuf,
    _place: File,
}

impl Copy {
    /// A fresh copy, as a clone would be: without builds, progress and history.
    pub fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let place = |number: usize| {
            let place = File::create(folder.join(format!("copy-{number}.lock"))).unwrap();
            place.try_lock().ok().map(|()| Self { root: folder.join(format!("copy-{number}")), _place: place })
        };
        let copy = (0..).find_map(place).unwrap();
        make_alike(Path::new(WORKSPACE), &copy.root);
        copy
    }

    /// Runs `cargo xtask` in the copy.
    pub fn xtask(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// The same, to be started by the test.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = command(&self.root, args);
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("build"));
        command
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(relative), content).unwrap();
    }
}

fn make_alike(from: &Path, to: &Path) {
    let is_left_out = |name: &OsStr| ["target", ".git", ".lockstep"].iter().any(|left_out| name == *left_out);
    fs::create_dir_all(to).unwrap();
    let entries = fs::read_dir(from).unwrap().flatten().filter(|entry| !is_left_out(&entry.file_name()));
    let entries: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    for surplus in fs::read_dir(to).unwrap().flatten() {
        let original = from.join(surplus.file_name());
        if !entries.contains(&original) || original.is_dir() != surplus.path().is_dir() {
            let _ = fs::remove_file(surplus.path()).or_else(|_| fs::remove_dir_all(surplus.path()));
        }
    }
    for path in entries {
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            make_alike(&path, &there);
        } else if fs::read(&there).ok() != fs::read(&path).ok() {
            fs::copy(&path, there).unwrap();
        }
    }
}

/// What a command came to.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Ran {
    /// Asserts the exit code and parts of what was printed.
    #[track_caller]
    pub fn expect(&self, code: i32, parts: &[&str]) {
        let all = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, Some(code), "{all}");
        for part in parts {
            assert!(all.contains(part), "{part:?} is missing in:\n{all}");
        }
    }
}
