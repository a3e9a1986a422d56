//! The command itself, on a class of a few learners, with what the judge needs built in this workspace.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod command;

use command::{expect, grade, read, results, solution, standings};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const BEFORE: &str = "were there already";

/// Five learners, and what exercise 3 makes of them.
fn class() -> TempDir {
    let reference = solution("lib.rs");
    let folder = tempfile::tempdir().unwrap();
    for (learner, text) in [
        ("ada", reference.clone().into_bytes()),
        ("bob", format!("// All mine!\n{}", reference.replace("guard", "held")).into_bytes()),
        ("cyd", solution("wrong/if_for_while.rs").into_bytes()),
        ("dan", b"pub fn nothing( {}".to_vec()),
        ("eve", b"fn a() {}\n// \xff\n".to_vec()),
    ] {
        let place = folder.path().join(learner).join("03_ticket_office");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("lib.rs"), text).unwrap();
    }
    folder
}

#[test]
fn a_class_is_graded_once_whatever_happens() {
    let (class, outside) = (class(), tempfile::tempdir().unwrap());
    let out = outside.path().join("out");

    // Killed in the middle.
    let mut killed = grade(class.path(), &out, &["--seed", "5"]).spawn().unwrap();
    let start = Instant::now();
    while results(&out).is_empty() {
        assert!(start.elapsed() < Duration::from_secs(600), "the first result comes");
        thread::sleep(Duration::from_millis(5));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let before = results(&out);

    let output = grade(class.path(), &out, &[]).output().unwrap();
    expect(
        output,
        0,
        &["5 submissions graded", "2 passed", "3 not passed", "seed 5", BEFORE, "1 group of submissions"],
    );
    let after = results(&out);
    assert_eq!(after.len(), 4, "what cannot be read has no result");
    assert!(before.iter().all(|(path, written)| after[path] == *written), "nothing is graded twice");

    let report = read(&out);
    let expected =
        [("ada", "passed"), ("bob", "passed"), ("cyd", "not_passed"), ("dan", "not_passed"), ("eve", "not_passed")];
    assert_eq!(standings(&report), BTreeMap::from(expected));
    let alike = &report["alike"][0];
    assert_eq!((&alike["learners"], &alike["is_published"]), (&serde_json::json!(["ada", "bob"]), &Value::Bool(true)));
    let grade_of = |number: usize| &report["learners"][number]["grades"][0];
    assert_eq!((&grade_of(0)["earned"], &grade_of(0)["medal"]), (&grade_of(0)["possible"], &Value::from("gold")));
    let failed = grade_of(2)["checks"].as_array().unwrap().iter().find(|check| check["ending"] == "failed").unwrap();
    assert!(!failed["reasons"].as_array().unwrap().is_empty() && failed["hint"].is_u64(), "{failed:#}");
    for (number, word) in [(3, "does not compile"), (4, "is not UTF-8")] {
        let lines = grade_of(number)["rejection"].to_string();
        assert!(lines.contains(word), "{lines}");
    }

    // Nothing to do: not even the judge is waited for.
    expect(
        grade(class.path(), &out, &["--resume"]).output().unwrap(),
        0,
        &["5 submissions graded", "4 of these grades"],
    );
    assert_eq!(results(&out), after);

    // A result that somebody has improved is not believed.
    let (path, _) = after.first_key_value().unwrap();
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, text.replacen("\"is_stub\":false", "\"is_stub\":true", 1)).unwrap();
    expect(
        grade(class.path(), &out, &[]).output().unwrap(),
        0,
        &["cannot be trusted, and is made again", "3 of these grades"],
    );
    assert_eq!(standings(&read(&out)), standings(&report));
}

#[test]
fn a_wrong_word_is_told_before_anything_is_done() {
    let (class, outside) = (class(), tempfile::tempdir().unwrap());
    let out = outside.path().join("out");
    for (args, part) in [
        (&["--jobs", "0"][..], "--jobs has to be 1 or more"),
        (&["--queue", "rediss://localhost"], "TLS"),
        (&["--queue", "localhost"], "redis://localhost:6379"),
        (&["--exercise", "99"], "no exercise `99`"),
        (&["--resume", "--again"], "--again"),
        (&["--sandbox", "much"], "namespaces, confined and none"),
    ] {
        expect(grade(class.path(), &out, args).output().unwrap(), 2, &[part]);
    }
    fs::write(outside.path().join("thesis.tex"), "").unwrap();
    expect(grade(class.path(), outside.path(), &[]).output().unwrap(), 2, &["holds other things"]);
    assert!(!out.exists());
}
