//! Ways to choose at random: each finds some mistakes sooner than the others.

use crate::kernel::{Access, Chooser, Moment, TaskId};
use fastrand::Rng;
use std::collections::BTreeMap;

/// How tasks are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Any task that can run, each with the same chance, at every moment.
    Random,
    /// The task with the highest priority; priorities are random, and drop at `depth - 1` random moments
    /// (probabilistic concurrency testing: Burckhardt et al., ASPLOS 2010).
    Pct {
        /// The number of orderings that a bug depends on; at least 1.
        depth: usize,
        /// Whether a task that yields lets others go first. Without it, whoever waits by asking again and
        /// again may do so for ever: std promises nothing else.
        fair: bool,
    },
    /// Any task that can run, with a chance in proportion to the steps that it probably still has to take, so
    /// that long and short tasks meet everywhere (uniform random walk: Zhao et al., ASPLOS 2025).
    Urw,
}

impl Strategy {
    /// A chooser of this kind. The same seed makes the same choices.
    #[must_use]
    pub fn chooser(self, seed: u64) -> Box<dyn Chooser> {
        let random = Rng::with_seed(seed);
        match self {
            Self::Random => Box::new(Random(random)),
            Self::Pct { depth, fair } => Box::new(Pct::new(depth, fair, random)),
            Self::Urw => Box::new(Urw { random, expected: Vec::new(), taken: Vec::new() }),
        }
    }
}

struct Random(Rng);

impl Chooser for Random {
    fn begin(&mut self) -> bool {
        true
    }

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        Some(self.0.usize(..moment.runnable.len()))
    }

    fn end(&mut self, _footprint: &[Access]) {}

    fn number(&mut self, bound: usize) -> usize {
        self.0.usize(..bound)
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        self.0.u32(..1000) < per_mille
    }
}

struct Pct {
    random: Rng,
    depth: usize,
    fair: bool,
    /// Higher goes first.
    priorities: BTreeMap<TaskId, u64>,
    /// Steps at which the running task's priority drops.
    drops: Vec<usize>,
    step: usize,
    /// The length of the longest run so far: where drops can be.
    longest: usize,
    /// Priorities below all random ones, one less each time.
    next_low: u64,
    /// How many steps the task that ran last has taken in a row.
    in_a_row: usize,
}

/// A task that took so many steps in a row although others could run is taken for one that spins. A fair
/// scheduler gives the others their turn then, as any real machine does, and the loop ends.
const PATIENCE: usize = 200;

impl Pct {
    fn new(depth: usize, fair: bool, random: Rng) -> Self {
        let (priorities, drops) = (BTreeMap::new(), Vec::new());
        Self { random, depth: depth.max(1), fair, priorities, drops, step: 0, longest: 1, next_low: 0, in_a_row: 0 }
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

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        let runnable = moment.runnable;
        for task in runnable {
            let random = &mut self.random;
            self.priorities.entry(*task).or_insert_with(|| random.u64(1 << 32..));
        }
        self.step += 1;
        let spins = self.in_a_row >= PATIENCE;
        let gives_way = self.drops.contains(&self.step) || self.fair && (moment.is_yielding || spins);
        if moment.can_continue && gives_way {
            self.lower(runnable[0]);
        }
        let highest = (0..runnable.len()).max_by_key(|index| self.priorities[&runnable[*index]])?;
        self.in_a_row = if highest == 0 && moment.can_continue && !spins { self.in_a_row + 1 } else { 0 };
        Some(highest)
    }

    fn end(&mut self, _footprint: &[Access]) {}

    fn number(&mut self, bound: usize) -> usize {
        self.random.usize(..bound)
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        self.random.u32(..1000) < per_mille
    }
}

struct Urw {
    random: Rng,
    /// How many steps each task took in the longest run so far.
    expected: Vec<usize>,
    /// How many it took in this one.
    taken: Vec<usize>,
}

impl Urw {
    fn weight(&self, task: TaskId) -> usize {
        let count = |steps: &[usize]| steps.get(task).copied().unwrap_or(0);
        count(&self.expected).saturating_sub(count(&self.taken)).max(1)
    }
}

impl Chooser for Urw {
    fn begin(&mut self) -> bool {
        self.expected.resize(self.expected.len().max(self.taken.len()), 0);
        for (expected, taken) in self.expected.iter_mut().zip(&self.taken) {
            *expected = (*expected).max(*taken);
        }
        self.taken.clear();
        true
    }

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        let total = moment.runnable.iter().map(|task| self.weight(*task)).sum::<usize>();
        let mut left = self.random.usize(..total);
        let index = moment.runnable.iter().position(|task| {
            let weight = self.weight(*task);
            let is_it = left < weight;
            left = left.saturating_sub(weight);
            is_it
        })?;
        let task = moment.runnable[index];
        self.taken.resize(self.taken.len().max(task + 1), 0);
        self.taken[task] += 1;
        Some(index)
    }

    fn end(&mut self, _footprint: &[Access]) {}

    fn number(&mut self, bound: usize) -> usize {
        self.random.usize(..bound)
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        self.random.u32(..1000) < per_mille
    }
}
