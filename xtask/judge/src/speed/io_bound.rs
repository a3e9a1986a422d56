//! A race of I/O-bound work: requests that are each left waiting for their answer.
//!
//! In each round the submission and, as a control, the authors' version run once, each in a fresh process with a server
//! of its own, in random order; [`requests`](super::requests) says what the rounds prove.

use super::certificate::Decision;
use super::requests::{Round, Trip, best, control_hits, decide, hits, spread};
use super::run::{Race, Ran};
use super::{RaceReport, Work};
use crate::KitError;
use crate::catalog::{IoSettings, Thresholds};
use crate::checks::{Outcome, milliseconds};
use crate::process::machine::Reading;
use protocol::{Contestant, Start, Waits};
use serde::Serialize;
use std::time::{Duration, Instant};

/// After so many rounds, a race is open for good.
const ROUNDS: usize = 12;

/// What a race of I/O-bound work came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IoReport {
    /// How many rounds there were.
    pub rounds: usize,
    /// In how many the submission was fast enough.
    pub hits: usize,
    /// In how many the authors' version was.
    pub control_hits: usize,
    /// The best complete run of the submission.
    pub best: Option<f64>,
    /// How many requests there are.
    pub requests: u64,
    /// How many of them may be under way at the same time.
    pub at_once: u64,
    /// For how long each is left waiting for its answer, in milliseconds.
    pub delay_ms: u64,
    /// After this time a run is stopped, in milliseconds.
    pub limit_ms: u64,
    /// The most requests that were answered in a run that was stopped.
    pub answered: Option<u64>,
    /// The speed-ups that the medals need.
    pub thresholds: Thresholds,
}

/// A race under way.
pub(super) struct Hunt<'a> {
    pub(super) race: Race<'a>,
    pub(super) settings: &'a IoSettings,
    /// What inputs and orders come from.
    pub(super) inputs: fastrand::Rng,
}

impl Hunt<'_> {
    pub(super) fn decide(mut self) -> Result<Outcome, KitError> {
        let end = Instant::now() + Duration::from_millis(self.settings.time_ms);
        let start = Reading::now();
        let mut rounds = Vec::new();
        loop {
            match self.round()? {
                Ok(round) => {
                    rounds.push(round);
                    self.race.tell(rounds.len(), round.submission.speed_up(self.delay()));
                }
                Err(outcome) => return Ok(outcome),
            }
            let decision = decide(&rounds, self.settings.speed_up, self.delay());
            if decision != Decision::Open || rounds.len() == ROUNDS || Instant::now() >= end {
                return Ok(Outcome::Raced { race: Box::new(self.report(&rounds, decision, &start)) });
            }
        }
    }

    fn round(&mut self) -> Result<Result<Round, Outcome>, KitError> {
        let reading = Reading::now();
        let mut order = [Contestant::Submission, Contestant::Reference];
        self.inputs.shuffle(&mut order);
        let (mut submission, mut control) = (None, None);
        for contestant in order {
            let trip = match self.trip(contestant)? {
                Ok(trip) => Some(trip),
                Err(outcome) => return Ok(Err(outcome)),
            };
            *(if contestant == Contestant::Submission { &mut submission } else { &mut control }) = trip;
        }
        let everybody = "everybody ran";
        let (submission, control) = (submission.expect(everybody), control.expect(everybody));
        Ok(Ok(Round { submission, control, others: reading.others_since() }))
    }

    fn trip(&mut self, contestant: Contestant) -> Result<Result<Trip, Outcome>, KitError> {
        let IoSettings { requests, at_once, delay_ms, .. } = *self.settings;
        let limit = self.limit();
        let waits = Waits { at_once, delay_ms, limit_ms: milliseconds(limit) };
        let start = Start { contestant, size: requests, cores: None, waits: Some(waits) };
        Ok(match self.race.run(start, self.inputs.u64(..))? {
            Ran::Took(took) => Ok(Trip { wall: took.wall, answered: requests, is_complete: true }),
            Ran::Unfinished { answered } => Ok(Trip { wall: limit, answered, is_complete: false }),
            Ran::Spoiled(outcome) => Err(outcome),
        })
    }

    fn delay(&self) -> Duration {
        Duration::from_millis(self.settings.delay_ms)
    }

    /// What takes longer is too slow, with something to spare.
    fn limit(&self) -> Duration {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred requests")]
        let requests = self.settings.requests as f64;
        self.delay().mul_f64(1.1 * requests / self.settings.speed_up.bronze)
    }

    fn report(&self, rounds: &[Round], decision: Decision, start: &Reading) -> RaceReport {
        let IoSettings { requests, at_once, delay_ms, speed_up, .. } = *self.settings;
        let (delay, asked) = (self.delay(), speed_up.bronze);
        let best = best(rounds, delay);
        let stopped = rounds.iter().map(|round| round.submission).filter(|trip| !trip.is_complete);
        RaceReport {
            decision,
            medal: best.filter(|_| decision == Decision::Reached).and_then(|best| speed_up.medal(best)),
            speed_up: spread(rounds, delay),
            asked,
            work: Work::IoBound(IoReport {
                rounds: rounds.len(),
                hits: hits(rounds, asked, delay),
                control_hits: control_hits(rounds, asked, delay),
                best,
                requests,
                at_once,
                delay_ms,
                limit_ms: milliseconds(self.limit()),
                answered: stopped.map(|trip| trip.answered).max(),
                thresholds: speed_up,
            }),
            machine: start.state_since(),
        }
    }
}
