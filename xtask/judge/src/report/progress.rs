//! A learner's progress in words: where it is, what is in it, and what an import has added.

use super::page::{QUIET, STRONG, harmless};
use super::terminal::Screen;
use super::{cut, list, widest};
use crate::catalog::Medal;
use crate::hints::COUNT;
use crate::overview::{Overview, Row, State};
use crate::progress::{Change, ExerciseProgress};
use tr::tr;

/// Characters of a line beside the name of an exercise and the numbers behind it.
const BESIDE_NAME: usize = 41;

/// Where the file is and what is in it. `now` is in seconds since 1970; `exists` says whether there is a file yet.
pub fn render(overview: &Overview<'_>, path: &str, exists: bool, now: u64, screen: Screen) -> String {
    if !exists {
        let (place, none) =
            (tr!("Your progress will be in"), tr!("There is none yet: checking your own code begins it."));
        return format!("{place}\n  {path}\n{none}\n{}", ways(exists));
    }
    let stays = tr!("It is outside of git, and stays when you move this folder, update the kit or run\n`cargo clean`.");
    let mut text = format!("{}\n  {path}\n{stays}\n\n{}", tr!("Your progress is in"), table(overview, now, screen));
    if !overview.unknown.is_empty() {
        let names = overview.unknown.iter().map(|name| harmless(name, 40)).collect::<Vec<_>>().join(", ");
        text += &format!("{}\n", tr!("Kept, but not in this version of the kit: {names}.", names));
    }
    text + &ways(exists)
}

fn table(overview: &Overview<'_>, now: u64, screen: Screen) -> String {
    let columns = Columns::fit(overview, screen);
    let mut text = columns.heading();
    for row in overview.rows.iter().filter(|row| row.state != State::NotStarted) {
        text += &line(row, &columns, now, screen);
    }
    if overview.is_new() {
        text += &format!("    {}\n", tr!("nothing yet"));
    }
    text
}

/// Widths in characters. The words of some languages are longer than those of others.
struct Columns {
    name: usize,
    checked: usize,
    hints: usize,
    points: usize,
}

impl Columns {
    fn fit(overview: &Overview<'_>, screen: Screen) -> Self {
        let checked = widest([tr!("checked")]);
        let hints = widest([tr!("hints")]);
        let points = widest([tr!("points").as_str(), "123/123"]);
        let slugs = overview.rows.iter().map(|row| &row.exercise.slug);
        let name = widest(slugs).max(widest([tr!("exercise")]));
        let left = screen.width.saturating_sub(BESIDE_NAME + checked + hints + points);
        Self { name: name.min(left), checked, hints, points }
    }

    fn heading(&self) -> String {
        let Self { name, checked, hints, points } = *self;
        let heading = format!(
            "    {:name$}  {:>checked$}  {:>hints$}  {:>points$}  {}",
            tr!("exercise"),
            tr!("checked"),
            tr!("hints"),
            tr!("points"),
            tr!("first passed")
        );
        format!("{STRONG}{heading}{STRONG:#}\n")
    }
}

fn line(row: &Row<'_>, columns: &Columns, now: u64, screen: Screen) -> String {
    let Columns { name, checked, hints, points } = *columns;
    let ExerciseProgress { attempts, passed_at, .. } = &row.done;
    let line = format!(
        "{:>2}  {:name$}  {attempts:>checked$}  {:>hints$}  {:>points$}  {}",
        row.exercise.number,
        cut(&row.exercise.slug, name, screen.marks),
        format!("{}/{COUNT}", row.done.hints_seen()),
        format!("{:>3}/{:<3}", row.points().earned, row.points().possible),
        passed_at.map(|at| ago(at, now)).unwrap_or_default(),
    );
    format!("{}\n", line.trim_end())
}

fn ways(exists: bool) -> String {
    let export = format!("  cargo xtask progress export FILE  {QUIET}{}{QUIET:#}\n", tr!("writes it to a file"));
    let import =
        format!("  cargo xtask progress import FILE  {QUIET}{}{QUIET:#}\n", tr!("adds what was done elsewhere"));
    if exists { format!("\n{export}{import}") } else { format!("\n{import}") }
}

/// "today", "a day ago", "12 days ago"; a clock that was set back counts as today.
fn ago(at: u64, now: u64) -> String {
    match now.saturating_sub(at) / (24 * 60 * 60) {
        0 => tr!("today"),
        1 => tr!("a day ago"),
        days => tr!("{n} day ago" | "{n} days ago" % days),
    }
}

/// What an import has added, exercise by exercise.
pub fn imported(changes: &[Change], from: &str) -> String {
    if changes.is_empty() {
        return format!("{}\n", tr!("Everything in {from} was known here already; nothing changed.", from));
    }
    let (added, lines) = (tr!("Added from {from}:", from), changes.iter().map(change).collect::<String>());
    format!("{added}\n{lines}{}\n", tr!("Where both knew something, the better of the two stays."))
}

fn change(change: &Change) -> String {
    let Change { slug, before, after } = change;
    let points = |count: u32| tr!("{n} point" | "{n} points" % count);
    let checks = |count: u64| tr!("{n} check" | "{n} checks" % count);
    let hints = |count: u8| tr!("{n} hint" | "{n} hints" % count);
    let news: Vec<String> = [
        (!before.has_passed() && after.has_passed()).then(|| tr!("passed")),
        differs(before.best_points, after.best_points).map(points),
        after.medal.filter(|_| before.medal != after.medal).map(Medal::name),
        after.speed_up.filter(|_| before.speed_up != after.speed_up).map(list::short),
        differs(before.attempts, after.attempts).map(checks),
        differs(before.hints_seen(), after.hints_seen()).map(hints),
    ]
    .into_iter()
    .flatten()
    .collect();
    let news = if news.is_empty() { tr!("when it was checked") } else { news.join(", ") };
    format!("  {}: {news}\n", harmless(slug, 40))
}

/// The new value, where it is another one.
fn differs<T: PartialEq + Copy>(before: T, after: T) -> Option<T> {
    (before != after).then_some(after)
}
