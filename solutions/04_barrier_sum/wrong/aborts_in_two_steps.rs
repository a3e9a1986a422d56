//! abort sets the flag, lets go of the lock, and breaks the generation off with another one.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
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
    next_generation: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The number of the present generation.
    generation: u64,
    count: usize,
    broken: bool,
    /// The generations that were broken off, each with the number of its threads that have not woken up yet. A
    /// generation that has ended and is not in here was complete.
    broken_off: BTreeMap<u64, usize>,
}

impl Barrier {
    /// A barrier for `parties` threads, whole, with nobody waiting. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        assert!(parties > 0, "a barrier for nobody");
        Self { parties, state: Mutex::default(), next_generation: Condvar::new() }
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Result<BarrierWait, BrokenBarrier> {
        self.wait_until(None)
    }

    /// As [`Barrier::wait`], but breaks the barrier when the others have not arrived within `timeout`.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWait, BrokenBarrier> {
        // A moment too far away to be represented is no limit at all.
        self.wait_until(Instant::now().checked_add(timeout))
    }

    /// Breaks the barrier until the next [`Barrier::reset`].
    pub fn abort(&self) {
        let mut state = self.state();
        state.broken = true;
        drop(state);
        let mut state = self.state();
        self.break_off(&mut state);
    }

    /// Makes the barrier as new: an error for all who wait, and a fresh generation for those who come after.
    pub fn reset(&self) {
        let mut state = self.state();
        state.broken = false;
        self.break_off(&mut state);
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        self.state().count
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        self.state().broken
    }

    fn wait_until(&self, deadline: Option<Instant>) -> Result<BarrierWait, BrokenBarrier> {
        let mut state = self.state();
        if state.broken {
            return Err(BrokenBarrier);
        }
        state.count += 1;
        if state.count == self.parties {
            self.begin_next(&mut state);
            return Ok(BarrierWait { is_leader: true });
        }
        let mine = state.generation;
        while state.generation == mine {
            let rest = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            state = match rest {
                None => self.next_generation.wait(state).expect(NO_PANIC_INSIDE),
                Some(Duration::ZERO) => {
                    state.broken = true;
                    self.break_off(&mut state);
                    break;
                }
                Some(rest) => self.next_generation.wait_timeout(state, rest).expect(NO_PANIC_INSIDE).0,
            };
        }
        let Some(asleep) = state.broken_off.get_mut(&mine) else {
            return Ok(BarrierWait { is_leader: false });
        };
        *asleep -= 1;
        if *asleep == 0 {
            state.broken_off.remove(&mine);
        }
        Err(BrokenBarrier)
    }

    /// Ends the present generation without success. One without threads is nobody's concern and just goes on.
    fn break_off(&self, state: &mut State) {
        if state.count > 0 {
            state.broken_off.insert(state.generation, state.count);
            self.begin_next(state);
        }
    }

    fn begin_next(&self, state: &mut State) {
        state.generation += 1;
        state.count = 0;
        self.next_generation.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(NO_PANIC_INSIDE)
    }
}

const NO_PANIC_INSIDE: &str = "nothing panics while it holds the lock";

/// x² + 2y. All three are threads, and the parts are in one shared pair.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    let parts = Mutex::new((0, 0));
    let barrier = Barrier::new(3);
    let meet = || {
        barrier.wait().expect("nobody breaks this barrier");
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            parts.lock().expect(NO_PANIC_INSIDE).0 = u64::from(x) * u64::from(x);
            meet();
        });
        scope.spawn(|| {
            parts.lock().expect(NO_PANIC_INSIDE).1 = u64::from(y) + u64::from(y);
            meet();
        });
        let collector = scope.spawn(|| {
            meet();
            let (square, double) = *parts.lock().expect(NO_PANIC_INSIDE);
            square + double
        });
        collector.join().expect("the collector does not panic")
    })
}

/// The sum of `weigh` of each of the `values`, by `threads` threads, with the standard library's barrier: nobody breaks this one.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    assert!(threads > 0, "somebody has to add");
    let barrier = std::sync::Barrier::new(threads);
    let sums = Mutex::new(vec![0_u64; threads]);
    let sums_of = || sums.lock().expect(NO_PANIC_INSIDE);
    let run = |me: usize| {
        let mut sum = 0_u64;
        for index in (me..values.len()).step_by(threads) {
            sum = sum.wrapping_add(weigh(values[index]));
        }
        sums_of()[me] = sum;
        barrier.wait();
        let mut distance = 1;
        while distance < threads {
            if me.is_multiple_of(2 * distance) && me + distance < threads {
                let mut sums = sums_of();
                sums[me] = sums[me].wrapping_add(sums[me + distance]);
            }
            barrier.wait();
            distance *= 2;
        }
    };
    thread::scope(|scope| {
        let run = &run;
        for me in 0..threads {
            scope.spawn(move || run(me));
        }
    });
    sums_of()[0]
}
