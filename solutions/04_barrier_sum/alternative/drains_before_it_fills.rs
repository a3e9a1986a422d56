//! Fills and drains in turn: nobody arrives before the last generation has left, so that one phase tells all.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

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

/// A place where a fixed number of threads wait for each other, again and again.
#[derive(Debug)]
pub struct Barrier {
    parties: usize,
    state: Mutex<State>,
    /// Signalled to all when the phase changes, and when the barrier breaks.
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// How many threads are inside: those that have arrived and not left yet.
    inside: usize,
    /// Whether those who come now are refused. Says nothing about those who are inside.
    is_broken: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Parties arrive.
    Filling,
    /// All had come; those inside leave, having passed.
    Passing,
    /// The generation was broken off; those inside leave with an error.
    Failing,
}

impl Barrier {
    /// A barrier for `parties` threads, whole, with nobody waiting. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        assert!(parties > 0, "nobody could ever be the last to arrive");
        let state = State { phase: Phase::Filling, inside: 0, is_broken: false };
        Self { parties, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Result<BarrierWait, BrokenBarrier> {
        self.pass(None)
    }

    /// As [`Barrier::wait`], but breaks the barrier when the others have not arrived within `timeout`.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWait, BrokenBarrier> {
        self.pass(Some(timeout))
    }

    /// Breaks the barrier until the next [`Barrier::reset`].
    pub fn abort(&self) {
        self.break_off(&mut self.lock());
    }

    /// Makes the barrier as new: an error for all who wait, and a fresh generation for those who come after.
    pub fn reset(&self) {
        let mut state = self.lock();
        self.break_off(&mut state);
        state.is_broken = false;
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        let state = self.lock();
        if state.phase == Phase::Filling { state.inside } else { 0 }
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        self.lock().is_broken
    }

    fn pass(&self, timeout: Option<Duration>) -> Result<BarrierWait, BrokenBarrier> {
        let start = Instant::now();
        // No limit here: those who leave have been woken already, and wait for nobody.
        let others_leave = |state: &mut State| !state.is_broken && state.phase != Phase::Filling;
        let mut state = self.changed.wait_while(self.lock(), others_leave).expect(NEVER_POISONED);
        if state.is_broken {
            return Err(BrokenBarrier);
        }
        state.inside += 1;
        let is_leader = state.inside == self.parties;
        if is_leader {
            state.phase = Phase::Passing;
            self.changed.notify_all();
        } else {
            state = self.until_full(state, timeout.map(|timeout| timeout.saturating_sub(start.elapsed())));
        }
        // The phase cannot change again before this thread has left.
        let has_passed = state.phase == Phase::Passing;
        state.inside -= 1;
        if state.inside == 0 {
            state.phase = Phase::Filling;
            self.changed.notify_all();
        }
        if has_passed { Ok(BarrierWait { is_leader }) } else { Err(BrokenBarrier) }
    }

    /// Sleeps for as long as the barrier fills, and breaks it when the time is over.
    fn until_full<'a>(&self, state: MutexGuard<'a, State>, limit: Option<Duration>) -> MutexGuard<'a, State> {
        let is_filling = |state: &mut State| state.phase == Phase::Filling;
        let Some(limit) = limit else {
            return self.changed.wait_while(state, is_filling).expect(NEVER_POISONED);
        };
        let (mut state, _) = self.changed.wait_timeout_while(state, limit, is_filling).expect(NEVER_POISONED);
        if state.phase == Phase::Filling {
            self.break_off(&mut state);
        }
        state
    }

    fn break_off(&self, state: &mut State) {
        state.is_broken = true;
        if state.phase == Phase::Filling && state.inside > 0 {
            state.phase = Phase::Failing;
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(NEVER_POISONED)
    }
}

const NEVER_POISONED: &str = "nothing panics while it holds the lock";

/// x² + 2y: two threads compute a part each, and a third one collects them behind the barrier.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    let parts = [AtomicU64::new(0), AtomicU64::new(0)];
    let barrier = Barrier::new(3);
    let compute = |part: usize, value: u64| {
        // Relaxed: the lock inside the barrier orders this store before the loads of the collector.
        parts[part].store(value, Ordering::Relaxed);
        barrier.wait().expect("nobody breaks this barrier");
    };
    thread::scope(|scope| {
        let compute = &compute;
        scope.spawn(move || compute(0, u64::from(x) * u64::from(x)));
        scope.spawn(move || compute(1, u64::from(y) * 2));
        let collector = scope.spawn(|| {
            barrier.wait().expect("nobody breaks this barrier");
            parts.iter().map(|part| part.load(Ordering::Relaxed)).sum()
        });
        collector.join().expect("the collector only adds")
    })
}

/// The sum of `weigh` of each of the `values`, by `threads` threads. Each takes every `threads`-th value.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    let barrier = Barrier::new(threads);
    let sums: Vec<Mutex<u64>> = (0..threads).map(|_| Mutex::new(0)).collect();
    let read = |thread: usize| *sums[thread].lock().expect(NEVER_POISONED);
    let add = |thread: usize, value: u64| {
        let mut sum = sums[thread].lock().expect(NEVER_POISONED);
        *sum = sum.wrapping_add(value);
    };
    thread::scope(|scope| {
        for me in 0..threads {
            let (barrier, read, add) = (&barrier, &read, &add);
            scope.spawn(move || {
                let share = values.iter().skip(me).step_by(threads);
                add(me, share.map(|value| weigh(*value)).fold(0, u64::wrapping_add));
                let mut distance = 1;
                while distance < threads {
                    barrier.wait().expect("nobody breaks this barrier");
                    if me.is_multiple_of(2 * distance) && me + distance < threads {
                        add(me, read(me + distance));
                    }
                    distance *= 2;
                }
            });
        }
    });
    read(0)
}
