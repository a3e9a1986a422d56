//! What the times of a [`Sweep`](super::sweep::Sweep) say: speed-up and efficiency at each level, and what
//! [`laws`](super::laws) make of the losses. Pure.
//!
//! The speed-up S(p) on p cores is T(1) / T(p), of two runs of one round: they had the same input, and the machine was
//! about as busy. The figure is the median over the rounds; the smallest and the largest show how far it can be trusted.

use super::laws::{Point, amdahl, contention_and_crosstalk, serial_share, usl};
use super::sweep::Times;
use serde::Serialize;
use std::time::Duration;

/// The universal scalability law is left out with fewer levels: two unknowns would go through any two points, and one
/// more says whether they belong together.
pub const LEVELS_FOR_USL: usize = 4;

/// The smallest, the median and the largest of some measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "they say it themselves")]
pub struct Spread {
    pub min: f64,
    pub median: f64,
    pub max: f64,
}

/// One contestant on one core, on two, and so on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scaling {
    /// From one core upwards.
    pub levels: Vec<Level>,
    /// Absent when there is one level only.
    pub amdahl: Option<Amdahl>,
    /// Absent with fewer than [`LEVELS_FOR_USL`] levels.
    pub usl: Option<Usl>,
}

/// One contestant on one number of cores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    /// On how many.
    pub level: usize,
    /// From the start to the answer, in milliseconds.
    pub wall_ms: Spread,
    /// How many times as fast as on one, each time in the same round.
    pub speed_up: Spread,
    /// The median speed-up as a share of the cores.
    pub efficiency: f64,
}

/// Amdahl's law, fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Amdahl {
    /// The serial share, 0 to 1: of the law fitted to each round.
    pub serial_share: Spread,
    /// By what share of it the median speed-up is above (or below: negative) the law's, at each level.
    pub residuals: Vec<f64>,
}

/// The universal scalability law, fitted to the medians.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Usl {
    /// Contention, from 0 upwards.
    pub sigma: f64,
    /// Crosstalk, from 0 upwards.
    pub kappa: f64,
    /// The number of cores beyond which it gets slower; absent when there is none.
    pub peak: Option<f64>,
    /// By what share of it the median speed-up is above (or below: negative) the law's, at each level.
    pub residuals: Vec<f64>,
}

impl Spread {
    /// Of at least one measurement.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self { min: sorted[0], median: sorted[sorted.len() / 2], max: sorted[sorted.len() - 1] }
    }
}

impl Scaling {
    /// Works out everything from the times at these numbers of cores; the first one is 1.
    pub fn of(numbers: &[usize], times: &Times) -> Self {
        let rounds: Vec<Vec<Point>> = times.rounds.iter().map(|round| points(numbers, &seconds(round))).collect();
        let level = |(index, level): (usize, &usize)| {
            let speed_up = Spread::of(rounds.iter().map(|round| round[index].speed_up));
            let wall_ms = Spread::of(times.rounds.iter().map(|round| round[index].as_secs_f64() * 1000.0));
            Level { level: *level, wall_ms, speed_up, efficiency: speed_up.median / count(*level) }
        };
        let levels: Vec<Level> = numbers.iter().enumerate().map(level).collect();
        let point = |level: &Level| Point { cores: count(level.level), speed_up: level.speed_up.median };
        let medians: Vec<Point> = levels.iter().map(point).collect();
        Self {
            amdahl: (levels.len() > 1).then(|| Amdahl::of(&rounds, &medians)),
            usl: (levels.len() >= LEVELS_FOR_USL).then(|| Usl::of(&medians)),
            levels,
        }
    }

    /// The measurement on the most cores.
    pub fn last(&self) -> &Level {
        self.levels.last().expect("there is at least one level")
    }
}

impl Amdahl {
    fn of(rounds: &[Vec<Point>], medians: &[Point]) -> Self {
        let serial_share = Spread::of(rounds.iter().map(|round| serial_share(round)));
        let residuals = residuals(medians, |cores| amdahl(cores, serial_share.median));
        Self { serial_share, residuals }
    }
}

impl Usl {
    fn of(medians: &[Point]) -> Self {
        let (sigma, kappa) = contention_and_crosstalk(medians);
        let peak = (kappa > 0.0).then(|| ((1.0 - sigma).max(0.0) / kappa).sqrt().max(1.0));
        Self { sigma, kappa, peak, residuals: residuals(medians, |cores| usl(cores, sigma, kappa)) }
    }
}

fn residuals(points: &[Point], law: impl Fn(f64) -> f64) -> Vec<f64> {
    points.iter().map(|point| point.speed_up / law(point.cores) - 1.0).collect()
}

/// One round's times as speed-ups.
fn points(numbers: &[usize], seconds: &[f64]) -> Vec<Point> {
    let point = |(level, time): (&usize, &f64)| Point { cores: count(*level), speed_up: seconds[0] / time };
    numbers.iter().zip(seconds).map(point).collect()
}

fn seconds(round: &[Duration]) -> Vec<f64> {
    round.iter().map(Duration::as_secs_f64).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few cores")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times in milliseconds.
    fn times(rounds: &[&[u64]]) -> Times {
        let round = |round: &&[u64]| round.iter().copied().map(Duration::from_millis).collect();
        Times { size: 1000, rounds: rounds.iter().map(round).collect() }
    }

    #[test]
    fn speed_ups_are_ratios_within_a_round() {
        // The second round had half the work, the third a busy machine.
        let scaling = Scaling::of(&[1, 2], &times(&[&[80, 40], &[40, 25], &[120, 100]]));
        let [one, two] = &scaling.levels[..] else { panic!("two levels") };
        assert_eq!(one.speed_up, Spread { min: 1.0, median: 1.0, max: 1.0 });
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
        close(two.speed_up.min, 1.2);
        close(two.speed_up.median, 1.6);
        close(two.speed_up.max, 2.0);
        close(two.wall_ms.median, 40.0);
        close(two.efficiency, 0.8);
        let share = scaling.amdahl.unwrap().serial_share;
        close(share.median, 0.25);
        close(share.min, 0.0);
        close(share.max, 2.0 / 3.0);
        assert_eq!(scaling.usl, None);
    }

    #[test]
    fn one_core_gives_times_and_nothing_else() {
        let scaling = Scaling::of(&[1], &times(&[&[80], &[81]]));
        assert_eq!((scaling.amdahl, scaling.usl), (None, None));
        assert_eq!(scaling.levels.len(), 1);
    }

    #[test]
    fn crosstalk_gives_a_number_of_cores_beyond_which_it_gets_slower() {
        let numbers = [1, 2, 4, 8];
        let microseconds = numbers.map(|cores| 80_000_000.0 / usl(count(cores), 0.04, 0.01));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
        let round = microseconds.map(|time| Duration::from_micros(time as u64)).to_vec();
        let law = Scaling::of(&numbers, &Times { size: 1, rounds: vec![round] }).usl.unwrap();
        assert!((law.peak.unwrap() - (0.96_f64 / 0.01).sqrt()).abs() < 1e-3, "{law:?}");
        assert!(law.residuals.iter().all(|residual| residual.abs() < 1e-6), "{law:?}");
    }
}
