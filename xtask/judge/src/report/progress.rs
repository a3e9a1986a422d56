//! A learner's progress in words: where it is, what is in it, and what an import has added.

use super::terminal::{QUIET, STRONG, Screen, harmless};
use super::{cut, list, plural};
use crate::hints::COUNT;
use crate::overview::{Overview, Row, State};
use crate::progress::{Change, ExerciseProgress};

/// Characters of a line beside the name of an exercise.
const BESIDE_NAME: usize = 60;

/// Where the file is and what is in it. `now` is in seconds since 1970; `exists` says whether there is a file yet.
pub fn render(overview: &Overview<'_>, path: &str, exists: bool, now: u64, screen: Screen) -> String {
    let mut text = format!("{}\n  {path}\n", if exists { "Your progress is in" } else { "Your progress will be in" });
    if !exists {
        text += "There is none yet: checking your own code begins it.\n";
        return text + &ways(exists);
    }
    text += "It is outside of git, and stays when you move this folder, update the kit or run\n`cargo clean`.\n\n";
    text += &table(overview, now, screen);
    if !overview.unknown.is_empty() {
        let names: Vec<String> = overview.unknown.iter().map(|name| harmless(name, 40)).collect();
        text += &format!("Kept, but not in this version of the kit: {}.\n", names.join(", "));
    }
    text + &ways(exists)
}

fn table(overview: &Overview<'_>, now: u64, screen: Screen) -> String {
    let longest = overview.rows.iter().map(|row| row.exercise.slug.chars().count()).max().unwrap_or(0);
    let width = longest.max("exercise".len()).min(screen.width.saturating_sub(BESIDE_NAME));
    let heading = format!("    {:width$}  checked  hints   points  first passed", "exercise");
    let mut text = format!("{STRONG}{heading}{STRONG:#}\n");
    for row in overview.rows.iter().filter(|row| row.state != State::NotStarted) {
        text += &line(row, width, now, screen);
    }
    if overview.is_new() {
        text += "    nothing yet\n";
    }
    text
}

fn line(row: &Row<'_>, width: usize, now: u64, screen: Screen) -> String {
    let ExerciseProgress { attempts, passed_at, .. } = &row.done;
    let points = row.points();
    let line = format!(
        "{:>2}  {:width$}  {attempts:>7}  {:>3}/{COUNT}  {:>3}/{:<3}  {}",
        row.exercise.number,
        cut(&row.exercise.slug, width, screen.marks),
        row.done.hints_seen(),
        points.earned,
        points.possible,
        passed_at.map(|at| ago(at, now)).unwrap_or_default(),
    );
    format!("{}\n", line.trim_end())
}

fn ways(exists: bool) -> String {
    let export = format!("  cargo xtask progress export FILE  {QUIET}writes it to a file{QUIET:#}\n");
    let import = format!("  cargo xtask progress import FILE  {QUIET}adds what was done elsewhere{QUIET:#}\n");
    if exists { format!("\n{export}{import}") } else { format!("\n{import}") }
}

/// "today", "a day ago", "12 days ago"; a clock that was set back counts as today.
fn ago(at: u64, now: u64) -> String {
    match now.saturating_sub(at) / (24 * 60 * 60) {
        0 => "today".to_owned(),
        1 => "a day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

/// What an import has added, exercise by exercise.
pub fn imported(changes: &[Change], from: &str) -> String {
    if changes.is_empty() {
        return format!("Everything in {from} was known here already; nothing changed.\n");
    }
    let lines: Vec<String> = changes.iter().map(change).collect();
    format!("Added from {from}:\n{}Where both knew something, the better of the two stays.\n", lines.concat())
}

fn change(change: &Change) -> String {
    let Change { slug, before, after } = change;
    let news: Vec<String> = [
        (!before.has_passed() && after.has_passed()).then(|| "passed".to_owned()),
        differs(before.best_points, after.best_points).map(|points| format!("{points} points")),
        after.medal.filter(|_| before.medal != after.medal).map(|medal| medal.name().to_owned()),
        after.speed_up.filter(|_| before.speed_up != after.speed_up).map(list::short),
        differs(before.attempts, after.attempts).map(|count| plural(count, "check")),
        differs(before.hints_seen(), after.hints_seen()).map(|count| plural(count.into(), "hint")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let news = if news.is_empty() { "when it was checked".to_owned() } else { news.join(", ") };
    format!("  {}: {news}\n", harmless(slug, 40))
}

/// The new value, where it is another one.
fn differs<T: PartialEq + Copy>(before: T, after: T) -> Option<T> {
    (before != after).then_some(after)
}
