//! What `verify` found, as a matrix: a row for each submission, a column for each check.

use super::explain;
use crate::authoring::{Finding, Kind, Report, Row};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use std::iter;

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const STRONG: Style = Style::new().bold();

/// One exercise: its checks by number, then the rows, then what is wrong besides.
pub fn render(report: &Report) -> String {
    let mut text = format!("{STRONG}Exercise {}, {}{STRONG:#}\n", report.number, report.slug);
    for (index, check) in report.checks.iter().enumerate() {
        line(&mut text, &format!("  {:>2}  {check}", index + 1));
    }
    let width = report.rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let columns = (1..=report.checks.len()).fold(String::new(), |columns, number| format!("{columns}{number:>3}"));
    line(&mut text, &format!("\n  {:width$} {columns}", ""));
    for row in &report.rows {
        line(&mut text, &format!("  {:width$} {}  {}", row.name, cells(row), finding(row)));
        for reason in reasons(row) {
            line(&mut text, &format!("      {reason}"));
        }
    }
    for problem in &report.problems {
        line(&mut text, &format!("  {BAD}problem{BAD:#}: {problem}"));
    }
    for note in report.notes.iter().chain(&report.machine) {
        line(&mut text, &format!("  note: {note}"));
    }
    text
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a string cannot fail");
}

fn cells(row: &Row) -> String {
    row.passed.iter().map(|passed| if *passed { "  ." } else { "  x" }).collect()
}

fn finding(row: &Row) -> String {
    match &row.finding {
        Finding::AsItMustBe => {
            let word = match row.kind {
                Kind::Reference | Kind::Alternative => "passes",
                Kind::Stub | Kind::Wrong => "fails",
            };
            format!("{GOOD}{word}{GOOD:#}")
        }
        Finding::WronglyPasses => format!("{BAD}PASSES, and must fail{BAD:#}"),
        Finding::WronglyFails(_) => format!("{BAD}FAILS, and must pass{BAD:#}"),
        Finding::NeverRuns(why) => format!("{BAD}does not run{BAD:#}: {}", why.join("; ")),
        Finding::FailsElsewhere { expected } => format!("{BAD}should fail \"{expected}\"{BAD:#}"),
        Finding::UnknownCheck(name) => format!("{BAD}names a check that does not exist: \"{name}\"{BAD:#}"),
        Finding::DependsOnTheSeed { as_expected, seeds } => {
            format!("{BAD}as it must be with {as_expected} of {seeds} seeds only{BAD:#}")
        }
        Finding::Warns(warning) => format!("{BAD}compiles with a warning: {warning}{BAD:#}"),
    }
}

/// What a learner would have read about each check.
fn reasons(row: &Row) -> Vec<String> {
    let Finding::WronglyFails(checks) = &row.finding else { return Vec::new() };
    let explained = checks.iter().filter_map(|check| Some((check, explain::outcome(&check.outcome)?)));
    explained
        .flat_map(|(check, explanation)| iter::once(format!("{}:", check.info.name)).chain(explanation.lines))
        .collect()
}
