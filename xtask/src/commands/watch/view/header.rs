//! The first lines: which exercise, how far it is, and its speed.

use super::{speed, text};
use crate::commands::watch::state::{Front, Phase, Row, State};
use judge::build::Rejection;
use judge::checks::Stage;
use judge::kind::Kind;
use judge::language::said;
use judge::verdict::{Judgement, Standing, Verdict};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};
use tr::tr;

/// Three lines.
pub(super) fn draw(frame: &mut Frame, area: Rect, state: &State) {
    let [title, standing, rest] = Layout::vertical([Constraint::Length(1); 3]).areas(area);
    let exercise = state.exercise();
    let name = tr!(
        "Exercise {number}, {slug}: {title}",
        number = exercise.number,
        slug = exercise.slug,
        title = said(&exercise.settings.title)
    );
    let quiet = |words: String| Line::from(format!(" {words} ")).dim();
    both_ends(frame, title, Line::from(format!(" {name}")).bold(), quiet(so_far(state)));
    let seconds = tr!("{seconds} s", seconds = format!("{:.1}", state.run.elapsed.as_secs_f64()));
    both_ends(frame, standing, phase(state), quiet(seconds));
    let has_checks = matches!(state.front, Front::Nothing | Front::Question(_));
    let rule = || has_checks.then(|| text::rule(&tr!("checks"), "", rest.width, state.marks));
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
    let (passed, all) = (state.passed(), state.exercises.len());
    if state.exercise().kit == Kind::Learners {
        tr!("the hidden checks run in class")
    } else if done.passed_at.is_some() {
        tr!("passed before; {passed} of {all} done", passed, all)
    } else {
        tr!("not passed; {passed} of {all} done", passed, all)
    }
}

/// What the run does, or what it came to.
fn phase(state: &State) -> Line<'static> {
    let quiet = |words: String| Line::styled(format!(" {words}"), Style::new().fg(Color::Cyan));
    match &state.run.phase {
        Phase::Waits => quiet(tr!("Another `cargo xtask` is judging in this folder; waiting for it...")),
        Phase::Compiles => quiet(tr!("Compiling...")),
        Phase::BuildsLibraries => quiet(tr!("Building its libraries: needed once, half a minute or more...")),
        Phase::Checks if waits_for_its_race(state) => {
            quiet(tr!("All else is right; now the race, which needs the machine to itself..."))
        }
        Phase::Checks => {
            let over = state.run.rows.iter().filter(|row| row.result.is_some()).count();
            quiet(tr!("Checking: {over} of {all} over", over, all = state.run.rows.len()))
        }
        Phase::Over(verdict) => ended(verdict),
        Phase::Broke(_) => {
            let see = Span::raw(format!(" {}", tr!("see below.")));
            Line::from(vec![Span::raw(" "), tr!("No verdict:").red().bold(), see])
        }
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
    let counts = if verdict.has_points() {
        tr!(
            "{passed} of {checks} checks, {earned} of {possible} points",
            passed,
            checks = checks.len(),
            earned = points.earned,
            possible = points.possible
        )
    } else {
        tr!("{passed} of {checks} visible checks", passed, checks = checks.len())
    };
    let counts = |next: &str| format!(": {counts}. {next}");
    let (word, rest) = match (&verdict.result, verdict.standing) {
        (Judgement::Rejected { reason }, _) => (rejected(reason).red(), ".".to_owned()),
        (Judgement::Judged { .. }, Standing::Passed) => (tr!("Passed").green(), counts(&tr!("n goes on."))),
        (Judgement::Judged { .. }, Standing::VisiblePassed) => {
            (tr!("What is here passes").green(), counts(&tr!("n goes on.")))
        }
        (Judgement::Judged { .. }, Standing::Inconclusive) => {
            (tr!("Inconclusive").yellow(), counts(&tr!("r runs it again.")))
        }
        (Judgement::Judged { .. }, Standing::NotPassed) if verdict.submission.is_stub => {
            (tr!("This is the stub, as it came").bold(), counts(""))
        }
        (Judgement::Judged { .. }, Standing::NotPassed) => (tr!("Not passed yet").red(), counts("")),
    };
    Line::from(vec![Span::raw(" "), word.bold(), Span::raw(rest)])
}

fn rejected(reason: &Rejection) -> String {
    match reason {
        Rejection::DoesNotCompile { .. } => tr!("It does not compile yet"),
        Rejection::DoesNotFit { .. } => tr!("It compiles, but the checks cannot use it"),
        Rejection::Unreadable { .. } => tr!("It cannot be read"),
        Rejection::ReadsForeignFiles { .. } => tr!("It reads files that do not belong to it"),
        Rejection::CrashesCompiler => tr!("The compiler crashed on it"),
        Rejection::TooLongToCompile { .. } => tr!("It takes too long to compile"),
    }
}
