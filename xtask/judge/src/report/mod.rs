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

use crate::language::{self, Language};
use marks::Marks;
use page::harmless;
use tr::tr;

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
