//! Eighth stage, pure: a verdict as text for people or as data for programs. Reports never change verdicts.
//!
//! Beside it, what a learner has done so far ([`home`], [`list`], [`progress`]), hints ([`hint`]), and a solution
//! compared with others ([`solution`]).

mod explain;
pub mod hint;
pub mod home;
mod interleaving;
pub mod json;
pub mod list;
mod marks;
pub mod matrix;
mod page;
pub mod progress;
mod prose;
mod rejection;
pub mod solution;
pub mod speed;
mod summary;
pub mod terminal;

use crate::build::{Diagnostic, Rejection};
use crate::checks::CheckResult;
use crate::language::{self, Language};
use crate::verdict::{Judgement, Verdict};
use marks::Marks;
use page::harmless;
use tr::tr;

/// What happened in a check that did not pass and what to make of it, as a learner reads it; nothing for one that
/// passed. A line or a sentence each, in the language of this process, and with whatever the submission said in it.
pub fn reasons(check: &CheckResult) -> Vec<String> {
    let Some(explanation) = explain::outcome(&check.outcome) else { return Vec::new() };
    let step = explanation.step.map(|step| tr!("At this point of the check: {step}.", step));
    explanation.lines.into_iter().chain(step).collect()
}

/// Why a submission never ran, in the same way; nothing for one that did. The compiler's errors come last, a line each.
pub fn rejection(verdict: &Verdict) -> Vec<String> {
    let Judgement::Rejected { reason } = &verdict.result else { return Vec::new() };
    let mut lines = rejection::lines(reason, &rejection::stub(&verdict.exercise), verdict.exercise.number);
    if let Rejection::DoesNotCompile { diagnostics } = reason {
        lines.extend(diagnostics.iter().filter(|one| one.is_error()).map(error_in_a_line));
    }
    lines
}

fn error_in_a_line(error: &Diagnostic) -> String {
    let place = error.spans.first().map(|span| format!("{}:{}:{}: ", span.file, span.line, span.column));
    let code = error.code.as_ref().map(|code| format!(" [{code}]"));
    format!("{}{}{}", place.unwrap_or_default(), error.message, code.unwrap_or_default())
}

/// As long as `width` at most; what is cut is marked.
fn cut(text: &str, width: usize, marks: Marks) -> String {
    let text = harmless(text, 500);
    if text.chars().count() <= width {
        return text;
    }
    let kept: String = text.chars().take(width.saturating_sub(marks.cut().chars().count())).collect();
    kept.trim_end().to_owned() + marks.cut()
}

/// 17828 as "17,828".
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(match language::spoken() {
        Language::English => ",",
        // A comma would be a decimal one.
        Language::Russian => "\u{a0}",
    })
}

/// The first, second or third hint.
fn ordinal(hint: u8) -> String {
    match hint {
        1 => tr!("first"),
        2 => tr!("second"),
        _ => tr!("third"),
    }
}

/// As many characters as the longest of these has.
fn widest<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> usize {
    words.into_iter().map(|word| word.as_ref().chars().count()).max().unwrap_or(0)
}
