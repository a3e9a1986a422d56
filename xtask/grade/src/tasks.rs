//! From what was handed in to what has to be judged: the same twice is judged once.

use crate::alike::{self, Shape};
use crate::intake::{HandIn, Intake};
use crate::store::Key;
use crate::work;
use judge::KitError;
use judge::catalog::Exercise;
use judge::language;
use judge::layout::Layout;
use judge::submission::{SourceFile, Submission, Unreadable};
use std::collections::BTreeSet;

/// A submission to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    /// What its result is known by.
    pub(crate) key: Key,
    /// The exercise's slug.
    pub(crate) exercise: String,
    /// The hash of the kit that is to judge.
    pub(crate) kit: String,
    /// What was handed in.
    pub(crate) files: Vec<SourceFile>,
}

/// One learner's work on one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The learner's id.
    pub(crate) learner: String,
    /// The exercise's number.
    pub(crate) exercise: u32,
    /// Where its grade comes from.
    pub(crate) origin: Origin,
    /// What it is like; absent when it cannot be compared.
    pub(crate) shape: Option<Shape>,
}

/// Where a grade comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From what was judged, known by its key.
    Judged(Key),
    /// Nobody can read it: the file, and why.
    Unreadable(String, Unreadable),
}

/// Everything that was handed in, and what has to be judged for it.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// In the order of the hand-ins.
    pub(crate) entries: Vec<Entry>,
    /// Each key once.
    pub(crate) tasks: Vec<Task>,
    /// The exercises that something was handed in to, by number.
    pub(crate) exercises: Vec<Exercise>,
}

/// Makes a plan. The sources are taken out of `intake`.
pub(crate) fn plan(layout: &Layout, exercises: &[Exercise], intake: &mut Intake, seed: u64) -> Result<Plan, KitError> {
    let handed_in: BTreeSet<u32> = intake.hand_ins.iter().map(|hand_in| hand_in.exercise).collect();
    let exercises: Vec<Exercise> =
        exercises.iter().filter(|exercise| handed_in.contains(&exercise.number)).cloned().collect();
    let kits = work::kits(layout, &exercises)?;
    let stubs = exercises.iter().map(|exercise| alike::stub(layout, exercise)).collect::<Result<Vec<_>, _>>()?;
    let mut plan = Plan { exercises, ..Plan::default() };
    let mut known = BTreeSet::new();
    for hand_in in std::mem::take(&mut intake.hand_ins) {
        let Some(index) = plan.exercises.iter().position(|exercise| exercise.number == hand_in.exercise) else {
            continue;
        };
        let shape = hand_in.files.as_ref().ok().and_then(|files| alike::shape(files, &stubs[index]));
        let slug = &plan.exercises[index].slug;
        let (origin, task) = origin(&hand_in, slug, &kits[index], seed);
        plan.tasks.extend(task.filter(|task| known.insert(task.key.clone())));
        plan.entries.push(Entry { learner: hand_in.learner, exercise: hand_in.exercise, origin, shape });
    }
    Ok(plan)
}

fn origin(hand_in: &HandIn, slug: &str, kit: &str, seed: u64) -> (Origin, Option<Task>) {
    let files = match &hand_in.files {
        Ok(files) => files.clone(),
        Err((file, reason)) => return (Origin::Unreadable(file.clone(), reason.clone()), None),
    };
    let submission = Submission { files, is_stub: false };
    let key = Key::of(&submission.hash(), slug, kit, seed, language::spoken());
    let (exercise, kit) = (slug.to_owned(), kit.to_owned());
    (Origin::Judged(key.clone()), Some(Task { key, exercise, kit, files: submission.files }))
}
