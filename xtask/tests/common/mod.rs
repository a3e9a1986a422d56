//! What the tests of the command line share: calling the program, and reading its JSON.
#![allow(dead_code, reason = "each test file uses a part of this")]

use serde_json::Value;
use std::fs;
use std::path::Path;
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
    command.args(args).current_dir(workspace).env("LANG", "C.UTF-8").env_remove("LC_ALL");
    command
}

/// Judges a text as a submission; the exit code and the report.
pub fn check_file(exercise: &str, text: &str) -> (i32, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lib.rs");
    fs::write(&file, text).unwrap();
    let output = xtask(Path::new(WORKSPACE), &["check", exercise, "--file", file.to_str().unwrap(), "--json"]);
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), report)
}

/// The outcome of each check of a report on one submission.
pub fn outcomes(report: &Value) -> Vec<Value> {
    let checks = report["verdicts"][0]["result"]["checks"].as_array();
    checks.unwrap_or_else(|| panic!("it never ran: {report:#}")).iter().map(|check| check["outcome"].clone()).collect()
}

/// The command lines of the processes that have this word in theirs.
#[cfg(target_os = "linux")]
pub fn processes_with_argument(word: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    let has_word = |line: &Vec<u8>| line.split(|byte| *byte == 0).any(|part| part == word.as_bytes());
    lines.filter(has_word).map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).collect()
}
