//! Which checks fail most over all learners. Pure.

use crate::class::{Class, Column, Learner};
use crate::grade::{CheckEnding, Grade, GradedCheck};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A check that not everybody passed, or submissions to one exercise that never ran.
#[derive(Debug, PartialEq)]
pub(super) struct Failure<'a> {
    pub(super) exercise: &'a Column,
    /// Absent where they never ran.
    pub(super) check: Option<&'a GradedCheck>,
    /// How many failed it.
    pub(super) failed: usize,
    /// How many could have passed it: those that ran it, or handed in more than the stub.
    pub(super) of: usize,
    /// Why, in the words that most of them read.
    pub(super) reasons: &'a [String],
    /// The first learner who read these words, by their place in the class.
    pub(super) learner: usize,
}

/// The most failed, `limit` at most.
pub(super) fn most_failed(class: &Class, limit: usize) -> Vec<Failure<'_>> {
    let mut failures: Vec<Failure> = class.exercises.iter().flat_map(|exercise| of_exercise(class, exercise)).collect();
    // The sort keeps the order of exercises and checks among those that failed as often.
    failures.sort_by_key(|failure| Reverse(failure.failed));
    failures.truncate(limit);
    failures
}

fn of_exercise<'a>(class: &'a Class, exercise: &'a Column) -> Vec<Failure<'a>> {
    // Who has not begun has failed nothing.
    let grade = |learner: &'a Learner| learner.grade(exercise.number).filter(|grade| !grade.is_stub);
    let with_grade = |(index, learner): (usize, &'a Learner)| Some((index, grade(learner)?));
    let grades: Vec<(usize, &Grade)> = class.learners.iter().enumerate().filter_map(with_grade).collect();
    let rejected = grades.iter().filter(|(_, grade)| !grade.rejection.is_empty());
    let rejections = rejected.map(|(index, grade)| (*index, grade.rejection.as_slice()));
    let never_ran = failure(exercise, None, grades.len(), rejections.collect());
    let checks = by_name(&grades).into_iter().filter_map(|runs| of_check(exercise, &runs));
    never_ran.into_iter().chain(checks).collect()
}

/// The runs of each check, in the order of their file.
fn by_name<'a>(grades: &[(usize, &'a Grade)]) -> Vec<Vec<(usize, &'a GradedCheck)>> {
    let mut all: Vec<Vec<(usize, &GradedCheck)>> = Vec::new();
    for (learner, grade) in grades {
        for check in &grade.checks {
            match all.iter_mut().find(|runs| runs[0].1.name == check.name) {
                Some(runs) => runs.push((*learner, check)),
                None => all.push(vec![(*learner, check)]),
            }
        }
    }
    all
}

fn of_check<'a>(exercise: &'a Column, runs: &[(usize, &'a GradedCheck)]) -> Option<Failure<'a>> {
    let failed: Vec<&(usize, &GradedCheck)> =
        runs.iter().filter(|(_, check)| check.ending == CheckEnding::Failed).collect();
    let check = failed.first().map(|(_, check)| *check);
    let reasons = failed.iter().map(|(index, check)| (*index, check.reasons.as_slice())).collect();
    failure(exercise, check, runs.len(), reasons)
}

/// What failed for these reasons; none where nothing failed.
fn failure<'a>(
    exercise: &'a Column,
    check: Option<&'a GradedCheck>,
    of: usize,
    reasons: Vec<(usize, &'a [String])>,
) -> Option<Failure<'a>> {
    let failed = reasons.len();
    let mut learners: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (learner, reasons) in reasons {
        learners.entry(reasons).or_default().push(learner);
    }
    let (reasons, learners) =
        learners.into_iter().max_by_key(|(_, learners)| (learners.len(), Reverse(learners[0])))?;
    Some(Failure { exercise, check, failed, of, reasons, learner: learners[0] })
}
