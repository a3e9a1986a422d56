//! The tables for a terminal of 80 columns. Always written with colours; whoever prints it strips them where they do not
//! belong.

use crate::lessons::lesson;
use crate::report::{Report, Row, Table, Timing, Topic, cores};
use anstyle::Style;
use judge::report::terminal::{Marks, thousands};
use std::iter;
use tr::tr;

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const WIDTH: usize = 80;
const NAME: usize = 25;
/// "10.2 s" and "68.0x".
const FIGURES: usize = 15;
/// With more than this, the figures of others are disturbed.
const DISTURBED: f64 = 0.3;

/// All tables.
pub(crate) fn render(report: &Report, marks: Marks) -> String {
    let mut page = Page { text: String::new(), marks };
    let cores = cores(report.cores);
    page.prose(
        "",
        &tr!(
            "The tables of the Python tutorials that this course answers, measured again in Rust on this machine, \
             with {cores}. The tutorials' own figures come from other machines: compare how many times as fast a way \
             is (x), not the seconds.",
            cores
        ),
    );
    for table in &report.tables {
        page.table(report, table);
    }
    page.text
}

struct Page {
    text: String,
    marks: Marks,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Sentences, indented, in as many lines as they need.
    fn prose(&mut self, indent: &str, sentences: &str) {
        let options = textwrap::Options::new(WIDTH).initial_indent(indent).subsequent_indent(indent);
        for line in textwrap::wrap(sentences, options.break_words(false)) {
            self.line(&line);
        }
    }

    fn table(&mut self, report: &Report, table: &Table) {
        self.line("");
        self.line(&format!("{STRONG}{}{STRONG:#}", title(report, table)));
        self.line("");
        let labels = iter::once(tr!("Rust, here")).chain(table.sources().iter().map(|source| source.label.to_owned()));
        let labels: Vec<String> = labels.map(|label| format!("{label:>FIGURES$}")).collect();
        self.line(&format!("{QUIET}{:NAME$}{}  {}{QUIET:#}", "", labels.concat(), tr!("time")));
        let longest = table.rows.iter().map(|row| row.timing.best_s).fold(0.0, f64::max);
        for row in &table.rows {
            self.figures(table, row, longest);
            self.prose("  ", &format!("{} {}", spread(&row.timing), lesson(report, table, row)));
        }
        self.line("");
        for source in table.sources() {
            self.prose("", &format!("{}: {}", source.label, (source.about)()));
        }
        if let Some(others) = table.others.filter(|others| *others > DISTURBED) {
            self.prose("", &disturbed(others, report.cores));
        }
    }

    fn figures(&mut self, table: &Table, row: &Row, longest: f64) {
        let here = format!("{:>8} {:>6}", seconds(row.timing.best_s), ratio(table.times_as_fast(row)));
        let python =
            table.sources().iter().map(|source| match (source.seconds(row.way), source.times_as_fast(row.way)) {
                (Some(time), Some(times)) => format!("{:>8} {:>6}", seconds(time), ratio(times)),
                _ => format!("{:>FIGURES$}", "-"),
            });
        let python = python.collect::<Vec<_>>().concat();
        let room = WIDTH - NAME - FIGURES * (1 + table.sources().len()) - 2;
        let bar = self.bar(row.timing.best_s / longest, room);
        self.line(&format!("{STRONG}{:NAME$}{here}{STRONG:#}{QUIET}{python}{QUIET:#}  {bar}", row.way.name()));
    }

    /// A bar of a share of `room` columns, exact to half a one. Even the shortest is seen.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a share of a line is a small number"
    )]
    fn bar(&self, share: f64, room: usize) -> String {
        let halves = ((share * room as f64 * 2.0).round() as usize).max(1);
        let bar = self.marks.full().repeat(halves / 2) + if halves % 2 == 1 { self.marks.half() } else { "" };
        if bar.trim().is_empty() { self.marks.full().to_owned() } else { bar }
    }
}

/// What a table is about.
pub(crate) fn title(report: &Report, table: &Table) -> String {
    let (jobs, delay) = (thousands(table.jobs), report.delay_ms);
    match table.topic {
        Topic::Io => tr!("I/O-bound: {jobs} requests, each answered after {delay} ms", jobs, delay),
        Topic::Cpu => tr!("CPU-bound: {jobs} sieves, one for each limit from 1,000 to 15,999", jobs),
        Topic::Both => tr!("Both: {jobs} pages, each answered after {delay} ms, fetched and parsed", jobs, delay),
    }
}

fn disturbed(others: f64, of: usize) -> String {
    let (others, cores) = (format!("{others:.1}"), cores(of));
    tr!(
        "Other programs used {others} of {cores} meanwhile: these figures are disturbed. Measure again when they have \
         ended.",
        others,
        cores
    )
}

fn spread(timing: &Timing) -> String {
    let [best, worst, median] = [timing.best_s, timing.worst_s, timing.median_s].map(seconds);
    match timing.runs {
        1 => tr!("One run."),
        runs => tr!("Best of {runs} runs, {best} to {worst}, median {median}.", runs, best, worst, median),
    }
}

/// A time with three digits: "10.2 s", "1.74 s", "0.15 s", "4.2 ms".
pub(crate) fn seconds(time: f64) -> String {
    let milliseconds = time * 1000.0;
    match time {
        ..0.00995 => tr!("{number} ms", number = format!("{milliseconds:.1}")),
        ..0.0995 => tr!("{number} ms", number = format!("{milliseconds:.0}")),
        ..9.995 => tr!("{number} s", number = format!("{time:.2}")),
        _ => tr!("{number} s", number = format!("{time:.1}")),
    }
}

/// "68.0x".
fn ratio(ratio: f64) -> String {
    if ratio < 99.95 { format!("{ratio:.1}x") } else { format!("{ratio:.0}x") }
}

/// "68.0 times".
pub(crate) fn times(factor: f64) -> String {
    if factor < 99.95 {
        return tr!("{number} times", number = format!("{factor:.1}"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundreds")]
    let whole = factor.round_ties_even() as u64;
    tr!("{n} time" | "{n} times" % whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorded;

    fn plain(report: &Report, marks: Marks) -> String {
        anstream::adapter::strip_str(&render(report, marks)).to_string()
    }

    #[test]
    fn the_tables_of_a_quiet_machine() {
        insta::assert_snapshot!("quiet", plain(&recorded::quiet(), Marks::UNICODE));
    }

    #[test]
    fn figures_that_contradict_the_theory_are_not_explained_with_it() {
        let reports = [recorded::busy(), recorded::without_delay(), recorded::one_core()];
        insta::assert_snapshot!(
            "contradicting",
            reports.map(|report| plain(&report, Marks::UNICODE)).join("\n----\n\n")
        );
    }

    #[test]
    fn every_table_fits_into_80_columns_of_ascii() {
        for report in [recorded::quiet(), recorded::busy(), recorded::without_delay(), recorded::one_core()] {
            let ascii = plain(&report, Marks::ASCII);
            assert!(ascii.is_ascii(), "{ascii}");
            assert!(
                [ascii, plain(&report, Marks::UNICODE)]
                    .iter()
                    .flat_map(|page| page.lines())
                    .all(|line| line.chars().count() <= WIDTH)
            );
        }
    }

    #[test]
    fn times_have_three_digits_or_two() {
        let cases = [
            (0.000_04, "0.0 ms"),
            (0.0042, "4.2 ms"),
            (0.00996, "10 ms"),
            (0.0994, "99 ms"),
            (0.0996, "0.10 s"),
            (1.737, "1.74 s"),
            (9.996, "10.0 s"),
            (88.86, "88.9 s"),
        ];
        for (time, words) in cases {
            assert_eq!(seconds(time), words);
        }
    }
}
