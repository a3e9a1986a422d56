//! The layout of a timeline: one column of signs for each thread, under its name, then what happens, and the
//! learner's line. What does not fit into the width is cut at its end; nothing is wrapped into the columns.

use super::super::cut;
use super::super::marks::Marks;
use super::super::page::harmless;
use super::rows::Row;
use super::words;
use crate::checks::BrokenRun;
use anstyle::{AnsiColor, Style};
use protocol::trace::Action;
use tr::tr;

const ACTIVE: Style = AnsiColor::Cyan.on_default().bold();
const DECISIVE: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();
const INDENT: &str = "    ";
/// A description may take this much before it is cut, and the source line gets at least that much.
const LONGEST_TEXT: usize = 48;
const LEAST_SOURCE: usize = 22;
/// Of a timeline that is longer than a page, so many rows of its beginning and its end are shown.
const FIRST_ROWS: usize = 20;
const LAST_ROWS: usize = 50;

/// The names, then all rows, one line each.
pub(super) fn render(run: &BrokenRun, rows: &[Row], width: usize, marks: Marks) -> Vec<String> {
    let threads = shown_threads(run, rows);
    let columns = Columns::fit(threads.len(), rows, width);
    let mut lines = vec![legend(marks)];
    lines.extend(header(run, &threads, marks));
    for (index, row) in rows.iter().enumerate() {
        let is_long = rows.len() > FIRST_ROWS + LAST_ROWS;
        if is_long && (FIRST_ROWS..rows.len() - LAST_ROWS).contains(&index) {
            if index == FIRST_ROWS {
                let count = rows.len() - FIRST_ROWS - LAST_ROWS;
                lines.push(format!("{INDENT}{QUIET}{}{QUIET:#}", tr!("... {count} rows ...", count)));
            }
            continue;
        }
        let gap = run.left_out.filter(|gap| row.step >= gap.before && index > 0 && rows[index - 1].step < gap.before);
        if let Some(gap) = gap {
            let more = tr!("... {count} more steps like these ...", count = gap.count);
            lines.push(format!("{INDENT}{QUIET}{more}{QUIET:#}"));
        }
        lines.push(line(run, &threads, row, &columns, marks));
    }
    lines
}

/// The threads that do something worth a row, or wait for it.
fn shown_threads(run: &BrokenRun, rows: &[Row]) -> Vec<usize> {
    let acts = |thread: &usize| rows.iter().any(|row| row.thread == *thread);
    let is_stuck = |thread: &usize| run.stuck.iter().any(|stuck| stuck.thread == *thread);
    (0..run.threads.len()).filter(|thread| acts(thread) || *thread > 0 && is_stuck(thread)).collect()
}

fn legend(marks: Marks) -> String {
    let meanings =
        [(marks.active(), tr!("does something")), (marks.ready(), tr!("could go on")), (marks.asleep(), tr!("waits"))];
    let meanings = meanings.map(|(sign, meaning)| format!("{sign} {meaning}")).join("   ");
    format!("{INDENT}{QUIET}{meanings}{QUIET:#}")
}

/// Each name above the column of its thread.
fn header(run: &BrokenRun, threads: &[usize], marks: Marks) -> Vec<String> {
    let line = |(column, thread): (usize, &usize)| {
        let before = format!("{} ", marks.ready()).repeat(column);
        format!("{INDENT}{QUIET}{before}{QUIET:#}{ACTIVE}{}{ACTIVE:#}", harmless(&words::name(run, *thread), 40))
    };
    threads.iter().enumerate().map(line).collect()
}

/// Widths in characters.
struct Columns {
    text: usize,
    source: usize,
    /// Digits of the largest line number.
    number: usize,
}

impl Columns {
    fn fit(threads: usize, rows: &[Row], width: usize) -> Self {
        let longest = rows.iter().map(|row| length(&row.text)).max().unwrap_or(0).min(LONGEST_TEXT);
        let numbers = rows.iter().filter_map(|row| row.location.as_ref()).map(|at| at.line.to_string().len());
        let number = numbers.max().unwrap_or(0);
        // The signs, the text, the number, a bar and the source line, with a gap after each.
        let fixed = INDENT.len() + 2 * threads + 1 + 2 + number + 3;
        let left = width.saturating_sub(fixed);
        let text = longest.min(left.saturating_sub(LEAST_SOURCE)).max(20);
        Self { text, source: left.saturating_sub(text), number }
    }
}

fn line(run: &BrokenRun, threads: &[usize], row: &Row, columns: &Columns, marks: Marks) -> String {
    let signs: String = threads.iter().map(|thread| sign(run, row, *thread, marks)).collect();
    let style = if row.is_decisive { DECISIVE } else { Style::new() };
    let text = cut(&row.text, columns.text, marks);
    let padding = " ".repeat(columns.text.saturating_sub(length(&text)));
    let mut line = format!("{INDENT}{signs} {style}{text}{style:#}");
    if let (Some(at), Some(source)) = (&row.location, &row.source) {
        let source = cut(source, columns.source, marks);
        line += &format!("{padding}  {QUIET}{:>width$} |{QUIET:#} {source}", at.line, width = columns.number);
    }
    line
}

/// What one thread does while another one acts.
fn sign(run: &BrokenRun, row: &Row, thread: usize, marks: Marks) -> String {
    if thread == row.thread {
        return format!("{ACTIVE}{}{ACTIVE:#} ", marks.active());
    }
    let until = &run.steps[..=row.step];
    let last = until.iter().rev().find(|step| step.thread == thread);
    let has_begun = thread == 0 || until.iter().any(|step| step.action == (Action::Spawns { thread }));
    let sign = match last.map(|step| &step.action) {
        Some(Action::Ends) => " ",
        Some(Action::Waits { .. }) => marks.asleep(),
        Some(_) => marks.ready(),
        None if has_begun => marks.ready(),
        None => " ",
    };
    format!("{QUIET}{sign}{QUIET:#} ")
}

fn length(text: &str) -> usize {
    text.chars().count()
}
