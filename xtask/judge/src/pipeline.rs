//! The flow of one check, from a source to its verdict: each stage once, left to right.

use crate::KitError;
use crate::behaviour;
use crate::build::{self, Build, Rejection, Toolchain};
use crate::catalog::Exercise;
use crate::layout::Layout;
use crate::lock::{self, Lock};
use crate::process;
use crate::submission::{self, Source, Submission};
use crate::verdict::{self, SubmissionName, Verdict};
use std::fs;

/// The judge in one checkout. While it exists, no other judge builds or runs there.
pub struct Judge {
    /// Where everything is.
    pub layout: Layout,
    toolchain: Toolchain,
    _lock: Lock,
}

impl Judge {
    /// Sets up in a checkout; calls `on_wait` when another judge is at work there, and waits for it.
    pub fn open(layout: Layout, on_wait: impl FnOnce()) -> Result<Self, KitError> {
        let toolchain = Toolchain::find()?;
        let lock = lock::acquire(&layout.judge_lock(), on_wait)?;
        let scratch = layout.scratch();
        // A judge that was killed may have left processes and folders here.
        if scratch.exists() {
            process::end_leftovers();
            let _ = fs::remove_dir_all(&scratch);
        }
        fs::create_dir_all(&scratch).map_err(KitError::file("create", &scratch))?;
        Ok(Self { layout, toolchain, _lock: lock })
    }

    /// Judges one submission.
    pub fn check(&self, exercise: &Exercise, source: &Source, seed: u64) -> Result<Verdict, KitError> {
        let reading = submission::read(&self.layout, exercise, source)?;
        let name = self.name(exercise, source, reading.as_ref().ok());
        let build = match reading {
            Ok(submission) => build::build(&self.layout, &self.toolchain, exercise, &submission)?,
            Err((file, reason)) => Build::Rejected(Rejection::Unreadable { file, reason }),
        };
        let deadline = exercise.settings.behaviour.deadline();
        let checks = match &build {
            Build::Ready(runner) => behaviour::run(runner, &self.layout.scratch(), deadline, seed)?,
            Build::Rejected(_) => Vec::new(),
        };
        Ok(verdict::decide(exercise, name, seed, build, checks))
    }

    fn name(&self, exercise: &Exercise, source: &Source, submission: Option<&Submission>) -> SubmissionName {
        SubmissionName {
            origin: source.into(),
            file: self.layout.display(&submission::main_file(&self.layout, exercise, source)),
            sha256: submission.map(Submission::hash),
            is_stub: submission.is_some_and(|submission| submission.is_stub),
        }
    }
}

/// A seed that nobody chose.
pub fn random_seed() -> Result<u64, KitError> {
    // 32 bits are enough to choose from, and short enough to type.
    getrandom::u32().map(u64::from).map_err(KitError::Random)
}
