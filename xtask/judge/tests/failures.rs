//! What each check says to those who fail it: the words for a real mistake, judged. One mistake for each check that has
//! one; whether all others fail as they must, `cargo xtask verify` finds out. How the words are laid out, `reports` holds.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use judge::catalog::{self, Exercise};
use judge::interleavings::{Request, Scope};
use judge::layout::Layout;
use judge::pipeline::Judge;
use judge::report;
use judge::submission::Source;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SEED: u64 = 7;
/// With real threads, a mistake may show itself in one way or another; this often, the usual one is waited for.
const TRIES: usize = 3;

/// The file and the check of one mistake for each check.
fn mistakes(layout: &Layout, exercise: &Exercise) -> Vec<(String, String)> {
    let path = layout.solutions(&exercise.folder).join("submissions.toml");
    let list: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let wrong = list["wrong"].as_array().unwrap();
    let word = |entry: &toml::Value, key: &str| entry[key].as_str().unwrap().to_owned();
    let mut seen = BTreeSet::new();
    let all = wrong.iter().map(|entry| (word(entry, "file"), word(entry, "fails")));
    all.filter(|(_, check)| seen.insert(check.clone())).collect()
}

/// What the check says to the mistake; nothing when it is a race, whose words depend on the machine.
fn said(judge: &Judge, exercise: &Exercise, file: &str, check: &str) -> Option<String> {
    let source = Source::File(judge.layout.solutions(&exercise.folder).join(file));
    let request = Request { schedules: None, scope: Scope::Check(check.to_owned()) };
    let verdict = judge.check(exercise, &source, SEED, &request).unwrap();
    let found = verdict.checks().iter().find(|found| found.info.name == check)?;
    assert!(!found.outcome.passed(), "{file} passes: {check}");
    let mut text = format!("{file}\n  ✗ {check}\n");
    for line in report::reasons(found) {
        text += &format!("    {}\n", without_figures(&line));
    }
    Some(text + "\n")
}

/// A line without what is different in each run, or on each machine: times, large numbers, ports, cores.
fn without_figures(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        text += &rest[..start];
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let figure = rest[..end].trim_end_matches('.');
        rest = &rest[figure.len()..];
        let unit: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
        let is_measured = figure.contains('.') || rest.starts_with(' ');
        if ["ns", "µs", "ms", "s"].contains(&unit.as_str()) && is_measured {
            text += "[time]";
            rest = &rest.trim_start()[unit.len()..];
        } else if unit == "core" {
            text += "[cores]";
        } else if figure.len() > 3 && !figure.contains('.') {
            text += "[number]";
        } else {
            text += figure;
        }
    }
    text + rest
}

/// The words for all mistakes of an exercise; `known` are those of the snapshot.
fn all_said(number: u32, known: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let judge = Judge::open(Layout::find(&root).unwrap(), || ()).unwrap();
    let exercises = catalog::load(&judge.layout).unwrap();
    let exercise = catalog::find(&exercises, &number.to_string()).unwrap();
    let words = |(file, check): &(String, String)| {
        let mut tries = (0..TRIES).map_while(|_| said(&judge, exercise, file, check));
        let first = tries.next()?;
        Some(if known.contains(&first) { first } else { tries.find(|words| known.contains(words)).unwrap_or(first) })
    };
    mistakes(&judge.layout, exercise).iter().filter_map(words).collect()
}

macro_rules! failures {
    ($name:ident, $number:expr) => {
        #[test]
        fn $name() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/failures__", stringify!($name), ".snap");
            insta::assert_snapshot!(all_said($number, &fs::read_to_string(path).unwrap_or_default()));
        }
    };
}

failures!(say_hello, 1);
failures!(producer_consumer, 2);
failures!(ticket_office, 3);
failures!(barrier_sum, 4);
failures!(async_fetch, 5);
failures!(parallel_sieve, 6);

#[test]
fn figures_that_vary_are_left_out() {
    for (line, expected) in [
        ("It did not finish within 2 s; 3 threads", "It did not finish within [time]; 3 threads"),
        ("gave up after 6.009µs. An item", "gave up after [time]. An item"),
        ("wait_timeout(6ms) of 127.0.0.1:40079", "wait_timeout(6ms) of 127.0.0.1:[number]"),
        ("on 2 core(s) 8765 kB", "on [cores] core(s) [number] kB"),
        ("phased_sum(&[1, 2], 2)", "phased_sum(&[1, 2], 2)"),
    ] {
        assert_eq!(without_figures(line), expected);
    }
}
