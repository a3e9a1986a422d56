//! The timelines of five classic mistakes, as a learner sees them at 80 columns: real submissions, judged.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{FIXTURES, WORKSPACE, xtask};
use std::path::Path;

/// What the report says about the interleaving that goes wrong: from the scenario's name to its schedule.
fn explanation(exercise: &str, file: &str, scenario: &str) -> String {
    explanation_in("en", exercise, file, scenario)
}

fn explanation_in(language: &str, exercise: &str, file: &str, scenario: &str) -> String {
    let output = xtask(Path::new(WORKSPACE), &["check", exercise, "--file", file, "--seed", "7", "--lang", language]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.lines().all(|line| line.chars().count() <= 80 || line.contains("--replay")), "{page}");
    let start = page.find(&format!("\u{2717} {scenario}")).unwrap_or_else(|| panic!("{page}"));
    let end = start + page[start..].find("--replay").unwrap_or_else(|| panic!("{page}"));
    // How many checks with real threads fail for the same reason, depends on the machine.
    let is_count =
        |line: &&str| line.contains("of these, for the same reason:") || line.contains("одной и той же причине:");
    page[start..end].split_inclusive('\n').filter(|line| !is_count(line)).collect()
}

fn wrong(name: &str) -> String {
    format!("{WORKSPACE}/solutions/{name}.rs")
}

#[test]
fn a_lost_wake_up() {
    let file = wrong("03_ticket_office/wrong/counts_without_the_lock");
    insta::assert_snapshot!(explanation("3", &file, "one permit is never held by two"));
}

#[test]
fn a_lock_order_deadlock() {
    let file = format!("{FIXTURES}/timelines/lock_order.rs");
    insta::assert_snapshot!(explanation("3", &file, "two permits are never held by three"));
}

#[test]
fn a_lost_wake_up_in_russian() {
    let file = wrong("03_ticket_office/wrong/counts_without_the_lock");
    insta::assert_snapshot!(explanation_in("ru", "3", &file, "одно разрешение никогда не держат двое"));
}

#[test]
fn an_if_for_a_while() {
    let file = wrong("03_ticket_office/wrong/if_for_while");
    insta::assert_snapshot!(explanation("3", &file, "one permit is never held by two"));
}

#[test]
fn a_barrier_lapped() {
    let file = wrong("04_barrier_sum/wrong/no_generation_counter");
    insta::assert_snapshot!(explanation("4", &file, "nobody passes before all have arrived, twice in a row"));
}

#[test]
fn a_check_then_act_race() {
    let file = wrong("03_ticket_office/wrong/looks_then_takes");
    insta::assert_snapshot!(explanation("3", &file, "one permit is never held by two"));
}
