//! Counts the calling thread among the threads, and makes a barrier for the others.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
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
    leader: bool,
}

impl BarrierWait {
    /// Whether this thread is the leader.
    pub fn is_leader(&self) -> bool {
        self.leader
    }
}

/// A place where a fixed number of threads wait for each other, again and again.
#[derive(Debug)]
pub struct Barrier {
    parties: usize,
    state: Mutex<State>,
    condvar: Condvar,
}

#[derive(Debug, Default)]
struct State {
    count: usize,
    generation: usize,
    broken: bool,
    /// The generations that were broken off while somebody waited.
    failed: Vec<usize>,
}

impl State {
    fn end_generation(&mut self) {
        self.count = 0;
        self.generation += 1;
    }

    fn break_off(&mut self) {
        if self.count > 0 {
            self.failed.push(self.generation);
            self.end_generation();
        }
    }

    fn result_of(&self, generation: usize) -> Result<BarrierWait, BrokenBarrier> {
        if self.failed.contains(&generation) { Err(BrokenBarrier) } else { Ok(BarrierWait { leader: false }) }
    }
}

impl Barrier {
    /// A barrier for `parties` threads. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        assert!(parties > 0, "at least one party is needed");
        Self { parties, state: Mutex::new(State::default()), condvar: Condvar::new() }
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Result<BarrierWait, BrokenBarrier> {
        let mut state = self.state.lock().unwrap();
        if state.broken {
            return Err(BrokenBarrier);
        }
        state.count += 1;
        if state.count == self.parties {
            state.end_generation();
            self.condvar.notify_all();
            return Ok(BarrierWait { leader: true });
        }
        let generation = state.generation;
        while state.generation == generation {
            state = self.condvar.wait(state).unwrap();
        }
        state.result_of(generation)
    }

    /// Like `wait`, but breaks the barrier after `timeout`.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWait, BrokenBarrier> {
        let start = Instant::now();
        let mut state = self.state.lock().unwrap();
        if state.broken {
            return Err(BrokenBarrier);
        }
        state.count += 1;
        if state.count == self.parties {
            state.end_generation();
            self.condvar.notify_all();
            return Ok(BarrierWait { leader: true });
        }
        let generation = state.generation;
        while state.generation == generation {
            let rest = timeout.saturating_sub(start.elapsed());
            if rest.is_zero() {
                state.broken = true;
                state.break_off();
                self.condvar.notify_all();
            } else {
                (state, _) = self.condvar.wait_timeout(state, rest).unwrap();
            }
        }
        state.result_of(generation)
    }

    /// Breaks the barrier until the next reset.
    pub fn abort(&self) {
        let mut state = self.state.lock().unwrap();
        state.broken = true;
        state.break_off();
        self.condvar.notify_all();
    }

    /// Makes the barrier as new.
    pub fn reset(&self) {
        let mut state = self.state.lock().unwrap();
        state.broken = false;
        state.break_off();
        self.condvar.notify_all();
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        self.state.lock().unwrap().count
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        self.state.lock().unwrap().broken
    }
}

/// x² + 2y, by two threads and a collector.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    let square = AtomicU64::new(0);
    let double = AtomicU64::new(0);
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        scope.spawn(|| {
            square.store(u64::from(x) * u64::from(x), Ordering::SeqCst);
            barrier.wait().unwrap();
        });
        scope.spawn(|| {
            double.store(2 * u64::from(y), Ordering::SeqCst);
            barrier.wait().unwrap();
        });
        barrier.wait().unwrap();
        square.load(Ordering::SeqCst) + double.load(Ordering::SeqCst)
    })
}

/// The sum of `weigh` of each of the `values`, by `threads` threads.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    let barrier = Barrier::new(threads - 1);
    let sums: Vec<AtomicU64> = (0..threads).map(|_| AtomicU64::new(0)).collect();
    thread::scope(|scope| {
        let share = values.iter().step_by(threads);
        sums[0].store(share.fold(0u64, |sum, value| sum.wrapping_add(weigh(*value))), Ordering::SeqCst);
        for me in 1..threads {
            let (barrier, sums) = (&barrier, &sums);
            scope.spawn(move || {
                let share = values.iter().skip(me).step_by(threads);
                let sum = share.fold(0u64, |sum, value| sum.wrapping_add(weigh(*value)));
                sums[me].store(sum, Ordering::SeqCst);
                barrier.wait().unwrap();
                let mut step = 1;
                while step < threads {
                    if (me - 1) % (2 * step) == 0 && me + step < threads {
                        let other = sums[me + step].load(Ordering::SeqCst);
                        sums[me].fetch_add(other, Ordering::SeqCst);
                    }
                    barrier.wait().unwrap();
                    step *= 2;
                }
            });
        }
    });
    sums[0].load(Ordering::SeqCst).wrapping_add(sums[1].load(Ordering::SeqCst))
}
