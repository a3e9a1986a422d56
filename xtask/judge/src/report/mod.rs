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
pub mod matrix;
pub mod progress;
mod prose;
pub mod solution;
pub mod speed;
pub mod terminal;

use terminal::{Marks, harmless};

/// As long as `width` at most; what is cut is marked.
fn cut(text: &str, width: usize, marks: Marks) -> String {
    let text = harmless(text, 500);
    if text.chars().count() <= width {
        return text;
    }
    let kept: String = text.chars().take(width.saturating_sub(marks.cut().chars().count())).collect();
    kept.trim_end().to_owned() + marks.cut()
}

/// The first, second or third hint.
fn ordinal(hint: u8) -> &'static str {
    match hint {
        1 => "first",
        2 => "second",
        _ => "third",
    }
}

/// "1 check", "2 checks"
fn plural(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
