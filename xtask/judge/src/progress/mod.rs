//! Last stage: what a learner has done so far, exercise by exercise.
//!
//! This file says what is kept and what a verdict adds to it; [`store`] keeps it in a file, [`transfer`] carries it to
//! another machine. An exercise is known by its slug, so that another number in a later kit changes nothing, and one that
//! this kit does not have is kept all the same.

mod document;
mod store;
mod transfer;

pub use store::{Loaded, load, path, update};
pub use transfer::{Change, TransferError, export, read, read_from, render};

use crate::catalog::Medal;
use crate::hints;
use crate::speed_up::{self, SpeedUp};
use crate::verdict::{Standing, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// What was done in all exercises.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    exercises: BTreeMap<String, ExerciseProgress>,
}

/// What was done in one exercise. What a file of an older format does not say is as if it had not happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExerciseProgress {
    /// How often it was checked.
    pub attempts: u64,
    /// When it first passed, in seconds since 1970.
    pub passed_at: Option<u64>,
    /// How many points the exercise was worth in the newest version that passed. Format 1 has no such field.
    pub passed_points: Option<u32>,
    /// The most points that it earned.
    pub best_points: u32,
    /// How far the hints were shown: up to which of them, 0 to 3.
    pub hints_shown: u8,
    /// The best medal of a pass.
    pub medal: Option<Medal>,
    /// The best speed-up of a pass.
    pub speed_up: Option<SpeedUp>,
    /// What the latest check found.
    pub last: Option<LastCheck>,
}

/// What the latest check of an exercise found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCheck {
    /// When, in seconds since 1970.
    pub at: u64,
    /// The verdict in one word.
    pub standing: Standing,
    /// How many checks passed.
    pub passed: usize,
    /// How many there were; 0 when it never ran.
    pub checks: usize,
    /// The hint that fits the first check that failed.
    pub hint: Option<u8>,
}

impl Progress {
    /// What was done in an exercise; nothing is the default.
    pub fn of(&self, slug: &str) -> ExerciseProgress {
        self.exercises.get(slug).cloned().unwrap_or_default()
    }

    /// The names of all exercises in which something was done, known to this kit or not.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.exercises.keys().map(String::as_str)
    }

    /// Whether nothing was done yet.
    pub fn is_empty(&self) -> bool {
        self.exercises.is_empty()
    }

    fn entry(&mut self, slug: &str) -> &mut ExerciseProgress {
        self.exercises.entry(slug.to_owned()).or_default()
    }

    /// Adds a verdict on the learner's own submission.
    pub fn record(&mut self, verdict: &Verdict, now: SystemTime) {
        let at = now.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let entry = self.entry(&verdict.exercise.slug);
        entry.attempts = entry.attempts.saturating_add(1);
        entry.best_points = entry.best_points.max(verdict.points.earned);
        entry.last = Some(LastCheck::of(verdict, at));
        if verdict.passed() {
            entry.passed_at.get_or_insert(at);
            entry.passed_points = entry.passed_points.max(Some(verdict.points.possible));
            entry.medal = entry.medal.max(speed_up::medal(verdict));
            entry.speed_up = speed_up::better(entry.speed_up, SpeedUp::of(verdict));
        }
    }

    /// Notes that hints have been shown, up to this one.
    pub fn record_hints(&mut self, slug: &str, number: u8) {
        let entry = self.entry(slug);
        entry.hints_shown = entry.hints_shown.max(number);
    }

    /// Adds what was done elsewhere: of everything the better of the two, so that nothing is lost, whatever is added
    /// to what, and adding it twice changes nothing.
    pub fn merge(&mut self, other: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (slug, theirs) in &other.exercises {
            let ours = self.entry(slug);
            let before = ours.clone();
            ours.merge(theirs);
            if *ours != before {
                changes.push(Change { slug: slug.clone(), before, after: ours.clone() });
            }
        }
        changes
    }
}

impl ExerciseProgress {
    /// Whether it has passed, in this or an earlier version.
    pub fn has_passed(&self) -> bool {
        self.passed_at.is_some()
    }

    /// Whether what has passed was worth fewer points than the exercise is now: something was added to it since.
    pub fn passed_less_than(&self, points: u32) -> bool {
        self.has_passed() && self.passed_points.unwrap_or(self.best_points) < points
    }

    /// How many of the hints were shown, whatever the file says.
    pub fn hints_seen(&self) -> u8 {
        self.hints_shown.min(hints::COUNT)
    }

    /// Attempts are not added up: the same ones may be in both.
    fn merge(&mut self, other: &Self) {
        self.attempts = self.attempts.max(other.attempts);
        // Said before the points, which stand for it in format 1.
        let passed_points = |of: &Self| of.passed_at.and(of.passed_points.or(Some(of.best_points)));
        self.passed_points = passed_points(self).max(passed_points(other));
        self.passed_at = match (self.passed_at, other.passed_at) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        self.best_points = self.best_points.max(other.best_points);
        self.hints_shown = self.hints_shown.max(other.hints_shown);
        self.medal = self.medal.max(other.medal);
        self.speed_up = speed_up::better(self.speed_up, other.speed_up);
        let at = |last: &Option<LastCheck>| last.as_ref().map(|last| last.at);
        if at(&other.last) > at(&self.last) {
            self.last.clone_from(&other.last);
        }
    }
}

impl LastCheck {
    fn of(verdict: &Verdict, at: u64) -> Self {
        let checks = verdict.checks();
        let failed = checks.iter().find(|check| !check.outcome.passed());
        Self {
            at,
            standing: verdict.standing,
            passed: checks.iter().filter(|check| check.outcome.passed()).count(),
            checks: checks.len(),
            hint: failed.map(|check| check.info.hint),
        }
    }
}

#[cfg(test)]
mod tests;
