//! The decision about a race of I/O-bound work, from its rounds so far. Pure.
//!
//! Requests that are each left waiting for a known time take the sum of these times, one after the other: no serial run
//! is needed. A busy machine can only make a run slower. So one run that is fast enough passes, and slow ones count
//! against a submission only where the authors' version was fast enough in the same rounds, on a quiet machine.

use super::certificate::{Decision, OTHERS};
use crate::catalog::{Medal, Thresholds};
use serde::Serialize;
use std::time::Duration;

/// The best of so many runs counts.
const BEST_OF: usize = 3;
/// After so many rounds without a run that was fast enough, it is too slow.
const ENOUGH: usize = 5;
/// The same for one that was less than half as fast as it has to be.
const ENOUGH_FAR_BEHIND: usize = 2;

/// One run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trip {
    /// From its start to its end, or to the moment when it was stopped.
    pub wall: Duration,
    /// How many requests had been answered then.
    pub answered: u64,
    /// Whether it came to its end.
    pub is_complete: bool,
}

/// One round: submission and authors' version once, in random order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Round {
    /// The submission.
    pub submission: Trip,
    /// The authors' version.
    pub control: Trip,
    /// How many cores other programs used meanwhile, on average; absent when the system does not tell.
    pub others: Option<f64>,
}

impl Trip {
    /// How many times faster than one request after the other, when each is left waiting for `delay`.
    pub fn speed_up(&self, delay: Duration) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred requests")]
        let one_by_one = delay.as_secs_f64() * self.answered as f64;
        one_by_one / self.wall.as_secs_f64()
    }

    fn reaches(&self, asked: f64, delay: Duration) -> bool {
        self.is_complete && self.speed_up(delay) >= asked
    }
}

/// What the rounds so far prove.
pub fn decide(rounds: &[Round], asked: Thresholds, delay: Duration) -> Decision {
    let hits = hits(rounds, asked.bronze, delay);
    let has_gold = best(rounds, delay).and_then(|speed_up| asked.medal(speed_up)) == Some(Medal::Gold);
    if hits > 0 && (has_gold || rounds.len() >= BEST_OF) {
        return Decision::Reached;
    }
    let is_far_behind = rounds.iter().all(|round| round.submission.speed_up(delay) < asked.bronze / 2.0);
    let enough = if is_far_behind { ENOUGH_FAR_BEHIND } else { ENOUGH };
    let fair = |round: &&Round| {
        round.control.reaches(asked.bronze, delay) && round.others.is_none_or(|others| others <= OTHERS)
    };
    if hits == 0 && rounds.iter().filter(fair).count() >= enough { Decision::Missed } else { Decision::Open }
}

/// In how many rounds the submission was fast enough.
pub fn hits(rounds: &[Round], asked: f64, delay: Duration) -> usize {
    rounds.iter().filter(|round| round.submission.reaches(asked, delay)).count()
}

/// In how many rounds the authors' version was fast enough.
pub fn control_hits(rounds: &[Round], asked: f64, delay: Duration) -> usize {
    rounds.iter().filter(|round| round.control.reaches(asked, delay)).count()
}

/// The best complete run of the submission; none when there was no complete one.
pub fn best(rounds: &[Round], delay: Duration) -> Option<f64> {
    let complete = rounds.iter().filter(|round| round.submission.is_complete);
    complete.map(|round| round.submission.speed_up(delay)).max_by(f64::total_cmp)
}

/// The smallest, the median and the largest speed-up of the submission; there must be a round.
pub fn spread(rounds: &[Round], delay: Duration) -> [f64; 3] {
    let mut sorted: Vec<f64> = rounds.iter().map(|round| round.submission.speed_up(delay)).collect();
    sorted.sort_by(f64::total_cmp);
    [sorted[0], sorted[sorted.len() / 2], sorted[sorted.len() - 1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELAY: Duration = Duration::from_millis(100);
    const ASKED: Thresholds = Thresholds { bronze: 30.0, silver: 40.0, gold: 45.0 };

    /// A complete run of 150 requests.
    fn complete(wall_ms: u64) -> Trip {
        Trip { wall: Duration::from_millis(wall_ms), answered: 150, is_complete: true }
    }

    fn stopped(answered: u64) -> Trip {
        Trip { wall: Duration::from_millis(550), answered, is_complete: false }
    }

    fn check(rounds: &[(Trip, Trip, f64)], expected: Decision) {
        let round = |&(submission, control, others)| Round { submission, control, others: Some(others) };
        let rounds: Vec<Round> = rounds.iter().map(round).collect();
        assert_eq!(decide(&rounds, ASKED, DELAY), expected, "{rounds:?}");
    }

    #[test]
    fn gold_is_told_at_once_and_less_after_the_best_of_three() {
        check(&[(complete(240), complete(240), 0.0)], Decision::Reached);
        check(&[(complete(400), complete(240), 0.0)], Decision::Open);
        check(&[(complete(400), complete(240), 0.0); 3], Decision::Reached);
        check(
            &[
                (stopped(140), complete(240), 0.0),
                (complete(480), complete(240), 0.0),
                (stopped(149), complete(240), 0.0),
            ],
            Decision::Reached,
        );
    }

    #[test]
    fn one_request_after_the_other_is_told_after_two_rounds() {
        check(&[(stopped(5), complete(240), 0.0)], Decision::Open);
        check(&[(stopped(5), complete(240), 0.0); 2], Decision::Missed);
        check(&[(stopped(100), complete(240), 0.0); 4], Decision::Open);
        check(&[(stopped(100), complete(240), 0.0); 5], Decision::Missed);
    }

    #[test]
    fn a_busy_machine_fails_nobody() {
        check(&[(stopped(5), complete(240), 0.8); 20], Decision::Open);
        check(&[(stopped(5), stopped(100), 0.0); 20], Decision::Open);
        // And passes nobody who is slow.
        check(&[(stopped(150), complete(240), 0.8); 20], Decision::Open);
    }

    #[test]
    fn where_the_system_does_not_tell_of_others_the_control_decides() {
        let round = Round { submission: stopped(5), control: complete(240), others: None };
        assert_eq!(decide(&[round; 2], ASKED, DELAY), Decision::Missed);
    }
}
