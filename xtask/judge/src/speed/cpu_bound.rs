//! A race of CPU-bound work.
//!
//! A submission must be so many times faster on all cores than on one. In each round the submission and, as a control,
//! the authors' version run once, each in a fresh process on fresh input, in random order; [`certificate`](super::certificate)
//! says what the rounds prove.

use super::certificate::{Decision, Rule, Tally, decide, needs_alone, needs_baseline, next_length, tally};
use super::rounds::{Baseline, Length, Round, speed_up, spread};
use super::run::{Race, Took};
use super::size;
use super::{RaceReport, Work};
use crate::KitError;
use crate::catalog::{CpuSettings, Medal, Shares};
use crate::checks::Outcome;
use crate::process::machine::Reading;
use protocol::{Contestant, Start};
use serde::Serialize;
use std::time::{Duration, Instant};

/// The processor time of a call, in rounds with long ones: about 20 ms for each of two cores.
const LONG: Duration = Duration::from_millis(40);
/// The same in rounds with short ones.
const SHORT: Duration = Duration::from_millis(5);

/// What a race of CPU-bound work came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CpuReport {
    /// The rounds in figures.
    pub tally: Tally,
    /// How many cores may be used, as far as they count.
    pub cores: usize,
    /// The shares of the authors' speed that the medals need.
    pub shares: Shares,
}

/// A race under way.
pub(super) struct Hunt<'a> {
    pub(super) race: Race<'a>,
    pub(super) settings: &'a CpuSettings,
    pub(super) cores: usize,
    /// What inputs and orders come from.
    pub(super) inputs: fastrand::Rng,
}

/// The sizes of the inputs of the submission and of the control, which take both about as long.
#[derive(Clone, Copy)]
struct Sizes {
    submission: u64,
    control: u64,
}

/// Stops at a run that shows no time.
macro_rules! time_or_return {
    ($run:expr) => {
        match $run? {
            Ok(time) => time,
            Err(outcome) => return Ok(outcome),
        }
    };
}

impl Hunt<'_> {
    pub(super) fn decide(mut self) -> Result<Outcome, KitError> {
        #[expect(clippy::cast_precision_loss, reason = "a few cores")]
        let rule = Rule { speed_up: self.settings.efficiency * self.cores as f64, cores: self.cores };
        let end = Instant::now() + Duration::from_millis(self.settings.time_ms);
        let (mut rounds, mut sizes, mut so_far) = (Vec::new(), None, None);
        let start_of_all = Reading::now();
        let mut reading = start_of_all;
        while let Some(length) =
            next_length(&rounds, so_far.as_ref()).filter(|_| so_far.is_none() || Instant::now() < end)
        {
            if sizes.is_none_or(|(of, _)| of != length) {
                let submission = time_or_return!(self.size_for(Contestant::Submission, length));
                let control = time_or_return!(self.size_for(Contestant::Reference, length));
                sizes = Some((length, Sizes { submission, control }));
            }
            let (_, sizes) = sizes.expect("they were found above");
            let and_alone = needs_alone(&rounds, length, so_far.as_ref());
            let start = Instant::now();
            let (submission, control) = time_or_return!(self.round(sizes, and_alone));
            let baseline =
                if needs_baseline(so_far.as_ref()) { Some(time_or_return!(self.against_baseline())) } else { None };
            let others = reading.others_since();
            reading = Reading::now();
            rounds.push(Round {
                length,
                elapsed: start.elapsed(),
                submission: submission.0.and_alone(submission.1),
                control: control.0.and_alone(control.1),
                control_on_same: submission.0.authors,
                baseline,
                others,
            });
            let tally = tally(&rounds, rule);
            so_far = Some(tally);
            self.race.tell(rounds.len(), speed_up(&rounds, rounds.len() - 1));
            if decide(&tally) != Decision::Open {
                break;
            }
        }
        let tally = so_far.expect("time is over only after the first round");
        let report = self.report(&rounds, rule, tally, decide(&tally), &start_of_all);
        Ok(Outcome::Raced { race: Box::new(report) })
    }

    fn report(&self, rounds: &[Round], rule: Rule, tally: Tally, decision: Decision, start: &Reading) -> RaceReport {
        let shares = self.settings.share;
        let medal = match decision {
            Decision::Reached if tally.share >= shares.gold => Some(Medal::Gold),
            Decision::Reached if tally.share >= shares.silver => Some(Medal::Silver),
            Decision::Reached => Some(Medal::Bronze),
            Decision::Open | Decision::Missed | Decision::TooSlow | Decision::WorksOn => None,
        };
        RaceReport {
            decision,
            medal,
            speed_up: spread(rounds),
            asked: rule.speed_up,
            work: Work::CpuBound(CpuReport { tally, cores: self.cores, shares }),
            machine: start.state_since(),
        }
    }

    /// Everybody once on all cores, and where asked for once more on one, in random order.
    #[expect(clippy::type_complexity, reason = "two contestants, each on all cores and maybe on one")]
    fn round(
        &mut self,
        sizes: Sizes,
        and_alone: bool,
    ) -> Result<Result<((Took, Option<Took>), (Took, Option<Took>)), Outcome>, KitError> {
        let mut order: Vec<(usize, bool)> = vec![(0, false), (1, false)];
        if and_alone {
            order.extend([(0, true), (1, true)]);
        }
        self.inputs.shuffle(&mut order);
        let mut took = [[None; 2]; 2];
        for (who, alone) in order {
            let (contestant, size) =
                [(Contestant::Submission, sizes.submission), (Contestant::Reference, sizes.control)][who];
            match self.once(Start { contestant, size, cores: alone.then_some(1), waits: None })? {
                Ok(time) => took[who][usize::from(alone)] = Some(time),
                Err(outcome) => return Ok(Err(outcome)),
            }
        }
        let of = |[all, alone]: [Option<Took>; 2]| (all.expect("everybody ran on all cores"), alone);
        let [submission, control] = took.map(of);
        Ok(Ok((submission, control)))
    }

    /// The plain version on one core, and the submission on all.
    fn against_baseline(&mut self) -> Result<Result<Baseline, Outcome>, KitError> {
        let size = self.settings.baseline_size;
        let plain = self.once(Start { contestant: Contestant::Baseline, size, cores: Some(1), waits: None })?;
        let submission = self.once(Start { contestant: Contestant::Submission, size, cores: None, waits: None })?;
        Ok(plain.and_then(|plain| Ok(Baseline { plain: plain.cpu, submission: submission?.and_alone(None) })))
    }

    /// The size of input with which a contestant has enough to do.
    fn size_for(&mut self, contestant: Contestant, length: Length) -> Result<Result<u64, Outcome>, KitError> {
        let wanted = match length {
            Length::Long => LONG,
            Length::Short => SHORT,
        };
        let settings = self.settings;
        let start = |size| Start { contestant, size, cores: Some(1), waits: None };
        size::find(settings, wanted, |size| self.once(start(size)))
    }

    fn once(&mut self, start: Start) -> Result<Result<Took, Outcome>, KitError> {
        let seed = self.inputs.u64(..);
        self.race.run_to_the_end(start, seed)
    }
}
