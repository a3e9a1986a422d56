//! The list of exercises.

use super::text;
use crate::commands::watch::state::{Done, Drawn, List, State};
use judge::catalog::{Exercise, Track};
use judge::language::said;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tr::tr;

/// Draws those that are searched for.
pub(super) fn draw(frame: &mut Frame, area: Rect, list: &List, state: &State) -> Drawn {
    let [filter, rule, rows] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Fill(1)]).areas(area);
    frame.render_widget(filters(list), filter);
    let shown = list.shown(&state.exercises, &state.progress);
    let count = tr!("{shown} of {all}", shown = shown.len(), all = state.exercises.len());
    frame.render_widget(text::rule(&tr!("exercises"), &count, rule.width, state.marks), rule);
    let height = usize::from(rows.height);
    let first_row = list.chosen.saturating_sub(height.saturating_sub(1));
    let line = |(index, exercise): (usize, &usize)| line(&state.exercises[*exercise], state, index == list.chosen);
    let lines: Vec<Line> = shown.iter().enumerate().skip(first_row).take(height).map(line).collect();
    if lines.is_empty() {
        let none = format!(" {}", tr!("None of them: f, t and / choose others."));
        frame.render_widget(Line::from(none).dim(), rows);
    }
    frame.render_widget(Paragraph::new(lines), rows);
    Drawn { list: rows, first_row, ..Drawn::default() }
}

fn filters(list: &List) -> Line<'static> {
    let cursor = if list.types { "_" } else { "" };
    let done = match list.done {
        Done::All => tr!("show: all"),
        Done::Pending => tr!("show: not passed yet"),
        Done::Passed => tr!("show: passed"),
    };
    let track = match list.track {
        None => tr!("track: all"),
        Some(track) => tr!("track: {track}", track = track.name()),
    };
    Line::from(vec![
        Span::raw(format!(" {} {}{cursor}", tr!("search:"), list.search)).bold(),
        Span::raw(format!("   {done}   {track}")),
    ])
}

fn line(exercise: &Exercise, state: &State, is_chosen: bool) -> Line<'static> {
    let done = state.progress.of(&exercise.slug);
    let settings = &exercise.settings;
    let (sign, style) = if done.passed_at.is_some() {
        (state.marks.passed(), Style::new().fg(Color::Green).bold())
    } else {
        (" ", Style::new())
    };
    let pointer = if is_chosen { " > " } else { "   " };
    let points = match settings.points {
        0 => "-".to_owned(),
        possible => format!("{}/{possible}", done.best_points),
    };
    let width = track_width();
    let (number, slug, track) = (exercise.number, &exercise.slug, settings.track.name());
    let words = format!(" {number:>2}  {slug:20} {track:width$} {points:>7}  {}", said(&settings.title));
    let line = Line::from(vec![Span::raw(pointer), Span::styled(sign, style), Span::raw(words)]);
    if is_chosen { line.bold() } else { line }
}

/// The words of some languages are longer than those of others.
fn track_width() -> usize {
    let tracks = [Track::Threads, Track::Async, Track::Parallel];
    tracks.iter().map(|track| track.name().chars().count()).max().unwrap_or(0)
}
