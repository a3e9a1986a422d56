//! The race of exercise 4.

use barrier_sum::phased_sum;
use kit::speed::prelude::*;
use std::thread;

#[path = "../../solutions/04_barrier_sum/lib.rs"]
#[expect(dead_code, unreachable_pub, reason = "one of its functions takes part")]
mod authors;

fn main() -> ExitCode {
    kit::speed::run(&[race(
        "phased_sum uses every core",
        numbers,
        |values| phased_sum(values, weigh, threads()),
        |values| authors::phased_sum(values, weigh, threads()),
        |values| values.iter().fold(0_u64, |sum, value| sum.wrapping_add(weigh(*value))),
    )
    .points(10)
    .hint(3)])
}

fn numbers(random: u64, size: u64) -> Vec<u64> {
    (0..size).map(|index| index.wrapping_mul(random | 1)).collect()
}

/// As many as there are cores for this run.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

/// About a microsecond of work that cannot be left out: each step needs the one before.
fn weigh(value: u64) -> u64 {
    (0..250).fold(value, |state, step| (state ^ (state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).wrapping_add(step))
}
