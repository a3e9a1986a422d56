//! The first lines: which exercise, how far it is, and its speed.

use super::{speed, text};
use crate::commands::watch::state::{Front, Phase, Row, State};
use judge::build::Rejection;
use judge::checks::Stage;
use judge::verdict::{Judgement, Standing, Verdict};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};

/// Three lines.
pub(super) fn draw(frame: &mut Frame, area: Rect, state: &State) {
    let [title, standing, rest] = Layout::vertical([Constraint::Length(1); 3]).areas(area);
    let exercise = state.exercise();
    let name = format!(" Exercise {}, {}: {}", exercise.number, exercise.slug, exercise.settings.title);
    both_ends(frame, title, Line::from(name).bold(), Line::from(so_far(state)).dim());
    let seconds = format!(" {:.1} s ", state.run.elapsed.as_secs_f64());
    both_ends(frame, standing, phase(state), Line::from(seconds).dim());
    let has_checks = matches!(state.front, Front::Nothing | Front::Question(_));
    let rule = || has_checks.then(|| text::rule("checks", "", rest.width, state.marks));
    frame.render_widget(speed::line(state).or_else(rule).unwrap_or_default(), rest);
}

fn both_ends(frame: &mut Frame, area: Rect, left: Line, right: Line) {
    let width = u16::try_from(right.width()).unwrap_or(area.width);
    let [beginning, end] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(width)]).areas(area);
    frame.render_widget(left, beginning);
    frame.render_widget(right, end);
}

/// What was reached in earlier runs.
fn so_far(state: &State) -> String {
    let exercise = state.exercise();
    let done = state.progress.of(&exercise.slug);
    let passed = state.passed();
    let own = if done.passed_at.is_some() { "passed before" } else { "not passed" };
    format!(" {own}; {passed} of {} done ", state.exercises.len())
}

/// What the run does, or what it came to.
fn phase(state: &State) -> Line<'static> {
    let quiet = |words: String| Line::styled(format!(" {words}"), Style::new().fg(Color::Cyan));
    match &state.run.phase {
        Phase::Waits => quiet("Another `cargo xtask` is judging in this folder; waiting for it...".to_owned()),
        Phase::Compiles => quiet("Compiling...".to_owned()),
        Phase::BuildsLibraries => quiet("Building its libraries: needed once, half a minute or more...".to_owned()),
        Phase::Checks if waits_for_its_race(state) => {
            quiet("All else is right; now the race, which needs the machine to itself...".to_owned())
        }
        Phase::Checks => {
            let over = state.run.rows.iter().filter(|row| row.result.is_some()).count();
            quiet(format!("Checking: {over} of {} over", state.run.rows.len()))
        }
        Phase::Over(verdict) => ended(verdict),
        Phase::Broke(_) => Line::from(vec![Span::raw(" "), "No verdict:".red().bold(), Span::raw(" see below.")]),
    }
}

/// Races come last, and alone on the machine.
fn waits_for_its_race(state: &State) -> bool {
    let passed = |row: &Row| row.result.as_ref().is_some_and(|result| result.outcome.passed());
    let has_more = state.exercise().settings.has_races() && state.run.rows.iter().all(|row| row.stage != Stage::Speed);
    has_more && state.run.rows.iter().all(passed)
}

fn ended(verdict: &Verdict) -> Line<'static> {
    let points = verdict.points;
    let checks = verdict.checks();
    let passed = checks.iter().filter(|check| check.outcome.passed()).count();
    let counts = format!(": {passed} of {} checks, {} of {} points. ", checks.len(), points.earned, points.possible);
    let (word, rest) = match (&verdict.result, verdict.standing) {
        (Judgement::Rejected { reason }, _) => (rejected(reason).red(), ".".to_owned()),
        (Judgement::Judged { .. }, Standing::Passed) => ("Passed".green(), counts + "n goes on."),
        (Judgement::Judged { .. }, Standing::Inconclusive) => ("Inconclusive".yellow(), counts + "r runs it again."),
        (Judgement::Judged { .. }, Standing::NotPassed) if verdict.submission.is_stub => {
            ("This is the stub, as it came".bold(), counts)
        }
        (Judgement::Judged { .. }, Standing::NotPassed) => ("Not passed yet".red(), counts),
    };
    Line::from(vec![Span::raw(" "), word.bold(), Span::raw(rest)])
}

fn rejected(reason: &Rejection) -> &'static str {
    match reason {
        Rejection::DoesNotCompile { .. } => "It does not compile yet",
        Rejection::DoesNotFit { .. } => "It compiles, but the checks cannot use it",
        Rejection::Unreadable { .. } => "It cannot be read",
        Rejection::ReadsForeignFiles { .. } => "It reads files that do not belong to it",
        Rejection::CrashesCompiler => "The compiler crashed on it",
        Rejection::TooLongToCompile { .. } => "It takes too long to compile",
    }
}
