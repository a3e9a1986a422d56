//! Puts a class together for the reports: from what is in the store, what could not be read, and what could not be
//! judged.

use crate::alike::{self, Shape};
use crate::class::{Class, Column, FORMAT, Learner, LeftOut};
use crate::grade::Grade;
use crate::intake::Intake;
use crate::kit;
use crate::store::{Found, Key, Store};
use crate::tasks::{Entry, Origin, Plan};
use crate::work;
use judge::KitError;
use judge::catalog::Exercise;
use judge::layout::Layout;
use judge::sandbox;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tr::tr;

/// What a class is put together from.
pub(crate) struct Parts<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) plan: &'a Plan,
    pub(crate) store: &'a Store,
    /// What the judge could not judge, and why.
    pub(crate) broken: &'a BTreeMap<Key, String>,
    pub(crate) seed: u64,
}

/// The class. Verdicts are without the steps of their interleavings, which are most of them; the store has those.
pub(crate) fn class(parts: &Parts<'_>, intake: Intake) -> Result<Class, KitError> {
    let mut class = Class {
        format: FORMAT.to_owned(),
        kit_version: kit::VERSION.to_owned(),
        graded_at: String::new(),
        seed: parts.seed,
        sandbox: sandbox::level(),
        exercises: parts.plan.exercises.iter().map(column).collect(),
        learners: intake.learners,
        alike: alike::groups(&parts.plan.entries, &published(parts)?),
        left_out: intake.left_out,
    };
    for entry in &parts.plan.entries {
        let Some(index) = class.learners.iter().position(|learner| learner.id == entry.learner) else { continue };
        match grade_of(parts, entry)? {
            Ok((time, grade)) => {
                class.graded_at = class.graded_at.max(time);
                class.sandbox = class.sandbox.min(grade.sandbox);
                add(&mut class.learners[index], without_steps(grade));
            }
            Err(problem) => class.left_out.push(left_out(&class.learners[index], entry.exercise, &problem)),
        }
    }
    Ok(class)
}

/// A grade with everything that is known of it, or why there is none; and when it was given.
fn grade_of(parts: &Parts<'_>, entry: &Entry) -> Result<Result<(String, Grade), String>, KitError> {
    let exercise = parts.plan.exercises.iter().find(|exercise| exercise.number == entry.exercise);
    let exercise = exercise.expect("a plan has the exercises of its entries");
    match &entry.origin {
        Origin::Unreadable(file, reason) => {
            Ok(Ok((String::new(), work::unreadable(parts.layout, exercise, file, reason, parts.seed))))
        }
        Origin::Judged(key) => Ok(match parts.store.find(key)? {
            Found::Result(graded) => Ok((graded.time, graded.grade)),
            Found::Nothing => Err(parts.broken.get(key).cloned().unwrap_or_default()),
            Found::Unusable(_, why) => Err(why),
        }),
    }
}

fn column(exercise: &Exercise) -> Column {
    Column {
        number: exercise.number,
        slug: exercise.slug.clone(),
        title: exercise.settings.title.clone(),
        points: exercise.settings.points,
    }
}

fn published(parts: &Parts<'_>) -> Result<BTreeMap<u32, BTreeSet<Shape>>, KitError> {
    let exercises = parts.plan.exercises.iter();
    exercises.map(|exercise| Ok((exercise.number, alike::published(parts.layout, exercise)?))).collect()
}

fn add(learner: &mut Learner, grade: Grade) {
    let place = learner.grades.partition_point(|known| known.exercise < grade.exercise);
    learner.grades.insert(place, grade);
}

/// An error of the grader is nobody's grade.
fn left_out(learner: &Learner, exercise: u32, problem: &str) -> LeftOut {
    LeftOut {
        path: tr!("{learner}, exercise {exercise}", learner = learner.id, exercise),
        reason: tr!("the grader itself has failed; this is no grade: {problem}", problem),
    }
}

/// A class of hundreds stays small in memory without the steps of all interleavings that went wrong.
fn without_steps(mut grade: Grade) -> Grade {
    let checks = grade.verdict.pointer_mut("/result/checks").and_then(Value::as_array_mut);
    for check in checks.into_iter().flatten() {
        if let Some(steps) = check.pointer_mut("/outcome/steps") {
            *steps = Value::Array(Vec::new());
        }
    }
    grade
}
