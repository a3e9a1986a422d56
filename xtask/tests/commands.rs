//! The commands as a learner and an author use them, through the program, in copies of the workspace.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod common;

use common::Copy;
use judge::catalog::{self, Exercise};
use judge::layout::Layout;
use serde_json::Value;
use std::fs;

const FILE: &str = "exercises/03_ticket_office/src/lib.rs";
const REFERENCE: &str = "solutions/03_ticket_office/lib.rs";
const PROGRESS: &str = ".lockstep/progress.json";

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../../docs/verdicts.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn a_learner_goes_from_the_stub_to_a_pass() {
    let copy = Copy::new();
    copy.xtask(&[]).expect(0, &["0 of ", "Begin with exercise 1", "exercises/01_say_hello/README.md", "xtask check 1"]);
    copy.xtask(&["list"]).expect(0, &["3  A bounded semaphore", "new", "exercises/01_say_hello/README.md"]);
    copy.xtask(&["check", "3"]).expect(1, &["This is the stub", "exercises/03_ticket_office/README.md", FILE]);
    assert!(!copy.path(PROGRESS).exists(), "looking at the stub is no attempt");

    copy.xtask(&["hint", "3"]).expect(0, &["Hint 1 of 3", "Hints cost nothing", "you have seen 1 of 3"]);
    copy.xtask(&["hint", "3", "1"]).expect(0, &["Hint 1 of 3", "not counted again", "you have seen 1 of 3"]);
    copy.xtask(&["hint", "ticket_office"]).expect(0, &["Hint 2 of 3"]);
    copy.xtask(&["solution", "3"]).expect(1, &["has not passed yet", "--spoil"]);
    copy.xtask(&["solution", "3", "--spoil"]).expect(0, &["Ways that pass", "alternative/"]);

    copy.write(FILE, copy.read(FILE).replace("todo!(\"make", "panic!(\"make"));
    let ran = copy.xtask(&["check", "3"]);
    ran.expect(
        1,
        &["The code panicked at exercises/03_ticket_office/src/lib.rs:", "--seed", "seen before, fits that one"],
    );
    copy.xtask(&["list"]).expect(0, &["begun", "2/3"]);
    copy.xtask(&[]).expect(0, &["0 of ", "Exercise 3, ticket_office: not there yet", "xtask hint 3"]);
    copy.xtask(&["hint", "3", "--all"]).expect(0, &["Hint 1 of 3", "Hint 3 of 3"]);
    copy.xtask(&["hint", "3"]).expect(0, &["Hint 3 of 3", "--all"]);
    copy.write(FILE, copy.read(REFERENCE));
    copy.xtask(&["check", "3"]).expect(0, &["Passed"]);
    copy.xtask(&["list"]).expect(0, &["passed", "gold", "2.5x"]);
    copy.xtask(&[]).expect(0, &["1 of ", "1 gold", "Next: exercise 4"]);
    copy.xtask(&["progress"]).expect(0, &["progress.json", "ticket_office", "3/3", "today"]);
    let same = "Yours is the authors' way, word for word";
    copy.xtask(&["solution", "3"])
        .expect(0, &["solutions/03_ticket_office/NOTES.md", same, "Condvar", "alternative/plain_loops.rs"]);
    copy.xtask(&["solution", "3", "--full"]).expect(0, &["impl BoundedSemaphore", same]);
    copy.xtask(&["solution", "3", "--diff", "plain_loops"]).expect(0, &["+++ solutions/03_ticket_office/alternative/"]);
    copy.xtask(&["solution", "3", "--diff", "nobody"]).expect(2, &["There are: authors, "]);

    copy.xtask(&["reset", "3"]).expect(0, &["is the stub again", "lib.rs.kept-1"]);
    assert_eq!(copy.read(FILE), copy.read("exercises/03_ticket_office/stub.rs"));
    assert_eq!(copy.read(&format!("{FILE}.kept-1")), copy.read(REFERENCE));
    copy.xtask(&["reset", "3"]).expect(0, &["is the stub already"]);
    copy.xtask(&["list"]).expect(0, &["passed"]);
}

#[test]
fn the_examples_of_use_fail_on_the_stub_and_pass_on_the_reference() {
    let copy = Copy::new();
    let test = |slug: &str| {
        let mut command = std::process::Command::new(env!("CARGO"));
        command.args(["test", "--locked", "--test", "examples", "--package", slug]).current_dir(&copy.root);
        command.env("CARGO_TARGET_DIR", std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("build"));
        common::Ran::from(command.output().unwrap())
    };
    for Exercise { slug, folder, .. } in catalog::load(&Layout::find(&copy.root).unwrap()).unwrap() {
        test(&slug).expect(101, &["not yet implemented"]);
        copy.write(&format!("exercises/{folder}/src/lib.rs"), copy.read(&format!("solutions/{folder}/lib.rs")));
        test(&slug).expect(0, &["test result: ok"]);
    }
}

#[test]
fn json_is_valid_against_the_schema_and_needs_no_parsing_of_text() {
    let copy = Copy::new();
    let ran = copy.xtask(&["check", "all", "--json", "--seed", "7"]);
    assert_eq!(ran.code, Some(1));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let errors: Vec<String> = schema().iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let exercises = fs::read_dir(copy.path("exercises")).unwrap().count();
    assert_eq!(report["verdicts"].as_array().unwrap().len(), exercises);
    assert_eq!(report["verdicts"][2]["exercise"]["slug"], "ticket_office");
    assert_eq!(report["verdicts"][2]["seed"], 7);
    assert_eq!(report["verdicts"][2]["submission"]["is_stub"], true);
}

#[test]
fn what_is_no_submission_is_named() {
    let copy = Copy::new();
    let stub = copy.read(FILE);
    let reason = |copy: &Copy, kind: &str| {
        let ran = copy.xtask(&["check", "3", "--json"]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert!(schema().is_valid(&report));
        assert_eq!(report["verdicts"][0]["result"]["reason"]["reason"]["kind"], kind, "{report:#}");
    };
    for (content, kind) in
        [(Vec::new(), "empty"), (b"fn a() {}\n\xff".to_vec(), "not_utf8"), (vec![b'x'; 10 << 20], "too_large")]
    {
        copy.write(FILE, content);
        reason(&copy, kind);
    }
    fs::remove_file(copy.path(FILE)).unwrap();
    reason(&copy, "missing");
    copy.xtask(&["reset", "3"]).expect(0, &["is the stub again"]);
    assert_eq!(copy.read(FILE), stub);
    #[cfg(unix)]
    {
        fs::remove_file(copy.path(FILE)).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", copy.path(FILE)).unwrap();
        reason(&copy, "link");
        copy.xtask(&["reset", "3"]).expect(0, &["is the stub again"]);
        assert_eq!(copy.read(FILE), stub);
    }
}

#[test]
fn what_cannot_be_built_is_explained_on_the_learners_lines() {
    let copy = Copy::new();
    let reference = copy.read(REFERENCE);
    let rejected = |text: &str, parts: &[&str]| {
        copy.write(FILE, text);
        copy.xtask(&["check", "3"]).expect(1, parts);
    };
    rejected(
        &reference.replace("-> usize", "-> String"),
        &["error[E0308]", &format!("--> {FILE}:"), "does not compile yet"],
    );
    rejected(&reference.replace("pub fn serve", "pub fn server"), &["the checks cannot use it", "serve", "stub.rs"]);
    rejected(&format!("{reference}\npub fn f() {{ unsafe {{}} }}\n"), &["`unsafe` is not accepted"]);
    rejected(&format!("#![allow(unsafe_code)]\n{reference}"), &["error", "unsafe_code"]);
    let secret = copy.path("tests/03_ticket_office/behaviour.rs");
    let stolen = format!("{reference}\npub const STOLEN: &str = include_str!({secret:?});\n");
    rejected(&stolen, &["files at compile time that do not belong", "tests/03_ticket_office/behaviour.rs"]);
    copy.write(FILE, &reference);
    copy.xtask(&["check", "3"]).expect(0, &["Passed"]);
}

#[test]
fn wrong_words_are_errors_that_help() {
    let copy = Copy::new();
    copy.xtask(&["check", "99"]).expect(2, &["no exercise `99`", "cargo xtask list"]);
    copy.xtask(&["check", "tiket_office"]).expect(2, &["Did you mean `ticket_office`?"]);
    copy.xtask(&["chek", "3"]).expect(2, &["check"]);
    copy.xtask(&["check"]).expect(2, &["<EXERCISE>"]);
    copy.xtask(&["check", "3", "--file", "nowhere.rs"]).expect(2, &["there is no file nowhere.rs"]);
    copy.xtask(&["check", "all", "--file", REFERENCE]).expect(2, &["needs one exercise"]);
    copy.xtask(&["check", "3", "--sandbox", "much"]).expect(2, &["the levels are namespaces, confined and none"]);
    let settings = "exercises/03_ticket_office/exercise.toml";
    copy.write(settings, copy.read(settings).replace("track = \"threads\"", "track = \"knitting\""));
    copy.xtask(&["list"]).expect(2, &[settings, "line 2", "track", "knitting"]);
}

#[test]
fn bench_hands_its_words_and_its_exit_code_on() {
    let bench = |args: &[&str]| common::Ran::from(common::xtask(std::path::Path::new(common::WORKSPACE), args));
    bench(&["bench", "--help"]).expect(0, &["cargo xtask bench [OPTIONS] <EXERCISE>", "--svg"]);
    bench(&["bench", "2"])
        .expect(2, &["exercise 2 (producer_consumer) is timed on a virtual clock", "6 (parallel_sieve)"]);
}

#[test]
fn a_broken_check_is_found_by_verify() {
    let copy = Copy::new();
    let file = "tests/03_ticket_office/behaviour.rs";
    let list: toml::Table = toml::from_str(&copy.read("solutions/03_ticket_office/submissions.toml")).unwrap();
    let wrong = list["wrong"].as_array().unwrap().iter().find(|entry| entry.get("fails").is_some()).unwrap();
    let (name, check) = (wrong["file"].as_str().unwrap(), wrong["fails"].as_str().unwrap());
    let text = copy.read(file);
    let start = text.find(check).expect("the check is registered under this name") + check.len() + 1;
    let end = start + text[start..].find(')').unwrap();
    copy.write(file, format!("{}, || (){}", &text[..start], &text[end..]));
    copy.xtask(&["verify", "3"]).expect(1, &[name, &format!("should fail \"{check}\"")]);
}

#[test]
fn piped_output_has_no_colours() {
    let copy = Copy::new();
    copy.write(FILE, "pub fn broken( {}\n");
    for args in [&["check", "3"][..], &[], &["list"], &["hint", "3"], &["progress"], &["doctor"]] {
        let ran = copy.xtask(args);
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{args:?}: {}", ran.out);
    }
}

#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    let copy = Copy::new();
    let mut child = copy.command(&["check", "3"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_seed_repeats_the_random_choices() {
    let copy = Copy::new();
    let text = copy.read(REFERENCE);
    // Wrong only when more than three permits are taken: random sequences of calls find it.
    let wrong = text.replacen(
        "pub fn available(&self) -> usize {",
        "pub fn available(&self) -> usize {\n        println!(\"seen\");",
        1,
    );
    assert_ne!(text, wrong);
    copy.write(FILE, &wrong);
    let printed = |seed: &str| {
        let report: Value = serde_json::from_str(&copy.xtask(&["check", "3", "--json", "--seed", seed]).out).unwrap();
        let checks = report["verdicts"][0]["result"]["checks"].as_array().unwrap().clone();
        assert_eq!(report["standing"], "passed", "{report:#}");
        let checks = checks.iter().filter(|check| check["stage"] == "behaviour");
        checks.map(|check| check["printed_bytes"].as_u64().unwrap()).max().unwrap()
    };
    let first = printed("1");
    assert_eq!(first, printed("1"));
    assert!((2..20).any(|seed| printed(&seed.to_string()) != first), "the seed changes nothing");
}
