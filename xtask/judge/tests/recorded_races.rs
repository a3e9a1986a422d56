//! What the rule says of races that were recorded on two shared cores while the host changed their speed: a call took 1
//! to 1.8 times as long, from one moment to the next, and nothing told why. (Sieves to 3 to 40 million, long calls only.)

use judge::speed::certificate::{Decision, Rule, decide, tally};
use judge::speed::rounds::{Baseline, Length, Round, Runs};
use std::time::Duration;

const RULE: Rule = Rule { speed_up: 1.7, cores: 2 };

/// How the races of a file are decided, in their order.
fn decisions(file: &str) -> Vec<Decision> {
    let lines: Vec<Vec<u64>> = file.lines().skip(1).map(numbers).collect();
    lines.chunk_by(|one, next| one[0] == next[0]).map(decision).collect()
}

/// Microseconds; 0 where there was no run.
fn numbers(line: &str) -> Vec<u64> {
    line.split(',').map(|field| field.parse().unwrap_or(0)).collect()
}

/// The first decision, as in a real race.
fn decision(lines: &[Vec<u64>]) -> Decision {
    let rounds: Vec<Round> = lines.iter().map(|line| round(line)).collect();
    let decisions = (1..=rounds.len()).map(|length| decide(&tally(&rounds[..length], RULE)));
    decisions.into_iter().find(|decision| *decision != Decision::Open).unwrap_or(Decision::Open)
}

fn round(line: &[u64]) -> Round {
    let time = |column: usize| Duration::from_micros(line[column]);
    let runs = |first: usize| Runs {
        wall: time(first),
        cpu: time(first + 1),
        alone: Some(time(first + 2)).filter(|alone| !alone.is_zero()),
        is_at_rest: true,
    };
    let (submission, control) = (runs(2), runs(5));
    Round {
        length: Length::Long,
        elapsed: Duration::from_millis(200),
        submission,
        control,
        control_on_same: control.wall,
        // All of them are faster than the plain version.
        baseline: Some(Baseline { plain: submission.cpu * 2, submission }),
        others: Some(Duration::from_secs(line[1]).as_secs_f64() / 100.0),
    }
}

fn expect(file: &str, races: usize, decided: Decision, at_least: usize) {
    let decisions = decisions(file);
    assert_eq!(decisions.len(), races);
    assert!(decisions.iter().all(|decision| [decided, Decision::Open].contains(decision)), "{decisions:?}");
    let decided = decisions.iter().filter(|decision| **decision == decided).count();
    assert!(decided >= at_least, "{decisions:?}");
}

#[test]
fn work_stealing_passes() {
    expect(include_str!("recorded/work_stealing.csv"), 5, Decision::Reached, 4);
}

#[test]
fn a_static_split_passes() {
    expect(include_str!("recorded/static_split.csv"), 3, Decision::Reached, 1);
}

#[test]
fn work_that_is_a_third_serial_does_not_pass() {
    expect(include_str!("recorded/third_serial.csv"), 3, Decision::Missed, 0);
}

#[test]
fn neither_does_it_when_the_other_cores_spin_meanwhile() {
    expect(include_str!("recorded/third_serial_and_spins.csv"), 5, Decision::Missed, 0);
}
