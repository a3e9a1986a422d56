//! From a run that fails to the one that is easiest to read: the fewest changes between tasks, then the fewest
//! steps, that still fail in the same way.

use super::follow::{Draws, Follow, Observe};
use super::{Found, Mode, Scenario, Strategy, diagnose};
use crate::kernel::{Chooser, Finished, Settings, TaskId, run};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem::discriminant;
use std::rc::Rc;
use std::time::{Duration, Instant};
use trace::Mistake;

/// Counted, so that the same failure is shortened to the same run on every machine; the time is only for those
/// that are very slow.
const OTHER_RUNS: usize = 300;
const EDITED_RUNS: usize = 600;
const ENDLESS_RUNS: usize = 24;
const TIME: Duration = Duration::from_secs(2);

/// A run that fails like `first` and is shorter, or `first` itself.
pub(super) fn shorten(scenario: &Scenario, first: Found, seed: u64) -> Found {
    let end = Instant::now() + TIME;
    let mut best = first;
    // A run without an end is as long as any other; all that can be had is fewer changes between tasks.
    let is_endless = matches!(best.mistake, Mistake::BusyWaits { .. } | Mistake::TooManySteps { .. });
    let others_tried = if is_endless { ENDLESS_RUNS } else { OTHER_RUNS };
    for other in others(scenario, &best, seed, others_tried, end) {
        if other.length() < best.length() {
            best = other;
        }
    }
    let mut left = if is_endless { 0 } else { EDITED_RUNS };
    while let Some(better) = improve(scenario, &best, &mut left, end) {
        best = better;
    }
    best
}

/// Other runs that fail in the same way, found at random; without what happens for no reason where that is possible.
fn others(scenario: &Scenario, first: &Found, seed: u64, runs: usize, end: Instant) -> Vec<Found> {
    let mut found = Vec::new();
    for mode in [Mode::default(), first.mode] {
        for strategy in [Strategy::Random, Strategy::Pct { depth: 3, fair: false }] {
            let mut chooser = strategy.chooser(seed);
            for _ in 0..runs / 4 {
                if Instant::now() > end {
                    return found;
                }
                chooser.begin();
                let (other, back) = try_once(scenario, chooser, mode, first);
                chooser = back;
                found.extend(other);
            }
        }
    }
    found
}

/// One run; what it found, if it fails in the same way.
fn try_once(
    scenario: &Scenario,
    chooser: Box<dyn Chooser>,
    mode: Mode,
    like: &Found,
) -> (Option<Found>, Box<dyn Chooser>) {
    let settings = Settings { record: true, ..scenario.settings(mode) };
    let (finished, chooser) = run(scenario.body(), chooser, settings);
    (same_mistake(finished, mode, like), chooser)
}

fn same_mistake(run: Finished, mode: Mode, like: &Found) -> Option<Found> {
    let mistake = diagnose::mistake(&run)?;
    let is_same = discriminant(&mistake) == discriminant(&like.mistake) && same_words(&mistake, &like.mistake);
    is_same.then(|| Found { run, mode, mistake, after: like.after })
}

/// Of two wrong results or panics, whether it is the same one.
fn same_words(one: &Mistake, other: &Mistake) -> bool {
    match (one, other) {
        (Mistake::WrongResult(one), Mistake::WrongResult(other)) => one.message == other.message,
        (Mistake::Panicked(one), Mistake::Panicked(other)) => one.location == other.location,
        _ => true,
    }
}

/// The first edit that makes the run shorter and leaves its mistake in place.
fn improve(scenario: &Scenario, best: &Found, left: &mut usize, end: Instant) -> Option<Found> {
    let draws = observe(scenario, best);
    for order in edits(&best.run.order) {
        if *left == 0 || Instant::now() > end {
            return None;
        }
        *left -= 1;
        let follow = Follow::new(order, draws.clone());
        let (found, _) = try_once(scenario, Box::new(follow), best.mode, best);
        if let Some(found) = found.filter(|found| found.length() < best.length()) {
            return Some(found);
        }
    }
    None
}

/// What each task drew at random, so that an edited run can draw the same.
fn observe(scenario: &Scenario, best: &Found) -> Draws {
    let draws = Rc::new(RefCell::new(Draws::new()));
    let observer = Observe::new(&best.run.schedule, Rc::clone(&draws));
    run(scenario.body(), Box::new(observer), scenario.settings(best.mode));
    draws.take()
}

/// Orders with fewer changes: each time, what a task does later is put right after what it did before, or the
/// other way round; or everything after some change is left to itself.
fn edits(order: &[TaskId]) -> impl Iterator<Item = VecDeque<TaskId>> {
    let pieces: Vec<Vec<TaskId>> = order.chunk_by(|a, b| a == b).map(<[TaskId]>::to_vec).collect();
    let mut edits: Vec<VecDeque<TaskId>> = Vec::new();
    for first in 0..pieces.len() {
        let task = pieces[first][0];
        let Some(second) = (first + 1..pieces.len()).find(|index| pieces[*index][0] == task) else { continue };
        for (from, to) in [(second, first + 1), (first, second)] {
            let mut edited = pieces.clone();
            let piece = edited.remove(from);
            edited.insert(if from < to { to - 1 } else { to }, piece);
            edits.push(edited.concat().into());
        }
    }
    edits.extend((1..pieces.len()).map(|length| pieces[..length].concat().into()));
    edits.into_iter()
}
