//! The interleavings stage through the command line: replays, and code that does not fit the model.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{WORKSPACE, check_file, xtask};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Output;

fn solution(file: &str) -> String {
    fs::read_to_string(Path::new(WORKSPACE).join("solutions/03_ticket_office").join(file)).unwrap()
}

/// What became of each scenario.
fn explored(report: &Value) -> Vec<(String, Value)> {
    let checks = report["verdicts"][0]["result"]["checks"].as_array().unwrap_or_else(|| panic!("{report:#}"));
    let scenarios = checks.iter().filter(|check| check["stage"] == "interleavings");
    scenarios.map(|check| (check["name"].as_str().unwrap().to_owned(), check["outcome"].clone())).collect()
}

fn replay(file: &Path, schedule: &str) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        xtask(Path::new(WORKSPACE), &["check", "3", "--file", file.to_str().unwrap(), "--replay", schedule]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_schedule_makes_the_same_run_again_and_only_with_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lib.rs");
    let wrong = solution("wrong/looks_then_takes.rs");
    fs::write(&file, &wrong).unwrap();
    let output = xtask(Path::new(WORKSPACE), &["check", "3", "--file", file.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let (name, outcome) = explored(&report).into_iter().find(|(_, outcome)| outcome["kind"] == "broken").unwrap();
    let schedule = outcome["schedule"].as_str().unwrap();

    let first = replay(&file, schedule);
    assert_eq!(first.0, 1, "{first:?}");
    assert!(first.1.contains(&name) && first.1.contains("This schedule fails"), "{}", first.1);
    let again = replay(&file, schedule);
    assert_eq!((again.0, again.1), (first.0, first.1));

    // A third thread where there are two, and choices after the end.
    let start = schedule.rsplit_once('.').unwrap().0;
    for choices in ["zzz", "a500b"] {
        let (code, _, message) = replay(&file, &format!("{start}.{choices}"));
        assert!(code == 2 && message.contains("asks for choices"), "{message}");
    }

    // The same mistake, one line further down.
    fs::write(&file, format!("// changed\n{wrong}")).unwrap();
    let (code, _, message) = replay(&file, schedule);
    assert_eq!(code, 2);
    assert!(message.contains(schedule) && message.contains("belongs to another version"), "{message}");
}

#[test]
fn what_is_no_schedule_is_refused() {
    let file = Path::new(WORKSPACE).join("solutions/03_ticket_office/lib.rs");
    for (schedule, words) in [
        ("st.a12", "it is no schedule"),
        ("1.0123abcd.st.a12!", "it is no schedule"),
        ("1.0123abcd.st.a12", "belongs to another version"),
    ] {
        let (code, _, message) = replay(&file, schedule);
        assert_eq!(code, 2, "{message}");
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn what_the_model_lacks_is_named() {
    let code = "\n/// Not modelled.\n#[allow(deprecated)]\npub fn nap() {\n    std::thread::sleep_ms(1);\n}\n";
    let (status, report) = check_file("3", &(solution("lib.rs") + code));
    let outcomes = explored(&report);
    assert_eq!((status, outcomes.len()), (1, 1), "{report:#}");
    assert_eq!(outcomes[0].1["kind"], "not_modelled");
    assert!(outcomes[0].1["problems"][0]["message"].as_str().unwrap().contains("`sleep_ms`"), "{outcomes:?}");
}

#[test]
fn core_does_not_lead_around_the_model() {
    let text = solution("wrong/counts_without_the_lock.rs");
    let around = text.replace("std::sync::atomic", "core::sync::atomic");
    assert_ne!(text, around);
    let (_, report) = check_file("3", &around);
    assert!(explored(&report).iter().any(|(_, outcome)| outcome["mistake"]["kind"] == "lost_wake_up"), "{report:#}");
}

#[test]
fn a_static_begins_anew_in_each_schedule() {
    let text = solution("lib.rs");
    let counted = text.replacen(
        "    pub fn available(&self) -> usize {",
        "    pub fn available(&self) -> usize {\n        static CALLS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);\n        \
         assert!(CALLS.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 1000);",
        1,
    );
    assert_ne!(text, counted);
    let (_, report) = check_file("3", &counted);
    assert!(explored(&report).iter().all(|(_, outcome)| outcome["kind"] == "explored"), "{report:#}");
}

#[test]
fn what_never_comes_to_a_moment_is_stopped() {
    let text = solution("lib.rs");
    // Only with the model: there, two threads are all that can run at the same time.
    let hook = "        if std::thread::available_parallelism().is_ok_and(|n| n.get() == 2) && std::time::Instant::now() == \
                std::time::Instant::now() {\n            loop {}\n        }\n";
    let endless = text.replacen(
        "    pub fn release(&self) -> Result<(), TooManyReleases> {\n",
        &format!(
            "    #[allow(clippy::empty_loop)]\n    pub fn release(&self) -> Result<(), TooManyReleases> {{\n{hook}"
        ),
        1,
    );
    assert_ne!(text, endless);
    let (status, report) = check_file("3", &endless);
    assert_eq!(status, 1);
    assert!(explored(&report).iter().any(|(_, outcome)| outcome["kind"] == "timed_out"), "{report:#}");
}
