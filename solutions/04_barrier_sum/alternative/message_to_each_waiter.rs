//! Each waiter has a channel of its own, over which it is told how its generation ended.

use std::error::Error;
use std::fmt;
use std::mem;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, MutexGuard};
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

type Answer = Result<BarrierWait, BrokenBarrier>;

/// A place where a fixed number of threads wait for each other, again and again.
#[derive(Debug)]
pub struct Barrier {
    parties: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// A way to each thread of the present generation. An answer is sent when its sender is taken out of here.
    waiting: Vec<Sender<Answer>>,
    is_broken: bool,
}

impl State {
    /// Ends the present generation, and sends everybody in it an answer.
    fn tell_all(&mut self, answer: impl Fn() -> Answer) {
        for waiter in mem::take(&mut self.waiting) {
            waiter.send(answer()).expect("a waiter keeps its receiver until it has an answer");
        }
    }

    fn break_off(&mut self) {
        self.is_broken = true;
        self.tell_all(|| Err(BrokenBarrier));
    }
}

impl Barrier {
    /// A barrier for `parties` threads, whole, with nobody waiting. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        assert_ne!(parties, 0, "a barrier needs parties");
        Self { parties, state: Mutex::default() }
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Answer {
        self.arrive(|answer| answer.recv().expect(ANSWERED))
    }

    /// As [`Barrier::wait`], but breaks the barrier when the others have not arrived within `timeout`.
    pub fn wait_timeout(&self, timeout: Duration) -> Answer {
        self.arrive(|answer| {
            answer.recv_timeout(timeout).unwrap_or_else(|_| {
                // An answer may have come after the time was over. With the lock held, no other one can.
                let mut state = self.state();
                answer.try_recv().unwrap_or_else(|_| {
                    state.break_off();
                    answer.try_recv().expect("this thread's own sender was among them")
                })
            })
        })
    }

    /// Breaks the barrier until the next [`Barrier::reset`].
    pub fn abort(&self) {
        self.state().break_off();
    }

    /// Makes the barrier as new: an error for all who wait, and a fresh generation for those who come after.
    pub fn reset(&self) {
        let mut state = self.state();
        state.break_off();
        state.is_broken = false;
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        self.state().is_broken
    }

    /// Tells the others, as the last one to arrive, or calls `receive` for an answer.
    fn arrive(&self, receive: impl FnOnce(Receiver<Answer>) -> Answer) -> Answer {
        let mut state = self.state();
        if state.is_broken {
            return Err(BrokenBarrier);
        }
        if state.waiting.len() + 1 == self.parties {
            state.tell_all(|| Ok(BarrierWait { is_leader: false }));
            return Ok(BarrierWait { is_leader: true });
        }
        let (sender, receiver) = mpsc::channel();
        state.waiting.push(sender);
        drop(state);
        receive(receiver)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the lock")
    }
}

const ANSWERED: &str = "a sender is not dropped before it has sent an answer";

/// x² + 2y: the parts travel over channels, and the barrier says when both are there.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    let barrier = Barrier::new(3);
    let (give, parts) = mpsc::channel();
    let works: [fn(u64, u64) -> u64; 2] = [|x, _| x.pow(2), |_, y| 2 * y];
    thread::scope(|scope| {
        for work in works {
            let (barrier, give) = (&barrier, give.clone());
            scope.spawn(move || {
                give.send(work(u64::from(x), u64::from(y))).expect("the collector outlives the workers");
                barrier.wait().expect("nobody aborts")
            });
        }
        barrier.wait().expect("nobody aborts");
        // Both parts are there: nothing has to be waited for any more.
        parts.try_iter().sum()
    })
}

/// The sum of `weigh` of each of the `values`, by `threads` threads. Levels are halves here: the upper half gives to the lower one.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    let barrier = Barrier::new(threads);
    let sums: Vec<Mutex<u64>> = (0..threads).map(|_| Mutex::new(0)).collect();
    let sum_of = |thread: usize| sums[thread].lock().expect("additions that wrap do not panic");
    let chunk = values.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        for me in 0..threads {
            let (barrier, sum_of) = (&barrier, &sum_of);
            scope.spawn(move || {
                // Threads beyond the last chunk have nothing to add up, and meet the others all the same.
                let share = values.chunks(chunk).nth(me).unwrap_or_default();
                *sum_of(me) = share.iter().fold(0, |sum, &value| sum.wrapping_add(weigh(value)));
                let mut left = threads;
                while left > 1 {
                    barrier.wait().expect("nobody aborts");
                    let half = left.div_ceil(2);
                    if me + half < left {
                        let upper = *sum_of(me + half);
                        let mut lower = sum_of(me);
                        *lower = lower.wrapping_add(upper);
                    }
                    left = half;
                }
            });
        }
    });
    *sum_of(0)
}
