// <speed>
//! The race of exercise NUMBER.

use kit::speed::prelude::*;
use std::thread;

use my_exercise::sum_of_jobs;

#[path = "../../solutions/00_my_exercise/lib.rs"]
#[expect(unreachable_pub, reason = "it is a crate of its own elsewhere")]
mod authors;

// AUTHOR: the input, the learner's function, the authors' function, and the plain serial way.

fn main() -> ExitCode {
    kit::speed::run(&[race(
        "sum_of_jobs uses every core",
        Work::new,
        |work| sum_of_jobs(work.jobs, threads(), |number| work.job(number)),
        |work| authors::sum_of_jobs(work.jobs, threads(), |number| work.job(number)),
        |work| (0..work.jobs).map(|number| work.job(number)).sum(),
    )
    .points(4)
    .hint(3)])
}

struct Work {
    random: u64,
    jobs: usize,
}

impl Work {
    fn new(random: u64, size: u64) -> Self {
        Self { random, jobs: usize::try_from(size).expect("sizes here are small") }
    }

    /// Half a microsecond of work that cannot be left out: each step needs the one before.
    fn job(&self, number: usize) -> u64 {
        let mix = |state: u64, step| (state ^ (state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).wrapping_add(step);
        // The sum of all fits into a u64.
        (0..250).fold(self.random ^ number as u64, mix) >> 32
    }
}

/// As many as there are cores for this run.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}
// </speed>
