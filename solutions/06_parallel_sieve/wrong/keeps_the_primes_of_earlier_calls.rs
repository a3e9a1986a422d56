//! Correct and serial: keeps the primes that it has found, so that a later, smaller input costs next to nothing.

use std::ops::Range;
use std::sync::Mutex;

const SEGMENT: usize = 32 * 1024;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let base = odd_primes(n.isqrt());
    let mut primes: Vec<u64> = (n >= 2).then_some(2).into_iter().collect();
    let mut composite = vec![false; SEGMENT];
    for segment in segments(n) {
        let start = segment.start;
        let composite = sieve(segment, &base, &mut composite);
        let odd = composite.iter().enumerate().filter(|&(_, &composite)| !composite);
        primes.extend(odd.map(|(index, _)| 2 * (start + index) as u64 + 1));
    }
    primes
}

static PRIMES: Mutex<(u64, Vec<u64>)> = Mutex::new((0, Vec::new()));

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    if n < 1_000_000 {
        return count(n);
    }
    let mut kept = PRIMES.lock().expect("nobody panics meanwhile");
    if kept.0 < n {
        *kept = (n, primes_up_to(n));
    }
    kept.1.partition_point(|prime| *prime <= n) as u64
}

fn count(n: u64) -> u64 {
    let base = odd_primes(n.isqrt());
    let mut composite = vec![false; SEGMENT];
    let odd: usize = segments(n)
        .map(|segment| sieve(segment, &base, &mut composite).iter().filter(|&&composite| !composite).count())
        .sum();
    odd as u64 + u64::from(n >= 2)
}

/// Index `i` stands for the number `2 * i + 1`.
fn segments(n: u64) -> impl Iterator<Item = Range<usize>> {
    let end = usize::try_from(n.div_ceil(2)).expect("n can be reached");
    (0..end.div_ceil(SEGMENT)).map(move |number| number * SEGMENT..end.min((number + 1) * SEGMENT))
}

fn sieve<'a>(segment: Range<usize>, base: &[usize], composite: &'a mut [bool]) -> &'a [bool] {
    let composite = &mut composite[..segment.len()];
    composite.fill(false);
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
