//! Submissions that do not play by the rules: each must end with the outcome that says so, before its
//! deadline is long over, and leave no process behind. Each is a file in `fixtures/misbehaviour`.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod common;

use common::{FIXTURES, check_file, check_file_with, outcomes, outcomes_of};
use serde_json::Value;
use std::fs;

/// What every `leaves_...` fixture starts.
#[cfg(target_os = "linux")]
const STRAY: &str = "1000.25";

/// Judges the office with this misbehaviour; the report.
fn judge(name: &str) -> Value {
    judge_with(name, &[])
}

/// The same with further arguments.
fn judge_with(name: &str, more: &[&str]) -> Value {
    let read = |file: &str| fs::read_to_string(format!("{FIXTURES}/{file}")).unwrap();
    let text = read("office.rs") + &read(&format!("misbehaviour/{name}.rs"));
    let (code, report) = check_file_with("3", &text, more);
    assert_eq!(code, 1, "{name} must not pass");
    assert_eq!(report["standing"], "not_passed");
    report
}

/// The outcomes of its checks.
fn misbehave(name: &str) -> Vec<Value> {
    outcomes(&judge(name))
}

/// Every check ends in this way.
fn every_check_is(name: &str, kind: &str) -> Vec<Value> {
    let outcomes = misbehave(name);
    all_are(name, &outcomes, kind);
    outcomes
}

fn all_are(name: &str, outcomes: &[Value], kind: &str) {
    assert!(outcomes.len() > 5, "the checks ran");
    for outcome in outcomes {
        assert_eq!(outcome["kind"], kind, "{name}: {outcome}");
    }
}

/// Every check of the behaviour ends in a time-out, with its threads as given; every scenario finds the mistake.
fn every_check_times_out(name: &str, activity: &str, mistake: &str) {
    let report = judge(name);
    let (behaviour, scenarios) = (outcomes_of(&report, "behaviour"), outcomes_of(&report, "interleavings"));
    all_are(name, &behaviour, "timed_out");
    for outcome in behaviour {
        assert_eq!(outcome["activity"], if cfg!(target_os = "linux") { activity } else { "unknown" });
    }
    all_are(name, &scenarios, "broken");
    for outcome in scenarios {
        assert_eq!(outcome["mistake"]["kind"], mistake);
    }
}

#[test]
fn a_deadlock_is_a_time_out_of_sleeping_threads() {
    every_check_times_out("deadlocks", "asleep", "deadlocked");
}

#[test]
fn a_loop_without_end_is_a_time_out_of_a_busy_thread() {
    every_check_times_out("spins", "busy", "busy_waits");
}

#[test]
fn a_clock_in_the_place_of_the_systems_does_not_compile() {
    let report = judge("patches_the_clock");
    assert_eq!(report["verdicts"][0]["result"]["reason"]["kind"], "does_not_compile");
    let message = &report["verdicts"][0]["result"]["reason"]["diagnostics"][0]["message"];
    assert!(message.as_str().unwrap().contains("no_mangle"), "{message}");
}

#[test]
fn exit_code_zero_does_not_pass() {
    for outcome in every_check_is("exits_with_zero", "exited_early") {
        assert_eq!(outcome["code"], 0);
    }
}

#[test]
fn a_panic_hook_that_exits_does_not_pass() {
    every_check_is("exits_from_a_panic_hook", "exited_early");
}

#[test]
fn printed_success_and_an_abort_do_not_pass() {
    every_check_is("prints_success_and_aborts", "aborted");
}

#[test]
fn a_panic_during_a_panic_aborts_and_the_first_one_is_told() {
    let outcomes = every_check_is("aborts_in_a_drop", "aborted");
    // A check that tries random inputs keeps panics to itself until it has found the smallest one.
    let told = outcomes.iter().filter(|outcome| !outcome["panic"].is_null()).collect::<Vec<_>>();
    assert!(told.len() + 3 > outcomes.len(), "{outcomes:?}");
    for outcome in told {
        assert_eq!(outcome["panic"]["message"], "first");
        assert!(outcome["panic"]["location"]["line"].is_u64());
    }
}

#[test]
fn a_stack_overflow_is_named_on_any_thread() {
    every_check_is("overflows_its_stack", "stack_overflowed");
    every_check_is("overflows_the_stack_of_a_thread", "stack_overflowed");
}

#[test]
fn printing_without_end_is_stopped() {
    let report = judge("prints_without_end");
    all_are("prints_without_end", &outcomes_of(&report, "behaviour"), "printed_without_end");
    // What a scenario prints is not kept: thousands of its runs may print much together.
    all_are("prints_without_end", &outcomes_of(&report, "interleavings"), "timed_out");
}

#[test]
fn a_panic_is_told_with_its_line() {
    let outcomes = misbehave("panics");
    let told = outcomes.iter().filter(|outcome| outcome["kind"] == "panicked").collect::<Vec<_>>();
    assert!(told.len() > 5);
    for outcome in told {
        assert_eq!(outcome["message"], "no more paper");
        assert!(outcome["location"]["line"].is_u64());
    }
}

#[test]
fn an_equality_of_the_submissions_own_decides_nothing() {
    let office = fs::read_to_string(format!("{FIXTURES}/office.rs")).unwrap();
    let honest = "-> usize {\n        *self.available.lock().unwrap()";
    let liar = office.replace(honest, "-> Anything {\n        Anything");
    assert_ne!(office, liar);
    let anything = "#[derive(Debug)]\npub struct Anything;\n\nimpl PartialEq<usize> for Anything {\n    \
                    fn eq(&self, _: &usize) -> bool {\n        true\n    }\n}\n\nfn misbehave() {}\n";
    let (code, report) = check_file("3", &(liar + anything));
    assert_eq!((code, &report["standing"]), (1, &Value::from("not_passed")), "{report:#}");
}

#[test]
#[cfg(target_os = "linux")]
fn processes_left_behind_are_named_and_ended() {
    // With a sandbox, none could be started.
    for name in ["leaves_a_child", "leaves_a_daemon", "leaves_a_daemon_without_a_mark"] {
        let outcomes = outcomes(&judge_with(name, &["--sandbox", "none"]));
        let named = outcomes.iter().filter(|outcome| outcome["kind"] == "left_processes_behind").count();
        assert!(named > 0, "{name}: {outcomes:?}");
        assert_eq!(common::processes_with_argument(STRAY), Vec::<String>::new(), "{name}");
    }
}
