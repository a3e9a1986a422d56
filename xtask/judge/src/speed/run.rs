//! One run of a race: a fresh process, on the judge's clock.

use super::rounds::Runs;
use crate::KitError;
use crate::build::Runner;
use crate::checks::{self, Outcome};
use crate::events::{self, Event, Tell};
use crate::process::{Limits, Program};
use crate::sandbox;
use protocol::{Assignment, CheckInfo, Record, Start};
use std::path::Path;
use std::time::Duration;

/// No run takes as long; one that does is stopped.
const DEADLINE: Duration = Duration::from_secs(10);
/// What a run may print.
const OUTPUT: usize = 2 << 20;
/// How much processor time is used in the pause after an answer by who has nothing left to do.
const PAUSE: Duration = Duration::from_millis(2);

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Took {
    /// From the start to the answer, by the judge's clock.
    pub(super) wall: Duration,
    /// The processor time of that, all threads together.
    pub(super) cpu: Duration,
    /// How long the authors' version took on the same input, afterwards and with the same cores.
    pub(super) authors: Duration,
    /// Whether it had nothing left to do after its answer.
    pub(super) is_at_rest: bool,
}

/// What became of a run.
pub(super) enum Ran {
    /// It gave the right answer.
    Took(Took),
    /// I/O-bound work was stopped when its time was over, with so many requests answered.
    Unfinished {
        /// How many.
        answered: u64,
    },
    /// It has no time to show.
    Spoiled(Outcome),
}

/// What all runs of a race share.
pub(super) struct Race<'a> {
    pub(super) runner: &'a Runner,
    pub(super) check: &'a CheckInfo,
    pub(super) scratch: &'a Path,
    /// Who is told of each round.
    pub(super) whom: Tell<'a>,
}

impl Race<'_> {
    /// Tells that a round is over.
    pub(super) fn tell(&self, rounds: usize, speed_up: f64) {
        events::tell(self.whom, || Event::Round { race: self.check.clone(), rounds, speed_up });
    }

    /// Makes a run.
    pub(super) fn run(&self, start: Start, seed: u64) -> Result<Ran, KitError> {
        let challenge = checks::new_challenge()?;
        let folder = tempfile::tempdir_in(self.scratch).map_err(KitError::file("create", self.scratch))?;
        let check = self.check.name.clone();
        let assignment = Assignment {
            challenge: challenge.clone(),
            check,
            seed,
            exploration: None,
            start: Some(start),
            speed_up: None,
        };
        let mut program = Program {
            empty_env: true,
            input: Some(protocol::to_line(&assignment)),
            ..Program::new(&self.runner.program, folder.path())
        };
        if let Some(cores) = start.cores {
            // Where a process cannot be kept on few cores, at least Rayon's pool can.
            program.env.push(("RAYON_NUM_THREADS".into(), Some(cores.to_string().into())));
        }
        let limits = Limits { deadline: DEADLINE, output_bytes: OUTPUT, keep_bytes: OUTPUT };
        let (finished, times) =
            sandbox::run_timed(program.args([protocol::JUDGED]), &self.runner.policy(), &limits, protocol::GO)?;
        let text = finished.stdout.text();
        let records: Vec<Record> = text.lines().filter_map(protocol::from_line).collect();
        if let (Some(Record::Unfinished { answered }), Some(_)) = (records.last(), start.waits) {
            return Ok(Ran::Unfinished { answered: *answered });
        }
        let outcome = checks::interpret(&finished, &challenge, DEADLINE, &self.runner.sources);
        if outcome != Outcome::Passed {
            return Ok(Ran::Spoiled(outcome));
        }
        let used = match records.as_slice() {
            [
                Record::Ready,
                Record::Done { .. },
                Record::Used { run_us, pause_us },
                Record::Compared,
                Record::Finished { .. },
            ] => Some((Duration::from_micros(*run_us), *pause_us)),
            _ => None,
        };
        let (Some((cpu, pause_us)), Some(signalled), [done, used, compared, ..]) =
            (used, times.signalled, times.lines.as_slice())
        else {
            return Ok(Ran::Spoiled(Outcome::Forged));
        };
        // The other side of I/O-bound work is in the same process, and may have something left to do.
        let is_at_rest = start.waits.is_some() || Duration::from_micros(pause_us) <= PAUSE;
        Ok(Ran::Took(Took { wall: *done - signalled, cpu, authors: *compared - *used, is_at_rest }))
    }

    /// The same for CPU-bound work, which is never stopped half-way. `Err` in the result is what became of a run that
    /// has no time to show.
    pub(super) fn run_to_the_end(&self, start: Start, seed: u64) -> Result<Result<Took, Outcome>, KitError> {
        Ok(match self.run(start, seed)? {
            Ran::Took(took) => Ok(took),
            // Only I/O-bound work is stopped.
            Ran::Unfinished { .. } => Err(Outcome::Forged),
            Ran::Spoiled(outcome) => Err(outcome),
        })
    }
}

impl Took {
    /// With the processor time of a run that had one core only.
    pub(super) fn and_alone(self, alone: Option<Took>) -> Runs {
        Runs { wall: self.wall, cpu: self.cpu, alone: alone.map(|alone| alone.cpu), is_at_rest: self.is_at_rest }
    }
}
