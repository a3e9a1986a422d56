//! What a benchmark says, on recorded times of two cores and on made up ones of one core and of eight. The words are
//! held by snapshots, the JSON by its published schema.

use crate::report::Report;
use crate::{chart, text};
use anstream::adapter::strip_str;
use judge::bench::Bench;
use judge::report::terminal::Marks;
use judge::speed::laws;
use judge::speed::levels::Levels;
use judge::speed::sweep::{Sweep, Times};
use judge::verdict::{ExerciseName, Origin, SubmissionName};
use serde_json::Value;
use std::time::Duration;

/// Recorded on a quiet machine of 2 cores: microseconds on one and on two, of a sieve of which a third is serial.
const A_THIRD_SERIAL: [[u64; 2]; 9] = [
    [85_114, 47_209],
    [67_267, 56_049],
    [78_967, 56_383],
    [78_133, 54_042],
    [90_208, 49_364],
    [60_003, 46_900],
    [76_951, 44_991],
    [57_372, 43_719],
    [71_833, 60_590],
];
/// The authors' sieve, in the same rounds.
const AUTHORS: [[u64; 2]; 9] = [
    [91_631, 46_147],
    [64_624, 45_662],
    [80_400, 42_910],
    [87_640, 44_417],
    [92_371, 43_176],
    [66_357, 62_585],
    [88_001, 41_407],
    [70_233, 37_423],
    [79_922, 42_948],
];

fn report(origin: Origin, sweep: Sweep) -> Report {
    let exercise = ExerciseName { number: 6, slug: "parallel_sieve".to_owned(), title: "A parallel sieve".to_owned() };
    let file = match origin {
        Origin::Exercise => "exercises/06_parallel_sieve/src/lib.rs",
        Origin::Reference => "solutions/06_parallel_sieve/lib.rs",
        Origin::File => "solutions/06_parallel_sieve/wrong/third_serial.rs",
    };
    let submission = SubmissionName { origin, file: file.to_owned(), sha256: Some("0f".repeat(32)), is_stub: false };
    Report::of(Bench { exercise, submission, sweeps: vec![sweep] }, 7, true)
}

fn sweep(levels: Levels, submission: Times, control: Option<Times>) -> Sweep {
    Sweep { race: "count_primes uses every core".to_owned(), levels, submission, control, others: Some(0.02) }
}

fn recorded(microseconds: &[[u64; 2]]) -> Times {
    let round = |round: &[u64; 2]| round.map(Duration::from_micros).to_vec();
    Times { size: 100_000_000, rounds: microseconds.iter().map(round).collect() }
}

/// 80 ms on one core, otherwise as the law says; each up to 3% more or less.
fn made_up(levels: &Levels, sigma: f64, kappa: f64) -> Times {
    let mut random = fastrand::Rng::with_seed(7);
    let mut time = |level: usize| {
        let cores = f64::from(u32::try_from(level).unwrap());
        Duration::from_secs_f64(0.08 / laws::usl(cores, sigma, kappa)).mul_f64(0.97 + 0.06 * random.f64())
    };
    let rounds = (0..15).map(|_| levels.numbers.iter().map(|level| time(*level)).collect()).collect();
    Times { size: 100_000_000, rounds }
}

fn two_cores() -> Report {
    report(Origin::File, sweep(Levels::of_cores(2), recorded(&A_THIRD_SERIAL), Some(recorded(&AUTHORS))))
}

fn eight_cores(sigma: f64, kappa: f64) -> Report {
    let levels = Levels::of_cores(8);
    let (submission, control) = (made_up(&levels, sigma, kappa), made_up(&levels, 0.01, 0.0));
    report(Origin::Exercise, sweep(levels, submission, Some(control)))
}

fn one_core() -> Report {
    let levels = Levels::of_cores(1);
    let times = made_up(&levels, 0.0, 0.0);
    report(Origin::Reference, sweep(levels, times, None))
}

fn requests(sigma: f64, kappa: f64) -> Report {
    let levels = Levels::of_requests();
    let times = made_up(&levels, sigma, kappa);
    report(Origin::Reference, sweep(levels, times, None))
}

fn shown(report: &Report, marks: Marks) -> String {
    let text = strip_str(&text::render(report, marks)).to_string();
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
    }
    text
}

/// Without line ends.
fn sentences(report: &Report) -> String {
    shown(report, Marks::UNICODE).replace('\n', " ")
}

#[test]
fn two_cores_are_told_with_their_doubts() {
    insta::assert_snapshot!("two_cores", shown(&two_cores(), Marks::UNICODE));
    insta::assert_snapshot!("two_cores_ascii", shown(&two_cores(), Marks::ASCII));
}

#[test]
fn eight_cores_are_told_with_both_laws() {
    insta::assert_snapshot!("eight_cores_serial", shown(&eight_cores(0.05, 0.0), Marks::UNICODE));
    insta::assert_snapshot!("eight_cores_crosstalk", shown(&eight_cores(0.03, 0.02), Marks::UNICODE));
}

#[test]
fn requests_at_once_are_told_as_such() {
    insta::assert_snapshot!("requests", shown(&requests(0.002, 0.0), Marks::UNICODE));
    let crowded = sentences(&requests(0.01, 0.001));
    assert!(crowded.contains("requests at once, and slower with more"), "{crowded}");
}

#[test]
fn of_one_core_nothing_is_told() {
    insta::assert_snapshot!("one_core", shown(&one_core(), Marks::UNICODE));
}

#[test]
fn a_machine_that_disturbs_is_named() {
    let mut report = two_cores();
    report.races[0].others = Some(0.84);
    assert!(sentences(&report).contains("Other programs used 0.8 cores meanwhile"));
    report.races[0].others = None;
    report.keeps_cores = false;
    let text = sentences(&report);
    assert!(text.contains("the system does not tell") && text.contains("Only Rayon was told"), "{text}");
}

#[test]
fn the_json_is_valid_against_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/bench.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for report in [one_core(), two_cores(), eight_cores(0.03, 0.02), requests(0.002, 0.0)] {
        let json: Value = serde_json::from_str(&report.to_json()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_chart_has_both_curves_and_the_law() {
    for (report, words) in [
        (one_core(), &["The authors&apos; version", "as many times as cores"][..]),
        (two_cores(), &["This file", "The authors&apos; version"]),
        (eight_cores(0.05, 0.0), &["Your solution", "Amdahl&apos;s law", "serial"]),
        (eight_cores(0.03, 0.02), &["Your solution", "universal scalability law"]),
    ] {
        let svg = chart::svg(&report);
        for word in words {
            assert!(svg.contains(word), "{word} is missing in {svg}");
        }
    }
}
