//! The command as a teacher calls it, and what it leaves on the disk.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part of this")]

use judge::language;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

pub(crate) const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The text of a file of exercise 3's solutions.
pub(crate) fn solution(name: &str) -> String {
    fs::read_to_string(format!("{WORKSPACE}/solutions/03_ticket_office/{name}")).unwrap()
}

/// The program, in this workspace.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.current_dir(WORKSPACE).env(language::VARIABLE, "en");
    command
}

/// `cargo xtask grade`, to be started by the test.
pub(crate) fn grade(class: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = program();
    command.arg("grade").arg(class).arg("--out").arg(out).args(more);
    command
}

/// The exit code, and parts of what it says.
#[track_caller]
pub(crate) fn expect(output: Output, code: i32, parts: &[&str]) {
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains('\u{1b}'), "no progress bar in a pipe: {text}");
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}

/// The report as data.
pub(crate) fn read(out: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(out.join("class.json")).unwrap()).unwrap()
}

/// Of each learner's first exercise.
pub(crate) fn standings(class: &Value) -> BTreeMap<&str, &str> {
    let learners = class["learners"].as_array().unwrap();
    let grade = |learner: &Value| learner["grades"][0]["standing"].as_str().map(str::to_owned);
    assert!(learners.iter().all(|learner| grade(learner).is_some()), "{class:#}");
    learners.iter().map(|one| (one["id"].as_str().unwrap(), one["grades"][0]["standing"].as_str().unwrap())).collect()
}

/// Each result, and when it was written.
pub(crate) fn results(out: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = fs::read_dir(out.join("results")).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "json"));
    files.map(|entry| (entry.path(), entry.metadata().unwrap().modified().unwrap())).collect()
}
