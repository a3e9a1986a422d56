//! Fourth stage: hidden checks with real threads on the real clock, each in a process of its own.

use crate::KitError;
use crate::build::Runner;
use crate::catalog::Exercise;
use crate::checks::{self, CheckResult, Setting, Stage};
use crate::events::Tell;
use protocol::CheckInfo;
use std::path::Path;

/// Checks mostly wait, so all of an exercise run at once: one that hangs everywhere costs one deadline.
/// What they take from each other is given back (see `process`).
const CHECKS_AT_ONCE: usize = 48;

/// Runs checks of a runner, in this order.
pub fn run(
    exercise: &Exercise,
    runner: &Runner,
    chosen: &[CheckInfo],
    scratch: &Path,
    seed: u64,
    whom: Tell<'_>,
) -> Result<Vec<CheckResult>, KitError> {
    let deadline = exercise.settings.behaviour.deadline();
    let stage = Stage::Behaviour;
    let overlap = exercise.settings.virtual_time();
    let setting = Setting { stage, scratch, deadline, seed, at_once: CHECKS_AT_ONCE, exploration: None, overlap, whom };
    checks::run(runner, chosen, setting)
}
