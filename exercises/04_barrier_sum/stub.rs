//! Exercise 4: a reusable barrier, and two sums whose threads meet at one.
//!
//! Fill in each `todo!()`. Fields, helper types and imports are yours to choose; keep the public names and
//! signatures, because the checks call them. README.md beside this folder says what each has to do.

use std::error::Error;
use std::fmt;
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
    // Your fields.
}

impl BarrierWait {
    /// Whether this thread is the leader: true for exactly one thread of each generation that passes.
    pub fn is_leader(&self) -> bool {
        todo!("tell the leader from the others")
    }
}

/// A place where a fixed number of threads wait for each other, again and again.
#[derive(Debug)]
pub struct Barrier {
    // Your fields.
}

impl Barrier {
    /// A barrier for `parties` threads, whole, with nobody waiting. Panics when `parties` is 0.
    pub fn new(parties: usize) -> Self {
        todo!("make a barrier for {parties} threads")
    }

    /// Sleeps until all parties have arrived; an error when the barrier is or gets broken.
    pub fn wait(&self) -> Result<BarrierWait, BrokenBarrier> {
        todo!("wait for the other parties")
    }

    /// As [`Barrier::wait`], but breaks the barrier when the others have not arrived within `timeout`.
    /// Any timeout works, from `Duration::ZERO` to `Duration::MAX`.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWait, BrokenBarrier> {
        todo!("wait for the other parties, at most {timeout:?}")
    }

    /// Breaks the barrier: an error for all who wait, and for all who come before the next [`Barrier::reset`].
    pub fn abort(&self) {
        todo!("break the barrier")
    }

    /// Makes the barrier as new: an error for all who wait, and a fresh generation for those who come after.
    pub fn reset(&self) {
        todo!("begin a fresh generation")
    }

    /// How many threads have to arrive.
    pub fn parties(&self) -> usize {
        todo!("tell how many parties there are")
    }

    /// How many threads have arrived in the present generation.
    pub fn waiting(&self) -> usize {
        todo!("count the threads that wait")
    }

    /// Whether the barrier is broken now.
    pub fn is_broken(&self) -> bool {
        todo!("tell whether the barrier is broken")
    }
}

/// x² + 2y: one thread squares, another one doubles, and a collector adds once both have arrived at a barrier.
pub fn barrier_sum(x: u32, y: u32) -> u64 {
    todo!("add the square of {x} and the double of {y}")
}

/// The sum of what `weigh` makes of each of the `values`, by `threads` threads: each adds up a share, then they add the
/// sums of the shares in pairs, level by level, and meet at a barrier before each level. Panics when `threads` is 0.
///
/// A sum that does not fit wraps around, as [`u64::wrapping_add`] does.
pub fn phased_sum(values: &[u64], weigh: fn(u64) -> u64, threads: usize) -> u64 {
    todo!("add up {} numbers on {threads} threads, each after {weigh:?}", values.len())
}
