//! Correct, and partly parallel: the first three tenths of the segments is sieved by the caller before anybody else begins.
//! So no number of cores makes it four times as fast.

use rayon::prelude::*;
use std::ops::Range;

const SEGMENT: usize = 32 * 1024;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let base = odd_primes(n.isqrt());
    let primes_in = |segment: Range<usize>| {
        let start = segment.start;
        let composite = sieve(segment, &base);
        let odd = composite.into_iter().enumerate().filter(|&(_, composite)| !composite);
        odd.map(move |(index, _)| 2 * (start + index) as u64 + 1)
    };
    let (serial, parallel) = segments(n);
    let mut primes: Vec<u64> = (n >= 2).then_some(2).into_iter().collect();
    primes.extend(serial.into_iter().flat_map(primes_in));
    primes.par_extend(parallel.into_par_iter().flat_map_iter(primes_in));
    primes
}

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    let base = odd_primes(n.isqrt());
    let count_in = |segment: Range<usize>| sieve(segment, &base).into_iter().filter(|&composite| !composite).count();
    let (serial, parallel) = segments(n);
    let odd = serial.into_iter().map(count_in).sum::<usize>() + parallel.into_par_iter().map(count_in).sum::<usize>();
    odd as u64 + u64::from(n >= 2)
}

/// Index `i` stands for the number `2 * i + 1`. The first three of ten segments, and the others.
fn segments(n: u64) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let end = usize::try_from(n.div_ceil(2)).expect("n can be reached");
    let mut all: Vec<Range<usize>> =
        (0..end.div_ceil(SEGMENT)).map(|number| number * SEGMENT..end.min((number + 1) * SEGMENT)).collect();
    let others = all.split_off(all.len() * 3 / 10);
    (all, others)
}

fn sieve(segment: Range<usize>, base: &[usize]) -> Vec<bool> {
    let mut composite = vec![false; segment.len()];
    if segment.start == 0 {
        composite[0] = true;
    }
    for &prime in base.iter().take_while(|&&prime| prime * prime / 2 < segment.end) {
        // The first odd multiple: a factor of at least the prime itself, and odd.
        let factor = (2 * segment.start + 1).div_ceil(prime).max(prime) | 1;
        let mut index = factor * prime / 2 - segment.start;
        while index < composite.len() {
            composite[index] = true;
            index += prime;
        }
    }
    composite
}

fn odd_primes(root: u64) -> Vec<usize> {
    let root = usize::try_from(root).expect("n can be reached");
    let mut composite = vec![false; root + 1];
    let mut primes = Vec::new();
    for number in (3..=root).step_by(2) {
        if !composite[number] {
            primes.push(number);
            (number * number..=root).step_by(2 * number).for_each(|multiple| composite[multiple] = true);
        }
    }
    primes
}
