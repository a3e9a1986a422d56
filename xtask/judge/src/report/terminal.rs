//! A verdict for a learner's terminal. Always written with colours; whoever prints it strips them where they
//! do not belong (a pipe, `NO_COLOR`).

use super::explain::{self, Explanation};
use super::page::{BAD, GOOD, Page, QUIET, STRONG, WIDTH, harmless};
use super::{interleaving, rejection, speed, summary, widest};
use crate::build::Rejection;
use crate::checks::{BrokenRun, CheckResult, Outcome};
use crate::language::said;
use crate::verdict::{Judgement, Origin, Standing, Verdict};
use protocol::trace::Mistake;
use std::slice;
use tr::tr;

pub use super::marks::{Marks, Screen};
pub use super::thousands;

/// Lines of a program's own output that are shown for a failed check.
const PRINTED_LINES: usize = 8;

/// A verdict in full, for a learner who has seen the hints up to `hints_seen`.
pub fn render(verdict: &Verdict, screen: Screen, hints_seen: u8) -> String {
    let mut page = Page::default();
    let exercise = &verdict.exercise;
    let (number, slug, title) = (exercise.number, &exercise.slug, said(&exercise.title));
    let heading = tr!("Exercise {number}, {slug}: {title}", number, slug, title);
    page.line(&format!("{STRONG}{heading}{STRONG:#}"));
    page.line(&format!("{QUIET}{}{QUIET:#}", verdict.submission.file));
    page.blank();
    match &verdict.result {
        Judgement::Rejected { reason } => rejected(&mut page, verdict, reason),
        Judgement::Judged { checks } => {
            page.diagnostics(&verdict.warnings);
            judged(&mut page, verdict, checks, screen);
            summary::write(&mut page, verdict, checks, hints_seen);
        }
    }
    page.text
}

/// One check by itself, for whoever looks at one at a time. `number` is the exercise's.
pub fn render_check(check: &CheckResult, number: u32, screen: Screen) -> String {
    let mut page = Page::default();
    let Some(explanation) = explain::outcome(&check.outcome) else {
        passed(&mut page, check, screen.marks);
        printed(&mut page, check);
        return page.text;
    };
    failed(&mut page, slice::from_ref(check), &[Some(explanation)], &[0], screen.marks);
    if let Outcome::Broken { run } = &check.outcome {
        broken(&mut page, &format!("cargo xtask check {number}"), run, screen, true);
    }
    page.text
}

/// The end of a report: why it never ran, or what all checks come to.
pub fn render_end(verdict: &Verdict, hints_seen: u8) -> String {
    let mut page = Page::default();
    match &verdict.result {
        Judgement::Rejected { reason } => rejected(&mut page, verdict, reason),
        Judgement::Judged { checks } => {
            page.diagnostics(&verdict.warnings);
            summary::write(&mut page, verdict, checks, hints_seen);
        }
    }
    page.text
}

/// A verdict in one line, for a list of them.
pub fn render_line(verdict: &Verdict, marks: Marks) -> String {
    let (style, mark) = match verdict.standing {
        Standing::Passed | Standing::VisiblePassed => (GOOD, marks.passed()),
        Standing::NotPassed => (BAD, marks.failed()),
        Standing::Inconclusive => (STRONG, marks.open()),
    };
    let state = match &verdict.result {
        Judgement::Rejected { reason } => rejection::lines(reason, "", verdict.exercise.number).swap_remove(0),
        Judgement::Judged { checks } => summary::counts(verdict, checks),
    };
    let exercise = &verdict.exercise;
    format!("{style}{mark}{style:#} {:>2} {:<20} {state}\n", exercise.number, exercise.slug)
}

fn rejected(page: &mut Page, verdict: &Verdict, reason: &Rejection) {
    if let Rejection::DoesNotCompile { diagnostics } = reason {
        page.diagnostics(diagnostics);
    }
    let exercise = &verdict.exercise;
    let lines = rejection::lines(reason, &rejection::stub(exercise), exercise.number);
    page.line(&format!("{BAD}{}{BAD:#}", lines[0]));
    for line in &lines[1..] {
        page.wrapped("", line);
    }
}

fn passed(page: &mut Page, check: &CheckResult, marks: Marks) {
    let (mark, name, proof) = (marks.passed(), said(&check.info.name), proof(check));
    page.line(&format!("  {GOOD}{mark}{GOOD:#} {name}{QUIET}{proof}{QUIET:#}"));
}

/// All checks; those that failed for the same reason, or at the same line of the learner's code, are explained
/// once, after the last of them. What each check was doing says nothing new about a stub.
fn judged(page: &mut Page, verdict: &Verdict, checks: &[CheckResult], screen: Screen) {
    let marks = screen.marks;
    let mut explanations: Vec<Option<Explanation>> =
        checks.iter().map(|check| explain::outcome(&check.outcome)).collect();
    if verdict.submission.is_stub {
        explanations.iter_mut().flatten().for_each(|explanation| explanation.step = None);
    }
    let mut is_first_timeline = true;
    for (index, explanation) in explanations.iter().enumerate() {
        let Some(explanation) = explanation else {
            passed(page, &checks[index], marks);
            continue;
        };
        let place = checks[index].outcome.location();
        let is_same = |other: &usize| {
            let same_words = explanations[*other].as_ref().is_some_and(|one| one.lines == explanation.lines);
            same_words || place.is_some() && checks[*other].outcome.location() == place
        };
        let group: Vec<usize> = (0..checks.len()).filter(is_same).collect();
        if group[0] == index {
            failed(page, checks, &explanations, &group, marks);
            let run = group.iter().find_map(|index| match &checks[*index].outcome {
                Outcome::Broken { run } => Some(run),
                _ => None,
            });
            if let Some(run) = run {
                let command = format!("cargo xtask check {}{}", verdict.exercise.number, source_words(verdict));
                broken(page, &command, run, screen, is_first_timeline);
                is_first_timeline = false;
            }
        }
    }
    page.blank();
}

/// Checks that failed for the same reason.
fn failed(
    page: &mut Page,
    checks: &[CheckResult],
    explanations: &[Option<Explanation>],
    group: &[usize],
    marks: Marks,
) {
    let alone = group.len() == 1;
    let step_of = |index: usize| explanations[index].as_ref().and_then(|one| one.step.as_deref());
    for index in group {
        let (style, mark) =
            if checks[*index].outcome.is_inconclusive() { (STRONG, marks.open()) } else { (BAD, marks.failed()) };
        page.line(&format!("  {style}{mark}{style:#} {}", said(&checks[*index].info.name)));
        if let (false, Some(step)) = (alone, step_of(*index)) {
            page.wrapped("      ", &tr!("at this point: {step}", step));
        }
    }
    if !alone {
        let all = match group.len() {
            2 => tr!("Both of these, for the same reason:"),
            count => tr!("All {count} of these, for the same reason:", count),
        };
        page.line(&format!("      {STRONG}{all}{STRONG:#}"));
    }
    for line in explanations[group[0]].iter().flat_map(|one| &one.lines) {
        page.wrapped("      ", line);
    }
    if let (true, Some(step)) = (alone, step_of(group[0])) {
        page.wrapped("      ", &tr!("At this point of the check: {step}.", step));
    }
    printed(page, &checks[group[0]]);
}

/// The interleaving that went wrong. The first one is shown, the others are told how to be; `command` judges the
/// same submission.
fn broken(page: &mut Page, command: &str, run: &BrokenRun, screen: Screen, show: bool) {
    let show = show && !matches!(run.mistake, Mistake::KeepsState { .. });
    if show {
        page.blank();
        for line in interleaving::timeline(run, screen.width, screen.marks) {
            page.line(&line);
        }
        let why = interleaving::why(run);
        if !why.is_empty() {
            page.blank();
            page.line(&format!("    {STRONG}{}{STRONG:#}", tr!("Why nobody can go on:")));
        }
        for line in why {
            page.wrapped_list("    - ", &line);
        }
        page.blank();
    }
    if let Mistake::KeepsState { .. } = run.mistake {
        // Alone, the run passes.
        return;
    }
    let found = match run.found_after {
        1 => tr!("Found with the first schedule."),
        number => tr!("Found with schedule {number}.", number),
    };
    let what = if show { tr!("This shows this run again:") } else { tr!("This shows the timeline:") };
    page.line(&format!("      {QUIET}{found} {what}{QUIET:#}"));
    page.line(&format!("      {command} --replay {}", run.schedule));
}

/// How the same submission is named on the command line.
pub(super) fn source_words(verdict: &Verdict) -> String {
    let file = &verdict.submission.file;
    match verdict.submission.origin {
        Origin::Exercise => String::new(),
        Origin::Reference => " --solution".to_owned(),
        Origin::File if file.contains(' ') => format!(" --file \"{file}\""),
        Origin::File => format!(" --file {file}"),
    }
}

/// What the program printed, as far as it is worth showing.
fn printed(page: &mut Page, check: &CheckResult) {
    let lines: Vec<&str> = check.printed.lines().collect();
    // A scenario prints the same again and again: which of it belongs to this run is not known.
    if lines.is_empty() || matches!(check.outcome, Outcome::Broken { .. }) {
        return;
    }
    page.line(&format!("      {QUIET}{}{QUIET:#}", tr!("It printed:")));
    for line in lines.iter().take(PRINTED_LINES) {
        page.line(&format!("      {QUIET}| {}{QUIET:#}", harmless(line, 160)));
    }
    if lines.len() > PRINTED_LINES {
        let all = tr!("... {bytes} bytes in all", bytes = check.printed_bytes);
        page.line(&format!("      {QUIET}| {all}{QUIET:#}"));
    }
}

/// Behind the name of a scenario of which nothing is left to try, or of a race that was won, where there is room.
pub fn proof(check: &CheckResult) -> String {
    let words = match &check.outcome {
        _ if check.overlap.is_some() => check.overlap.iter().map(speed::overlapped).collect(),
        Outcome::Explored { interleavings: Some(1), .. } => format!(" ({})", tr!("its only order")),
        Outcome::Explored { interleavings: Some(count), .. } => {
            format!(" ({})", tr!("all {count} orders", count = thousands(*count)))
        }
        Outcome::Raced { race } => speed::won(race),
        Outcome::NotTimed => format!(" ({})", tr!("not timed: one core only")),
        _ => return String::new(),
    };
    let width = 4 + widest([said(&check.info.name)]) + widest([&words]);
    if width <= WIDTH { words } else { String::new() }
}
