//! No condition variable: each generation is an object of its own, whose threads are parked; the first one leads.

use std::error::Error;
use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::thread::{self, Thread};
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
    present: Mutex<Present>,
    /// Changed under the lock only.
    is_broken: AtomicBool,
}

/// The generation that can still be joined.
#[derive(Debug, Default)]
struct Present {
    end: Arc<End>,
    threads: Vec<Thread>,
}

/// How a generation ended: one of the constants below.
#[derive(Debug, Default)]
struct End(AtomicU8);

const OPEN: u8 = 0;
const COMPLETE: u8 = 1;
const BROKEN_OFF: u8 = 2;

impl End {
    fn get(&self) -> u8 {
        // Acquire: pairs with Release in `end`, so that all parties see what each did before it arrived.
        self.0.load(Ordering::Acquire)
    }
}

impl Present {
    /// Ends the generation, wakes its threads, and leaves an empty one.
    fn end(&mut self, how: u8) {
        let ended = mem::take(self);
        ended.end.0.store(how, Ordering::Release);
        ended.threads.iter().for_each(Thread::unpark);
    }
}

impl Barrier {
    /// A barrier for `parties` threads, whole, with nobody waiting. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        assert!(parties >= 1, "a barrier is for at least one party");
        Self { parties, present: Mutex::default(), is_broken: AtomicBool::new(false) }
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Result<BarrierWait, BrokenBarrier> {
        self.arrive(|end| {
            // `park` may return without a reason.
            while end.get() == OPEN {
                thread::park();
            }
        })
    }

    /// As [`Barrier::wait`], but breaks the barrier when the others have not arrived within `timeout`.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWait, BrokenBarrier> {
        let start = Instant::now();
        self.arrive(|end| {
            while end.get() == OPEN {
                match timeout.checked_sub(start.elapsed()) {
                    Some(rest) if !rest.is_zero() => thread::park_timeout(rest),
                    _ => return self.give_up(end),
                }
            }
        })
    }

    /// Breaks the barrier until the next [`Barrier::reset`].
    pub fn abort(&self) {
        self.break_off(&mut self.present());
    }

    /// Makes the barrier as new: an error for all who wait, and a fresh generation for those who come after.
    pub fn reset(&self) {
        let mut present = self.present();
        self.is_broken.store(false, Ordering::SeqCst);
        present.end(BROKEN_OFF);
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        self.present().threads.len()
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::SeqCst)
    }

    fn arrive(&self, until_ended: impl FnOnce(&End)) -> Result<BarrierWait, BrokenBarrier> {
        let mut present = self.present();
        if self.is_broken() {
            return Err(BrokenBarrier);
        }
        let is_leader = present.threads.is_empty();
        if present.threads.len() + 1 == self.parties {
            present.end(COMPLETE);
            return Ok(BarrierWait { is_leader });
        }
        present.threads.push(thread::current());
        let end = Arc::clone(&present.end);
        drop(present);
        until_ended(&end);
        if end.get() == COMPLETE { Ok(BarrierWait { is_leader }) } else { Err(BrokenBarrier) }
    }

    /// The time of a waiter is over: breaks the barrier, unless the waiter's generation ended before the lock was
    /// free. Generations end under the lock only.
    fn give_up(&self, end: &End) {
        let mut present = self.present();
        if end.get() == OPEN {
            self.break_off(&mut present);
        }
    }

    fn break_off(&self, present: &mut Present) {
        self.is_broken.store(true, Ordering::SeqCst);
        present.end(BROKEN_OFF);
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        self.present.lock().expect("nothing panics while it holds the lock")
    }
}

/// x² + 2y. Each part is written once; the caller collects.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    let (square, double) = (OnceLock::new(), OnceLock::new());
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        scope.spawn(|| {
            square.get_or_init(|| u64::from(x).pow(2));
            barrier.wait().expect("nobody breaks it")
        });
        scope.spawn(|| {
            double.get_or_init(|| u64::from(y) << 1);
            barrier.wait().expect("nobody breaks it")
        });
        barrier.wait().expect("nobody breaks it");
        let parts = square.get().zip(double.get()).expect("each part was written before its thread arrived");
        parts.0 + parts.1
    })
}

/// The sum of `weigh` of each of the `values`, by `threads` threads. Every level has places of its own, which are written once.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    let barrier = Barrier::new(threads);
    let widths: Vec<usize> = widths_of_levels(threads);
    let levels: Vec<Vec<OnceLock<u64>>> = widths.iter().map(|&width| vec![OnceLock::new(); width]).collect();
    let sum_at = |level: usize, place: usize| match levels[level].get(place) {
        Some(sum) => *sum.get().expect("the level before is complete"),
        None => 0,
    };
    let put = |level: usize, place: usize, sum: u64| levels[level][place].set(sum).expect("each place is put once");
    let (shorter, longer_shares) = (values.len() / threads, values.len() % threads);
    thread::scope(|scope| {
        let mut rest = values;
        for me in 0..threads {
            let (share, others) = rest.split_at(shorter + usize::from(me < longer_shares));
            rest = others;
            let (barrier, widths, sum_at, put) = (&barrier, &widths, &sum_at, &put);
            scope.spawn(move || {
                put(0, me, share.iter().map(|value| weigh(*value)).reduce(u64::wrapping_add).unwrap_or(0));
                for (level, &width) in widths.iter().enumerate().skip(1) {
                    barrier.wait().expect("nobody breaks it");
                    if me < width {
                        put(level, me, sum_at(level - 1, 2 * me).wrapping_add(sum_at(level - 1, 2 * me + 1)));
                    }
                }
            });
        }
    });
    sum_at(levels.len() - 1, 0)
}

/// Half as many sums at each level, rounded up, until one is left.
fn widths_of_levels(threads: usize) -> Vec<usize> {
    std::iter::successors(Some(threads), |&width| (width > 1).then(|| width.div_ceil(2))).collect()
}
