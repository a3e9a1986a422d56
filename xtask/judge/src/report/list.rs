//! The list of exercises: a line each for a terminal, and data for programs, as `docs/list.schema.json` says.

use super::terminal::{GOOD, QUIET, STRONG, Screen};
use super::{cut, home, speed};
use crate::hints;
use crate::overview::{Next, Overview, Row, State};
use crate::progress::{SpeedUp, Work};
use serde_json::{Value, json};

/// Changes when a reader of the old shape would misread the new one.
pub const FORMAT: &str = "lockstep/list/v1";
/// The characters of a line beside the title.
const BESIDE_TITLE: usize = 61;

/// A line for each exercise, and what to do next.
pub fn render(overview: &Overview<'_>, screen: Screen) -> String {
    let longest = overview.rows.iter().map(|row| row.exercise.settings.title.chars().count()).max().unwrap_or(0);
    let width = longest.max("title".len()).min(screen.width.saturating_sub(BESIDE_TITLE));
    let heading = format!(
        "    {:width$}  {:8}  {:7} {:>7}  {:6}  {:5}  {}",
        "title", "track", "state", "points", "medal", "hints", "best speed-up"
    );
    let mut text = format!("{STRONG}{heading}{STRONG:#}\n");
    for row in &overview.rows {
        text += &line(row, width, screen);
    }
    if overview.rows.iter().any(|row| row.state == State::PassedEarlierVersion) {
        text += &format!(
            "{QUIET}passed*: an earlier version, worth fewer points. Check again to earn the rest.{QUIET:#}\n"
        );
    }
    text.push('\n');
    text += &home::next(overview, screen);
    text
}

fn line(row: &Row<'_>, width: usize, screen: Screen) -> String {
    let settings = &row.exercise.settings;
    let (style, state) = match row.state {
        State::NotStarted => (QUIET, "new"),
        State::InProgress => (STRONG, "begun"),
        State::Passed => (GOOD, "passed"),
        State::PassedEarlierVersion => (GOOD, "passed*"),
    };
    let points = row.points();
    let line = format!(
        "{:>2}  {:width$}  {:8}  {style}{state:7}{style:#} {:>7}  {:6}  {:5}  {}",
        row.exercise.number,
        cut(&settings.title, width, screen.marks),
        settings.track.name(),
        format!("{}/{}", points.earned, points.possible),
        row.done.medal.map_or("", |medal| medal.name()),
        format!("{}/{}", row.done.hints_seen(), hints::COUNT),
        row.done.speed_up.map(short).unwrap_or_default(),
    );
    format!("{}\n", line.trim_end())
}

/// "1.9x, 2 cores"
pub(super) fn short(speed_up: SpeedUp) -> String {
    let times = speed::times(speed_up.times);
    match speed_up.work {
        Work::CpuBound { cores } => format!("{times}x, {cores} cores"),
        Work::IoBound | Work::VirtualTime => format!("{times}x"),
    }
}

/// The same for programs.
pub fn json(overview: &Overview<'_>) -> String {
    let points = overview.points();
    let document = json!({
        "format": FORMAT,
        "kit_version": env!("CARGO_PKG_VERSION"),
        "passed": overview.passed(),
        "points": points,
        "next": next(overview),
        "exercises": overview.rows.iter().map(row).collect::<Vec<_>>(),
        "unknown": overview.unknown,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("an overview has string keys only");
    text.push('\n');
    text
}

fn row(row: &Row<'_>) -> Value {
    let settings = &row.exercise.settings;
    json!({
        "number": row.exercise.number,
        "slug": row.exercise.slug,
        "folder": format!("exercises/{}", row.exercise.folder),
        "title": settings.title,
        "summary": settings.summary,
        "track": settings.track,
        "state": row.state,
        "points": row.points(),
        "medal": row.done.medal,
        "speed_up": row.done.speed_up,
        "attempts": row.done.attempts,
        "hints_shown": row.done.hints_seen(),
        "hints": hints::COUNT,
        "passed_at": row.done.passed_at,
    })
}

fn next(overview: &Overview<'_>) -> Value {
    let (step, row) = match overview.next() {
        Next::Begin(row) => ("begin", row),
        Next::GoOn(row) => ("go_on", row),
        Next::PassAgain(row) => ("pass_again", row),
        Next::Gain(row, _) => ("gain", row),
        Next::Finished => return Value::Null,
    };
    json!({ "step": step, "exercise": row.exercise.slug })
}
