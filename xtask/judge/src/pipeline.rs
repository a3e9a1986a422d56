//! The flow of one check, from a source to its verdict: each stage once, left to right.

use crate::KitError;
use crate::behaviour;
use crate::build::{Build, Builder, Flavour, Rejection, Toolchain};
use crate::catalog::Exercise;
use crate::checks::{self, CheckResult};
use crate::events::{Event, Tell};
use crate::interleavings::{self, Request, Scope};
use crate::layout::Layout;
use crate::lock::{self, Lock};
use crate::process;
use crate::sandbox;
use crate::speed;
use crate::submission::{self, Source, Submission};
use crate::verdict::{self, SubmissionName, Verdict};
use std::fs;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The judge in one checkout. While it exists, no other judge builds or runs there; it may itself be asked by several
/// threads at once.
pub struct Judge {
    /// Where everything is.
    pub layout: Layout,
    pub(crate) toolchain: Toolchain,
    watcher: Option<Watcher>,
    keeps_builds: bool,
    /// Held while cargo may be asked for libraries, so that it is asked once.
    preparing: Mutex<()>,
    _lock: Lock,
}

/// Who is told what happens.
type Watcher = Box<dyn Fn(Event) + Send + Sync>;

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
        Ok(Self { layout, toolchain, watcher: None, keeps_builds: true, preparing: Mutex::default(), _lock: lock })
    }

    /// Tells somebody what happens meanwhile; nothing else is written to the terminal then.
    #[must_use]
    pub fn watched_by(self, watcher: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self { watcher: Some(Box::new(watcher)), ..self }
    }

    /// For submissions that are judged once: what was built for one of them is removed after its verdict.
    #[must_use]
    pub fn forgetting_builds(self) -> Self {
        Self { keeps_builds: false, ..self }
    }

    pub(crate) fn whom(&self) -> Tell<'_> {
        self.watcher.as_deref().map(|watcher| watcher as &(dyn Fn(Event) + Sync))
    }

    /// Builds the libraries of exercises, so that nobody waits for them later.
    pub fn prepare<'a>(&self, exercises: impl IntoIterator<Item = &'a Exercise>) -> Result<(), KitError> {
        let _shared = lock::share_machine();
        exercises.into_iter().try_for_each(|exercise| self.builder(exercise).map(drop))
    }

    /// Judges one submission.
    pub fn check(
        &self,
        exercise: &Exercise,
        source: &Source,
        seed: u64,
        request: &Request,
    ) -> Result<Verdict, KitError> {
        let reading = submission::read(&self.layout, exercise, source)?;
        let name = self.name(exercise, source, reading.as_ref().ok());
        let (build, checks) = match reading {
            Ok(submission) => self.judge(exercise, &submission, seed, request)?,
            Err((file, reason)) => (Build::Rejected(Rejection::Unreadable { file, reason }), Vec::new()),
        };
        let is_whole = request.scope == Scope::Everything;
        Ok(verdict::decide(exercise, name, seed, is_whole, sandbox::level(), build, checks))
    }

    /// All stages that build and run code. Races come last, alone on the machine, and only when nothing else is wrong.
    fn judge(
        &self,
        exercise: &Exercise,
        submission: &Submission,
        seed: u64,
        request: &Request,
    ) -> Result<(Build, Vec<CheckResult>), KitError> {
        let machine = lock::share_machine();
        let builder = self.builder(exercise)?;
        let mut checks = Vec::new();
        if request.scope != Scope::Races {
            let (build, results) = self.run(exercise, &builder, submission, seed, request)?;
            let all_passed = !results.is_empty() && results.iter().all(|check| check.outcome.passed());
            if !all_passed || request.scope != Scope::Everything || !exercise.settings.has_races() {
                return Ok((build, results));
            }
            checks = results;
        }
        let Some(races) = exercise.settings.races() else {
            return Err(KitError::NoRaces { slug: exercise.slug.clone() });
        };
        let build = builder.build(submission, Flavour::Timed)?;
        drop(machine);
        let Build::Ready(runner) = &build else { return Ok((build, Vec::new())) };
        let _alone = lock::keep_machine();
        checks.extend(speed::run(races, runner, &self.layout.scratch(), seed, self.whom())?);
        Ok((build, checks))
    }

    fn builder<'a>(&'a self, exercise: &'a Exercise) -> Result<Builder<'a>, KitError> {
        let _one_at_a_time = self.preparing.lock().unwrap_or_else(PoisonError::into_inner);
        let builder = Builder::prepare(&self.layout, &self.toolchain, exercise, self.whom())?;
        Ok(if self.keeps_builds { builder } else { builder.keeping_nothing() })
    }

    /// Builds both flavours side by side, and runs each as soon as it is there. A rejection is always told
    /// in terms of the real std, and then nothing else counts.
    fn run(
        &self,
        exercise: &Exercise,
        builder: &Builder<'_>,
        submission: &Submission,
        seed: u64,
        request: &Request,
    ) -> Result<(Build, Vec<CheckResult>), KitError> {
        let real = || self.run_real(exercise, builder, submission, seed, request);
        let modelled = || self.run_modelled(exercise, builder, submission, seed, request);
        let (real, modelled) = if let Scope::Check(_) = request.scope {
            let real = real()?;
            // Found there, it is no scenario.
            let modelled = if real.1.is_empty() { modelled() } else { Ok(Ok(Vec::new())) };
            (Ok(real), modelled)
        } else {
            thread::scope(|scope| {
                let modelled = scope.spawn(modelled);
                (real(), modelled.join().expect("a stage of the judge does not panic"))
            })
        };
        let (build, mut checks) = real?;
        if let Build::Rejected(_) = build {
            return Ok((build, checks));
        }
        match modelled? {
            Ok(scenarios) => checks.extend(scenarios),
            Err(rejection) => return Ok((Build::Rejected(rejection), Vec::new())),
        }
        Ok((build, checks))
    }

    fn run_real(
        &self,
        exercise: &Exercise,
        builder: &Builder<'_>,
        submission: &Submission,
        seed: u64,
        request: &Request,
    ) -> Result<(Build, Vec<CheckResult>), KitError> {
        let build = builder.build(submission, Flavour::Real)?;
        let Build::Ready(runner) = &build else { return Ok((build, Vec::new())) };
        let chosen = match &request.scope {
            Scope::Everything => &runner.checks,
            Scope::Check(name) => checks::named(&runner.checks, name),
            Scope::Scenarios | Scope::Replay(_) | Scope::Races => &[],
        };
        let results = behaviour::run(exercise, runner, chosen, &self.layout.scratch(), seed, self.whom())?;
        Ok((build, results))
    }

    fn run_modelled(
        &self,
        exercise: &Exercise,
        builder: &Builder<'_>,
        submission: &Submission,
        seed: u64,
        request: &Request,
    ) -> Result<Result<Vec<CheckResult>, Rejection>, KitError> {
        let Some(settings) = &exercise.settings.interleavings else { return Ok(Ok(Vec::new())) };
        let build = builder.build(submission, Flavour::Model)?;
        let overlap = exercise.settings.virtual_time();
        interleavings::run(settings, overlap, self.whom(), build, &self.layout.scratch(), seed, request)
    }

    pub(crate) fn name(&self, exercise: &Exercise, source: &Source, submission: Option<&Submission>) -> SubmissionName {
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
