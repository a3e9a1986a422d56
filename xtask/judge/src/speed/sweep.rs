//! The same race on one core, on two, and so on up to all of them, or with more and more requests at once: the times from which speed-up, efficiency and their
//! losses are worked out (see [`super::scaling`]). Nothing is decided here.
//!
//! In each round everybody runs once on each number of cores, in random order, each in a fresh process. All runs of a
//! round have the same random input, which no earlier round had: what one of them took can be compared with what
//! another one took.

use super::levels::{Levels, REQUESTS};
use super::run::Race;
use super::size;
use crate::KitError;
use crate::build::Runner;
use crate::catalog::Races;
use crate::checks::{CheckResult, Outcome, Stage};
use crate::process::machine::Reading;
use protocol::Contestant;
use std::path::Path;
use std::time::{Duration, Instant};

/// The processor time of a run on one core, about: long enough that starting threads does not matter, and short enough
/// for many runs.
const LENGTH: Duration = Duration::from_millis(80);

/// What is to be measured.
#[derive(Debug, Clone)]
pub struct Plan {
    /// At which levels.
    pub levels: Levels,
    /// How many runs each level gets; at least 1.
    pub rounds: usize,
    /// Whether the authors' version is timed too.
    pub with_control: bool,
    /// Inputs and orders come from it.
    pub seed: u64,
}

/// The times of one race.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// The race's name.
    pub race: String,
    /// At which levels.
    pub levels: Levels,
    /// The submission's times.
    pub submission: Times,
    /// Those of the authors' version.
    pub control: Option<Times>,
    /// How many cores other programs used meanwhile, on average; absent when the system does not tell.
    pub others: Option<f64>,
}

/// What the runs of one contestant took.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// The size of its inputs; what that means, the race says.
    pub size: u64,
    /// For each round, in the order of the levels: from the start to the answer, by the judge's clock.
    pub rounds: Vec<Vec<Duration>>,
}

impl Plan {
    fn contestants(&self) -> &'static [Contestant] {
        if self.with_control { &[Contestant::Submission, Contestant::Reference] } else { &[Contestant::Submission] }
    }

    fn runs_of_a_round(&self) -> usize {
        self.levels.numbers.len() * self.contestants().len()
    }
}

/// Times all races of a runner, one after the other. `on_run` hears before each run how many there were, and how many
/// there will be. `Err` in the result is a race with a run that has no time to show.
pub fn run(
    races: Races<'_>,
    runner: &Runner,
    scratch: &Path,
    plan: &Plan,
    on_run: &mut dyn FnMut(usize, usize),
) -> Result<Result<Vec<Sweep>, CheckResult>, KitError> {
    let runs = plan.rounds * plan.runs_of_a_round();
    let mut sweeps = Vec::new();
    for (number, check) in runner.checks.iter().enumerate() {
        let mut on_run = |done| on_run(number * runs + done, runner.checks.len() * runs);
        let start = Instant::now();
        let race = Race { runner, check, scratch, whom: None };
        match sweep(races, &race, plan, &mut on_run)? {
            Ok(sweep) => sweeps.push(sweep),
            Err(outcome) => return Ok(Err(CheckResult::of_many_runs(Stage::Speed, check, outcome, start.elapsed()))),
        }
    }
    Ok(Ok(sweeps))
}

fn sweep(
    races: Races<'_>,
    race: &Race<'_>,
    plan: &Plan,
    on_run: &mut dyn FnMut(usize),
) -> Result<Result<Sweep, Outcome>, KitError> {
    let mut random = fastrand::Rng::with_seed(plan.seed);
    on_run(0);
    let mut times = match sizes(races, race, plan, &mut random)? {
        Ok(sizes) => sizes.into_iter().map(|size| Times { size, rounds: Vec::new() }).collect::<Vec<Times>>(),
        Err(outcome) => return Ok(Err(outcome)),
    };
    let reading = Reading::now();
    for number in 0..plan.rounds {
        let mut on_run = |done| on_run(number * plan.runs_of_a_round() + done);
        if let Err(outcome) = round(race, plan, &mut random, &mut times, &mut on_run)? {
            return Ok(Err(outcome));
        }
    }
    on_run(plan.rounds * plan.runs_of_a_round());
    let mut times = times.into_iter();
    Ok(Ok(Sweep {
        race: race.check.name.clone(),
        levels: plan.levels.clone(),
        submission: times.next().expect("the submission is always timed"),
        control: times.next(),
        others: reading.others_since(),
    }))
}

/// How large the inputs of each contestant are.
fn sizes(
    races: Races<'_>,
    race: &Race<'_>,
    plan: &Plan,
    random: &mut fastrand::Rng,
) -> Result<Result<Vec<u64>, Outcome>, KitError> {
    let Races::CpuBound(settings) = races else {
        return Ok(Ok(vec![REQUESTS; plan.contestants().len()]));
    };
    let size_for = |contestant: &Contestant| {
        let start = |size| plan.levels.scale.start(*contestant, size, 1);
        size::find(settings, LENGTH, |size| race.run_to_the_end(start(size), random.u64(..)))
    };
    plan.contestants().iter().map(size_for).collect()
}

/// Everybody at each level, in random order, on the same input.
fn round(
    race: &Race<'_>,
    plan: &Plan,
    random: &mut fastrand::Rng,
    times: &mut [Times],
    on_run: &mut dyn FnMut(usize),
) -> Result<Result<(), Outcome>, KitError> {
    let Levels { scale, numbers } = &plan.levels;
    let input = random.u64(..);
    for times in times.iter_mut() {
        times.rounds.push(vec![Duration::ZERO; numbers.len()]);
    }
    for (done, (who, level)) in order(times.len(), numbers.len(), random).into_iter().enumerate() {
        on_run(done);
        let start = scale.start(plan.contestants()[who], times[who].size, numbers[level]);
        let took = match race.run_to_the_end(start, input)? {
            Ok(took) => took,
            Err(outcome) => return Ok(Err(outcome)),
        };
        times[who].rounds.last_mut().expect("it was begun above")[level] = took.wall;
    }
    Ok(Ok(()))
}

/// Each contestant at each level, in random order.
fn order(contestants: usize, levels: usize, random: &mut fastrand::Rng) -> Vec<(usize, usize)> {
    let mut order: Vec<(usize, usize)> =
        (0..contestants).flat_map(|who| (0..levels).map(move |level| (who, level))).collect();
    random.shuffle(&mut order);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_has_everybody_at_each_level_once() {
        let mut order = order(2, 3, &mut fastrand::Rng::with_seed(7));
        assert!(!order.is_sorted());
        order.sort_unstable();
        assert_eq!(order, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]);
    }
}
