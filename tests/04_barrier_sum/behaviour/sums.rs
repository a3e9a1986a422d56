//! `barrier_sum` and `phased_sum`: their results. How they get there is looked at elsewhere.

use barrier_sum::{barrier_sum, phased_sum};
use kit::prelude::*;
use kit::proptest::{collection, num};
use std::panic::catch_unwind;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

pub(super) fn of_the_source() {
    step("barrier_sum(3, 7) runs");
    expect_eq!(barrier_sum(3, 7), 23, "barrier_sum(3, 7), which is 3 * 3 + 2 * 7");
}

fn expect_two(x: u32, y: u32) {
    step(&format!("barrier_sum({x}, {y}) runs"));
    let (x64, y64) = (u64::from(x), u64::from(y));
    expect_eq!(barrier_sum(x, y), x64 * x64 + 2 * y64, "barrier_sum({x}, {y})");
}

pub(super) fn of_any_two() {
    for (x, y) in [(0, 0), (1, 0), (0, 1), (7, 3), (65_536, 0), (0, u32::MAX), (u32::MAX, 0), (u32::MAX, u32::MAX)] {
        expect_two(x, y);
    }
    for_all(20, (num::u32::ANY, num::u32::ANY), |(x, y)| expect_two(*x, *y));
}

fn sum(values: &[u64], threads: usize) -> u64 {
    step(&format!("phased_sum adds up {} value(s) on {threads} thread(s)", values.len()));
    phased_sum(values, |value| value, threads)
}

fn expect_sum(values: &[u64], threads: usize) {
    let expected = values.iter().fold(0_u64, |sum, value| sum.wrapping_add(*value));
    expect_eq!(sum(values, threads), expected, "phased_sum of {values:?} on {threads} threads");
}

pub(super) fn of_any_values() {
    let values = collection::vec(0..1000_u64, 0..40);
    for_all(25, (values, 1..9_usize), |(values, threads)| expect_sum(values, *threads));
    let many: Vec<u64> = (0..5000).collect();
    expect_eq!(sum(&many, 4), 5000 * 4999 / 2, "phased_sum of the numbers from 0 to 4999 on 4 threads");
}

/// How often a weight was asked for.
static WEIGHED: AtomicUsize = AtomicUsize::new(0);

fn weigh(value: u64) -> u64 {
    WEIGHED.fetch_add(1, SeqCst);
    3 * value + 5
}

pub(super) fn weighs_each_once() {
    for (count, threads) in [(1, 1), (6, 2), (7, 3), (2, 5), (16, 4)] {
        let values = powers_of_two(count);
        let expected: u64 = values.iter().map(|value| 3 * value + 5).sum();
        WEIGHED.store(0, SeqCst);
        step(&format!("phased_sum weighs {count} value(s) on {threads} thread(s)"));
        let found = phased_sum(&values, weigh, threads);
        expect_eq!(found, expected, "phased_sum of {values:?}, each times 3 plus 5, on {threads} threads");
        let times = WEIGHED.load(SeqCst);
        expect_eq!(times, values.len(), "how often phased_sum of {count} value(s) on {threads} thread(s) called weigh");
    }
}

pub(super) fn one_thread() {
    for values in [vec![5], vec![1, 2, 3], vec![7; 20]] {
        expect_sum(&values, 1);
    }
}

pub(super) fn spare_threads() {
    for (count, threads) in [(1, 2), (3, 8), (2, 3), (1, 16), (5, 40)] {
        expect_sum(&powers_of_two(count), threads);
    }
}

/// Values of which no two subsets have the same sum: a wrong sum tells which ones are missing or counted twice.
fn powers_of_two(count: u32) -> Vec<u64> {
    (0..count).map(|exponent| 1 << exponent).collect()
}

pub(super) fn each_once() {
    for (count, threads) in [(4, 2), (7, 3), (9, 2), (10, 4), (20, 7), (31, 8), (60, 4), (63, 5)] {
        expect_sum(&powers_of_two(count), threads);
    }
}

pub(super) fn odd_trees() {
    for threads in [3, 5, 6, 7, 9, 11, 13] {
        expect_sum(&powers_of_two(threads), threads as usize);
    }
}

pub(super) fn of_nothing() {
    for threads in [1, 2, 5] {
        expect_sum(&[], threads);
    }
}

pub(super) fn wraps() {
    for threads in [1, 2, 3] {
        expect_sum(&[u64::MAX, 5], threads);
        expect_sum(&[1, u64::MAX, 2, u64::MAX, u64::MAX, 3], threads);
    }
}

pub(super) fn no_threads() {
    expect_sum(&[1, 2], 2);
    for values in [&[1, 2][..], &[]] {
        let refused = catch_unwind(|| sum(values, 0)).is_err();
        expect!(refused, "phased_sum of {} values on 0 threads returned; it has to panic", values.len());
    }
}
