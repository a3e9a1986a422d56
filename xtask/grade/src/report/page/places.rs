//! The places in the page that links lead to. They are made of numbers: names could be anything, and twice the same.

/// A learner's row in the table of results.
pub(super) fn row(learner: usize) -> String {
    format!("row-{learner}")
}

/// A learner's details.
pub(super) fn learner(learner: usize) -> String {
    format!("learner-{learner}")
}

/// The details of what a learner has handed in for an exercise.
pub(super) fn grade(learner: usize, exercise: u32) -> String {
    format!("learner-{learner}-{exercise}")
}
