//! What an exercise's points are given for, as every format lists it: each check, and one entry more for what was never
//! reached, so that the points of the entries always add up to those of the exercise.

use crate::class::{Class, Column, Learner};
use crate::grade::{CheckEnding, Grade, GradedCheck};
use judge::checks::Stage;
use judge::language::said;
use std::borrow::Cow;
use tr::tr;

/// What is no check of the kit's has a name, too.
const FAST: &str = "it is fast enough";
const USABLE: &str = "it compiles, and the checks can use it";
const HANDED_IN: &str = "it was handed in";

/// What one learner did in one exercise.
pub(super) struct Work<'a> {
    /// The exercise.
    pub(super) column: &'a Column,
    /// What it has earned; absent when nothing was handed in.
    pub(super) grade: Option<&'a Grade>,
    /// What its points are given for; never empty.
    pub(super) entries: Vec<Entry<'a>>,
}

/// One thing that points are given for.
pub(super) struct Entry<'a> {
    /// The sentence that a correct solution makes true, in English, for programs: the name of a check, or one of ours.
    /// People read [`Entry::sentence`].
    pub(super) name: &'a str,
    /// The stage that ran it; absent where nothing ran.
    pub(super) stage: Option<Stage>,
    /// What it is worth.
    pub(super) points: u32,
    /// What became of it.
    pub(super) ending: Ending,
    /// Why, a sentence each; empty when it passed.
    pub(super) reasons: Cow<'a, [String]>,
    /// The number of the hint that fits, 1 to 3.
    pub(super) hint: Option<u8>,
    /// What the submission printed.
    pub(super) printed: &'a str,
    /// How long it took, in milliseconds.
    pub(super) elapsed_ms: u64,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was proven.
    Passed,
    /// It was not.
    Failed,
    /// The machine was too busy to time it.
    Inconclusive,
    /// Races, which are run once everything else is right.
    NotMeasured,
    /// The submission never ran.
    NeverRan,
    /// There is no submission.
    NotHandedIn,
}

/// Everything that a learner did or could have done, by number of the exercise.
pub(super) fn works<'a>(class: &'a Class, learner: &'a Learner) -> impl Iterator<Item = Work<'a>> {
    class.exercises.iter().map(move |column| {
        let grade = learner.grade(column.number);
        let entries = grade.map_or_else(|| vec![not_handed_in(column)], of_grade);
        Work { column, grade, entries }
    })
}

fn of_grade(grade: &Grade) -> Vec<Entry<'_>> {
    if grade.checks.is_empty() {
        return vec![never_ran(grade)];
    }
    let checked: u32 = grade.checks.iter().map(|check| check.points).sum();
    let left = grade.possible.saturating_sub(checked);
    grade.checks.iter().map(of_check).chain((left > 0).then(|| not_measured(left))).collect()
}

fn of_check(check: &GradedCheck) -> Entry<'_> {
    Entry {
        name: &check.name,
        stage: Some(check.stage),
        points: check.points,
        ending: match check.ending {
            CheckEnding::Passed => Ending::Passed,
            CheckEnding::Failed => Ending::Failed,
            CheckEnding::Inconclusive => Ending::Inconclusive,
        },
        reasons: Cow::Borrowed(&check.reasons),
        hint: check.hint,
        printed: &check.printed,
        elapsed_ms: check.elapsed_ms,
    }
}

fn not_measured(points: u32) -> Entry<'static> {
    let why = tr!("Its speed is measured once everything else is right.");
    without_a_check(FAST, points, Ending::NotMeasured, Cow::Owned(vec![why]))
}

fn never_ran(grade: &Grade) -> Entry<'_> {
    let reasons = Cow::Borrowed(grade.rejection.as_slice());
    Entry { elapsed_ms: grade.elapsed_ms, ..without_a_check(USABLE, grade.possible, Ending::NeverRan, reasons) }
}

fn not_handed_in(column: &Column) -> Entry<'static> {
    let why = tr!("Nothing was handed in for this exercise.");
    without_a_check(HANDED_IN, column.points, Ending::NotHandedIn, Cow::Owned(vec![why]))
}

fn without_a_check<'a>(name: &'a str, points: u32, ending: Ending, reasons: Cow<'a, [String]>) -> Entry<'a> {
    Entry { name, stage: None, points, ending, reasons, hint: None, printed: "", elapsed_ms: 0 }
}

impl Entry<'_> {
    /// Its name in the language of this process.
    pub(super) fn sentence(&self) -> Cow<'_, str> {
        match self.ending {
            Ending::Passed | Ending::Failed | Ending::Inconclusive => said(self.name),
            Ending::NotMeasured => Cow::Owned(tr!("it is fast enough")),
            Ending::NeverRan => Cow::Owned(tr!("it compiles, and the checks can use it")),
            Ending::NotHandedIn => Cow::Owned(tr!("it was handed in")),
        }
    }

    /// The points that it has brought.
    pub(super) fn earned(&self) -> u32 {
        if self.passed() { self.points } else { 0 }
    }

    /// Whether it was proven.
    pub(super) fn passed(&self) -> bool {
        self.ending == Ending::Passed
    }

    /// Its stage in one word, for programs.
    pub(super) fn stage_word(&self) -> Option<&'static str> {
        self.stage.map(|stage| match stage {
            Stage::Behaviour => "behaviour",
            Stage::Interleavings => "interleavings",
            Stage::Speed => "speed",
        })
    }
}

impl Ending {
    /// In one word, for programs.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
            Self::NotMeasured => "not_measured",
            Self::NeverRan => "never_ran",
            Self::NotHandedIn => "not_handed_in",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_points_of_all_entries_are_those_of_the_exercise() {
        let class = fixture::class();
        for learner in &class.learners {
            let mut earned = 0;
            for work in works(&class, learner) {
                let points: u32 = work.entries.iter().map(|entry| entry.points).sum();
                assert_eq!(points, work.column.points, "{} in {}", learner.id, work.column.slug);
                earned += work.entries.iter().map(Entry::earned).sum::<u32>();
            }
            assert_eq!(earned, learner.earned(), "{}", learner.id);
        }
    }

    #[test]
    fn people_read_the_names_that_programs_read() {
        let class = fixture::class();
        for entry in class.learners.iter().flat_map(|learner| works(&class, learner)).flat_map(|work| work.entries) {
            assert_eq!(entry.sentence(), entry.name, "in English");
        }
    }

    #[test]
    fn the_made_up_class_has_every_ending() {
        use Ending::{Failed, Inconclusive, NeverRan, NotHandedIn, NotMeasured, Passed};
        let class = fixture::class();
        let endings: Vec<Ending> = (class.learners.iter())
            .flat_map(|learner| works(&class, learner))
            .flat_map(|work| work.entries.into_iter().map(|entry| entry.ending))
            .collect();
        for ending in [Passed, Failed, Inconclusive, NotMeasured, NeverRan, NotHandedIn] {
            assert!(endings.contains(&ending), "{ending:?} is missing");
        }
    }
}
