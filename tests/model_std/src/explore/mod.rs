//! Which runs to try, and what to make of one that fails.
//!
//! [`explore`] is the whole search: random runs of several kinds, every interleaving where there are few enough,
//! and for a failure the shortest run that shows it. [`search`] is one strategy alone, for measurements.

mod diagnose;
mod exhaustive;
mod follow;
mod shorten;
mod strategy;

pub use exhaustive::Reduction;
pub use strategy::Strategy;

use crate::kernel::{Chooser, Ending, Finished, Schedule, Settings, TaskId, run};
use exhaustive::{Exhaustive, Progress};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, Instant};
use trace::{Counterexample, LeftOut, Mistake, Stuck, ThreadInfo};

/// Of a run that does not end, this many steps are kept of its beginning and of its end.
const KEPT_BEGINNING: usize = 16;
const KEPT_END: usize = 6;

/// In every other run, what happens for no reason happens so many times as often.
const OFTEN: u32 = 8;

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The source of every random choice.
    pub seed: u64,
    /// The most runs.
    pub schedules: usize,
    /// No run begins after this time.
    pub time: Duration,
    /// Timers fire when nobody else can go on, and never before.
    pub exact_time: bool,
}

/// What may happen in a run for no reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mode {
    /// Waits end without a signal.
    pub spurious: bool,
    /// Timers fire although others could go on, because those are slow.
    pub early_timers: bool,
}

/// What a search came to.
#[derive(Debug)]
pub struct Explored {
    /// How many runs were made, up to the first that failed.
    pub schedules: usize,
    /// How many interleavings there are that differ, when all of them were tried.
    pub interleavings: Option<usize>,
    /// What went wrong, in the run that shows it best.
    pub found: Option<Found>,
}

/// A run that failed.
#[derive(Debug)]
pub struct Found {
    /// The run, recorded.
    pub run: Finished,
    /// What may have happened in it for no reason.
    pub mode: Mode,
    /// What went wrong.
    pub mistake: Mistake,
    /// How many runs had been made when one failed for the first time.
    pub after: usize,
}

/// What is run again and again.
struct Scenario {
    body: Rc<dyn Fn()>,
    /// See [`Plan::exact_time`].
    exact_time: bool,
}

impl Scenario {
    fn body(&self) -> Box<dyn FnOnce()> {
        let body = Rc::clone(&self.body);
        Box::new(move || body())
    }

    fn settings(&self, mode: Mode) -> Settings {
        let default = Settings::DEFAULT;
        Settings {
            spurious_wake_ups: if mode.spurious { default.spurious_wake_ups } else { 0 },
            early_timers: if mode.early_timers && !self.exact_time { default.early_timers } else { 0 },
            ..default
        }
    }
}

/// Looks for a run that fails.
pub fn explore(scenario: impl Fn() + 'static, plan: &Plan) -> Explored {
    let scenario = Scenario { body: Rc::new(scenario), exact_time: plan.exact_time };
    let mut hunt = Hunt { scenario: &scenario, made: 0, end: Instant::now() + plan.time };
    let progress = Rc::new(Progress::default());
    let mut systematic = Systematic::default();
    let failed = hunt.at_random(plan.seed, plan.schedules / 5).or_else(|| {
        let chooser = Exhaustive::new(Reduction::SleepSets, Rc::clone(&progress));
        hunt.systematically(chooser, plan.schedules / 5 * 3, &mut systematic)
    });
    let is_complete = progress.is_complete.get() && !progress.is_unsteady.get() && !systematic.has_set_timers;
    let failed = failed.or_else(|| {
        let until = if is_complete { 0 } else { plan.schedules };
        hunt.at_random(plan.seed.wrapping_add(1), until)
    });
    let schedules = hunt.made;
    let found = failed.map(|(mode, schedule)| {
        let first = again(&scenario, mode, &schedule, schedules);
        shorten::shorten(&scenario, first, plan.seed)
    });
    let interleavings = (is_complete && found.is_none()).then_some(systematic.runs);
    Explored { schedules, interleavings, found }
}

/// The same run once more, recorded.
fn again(scenario: &Scenario, mode: Mode, schedule: &Schedule, after: usize) -> Found {
    let settings = Settings { record: true, ..scenario.settings(mode) };
    let (run, _) = run(scenario.body(), Box::new(follow::Replay::new(schedule)), settings);
    let unsteady = "the same choices lead to another run each time: something in the code does not depend on \
                    threads alone (a hash map's order, an address, the real clock)";
    let mistake = diagnose::mistake(&run).unwrap_or_else(|| {
        Mistake::WrongResult(trace::Failure { message: unsteady.to_owned(), expected: None, found: None })
    });
    Found { run, mode, mistake, after }
}

/// What became of a run that was made again.
#[derive(Debug)]
pub enum Repeated {
    /// It fails.
    Fails(Box<Found>),
    /// It does not.
    Passes,
    /// The schedule makes choices that this scenario does not have.
    DoesNotFit,
}

/// Makes the run of a schedule again.
pub fn repeat(scenario: impl Fn() + 'static, exact_time: bool, schedule: &trace::Schedule) -> Repeated {
    let mode = Mode { spurious: schedule.spurious, early_timers: schedule.early_timers };
    let schedule = Schedule(schedule.choices.clone());
    let scenario = Scenario { body: Rc::new(scenario), exact_time };
    let settings = Settings { record: true, ..scenario.settings(mode) };
    let (replay, misfits) = follow::Replay::checked(&schedule);
    let (run, _) = run(scenario.body(), Box::new(replay), settings);
    match diagnose::mistake(&run) {
        _ if misfits.get() => Repeated::DoesNotFit,
        Some(mistake) => Repeated::Fails(Box::new(Found { run, mode, mistake, after: 1 })),
        None => Repeated::Passes,
    }
}

/// A search under way.
struct Hunt<'a> {
    scenario: &'a Scenario,
    made: usize,
    end: Instant,
}

type Failed = Option<(Mode, Schedule)>;

/// What the systematic part of a search saw.
#[derive(Default)]
struct Systematic {
    /// Interleavings that differ.
    runs: usize,
    has_set_timers: bool,
}

impl Hunt<'_> {
    /// Random runs of several kinds in turn, until this many runs have been made in all.
    fn at_random(&mut self, seed: u64, until: usize) -> Failed {
        let strategies = [
            Strategy::Random,
            Strategy::Urw,
            Strategy::Random,
            Strategy::Pct { depth: 2, fair: false },
            Strategy::Random,
            Strategy::Pct { depth: 3, fair: true },
        ];
        let modes = [
            Mode { spurious: true, early_timers: true },
            Mode::default(),
            Mode { spurious: true, early_timers: false },
            Mode { spurious: false, early_timers: true },
        ];
        let mut choosers: Vec<Option<Box<dyn Chooser>>> = (0..)
            .zip(strategies)
            .map(|(index, strategy)| Some(strategy.chooser(seed.wrapping_mul(31) + index)))
            .collect();
        while self.made < until && Instant::now() < self.end {
            let round = self.made / choosers.len();
            let mode = modes[round % modes.len()];
            // Some mistakes need such an event at one certain moment, and many of them hide others.
            let often = if (round / modes.len()).is_multiple_of(2) { 1 } else { OFTEN };
            let slot = self.made % choosers.len();
            let mut chooser = choosers[slot].take().expect("every run gives its chooser back");
            chooser.begin();
            self.made += 1;
            let (finished, back) =
                run(self.scenario.body(), chooser, self.scenario.settings(mode).with_more_chance(often));
            if !matches!(finished.ending, Ending::Completed) {
                return Some((mode, finished.schedule));
            }
            choosers[slot] = Some(back);
        }
        None
    }

    /// One interleaving after the other, until all were tried or this many runs have been made in all.
    fn systematically(&mut self, chooser: Exhaustive, until: usize, found: &mut Systematic) -> Failed {
        let settings = Settings { footprints: true, ..self.scenario.settings(Mode::default()) };
        let mut chooser: Box<dyn Chooser> = Box::new(chooser);
        let mut given_up = 0;
        // Runs that are given up are short, and count less.
        while self.made + given_up / 4 < until && Instant::now() < self.end && chooser.begin() {
            let (finished, back) = run(self.scenario.body(), chooser, settings);
            chooser = back;
            match finished.ending {
                Ending::Completed => {
                    self.made += 1;
                    found.runs += 1;
                }
                Ending::GivenUp => given_up += 1,
                Ending::Panicked(_)
                | Ending::Deadlocked(_)
                | Ending::LeftBehind(_)
                | Ending::TooManySteps
                | Ending::Refused(_) => {
                    self.made += 1;
                    return Some((Mode::default(), finished.schedule));
                }
            }
            found.has_set_timers |= finished.has_set_timers;
            if found.has_set_timers {
                // When time passes is a choice too, and it is not among those tried here.
                return None;
            }
        }
        None
    }
}

impl Found {
    /// What makes it easy to read, most important first.
    fn length(&self) -> (usize, usize) {
        (self.run.switches, self.run.record.steps.len())
    }

    /// Everything that explains it, and repeats it.
    #[must_use]
    pub fn counterexample(self) -> Counterexample {
        let Self { run, mode, mistake, after } = self;
        let Mode { spurious, early_timers } = mode;
        let schedule = trace::Schedule { spurious, early_timers, choices: run.schedule.0 };
        let stuck = match run.ending {
            Ending::Deadlocked(stuck) | Ending::LeftBehind(stuck) => stuck,
            Ending::Completed | Ending::Panicked(_) | Ending::TooManySteps | Ending::GivenUp | Ending::Refused(_) => {
                Vec::new()
            }
        };
        let stuck = stuck.into_iter().map(|blocked| Stuck {
            thread: blocked.task,
            wait: blocked.wait,
            object: blocked.object,
            location: crate::kernel::to_place(blocked.place),
        });
        let mut steps = run.record.steps;
        let mut left_out = None;
        let goes_on = matches!(mistake, Mistake::BusyWaits { .. } | Mistake::TooManySteps { .. });
        if goes_on && steps.len() > KEPT_BEGINNING + KEPT_END {
            let count = steps.len() - KEPT_BEGINNING - KEPT_END;
            steps.drain(KEPT_BEGINNING..KEPT_BEGINNING + count);
            left_out = Some(LeftOut { count, before: KEPT_BEGINNING });
        }
        Counterexample {
            mistake,
            threads: run.names.into_iter().map(|name| ThreadInfo { name }).collect(),
            objects: run.record.objects,
            steps,
            left_out,
            stuck: stuck.collect(),
            switches: run.switches,
            found_after: after,
            schedule,
        }
    }
}

/// What trying every order came to.
#[derive(Debug)]
pub struct Exhausted {
    /// How many runs were made to their end.
    pub runs: usize,
    /// For each run in which nobody could go on: who was stuck. Each set of tasks once.
    pub stopped: BTreeSet<Vec<TaskId>>,
}

/// Runs the scenario in every order, also after one in which nobody can go on; `None` when that takes more than
/// `limit` runs, or when a run panics or does not end.
pub fn exhaust(scenario: impl Fn() + 'static, reduction: Reduction, limit: usize) -> Option<Exhausted> {
    let scenario = Scenario { body: Rc::new(scenario), exact_time: true };
    let settings = Settings { footprints: true, ..scenario.settings(Mode::default()) };
    let mut chooser: Box<dyn Chooser> = Box::new(Exhaustive::new(reduction, Rc::default()));
    let mut exhausted = Exhausted { runs: 0, stopped: BTreeSet::new() };
    while chooser.begin() {
        let (finished, back) = run(scenario.body(), chooser, settings);
        chooser = back;
        exhausted.runs += 1;
        match finished.ending {
            Ending::Completed => {}
            Ending::GivenUp => exhausted.runs -= 1,
            Ending::Deadlocked(stuck) | Ending::LeftBehind(stuck) => {
                exhausted.stopped.insert(stuck.into_iter().map(|blocked| blocked.task).collect());
            }
            Ending::Panicked(_) | Ending::TooManySteps | Ending::Refused(_) => return None,
        }
        if exhausted.runs > limit {
            return None;
        }
    }
    Some(exhausted)
}

/// What a search with one strategy came to.
#[derive(Debug)]
pub struct Exploration {
    /// How many runs were made.
    pub schedules: usize,
    /// The first run that failed.
    pub failure: Option<Finished>,
}

/// Runs the scenario up to `schedules` times, as `strategy` chooses from `seed`; stops at the first failure.
pub fn search(
    scenario: impl Fn() + 'static,
    strategy: Strategy,
    seed: u64,
    schedules: usize,
    settings: Settings,
) -> Exploration {
    let scenario = Rc::new(scenario);
    let mut chooser = strategy.chooser(seed);
    for number in 1..=schedules {
        chooser.begin();
        let body = Rc::clone(&scenario);
        let (finished, back) = run(Box::new(move || body()), chooser, settings);
        if !matches!(finished.ending, Ending::Completed) {
            return Exploration { schedules: number, failure: Some(finished) };
        }
        chooser = back;
    }
    Exploration { schedules, failure: None }
}

/// Makes the run of a schedule again.
pub fn replay(scenario: impl FnOnce() + 'static, schedule: &Schedule, settings: Settings) -> Finished {
    run(Box::new(scenario), Box::new(follow::Replay::new(schedule)), settings).0
}
