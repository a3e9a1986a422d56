//! What `cargo xtask` alone says: where the learner is, what to do next, and the commands.

use super::page::{GOOD, QUIET, STRONG};
use super::terminal::Screen;
use super::{ordinal, widest};
use crate::catalog::Medal;
use crate::hints;
use crate::language::{self, said};
use crate::overview::{Next, Overview, Row};
use crate::progress::LastCheck;
use crate::verdict::Standing;
use tr::tr;

/// All of it: at most 20 lines of 80 characters.
pub fn render(overview: &Overview<'_>, screen: Screen) -> String {
    if overview.rows.is_empty() {
        return format!("{}\n", tr!("There is no exercise in the folder `exercises`."));
    }
    format!("{}\n{}\n{}", standing(overview, screen), next(overview, screen), commands(overview))
}

/// A mark for each exercise, and what was won.
fn standing(overview: &Overview<'_>, screen: Screen) -> String {
    let mut text = String::new();
    if overview.is_new() {
        text += &format!("{}\n\n", tr!("Lockstep: a course in concurrent Rust, at your own desk."));
    }
    let (passed, all) = (overview.passed(), overview.rows.len());
    text += &bar(overview, screen);
    if overview.is_of_learners() {
        let done = overview.done_here();
        return format!(
            "{text}  {}\n",
            tr!("{done} of {all} pass what is here; the hidden checks run in class", done, all)
        );
    }
    text += &format!("  {}", tr!("{passed} of {all} passed", passed, all));
    let points = overview.points();
    if points.earned > 0 {
        let (earned, possible) = (points.earned, points.possible);
        text += &format!(", {}", tr!("{earned} of {possible} points", earned, possible));
    }
    let medals = [Medal::Gold, Medal::Silver, Medal::Bronze].map(|medal| (overview.medals(medal), medal));
    let medals: Vec<String> =
        medals.into_iter().filter(|(count, _)| *count > 0).map(|(count, medal)| medals_won(count, medal)).collect();
    if !medals.is_empty() {
        text += &format!("; {}", medals.join(", "));
    }
    format!("{text}\n")
}

fn bar(overview: &Overview<'_>, screen: Screen) -> String {
    let marks = screen.marks;
    let ahead = match overview.next() {
        Next::Begin(row) | Next::GoOn(row) => Some(row.exercise.number),
        Next::PassAgain(_) | Next::Gain(..) | Next::HandIn | Next::Finished => None,
    };
    let mark = |row: &Row<'_>| match row.is_done() {
        true => format!("{GOOD}{}{GOOD:#}", marks.passed()),
        false if ahead == Some(row.exercise.number) => format!("{STRONG}{}{STRONG:#}", marks.next()),
        false => format!("{QUIET}{}{QUIET:#}", marks.ahead()),
    };
    overview.rows.iter().map(mark).collect()
}

fn medals_won(count: usize, medal: Medal) -> String {
    match medal {
        Medal::Gold => tr!("{count} gold", count),
        Medal::Silver => tr!("{count} silver", count),
        Medal::Bronze => tr!("{count} bronze", count),
    }
}

/// The next step: a file and a command.
pub(super) fn next(overview: &Overview<'_>, screen: Screen) -> String {
    match overview.next() {
        Next::Begin(row) => begin(row, overview.is_new()),
        Next::GoOn(row) => go_on(row),
        Next::PassAgain(row) => {
            let what = tr!(
                "Everything has passed. Exercise {number}, {slug} has more points to earn than when you passed it:",
                number = row.exercise.number,
                slug = row.exercise.slug
            );
            format!("{what}\n{}", steps([check(row)]))
        }
        Next::Gain(row, gain) => {
            let what = tr!(
                "Everything has passed. Left to gain: {medal} in exercise {number}, {slug}.",
                medal = gain.name(),
                number = row.exercise.number,
                slug = row.exercise.slug
            );
            format!("{what}\n{}", steps([edit(row), check(row)]))
        }
        Next::HandIn => {
            let what = tr!("What is here passes in every exercise. Hand it in: the hidden checks run in class.");
            format!("{what}\n")
        }
        Next::Finished => {
            let what = tr!("Everything has passed, and no medal is left to gain.");
            let compare = (tr!("Compare"), tr!("cargo xtask solution 1, and so on: your way and others"));
            format!("{GOOD}{}{GOOD:#} {what}\n{}", screen.marks.passed(), steps([compare]))
        }
    }
}

fn begin(row: &Row<'_>, is_new: bool) -> String {
    let exercise = tr!("exercise {number}, {slug}", number = row.exercise.number, slug = row.exercise.slug);
    let exercise = format!("{STRONG}{exercise}{STRONG:#}");
    let title = said(&row.exercise.settings.title);
    let what = if is_new {
        tr!("Begin with {exercise}: {title}", exercise, title)
    } else {
        tr!("Next: {exercise}: {title}", exercise, title)
    };
    let statement = file(row, &language::spoken().page("README"));
    format!("{what}\n{}", steps([(tr!("Read"), statement), edit(row), check(row)]))
}

fn go_on(row: &Row<'_>) -> String {
    let exercise = tr!("Exercise {number}, {slug}", number = row.exercise.number, slug = row.exercise.slug);
    let found = match &row.done.last {
        Some(last) => found(last),
        None if row.done.attempts == 0 => tr!("not checked yet."),
        None => tr!("not there yet."),
    };
    let steps = steps([edit(row), check(row), (tr!("Stuck?"), stuck(row))]);
    format!("{STRONG}{exercise}{STRONG:#}: {found}\n{steps}")
}

/// What the latest check found.
fn found(last: &LastCheck) -> String {
    let LastCheck { standing, passed, checks, .. } = last;
    match standing {
        _ if *checks == 0 => tr!("it did not compile when it was last checked."),
        Standing::Passed => tr!("it passed when it was last checked."),
        Standing::VisiblePassed => tr!("its visible checks passed when it was last checked."),
        Standing::NotPassed => tr!("not there yet, {passed} of {checks} checks passed last time.", passed, checks),
        Standing::Inconclusive => tr!("right, but the machine was too busy to time it."),
    }
}

fn stuck(row: &Row<'_>) -> String {
    let (number, seen) = (row.exercise.number, row.done.hints_seen());
    let fits = row.done.last.as_ref().and_then(|last| last.hint).filter(|hint| *hint <= seen);
    match fits {
        Some(hint) => tr!(
            "cargo xtask hint {number} {hint}: the {which} hint fits, which you have seen",
            number,
            hint,
            which = ordinal(hint)
        ),
        None if seen >= hints::COUNT => tr!("cargo xtask hint {number} --all shows the hints again", number),
        None => tr!("cargo xtask hint {number}; you have seen {seen} of {count}", number, seen, count = hints::COUNT),
    }
}

fn commands(overview: &Overview<'_>) -> String {
    let number = match overview.next() {
        Next::Begin(row) | Next::GoOn(row) | Next::PassAgain(row) | Next::Gain(row, _) => row.exercise.number,
        Next::HandIn | Next::Finished => overview.rows[0].exercise.number,
    };
    let has_solutions = !overview.is_of_learners();
    let commands = [
        (format!("watch {number}"), tr!("judge your solution at every save, with hints and more")),
        (format!("check {number}"), tr!("judge it once, and print the report")),
        (format!("hint {number}"), tr!("a hint, then a stronger one; they cost nothing")),
        (format!("solution {number}"), tr!("after a pass: your way beside others")),
        (format!("reset {number}"), tr!("begin again; your file is kept beside the stub")),
        ("list".to_owned(), tr!("all exercises, with points, medals and speed-ups")),
        ("progress".to_owned(), tr!("where your progress is, and its way elsewhere")),
        ("doctor".to_owned(), tr!("when something does not work on this machine")),
        ("--help".to_owned(), tr!("all commands")),
    ];
    let is_here = |(command, _): &(String, String)| has_solutions || !command.starts_with("solution");
    let line = |(command, what)| format!("  cargo xtask {command:11} {QUIET}{what}{QUIET:#}\n");
    commands.into_iter().filter(is_here).map(line).collect()
}

/// What to do, and with what: a line each.
fn steps<const COUNT: usize>(steps: [(String, String); COUNT]) -> String {
    let width = widest(steps.iter().map(|(what, _)| what)).max(7);
    steps.map(|(what, with)| format!("  {what:width$}  {with}\n")).concat()
}

fn edit(row: &Row<'_>) -> (String, String) {
    (tr!("Edit"), file(row, "src/lib.rs"))
}

fn check(row: &Row<'_>) -> (String, String) {
    (tr!("Check"), format!("cargo xtask check {}", row.exercise.number))
}

fn file(row: &Row<'_>, name: &str) -> String {
    format!("exercises/{}/{name}", row.exercise.folder)
}
