//! The flow of a benchmark: a submission is read, built with optimisations, and timed on one core, on two, and so on.
//! Nothing but its races is run; an answer that is wrong is noticed all the same.

use crate::KitError;
use crate::build::{Build, Builder, Flavour, Rejection};
use crate::catalog::{Exercise, Races};
use crate::checks::CheckResult;
use crate::lock;
use crate::pipeline::Judge;
use crate::sandbox;
use crate::speed::sweep::{self, Plan, Sweep};
use crate::submission::{self, Source, Submission};
use crate::verdict::{self, ExerciseName, SubmissionName, Verdict};

/// How the speed of one submission grows with the cores.
#[derive(Debug, Clone, PartialEq)]
pub struct Bench {
    /// Which exercise.
    pub exercise: ExerciseName,
    /// What was timed.
    pub submission: SubmissionName,
    /// The times of each race.
    pub sweeps: Vec<Sweep>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Everything is built; other judges on this machine have to come to an end.
    Waits,
    /// It is being timed.
    Times {
        /// How many runs there have been.
        done: usize,
        /// How many there will be.
        all: usize,
    },
}

/// What a submission without times came to.
struct Untimed(Build, Vec<CheckResult>);

impl Judge {
    /// Times all races of one submission; `on_phase` hears how far it is. `Err` in the result is the verdict on a
    /// submission that has no times to show.
    pub fn bench(
        &self,
        exercise: &Exercise,
        source: &Source,
        plan: &Plan,
        on_phase: &mut dyn FnMut(Phase),
    ) -> Result<Result<Bench, Box<Verdict>>, KitError> {
        let Some(races) = exercise.settings.races() else {
            return Err(KitError::NoRaces { slug: exercise.slug.clone() });
        };
        let reading = submission::read(&self.layout, exercise, source)?;
        let name = self.name(exercise, source, reading.as_ref().ok());
        let timed = match reading {
            Ok(submission) => self.time(exercise, races, &submission, plan, on_phase)?,
            Err((file, reason)) => Err(Untimed(Build::Rejected(Rejection::Unreadable { file, reason }), Vec::new())),
        };
        Ok(match timed {
            Ok(sweeps) => Ok(Bench { exercise: exercise.into(), submission: name, sweeps }),
            Err(Untimed(build, checks)) => {
                Err(Box::new(verdict::decide(exercise, name, plan.seed, false, sandbox::level(), build, checks)))
            }
        })
    }

    /// As for a check, nothing else of ours runs on this machine while the clock does.
    fn time(
        &self,
        exercise: &Exercise,
        races: Races<'_>,
        submission: &Submission,
        plan: &Plan,
        on_phase: &mut dyn FnMut(Phase),
    ) -> Result<Result<Vec<Sweep>, Untimed>, KitError> {
        let machine = lock::share_machine();
        let build = Builder::prepare(&self.layout, &self.toolchain, exercise, self.whom())?
            .build(submission, Flavour::Timed)?;
        drop(machine);
        let Build::Ready(runner) = &build else { return Ok(Err(Untimed(build, Vec::new()))) };
        on_phase(Phase::Waits);
        let _alone = lock::keep_machine();
        let mut on_run = |done, all| on_phase(Phase::Times { done, all });
        let swept = sweep::run(races, runner, &self.layout.scratch(), plan, &mut on_run)?;
        Ok(swept.map_err(|check| Untimed(build, vec![check])))
    }
}
