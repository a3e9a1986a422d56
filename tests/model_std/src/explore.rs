//! Which runs to try: several ways to choose, and the search for a run that fails.

use crate::kernel::{Chooser, Ending, Finished, Schedule, Settings, TaskId, run};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How tasks are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Any task that can run, each with the same chance, at every point.
    Random,
    /// The task with the highest priority; priorities are random, and drop at `depth - 1` random points
    /// (probabilistic concurrency testing: Burckhardt et al., ASPLOS 2010).
    Pct {
        /// The number of orderings that a bug depends on; at least 1.
        depth: usize,
    },
}

/// What a search came to.
#[derive(Debug)]
pub struct Exploration {
    /// How many runs were made.
    pub schedules: usize,
    /// The first run that failed.
    pub failure: Option<Finished>,
}

/// Runs the scenario up to `schedules` times, as `strategy` chooses from `seed`; stops at the first failure.
pub fn explore(
    scenario: impl Fn() + 'static,
    strategy: Strategy,
    seed: u64,
    schedules: usize,
    settings: Settings,
) -> Exploration {
    let scenario = Rc::new(scenario);
    let mut chooser: Box<dyn Chooser> = match strategy {
        Strategy::Random => Box::new(Random { random: fastrand::Rng::with_seed(seed) }),
        Strategy::Pct { depth } => Box::new(Pct::new(depth, seed)),
    };
    for number in 1..=schedules {
        if !chooser.begin() {
            return Exploration { schedules: number - 1, failure: None };
        }
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
    run(Box::new(scenario), Box::new(Replay { choices: schedule.0.clone(), next: 0 }), settings).0
}

struct Random {
    random: fastrand::Rng,
}

impl Chooser for Random {
    fn begin(&mut self) -> bool {
        true
    }

    fn task(&mut self, runnable: &[TaskId], _current: Option<TaskId>, _is_yielding: bool) -> usize {
        self.random.usize(..runnable.len())
    }

    fn number(&mut self, bound: usize) -> usize {
        self.random.usize(..bound)
    }
}

struct Pct {
    random: fastrand::Rng,
    depth: usize,
    /// Higher goes first.
    priorities: BTreeMap<TaskId, u64>,
    /// Steps at which the running task's priority drops.
    drops: Vec<usize>,
    step: usize,
    /// The length of the longest run so far: where drops can be.
    longest: usize,
    /// Priorities below all random ones, one less each time.
    next_low: u64,
}

impl Pct {
    fn new(depth: usize, seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            depth: depth.max(1),
            priorities: BTreeMap::new(),
            drops: Vec::new(),
            step: 0,
            longest: 1,
            next_low: 0,
        }
    }

    fn lower(&mut self, task: TaskId) {
        self.next_low -= 1;
        self.priorities.insert(task, self.next_low);
    }
}

impl Chooser for Pct {
    fn begin(&mut self) -> bool {
        self.longest = self.longest.max(self.step);
        self.step = 0;
        self.priorities.clear();
        self.next_low = 1 << 32;
        let longest = self.longest;
        self.drops = (1..self.depth).map(|_| self.random.usize(..=longest)).collect();
        true
    }

    fn task(&mut self, runnable: &[TaskId], current: Option<TaskId>, is_yielding: bool) -> usize {
        for task in runnable {
            let random = &mut self.random;
            self.priorities.entry(*task).or_insert_with(|| random.u64(1 << 32..));
        }
        self.step += 1;
        let drops = self.drops.contains(&self.step);
        if let (Some(current), true) = (current, drops || is_yielding) {
            self.lower(current);
        }
        (0..runnable.len()).max_by_key(|index| self.priorities[&runnable[*index]]).expect("somebody can run")
    }

    fn number(&mut self, bound: usize) -> usize {
        self.random.usize(..bound)
    }
}

struct Replay {
    choices: Vec<u32>,
    next: usize,
}

impl Replay {
    /// The next choice; the first possibility once the schedule is used up or does not fit.
    fn next(&mut self, bound: usize) -> usize {
        let choice = self.choices.get(self.next).copied().unwrap_or(0) as usize;
        self.next += 1;
        if choice < bound { choice } else { 0 }
    }
}

impl Chooser for Replay {
    fn begin(&mut self) -> bool {
        self.next == 0
    }

    fn task(&mut self, runnable: &[TaskId], _current: Option<TaskId>, _is_yielding: bool) -> usize {
        self.next(runnable.len())
    }

    fn number(&mut self, bound: usize) -> usize {
        self.next(bound)
    }
}
