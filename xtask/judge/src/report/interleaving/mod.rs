//! An interleaving that went wrong, for people: what happened in one sentence, the timeline, and why.

mod rows;
mod timeline;
mod why;
mod words;

use super::marks::Marks;
use crate::checks::BrokenRun;

/// What went wrong, in a sentence or two.
pub(super) fn sentences(run: &BrokenRun) -> Vec<String> {
    words::mistake(run)
}

/// A column for each thread, a line for each step, and the learner's source lines. Written with colours.
pub(super) fn timeline(run: &BrokenRun, width: usize, marks: Marks) -> Vec<String> {
    timeline::render(run, &rows::rows(run), width, marks)
}

/// Why nobody can go on; nothing when somebody could.
pub(super) fn why(run: &BrokenRun) -> Vec<String> {
    why::reasons(run)
}
