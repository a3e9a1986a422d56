//! The list of exercises: a line each for a terminal, and data for programs, as `docs/list.schema.json` says.

use super::page::{GOOD, QUIET, STRONG};
use super::terminal::Screen;
use super::{cut, home, speed, widest};
use crate::catalog::{Medal, Track};
use crate::hints;
use crate::language::said;
use crate::overview::{Next, Overview, Row, State};
use crate::speed_up::{SpeedUp, Work};
use anstyle::Style;
use serde_json::{Value, json};
use tr::tr;

/// Changes when a reader of the old shape would misread the new one.
pub const FORMAT: &str = "lockstep/list/v1";
/// A line for each exercise, and what to do next.
pub fn render(overview: &Overview<'_>, screen: Screen) -> String {
    let columns = Columns::fit(overview, screen);
    let mut text = columns.heading();
    for row in &overview.rows {
        text += &line(row, &columns, screen);
    }
    if overview.rows.iter().any(|row| row.state == State::PassedEarlierVersion) {
        let meaning = tr!("passed*: an earlier version, worth fewer points. Check again to earn the rest.");
        text += &format!("{QUIET}{meaning}{QUIET:#}\n");
    }
    if overview.rows.iter().any(|row| row.state == State::VisiblePassed) {
        let meaning = tr!("passes: what is here does; the hidden checks run in class.");
        text += &format!("{QUIET}{meaning}{QUIET:#}\n");
    }
    text.push('\n');
    text += &home::next(overview, screen);
    text
}

/// Widths in characters. The words of some languages are longer than those of others.
struct Columns {
    title: usize,
    track: usize,
    state: usize,
    points: usize,
    medal: usize,
    hints: usize,
}

impl Columns {
    /// What a title may take is what the other columns leave.
    fn fit(overview: &Overview<'_>, screen: Screen) -> Self {
        let tracks = [Track::Threads, Track::Async, Track::Parallel].map(Track::name);
        let states =
            [State::NotStarted, State::InProgress, State::VisiblePassed, State::Passed, State::PassedEarlierVersion];
        let medals = [Medal::Bronze, Medal::Silver, Medal::Gold].map(Medal::name);
        let titles = overview.rows.iter().map(|row| said(&row.exercise.settings.title));
        let columns = Self {
            title: widest(titles).max(widest([tr!("title")])),
            track: widest(tracks).max(widest([tr!("track")])),
            state: widest(states.map(|of| state(of).1)).max(widest([tr!("state")])),
            points: widest([tr!("points").as_str(), "123/123"]),
            medal: widest(medals).max(widest([tr!("medal")])),
            hints: widest([tr!("hints")]),
        };
        let speed_up = widest([tr!("best speed-up").as_str(), "1.9x, 2 cores"]);
        // The number, and two characters between columns, but one before the points.
        let beside = columns.track + columns.state + columns.points + columns.medal + columns.hints + speed_up + 15;
        Self { title: columns.title.min(screen.width.saturating_sub(beside)), ..columns }
    }

    fn heading(&self) -> String {
        let Self { title, track, state, points, medal, hints } = *self;
        let heading = format!(
            "    {:title$}  {:track$}  {:state$} {:>points$}  {:medal$}  {:hints$}  {}",
            tr!("title"),
            tr!("track"),
            tr!("state"),
            tr!("points"),
            tr!("medal"),
            tr!("hints"),
            tr!("best speed-up")
        );
        format!("{STRONG}{heading}{STRONG:#}\n")
    }
}

fn state(state: State) -> (Style, String) {
    match state {
        State::NotStarted => (QUIET, tr!("new")),
        State::InProgress => (STRONG, tr!("begun")),
        State::VisiblePassed => (GOOD, tr!("passes")),
        State::Passed => (GOOD, tr!("passed")),
        State::PassedEarlierVersion => (GOOD, tr!("passed*")),
    }
}

fn line(row: &Row<'_>, columns: &Columns, screen: Screen) -> String {
    let settings = &row.exercise.settings;
    let (style, state) = state(row.state);
    let points = row.points();
    let line = format!(
        "{:>2}  {:title$}  {:track$}  {style}{state:width$}{style:#} {:>points$}  {:medal$}  {:hints$}  {}",
        row.exercise.number,
        cut(&said(&settings.title), columns.title, screen.marks),
        settings.track.name(),
        if points.possible > 0 { format!("{}/{}", points.earned, points.possible) } else { "-".to_owned() },
        row.done.medal.map(Medal::name).unwrap_or_default(),
        format!("{}/{}", row.done.hints_seen(), hints::COUNT),
        row.done.speed_up.map(short).unwrap_or_default(),
        title = columns.title,
        track = columns.track,
        width = columns.state,
        points = columns.points,
        medal = columns.medal,
        hints = columns.hints,
    );
    format!("{}\n", line.trim_end())
}

/// "1.9x, 2 cores"
pub(super) fn short(speed_up: SpeedUp) -> String {
    let times = speed::times(speed_up.times);
    match speed_up.work {
        Work::CpuBound { cores } => tr!("{times}x, {n} core" | "{times}x, {n} cores" % cores, times),
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
        Next::HandIn | Next::Finished => return Value::Null,
    };
    json!({ "step": step, "exercise": row.exercise.slug })
}
