//! Texts that were written with colours, and the part of them that is seen.

use super::dash;
use crate::commands::watch::state::{Drawn, Scroll};
use ansi_to_tui::IntoText;
use judge::report::terminal::Marks;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Style, Stylize};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Paragraph;
use tr::tr;

/// Colours become styles; every other escape sequence vanishes.
pub(super) fn from_ansi(text: &str) -> Text<'static> {
    let text = text.replace('\t', "    ");
    text.into_text().unwrap_or_else(|_| Text::raw(text.escape_debug().to_string()))
}

/// Draws the part of a text that is scrolled to.
pub(super) fn draw(frame: &mut Frame, area: Rect, text: &Text<'static>, scroll: Scroll) -> Drawn {
    let height = usize::from(area.height);
    let last_line = text.lines.len().saturating_sub(height);
    let lines = text.lines.iter().skip(scroll.down.min(last_line)).take(height).cloned();
    let last_column = text.width().saturating_sub(usize::from(area.width));
    let across = u16::try_from(scroll.across.min(last_column)).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(lines.collect::<Vec<Line>>()).scroll((0, across)), area);
    Drawn { page_height: height, last_line, last_column, ..Drawn::default() }
}

/// Which part is seen, in words; nothing when it is all.
pub(super) fn place(text: &Text<'static>, height: u16, scroll: Scroll) -> String {
    let (all, height) = (text.lines.len(), usize::from(height));
    if all <= height {
        return String::new();
    }
    let first = scroll.down.min(all - height);
    let (first, last) = (first + 1, first + height);
    if last < all {
        tr!("lines {first} to {last} of {all}, PgDn for more", first, last, all)
    } else {
        tr!("lines {first} to {last} of {all}", first, last, all)
    }
}

/// A line across, with words at both ends.
pub(super) fn rule(left: &str, right: &str, width: u16, marks: Marks) -> Line<'static> {
    let dash = dash(marks);
    let left = format!("{dash}{dash} {left} ");
    let right = if right.is_empty() { String::new() } else { format!(" {right} {dash}{dash}") };
    let used = Span::raw(left.as_str()).width() + Span::raw(right.as_str()).width();
    let between = dash.repeat(usize::from(width).saturating_sub(used));
    Line::styled(format!("{left}{between}{right}"), Style::new()).dim()
}
