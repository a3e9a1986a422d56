//! The list is right, and the count asks for one number less.

use rayon::prelude::*;
use std::ops::Range;

const SEGMENT: usize = 64 * 1024;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let base = base_primes(n.isqrt());
    segments(n).flat_map_iter(|segment| primes_in(segment, &base)).collect()
}

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    let base = base_primes(n.isqrt());
    segments(n.saturating_sub(1)).map(|segment| primes_in(segment, &base).count() as u64).sum()
}

/// The numbers up to `n`, cut into pieces.
fn segments(n: u64) -> impl ParallelIterator<Item = Range<usize>> {
    let end = usize::try_from(n).expect("n can be reached") + 1;
    (0..end.div_ceil(SEGMENT)).into_par_iter().map(move |index| index * SEGMENT..end.min((index + 1) * SEGMENT))
}

fn primes_in(segment: Range<usize>, base: &[usize]) -> impl Iterator<Item = u64> {
    let mut is_prime = vec![true; segment.len()];
    for &prime in base {
        let first = segment.start.next_multiple_of(prime).max(prime * prime);
        for multiple in (first..segment.end).step_by(prime) {
            is_prime[multiple - segment.start] = false;
        }
    }
    segment.zip(is_prime).filter(|&(number, is_prime)| is_prime && number >= 2).map(|(number, _)| number as u64)
}

/// The primes up to the root of `n`, by a plain sieve.
fn base_primes(root: u64) -> Vec<usize> {
    let root = usize::try_from(root).expect("n can be reached");
    let mut is_prime = vec![true; root + 1];
    let mut primes = Vec::new();
    for number in 2..=root {
        if is_prime[number] {
            primes.push(number);
            for multiple in (number * number..=root).step_by(number) {
                is_prime[multiple] = false;
            }
        }
    }
    primes
}
