//! Weighs the sum of a share again when it is added to another one.

use std::error::Error;
use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::thread;
use std::time::Duration;

/// The generation that a thread waited for was broken off, or the barrier was broken when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenBarrier;

impl fmt::Display for BrokenBarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the barrier is broken")
    }
}

impl Error for BrokenBarrier {}

/// What a thread gets that has passed the barrier.
#[derive(Debug)]
pub struct BarrierWait {
    is_leader: bool,
}

impl BarrierWait {
    /// Whether this thread is the leader: true for exactly one thread of each generation that passes.
    pub fn is_leader(&self) -> bool {
        self.is_leader
    }
}

/// How a generation ended.
type Outcome = Result<(), BrokenBarrier>;

/// A place where a fixed number of threads wait for each other, again and again.
#[derive(Debug)]
pub struct Barrier {
    parties: usize,
    state: Mutex<State>,
    /// Signalled to all whenever a generation ends.
    generation_ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Arrivals in the present generation; always fewer than the parties.
    waiting: usize,
    is_broken: bool,
    /// Empty while the present generation lasts. Each waiter holds on to the outcome of its own generation, so
    /// that it can wake up late: the barrier may have been filled, broken and reset any number of times by then.
    outcome: Arc<OnceLock<Outcome>>,
}

impl Barrier {
    /// A barrier for `parties` threads, whole, with nobody waiting. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        assert!(parties > 0, "a barrier needs somebody to wait for");
        Self { parties, state: Mutex::default(), generation_ended: Condvar::new() }
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Result<BarrierWait, BrokenBarrier> {
        self.arrive(|state, outcome| {
            let waited = self.generation_ended.wait_while(state, |_| outcome.get().is_none());
            drop(waited.expect(NEVER_POISONED));
        })
    }

    /// As [`Barrier::wait`], but breaks the barrier when the others have not arrived within `timeout`.
    /// Any timeout works, from `Duration::ZERO` to `Duration::MAX`.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWait, BrokenBarrier> {
        self.arrive(|state, outcome| {
            let waited = self.generation_ended.wait_timeout_while(state, timeout, |_| outcome.get().is_none());
            let (mut state, _) = waited.expect(NEVER_POISONED);
            // What counts is the outcome, not the clock: the last party may have come at the last moment.
            if outcome.get().is_none() {
                self.break_off(&mut state);
            }
        })
    }

    /// Breaks the barrier: an error for all who wait, and for all who come before the next [`Barrier::reset`].
    pub fn abort(&self) {
        self.break_off(&mut self.lock());
    }

    /// Makes the barrier as new: an error for all who wait, and a fresh generation for those who come after.
    pub fn reset(&self) {
        let mut state = self.lock();
        state.is_broken = false;
        self.end_generation(&mut state, Err(BrokenBarrier));
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        self.lock().is_broken
    }

    /// Arrives. All but the last then sleep in `until_decided`, which returns when their outcome is there.
    fn arrive(
        &self,
        until_decided: impl FnOnce(MutexGuard<'_, State>, &OnceLock<Outcome>),
    ) -> Result<BarrierWait, BrokenBarrier> {
        let mut state = self.lock();
        if state.is_broken {
            return Err(BrokenBarrier);
        }
        state.waiting += 1;
        if state.waiting == self.parties {
            self.end_generation(&mut state, Ok(()));
            return Ok(BarrierWait { is_leader: true });
        }
        let outcome = Arc::clone(&state.outcome);
        until_decided(state, &outcome);
        let decided = outcome.get().expect("nobody goes on before the generation has ended");
        decided.map(|()| BarrierWait { is_leader: false })
    }

    fn break_off(&self, state: &mut State) {
        state.is_broken = true;
        self.end_generation(state, Err(BrokenBarrier));
    }

    /// Decides for all who wait, and begins the next generation. Only callable with the lock held.
    fn end_generation(&self, state: &mut State, outcome: Outcome) {
        state.waiting = 0;
        let ended = mem::take(&mut state.outcome);
        ended.set(outcome).expect("a generation is replaced when it ends, so it ends once");
        self.generation_ended.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(NEVER_POISONED)
    }
}

/// The lock is held for a few lines of this file, and none of them runs anybody else's code.
const NEVER_POISONED: &str = "nothing panics while it holds the lock";

/// The barriers below belong to one call, in which nobody aborts.
const NEVER_BROKEN: &str = "nobody breaks this barrier";

/// x² + 2y: one thread squares, another one doubles, and a collector adds once both have arrived at a barrier.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    let (square, double) = (AtomicU64::new(0), AtomicU64::new(0));
    let parts_are_there = Barrier::new(3);
    let meet = || parts_are_there.wait().expect(NEVER_BROKEN);
    thread::scope(|scope| {
        // Relaxed, here and below: the lock inside the barrier orders the stores before the loads.
        scope.spawn(|| {
            square.store(u64::from(x).pow(2), Relaxed);
            meet();
        });
        scope.spawn(|| {
            double.store(2 * u64::from(y), Relaxed);
            meet();
        });
        meet();
        square.load(Relaxed) + double.load(Relaxed)
    })
}

/// The sum of what `weigh` makes of each of the `values`, by `threads` threads: each adds up a share, then they add the
/// sums of the shares in pairs, level by level, and meet at a barrier before each level. Panics when `threads` is 0.
///
/// A sum that does not fit wraps around, as [`u64::wrapping_add`] does.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    let level_done = Barrier::new(threads);
    let sums: Vec<AtomicU64> = (0..threads).map(|_| AtomicU64::new(0)).collect();
    // Where a share begins is where the one before it ends, so that no value is lost or added twice.
    let begin_of = |thread: usize| thread * values.len() / threads;
    let work = |me: usize| {
        let share = &values[begin_of(me)..begin_of(me + 1)];
        sums[me].store(share.iter().fold(0, |sum, value| sum.wrapping_add(weigh(*value))), Relaxed);
        let mut distance = 1;
        while distance < threads {
            // Everybody comes to every barrier, also those that have nothing to add any more.
            level_done.wait().expect(NEVER_BROKEN);
            if me.is_multiple_of(2 * distance) && me + distance < threads {
                // At this level, nobody writes to the place that is read here. Addition of atomics wraps.
                sums[me].fetch_add(weigh(sums[me + distance].load(Relaxed)), Relaxed);
            }
            distance *= 2;
        }
    };
    thread::scope(|scope| {
        let work = &work;
        for me in 0..threads {
            scope.spawn(move || work(me));
        }
    });
    sums[0].load(Relaxed)
}
