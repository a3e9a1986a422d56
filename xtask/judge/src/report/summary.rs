//! What a whole verdict comes to, in a few lines: points, how much is proven, and what to do next.

use super::page::{BAD, GOOD, Page, QUIET, STRONG};
use super::terminal::source_words;
use super::{hint, speed, thousands};
use crate::checks::{CheckResult, Outcome, Stage};
use crate::language;
use crate::verdict::{Standing, Verdict};
use tr::tr;

/// The end of a report.
pub(super) fn write(page: &mut Page, verdict: &Verdict, checks: &[CheckResult], hints_seen: u8) {
    if !verdict.is_whole {
        part(page, verdict, checks);
        return;
    }
    explored(page, checks);
    let counts = counts(verdict, checks);
    match verdict.standing {
        Standing::Passed => {
            for gain in checks.iter().filter_map(speed::to_gain) {
                page.wrapped("", &gain);
            }
            page.line(&format!("{GOOD}{}{GOOD:#}: {counts}.", tr!("Passed")));
            let number = verdict.exercise.number;
            page.line(&tr!("`cargo xtask solution {number}` compares your way with others.", number));
        }
        Standing::VisiblePassed => {
            page.line(&format!("{GOOD}{}{GOOD:#}: {counts}.", tr!("What is here passes")));
            page.wrapped(
                "",
                &tr!("That is no pass yet: the hidden checks of this exercise run in class, and look closer."),
            );
        }
        Standing::Inconclusive => {
            page.line(&format!("{STRONG}{}{STRONG:#}: {counts}.", tr!("Inconclusive")));
            page.line(&tr!("Nothing is wrong, but the machine was too busy to time it."));
        }
        Standing::NotPassed => {
            page.line(&format!("{BAD}{}{BAD:#}: {counts}.", tr!("Not passed yet")));
            if verdict.submission.is_stub { stub(page, verdict) } else { next(page, verdict, checks, hints_seen) }
        }
    }
}

/// How many checks passed, and what that earns.
pub(super) fn counts(verdict: &Verdict, checks: &[CheckResult]) -> String {
    let (passed, checks) = (passed(checks), checks.len());
    if !verdict.has_points() {
        return tr!("{passed} of {checks} visible checks", passed, checks);
    }
    tr!(
        "{passed} of {checks} checks, {earned} of {possible} points",
        passed,
        checks,
        earned = verdict.points.earned,
        possible = verdict.points.possible
    )
}

fn passed(checks: &[CheckResult]) -> usize {
    checks.iter().filter(|check| check.outcome.passed()).count()
}

/// A part that was asked for earns nothing.
fn part(page: &mut Page, verdict: &Verdict, checks: &[CheckResult]) {
    let is_race = checks.iter().any(|check| check.stage == Stage::Speed);
    let outcome = match (is_race, verdict.passed_here()) {
        (true, true) => tr!("This run passes."),
        (true, false) => tr!("This run fails."),
        (false, true) => tr!("This schedule passes."),
        (false, false) => tr!("This schedule fails."),
    };
    let command = format!("cargo xtask check {}{}", verdict.exercise.number, source_words(verdict));
    page.line(&format!("{outcome} {}", tr!("`{command}` judges everything.", command)));
}

fn stub(page: &mut Page, verdict: &Verdict) {
    let statement = language::spoken().page("README");
    page.line(&tr!("This is the stub, as it came. What to build is said in"));
    page.line(&format!("  {}", verdict.submission.file.replace("src/lib.rs", &statement)));
    page.line(&tr!("Edit `src/lib.rs` beside it, save it, and check again."));
}

fn next(page: &mut Page, verdict: &Verdict, checks: &[CheckResult], hints_seen: u8) {
    if verdict.races_left {
        page.line(&tr!("Its speed is measured once everything else is right."));
    }
    if checks.len() - passed(checks) > 1 {
        page.line(&tr!("Begin with the first one that failed: others often have the same cause."));
    }
    if let Some(first) = checks.iter().find(|check| !check.outcome.passed()) {
        for line in hint::stuck(verdict.exercise.number, first.info.hint, hints_seen) {
            page.line(&line);
        }
    }
    if !verdict.has_points() && checks.iter().any(|check| check.stage == Stage::Behaviour && !check.outcome.passed()) {
        page.line(&tr!(
            "The examples are in {file}",
            file = verdict.submission.file.replace("src/lib.rs", "tests/examples.rs")
        ));
    }
    let seed = tr!("Random choices came from seed {seed}: `--seed {seed}` repeats them.", seed = verdict.seed);
    page.line(&format!("{QUIET}{seed}{QUIET:#}"));
}

/// How much the explored scenarios prove.
fn explored(page: &mut Page, checks: &[CheckResult]) {
    let explored = checks.iter().filter_map(|check| match check.outcome {
        Outcome::Explored { schedules, interleavings } => Some((schedules, interleavings.is_some())),
        _ => None,
    });
    let (mut scenarios, mut proven, mut total) = (0_usize, 0_usize, 0);
    for (schedules, complete) in explored {
        scenarios += 1;
        proven += usize::from(complete);
        total += schedules;
    }
    if scenarios > 0 {
        let schedules = thousands(total);
        let sum = tr!(
            "{schedules} schedules tried in {n} scenario; {proven} of them proven for every order."
                | "{schedules} schedules tried in {n} scenarios; {proven} of them proven for every order." % scenarios,
            schedules,
            proven
        );
        page.line(&format!("{QUIET}{sum}{QUIET:#}"));
    }
}
