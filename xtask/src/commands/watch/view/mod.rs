//! Draws what watch mode knows: a pure function from the state to a frame.

mod checks;
mod header;
mod help;
mod list;
mod speed;
mod text;

#[cfg(test)]
mod tests;

use super::state::{Content, Drawn, Front, Page, Question, State};
use judge::report::terminal::{self, Marks, Screen};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};
use tr::tr;

/// Less than this shows nothing that helps.
const LEAST_WIDTH: u16 = 60;
const LEAST_HEIGHT: u16 = 16;

/// Draws a frame, and says where things are in it.
pub(super) fn draw(frame: &mut Frame, state: &State) -> Drawn {
    let area = frame.area();
    let drawn = if area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT {
        too_small(frame, area);
        Drawn::default()
    } else {
        all(frame, area, state)
    };
    if !state.has_colours {
        for cell in &mut frame.buffer_mut().content {
            (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
        }
    }
    drawn
}

fn too_small(frame: &mut Frame, area: Rect) {
    let words = tr!(
        "This window has {width} columns and {height} lines. Watch needs {least_width} and {least_height}: make it \
         larger, or press q and use `cargo xtask watch --plain`.",
        width = area.width,
        height = area.height,
        least_width = LEAST_WIDTH,
        least_height = LEAST_HEIGHT
    );
    frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), area);
}

fn all(frame: &mut Frame, area: Rect, state: &State) -> Drawn {
    let [head, body, foot] =
        Layout::vertical([Constraint::Length(3), Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    header::draw(frame, head, state);
    let drawn = match &state.front {
        Front::Nothing | Front::Question(_) => checks::draw(frame, body, state),
        Front::Page(page) => draw_page(frame, body, page, state),
        Front::List(list) => list::draw(frame, body, list, state),
    };
    frame.render_widget(footer(state, foot.width), foot);
    drawn
}

fn draw_page(frame: &mut Frame, area: Rect, page: &Page, state: &State) -> Drawn {
    let [title, rest] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(area);
    let width = usize::from(area.width);
    let content = match &page.content {
        Content::Text(text) => text.clone(),
        Content::Help => help::text(),
        Content::Report => state.run.verdict().map_or_else(
            || tr!("The report of this run is not there yet."),
            |verdict| {
                let seen = state.progress.of(&verdict.exercise.slug).hints_seen();
                terminal::render(verdict, screen(state, width, page.scroll.across), seen)
            },
        ),
    };
    let text = text::from_ansi(&content);
    let drawn = text::draw(frame, rest, &text, page.scroll);
    let place = text::place(&text, rest.height, page.scroll);
    frame.render_widget(text::rule(&page.title, &place, title.width, state.marks), title);
    drawn
}

/// What a text is rendered for: wider than it is seen as soon as it is scrolled to the side.
fn screen(state: &State, width: usize, across: usize) -> Screen {
    const BESIDE: usize = 80;
    Screen { marks: state.marks, width: if across > 0 { width + BESIDE } else { width } }
}

fn footer(state: &State, width: u16) -> Line<'static> {
    if let Some(notice) = &state.notice {
        return Line::from(format!(" {}", notice.trim_end())).bold();
    }
    let keys = match &state.front {
        Front::Question(question) => return Line::from(format!(" {}", asks(*question))).bold(),
        Front::Nothing if width < 100 => {
            tr!("s statement  h hint  n next  p previous  l list  r again  ? all keys  q quit")
        }
        Front::Nothing => tr!(
            "s statement  h hint  n next  p previous  l list  r run again  v report  o solution  R reset  ? help  q quit"
        ),
        Front::Page(_) => tr!("arrows, PgUp, PgDn: scroll   Esc: back to the checks"),
        Front::List(list) if list.types => tr!("type to search   Enter: done   Esc: search for nothing"),
        Front::List(_) => tr!("Enter or a click: open   / search   f passed or not   t track   Esc: back"),
    };
    Line::styled(format!(" {keys}"), Style::new().dim())
}

fn asks(question: Question) -> String {
    match question {
        Question::Reset => tr!("Put the stub back? Your file is kept beside it. y: yes, any other key: no"),
        Question::Spoil => {
            tr!("Not passed yet: the solution takes the best part away. y: show it, other keys: no")
        }
    }
}

/// A line across.
fn dash(marks: Marks) -> &'static str {
    if marks == Marks::UNICODE { "─" } else { "-" }
}
