//! What `cargo xtask` alone says: where the learner is, what to do next, and the commands.

use super::ordinal;
use super::terminal::{GOOD, QUIET, STRONG, Screen};
use crate::catalog::Medal;
use crate::hints;
use crate::overview::{Next, Overview, Row};
use crate::progress::LastCheck;
use crate::verdict::Standing;

/// All of it: at most 20 lines of 80 characters.
pub fn render(overview: &Overview<'_>, screen: Screen) -> String {
    if overview.rows.is_empty() {
        return "There is no exercise in the folder `exercises`.\n".to_owned();
    }
    format!("{}\n{}\n{}", standing(overview, screen), next(overview, screen), commands(overview))
}

/// A mark for each exercise, and what was won.
fn standing(overview: &Overview<'_>, screen: Screen) -> String {
    let marks = screen.marks;
    let ahead = match overview.next() {
        Next::Begin(row) | Next::GoOn(row) => Some(row.exercise.number),
        Next::PassAgain(_) | Next::Gain(..) | Next::Finished => None,
    };
    let bar: String = overview
        .rows
        .iter()
        .map(|row| match row.has_passed() {
            true => format!("{GOOD}{}{GOOD:#}", marks.passed()),
            false if ahead == Some(row.exercise.number) => format!("{STRONG}{}{STRONG:#}", marks.next()),
            false => format!("{QUIET}{}{QUIET:#}", marks.ahead()),
        })
        .collect();
    let points = overview.points();
    let course = if overview.is_new() { "Lockstep: a course in concurrent Rust, at your own desk.\n\n" } else { "" };
    let mut text = format!("{course}{bar}  {} of {} passed", overview.passed(), overview.rows.len());
    if points.earned > 0 {
        text += &format!(", {} of {} points", points.earned, points.possible);
    }
    let medals: Vec<String> = [Medal::Gold, Medal::Silver, Medal::Bronze]
        .into_iter()
        .map(|medal| (overview.medals(medal), medal.name()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    if !medals.is_empty() {
        text += &format!("; {}", medals.join(", "));
    }
    format!("{text}\n")
}

/// The next step: a file and a command.
pub(super) fn next(overview: &Overview<'_>, screen: Screen) -> String {
    match overview.next() {
        Next::Begin(row) => begin(row, if overview.is_new() { "Begin with" } else { "Next:" }),
        Next::GoOn(row) => go_on(row),
        Next::PassAgain(row) => format!(
            "Everything has passed. {} has more points to earn than when you passed it:\n{}",
            capital(&name(row)),
            step("Check", &format!("cargo xtask check {}", row.exercise.number))
        ),
        Next::Gain(row, medal) => format!(
            "Everything has passed. Left to gain: {} in {}.\n{}{}",
            medal.name(),
            name(row),
            step("Edit", &file(row, "src/lib.rs")),
            step("Check", &format!("cargo xtask check {}", row.exercise.number))
        ),
        Next::Finished => format!(
            "{GOOD}{}{GOOD:#} Everything has passed, and no medal is left to gain.\n{}",
            screen.marks.passed(),
            step("Compare", "cargo xtask solution 1, and so on: your way and others")
        ),
    }
}

fn begin(row: &Row<'_>, word: &str) -> String {
    format!(
        "{word} {STRONG}{}{STRONG:#}: {}\n{}{}{}",
        name(row),
        row.exercise.settings.title,
        step("Read", &file(row, "README.md")),
        step("Edit", &file(row, "src/lib.rs")),
        step("Check", &format!("cargo xtask check {}", row.exercise.number))
    )
}

fn go_on(row: &Row<'_>) -> String {
    let begun = if row.done.attempts == 0 { "not checked yet." } else { "not there yet." };
    let found = row.done.last.as_ref().map_or_else(|| begun.to_owned(), found);
    format!(
        "{STRONG}{}{STRONG:#}: {found}\n{}{}{}",
        capital(&name(row)),
        step("Edit", &file(row, "src/lib.rs")),
        step("Check", &format!("cargo xtask check {}", row.exercise.number)),
        step("Stuck?", &stuck(row))
    )
}

/// What the latest check found.
fn found(last: &LastCheck) -> String {
    let LastCheck { standing, passed, checks, .. } = last;
    match standing {
        _ if *checks == 0 => "it did not compile when it was last checked.".to_owned(),
        Standing::Passed => "it passed when it was last checked.".to_owned(),
        Standing::NotPassed => format!("not there yet, {passed} of {checks} checks passed last time."),
        Standing::Inconclusive => "right, but the machine was too busy to time it.".to_owned(),
    }
}

fn stuck(row: &Row<'_>) -> String {
    let number = row.exercise.number;
    let seen = row.done.hints_seen();
    let fits = row.done.last.as_ref().and_then(|last| last.hint).filter(|hint| *hint <= seen);
    match fits {
        Some(hint) => format!("cargo xtask hint {number} {hint}: the {} hint fits, which you have seen", ordinal(hint)),
        None if seen >= hints::COUNT => format!("cargo xtask hint {number} --all shows the hints again"),
        None => format!("cargo xtask hint {number}; you have seen {seen} of {}", hints::COUNT),
    }
}

fn commands(overview: &Overview<'_>) -> String {
    let number = match overview.next() {
        Next::Begin(row) | Next::GoOn(row) | Next::PassAgain(row) | Next::Gain(row, _) => row.exercise.number,
        Next::Finished => overview.rows[0].exercise.number,
    };
    let commands = [
        (format!("watch {number}"), "judge your solution at every save, with hints and more"),
        (format!("check {number}"), "judge it once, and print the report"),
        (format!("hint {number}"), "a hint, then a stronger one; they cost nothing"),
        (format!("solution {number}"), "after a pass: your way beside others"),
        (format!("reset {number}"), "begin again; your file is kept beside the stub"),
        ("list".to_owned(), "all exercises, with points, medals and speed-ups"),
        ("progress".to_owned(), "where your progress is, and its way elsewhere"),
        ("doctor".to_owned(), "when something does not work on this machine"),
        ("--help".to_owned(), "all commands"),
    ];
    commands.map(|(command, what)| format!("  cargo xtask {command:11} {QUIET}{what}{QUIET:#}\n")).concat()
}

fn step(word: &str, what: &str) -> String {
    format!("  {word:8} {what}\n")
}

fn name(row: &Row<'_>) -> String {
    format!("exercise {}, {}", row.exercise.number, row.exercise.slug)
}

fn capital(sentence: &str) -> String {
    sentence.replacen('e', "E", 1)
}

fn file(row: &Row<'_>, name: &str) -> String {
    format!("exercises/{}/{name}", row.exercise.folder)
}
