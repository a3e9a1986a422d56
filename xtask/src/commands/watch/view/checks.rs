//! The checks, and below them the explanation of one, or what all come to.

use super::{screen, text};
use crate::commands::watch::state::{Drawn, Phase, Row, State};
use judge::catalog::Exercise;
use judge::checks::{CheckResult, Stage};
use judge::language::said;
use judge::report::terminal::{self, Marks};
use judge::verdict::Verdict;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tr::tr;

/// Draws both; the explanation gets two thirds at most.
pub(super) fn draw(frame: &mut Frame, area: Rect, state: &State) -> Drawn {
    let lines = lines(state);
    let Some((title, detail)) = detail(state, usize::from(area.width)) else {
        draw_list(frame, area, &lines);
        return Drawn::default();
    };
    let detail = text::from_ansi(&detail);
    let (body, list) = (usize::from(area.height), lines.len());
    let for_list = list.min((body / 3).max(body.saturating_sub(detail.lines.len() + 1)));
    let height = u16::try_from(for_list).unwrap_or(area.height);
    let rule = u16::from(for_list > 0);
    let [above, between, below] =
        Layout::vertical([Constraint::Length(height), Constraint::Length(rule), Constraint::Fill(1)]).areas(area);
    draw_list(frame, above, &lines);
    let drawn = text::draw(frame, below, &detail, state.scroll);
    let place = text::place(&detail, below.height, state.scroll);
    frame.render_widget(text::rule(&title, &place, between.width, state.marks), between);
    drawn
}

/// A line of the list.
struct Entry {
    line: Line<'static>,
    /// Whether it has to be seen.
    is_chosen: bool,
}

/// Scrolled so far that what matters is seen.
fn draw_list(frame: &mut Frame, area: Rect, entries: &[Entry]) {
    let height = usize::from(area.height);
    let chosen = entries.iter().position(|entry| entry.is_chosen).unwrap_or(0);
    let first = chosen.saturating_sub(height / 2).min(entries.len().saturating_sub(height));
    let lines: Vec<Line> = entries.iter().skip(first).take(height).map(|entry| entry.line.clone()).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

/// The checks, under the names of their stages. While nothing is chosen, the first that runs has to be seen.
fn lines(state: &State) -> Vec<Entry> {
    let explained = state.explained();
    let runs = state.run.rows.iter().position(|row| row.result.is_none());
    let mut entries = Vec::new();
    let mut under = None;
    for (index, row) in state.run.rows.iter().enumerate() {
        if under != Some(row.stage) {
            under = Some(row.stage);
            entries.push(Entry { line: Line::from(format!(" {}", heading(row.stage))).dim(), is_chosen: false });
        }
        let is_chosen = explained.or(runs) == Some(index);
        entries.push(Entry { line: line(row, explained == Some(index), state.marks), is_chosen });
    }
    entries
}

fn heading(stage: Stage) -> String {
    match stage {
        Stage::Behaviour => tr!("Run for real"),
        Stage::Interleavings => tr!("In every order of their threads"),
        Stage::Speed => tr!("Against the clock"),
    }
}

fn line(row: &Row, is_explained: bool, marks: Marks) -> Line<'static> {
    let (sign, style) = sign(row.result.as_ref(), marks);
    let proof = row.result.as_ref().map(terminal::proof).unwrap_or_default();
    let pointer = if is_explained { " > " } else { "   " };
    let name = Span::raw(format!(" {}", said(&row.info.name)));
    let name = if is_explained { name.bold() } else { name };
    let name = if row.result.is_none() { name.dim() } else { name };
    Line::from(vec![Span::raw(pointer), Span::styled(sign, style), name, Span::raw(proof).dim()])
}

fn sign(result: Option<&CheckResult>, marks: Marks) -> (&'static str, Style) {
    match result {
        None => (if marks == Marks::UNICODE { "·" } else { "." }, Style::new().dim()),
        Some(result) if result.outcome.passed() => (marks.passed(), Style::new().fg(Color::Green).bold()),
        Some(result) if result.outcome.is_inconclusive() => (marks.open(), Style::new().fg(Color::Yellow).bold()),
        Some(_) => (marks.failed(), Style::new().fg(Color::Red).bold()),
    }
}

/// What there is to read below the checks, and its title.
fn detail(state: &State, width: usize) -> Option<(String, String)> {
    if let Some(row) = state.explained().map(|index| &state.run.rows[index]) {
        let screen = screen(state, width, state.scroll.across);
        let text = row.result.as_ref().map_or_else(
            || format!("   {}\n      {}", said(&row.info.name), tr!("has not ended yet.")),
            |result| terminal::render_check(result, state.exercise().number, screen),
        );
        return Some((tr!("this check"), text));
    }
    match &state.run.phase {
        Phase::Broke(why) => Some((tr!("no verdict"), why.clone())),
        Phase::Over(verdict) => Some((tr!("verdict"), ended(state, verdict))),
        Phase::Waits | Phase::Compiles | Phase::BuildsLibraries | Phase::Checks => None,
    }
}

fn ended(state: &State, verdict: &Verdict) -> String {
    let file = &verdict.submission.file;
    if verdict.submission.is_stub {
        let text = tr!(
            "Press s to read what to build. Then edit\n  {file}\nin your editor: every time you save it, it is judged \
             here.\n\nWhen you are stuck, h shows a hint. All keys: ?",
            file
        );
        return format!("\n{text}");
    }
    let mut text = terminal::render_end(verdict, state.progress.of(&verdict.exercise.slug).hints_seen());
    if verdict.passed() {
        text += &match state.exercises.get(state.at + 1) {
            Some(Exercise { number, slug, .. }) => {
                tr!("o shows the note on it; n goes on to exercise {number}, {slug}.", number, slug)
            }
            None => tr!("o shows the note on it. This was the last exercise."),
        };
        text.push('\n');
    }
    text
}
