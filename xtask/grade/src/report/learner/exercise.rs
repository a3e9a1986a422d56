//! One exercise on a learner's page.

use super::speed;
use crate::grade::Grade;
use crate::report::entries::{Ending, Entry, Work};
use crate::report::facts;
use crate::report::markdown::{block, sentence};
use crate::report::text::{cut, harmless};
use judge::language::said;
use judge::verdict::Standing;
use tr::tr;

/// In characters: of one reason.
const LONGEST_REASON: usize = 2_000;
/// Lines of what a program printed.
const PRINTED_LINES: usize = 8;
/// In characters: of one of these lines.
const LONGEST_LINE: usize = 160;

/// Begins with an empty line.
pub(super) fn render(work: &Work<'_>) -> String {
    let column = work.column;
    let heading = tr!(
        "Exercise {number}, {slug}: {title}",
        number = column.number,
        slug = column.slug,
        title = sentence(&said(&column.title))
    );
    let mut text = format!("\n## {heading}\n\n");
    match work.grade {
        None => text += &tr!("Nothing was handed in for this exercise."),
        Some(grade) if grade.is_stub => {
            text += &tr!("This is the stub, as it came. What to build is said in the README beside it.");
        }
        Some(grade) if grade.checks.is_empty() => text += &never_ran(work, grade),
        Some(grade) => text += &judged(work, grade),
    }
    text.trim_end().to_owned() + "\n"
}

fn never_ran(work: &Work<'_>, grade: &Grade) -> String {
    let lines = grade.rejection.iter();
    let what = tr!("It never ran, so nothing in it could be checked:");
    let next = tr!("`cargo xtask check {number}` says more, and where.", number = work.column.number);
    format!("{what}\n\n{}\n{next}", block(lines.map(|line| cut(line, LONGEST_REASON))))
}

fn judged(work: &Work<'_>, grade: &Grade) -> String {
    let checks = &grade.checks;
    let passed = work.entries.iter().filter(|entry| entry.passed()).count();
    let counts = tr!(
        "{passed} of {checks} checks, {earned} of {possible} points",
        passed,
        checks = checks.len(),
        earned = grade.earned,
        possible = grade.possible
    );
    let standing = match grade.standing {
        Standing::Passed => tr!("Passed"),
        Standing::NotPassed | Standing::VisiblePassed => tr!("Not passed yet"),
        Standing::Inconclusive => tr!("Inconclusive"),
    };
    let mut text = format!("**{standing}**: {counts}.\n\n");
    text += &works_already(&work.entries);
    text += &speed::render(grade);
    text += &left_to_do(work, grade);
    text
}

fn works_already(entries: &[Entry<'_>]) -> String {
    let lines: String = entries.iter().filter(|entry| entry.passed()).map(item).collect();
    if lines.is_empty() { lines } else { format!("### {}\n\n{lines}\n", tr!("What works")) }
}

fn item(entry: &Entry<'_>) -> String {
    let points = tr!("{n} point" | "{n} points" % entry.points);
    format!("- {} ({points})\n", sentence(&entry.sentence()))
}

/// What did not pass; entries with the same reasons are explained once.
fn left_to_do(work: &Work<'_>, grade: &Grade) -> String {
    let mut groups: Vec<Vec<&Entry<'_>>> = Vec::new();
    for entry in work.entries.iter().filter(|entry| !entry.passed()) {
        match groups.iter_mut().find(|group| group[0].reasons == entry.reasons) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    if groups.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = groups.iter().map(|group| explained(work.column.number, grade, group)).collect();
    format!("### {}\n\n{}", tr!("What is left to do"), parts.join("\n"))
}

/// Checks that did not pass for the same reasons.
fn explained(exercise: u32, grade: &Grade, group: &[&Entry<'_>]) -> String {
    let first = group[0];
    let mut text: String = group.iter().map(|entry| item(entry)).collect();
    text += &format!("\n{}", block(first.reasons.iter().map(|reason| cut(reason, LONGEST_REASON))));
    if first.ending == Ending::Failed {
        text += &printed(first.printed);
    }
    let next: Vec<String> =
        [hint(exercise, first), shown_again(exercise, grade, first)].into_iter().flatten().collect();
    if next.is_empty() { text } else { format!("{text}\n{}\n", next.join(" ")) }
}

fn printed(printed: &str) -> String {
    let printed = harmless(printed);
    let lines: Vec<&str> = printed.lines().collect();
    if lines.is_empty() {
        return String::new();
    }
    let shown = lines.iter().take(PRINTED_LINES).map(|line| cut(line, LONGEST_LINE));
    let left = lines.len().saturating_sub(PRINTED_LINES);
    let more = (left > 0).then(|| tr!("... {n} more line" | "... {n} more lines" % left));
    format!("\n{}\n\n{}", tr!("It printed:"), block(shown.chain(more)))
}

fn hint(exercise: u32, entry: &Entry<'_>) -> Option<String> {
    let hint = entry.hint.filter(|_| entry.ending == Ending::Failed)?;
    Some(tr!("The hint that fits: `cargo xtask hint {exercise} {hint}`.", exercise, hint))
}

/// How to see an interleaving that went wrong.
fn shown_again(exercise: u32, grade: &Grade, entry: &Entry<'_>) -> Option<String> {
    let schedule = facts::schedule(grade, entry.name)?;
    let is_plain = schedule.chars().all(|c| c.is_ascii_alphanumeric() || "-_.,:+=/".contains(c));
    let command = format!("cargo xtask check {exercise} --replay {schedule}");
    is_plain.then(|| tr!("This shows what happened, step by step: `{command}`.", command))
}
