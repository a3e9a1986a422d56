//! One list of bits for all: the threads share its areas out, and each word is changed in one atomic step.

use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How many bits one thread has to itself at a time. Sharing the primes out instead would be shorter. But then every
/// thread changes words all over the list, and the cores take them away from each other's caches all the time.
const AREA: usize = 50_000;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let odd = odd_numbers(n);
    let words = odd.par_iter().enumerate();
    let odd_primes = words.flat_map_iter(|(index, word)| {
        let word = word.load(Relaxed);
        (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| 128 * index as u64 + 2 * bit + 1)
    });
    let two = rayon::iter::repeat_n(2, usize::from(n >= 2));
    two.chain(odd_primes).collect()
}

/// How many primes there are up to and including `n`. A bit for each odd number is an eighth of what is allowed.
pub fn count_primes(n: u64) -> u64 {
    let ones: u64 = odd_numbers(n).par_iter().map(|word| u64::from(word.load(Relaxed).count_ones())).sum();
    ones + u64::from(n >= 2)
}

/// Bit `i` says whether `2 * i + 1` is a prime.
fn odd_numbers(n: u64) -> Vec<AtomicU64> {
    let length = usize::try_from(n.div_ceil(2)).expect("n can be reached");
    let mut words: Vec<AtomicU64> = (0..=length / 64).map(|_| AtomicU64::new(u64::MAX)).collect();
    words[0] = AtomicU64::new(u64::MAX - 1);
    for index in length..64 * words.len() {
        cross_off(&words, index);
    }
    let primes = odd_primes(n.isqrt());
    (0..length.div_ceil(AREA)).into_par_iter().for_each(|area| {
        let (start, end) = (area * AREA, length.min((area + 1) * AREA));
        for &prime in &primes {
            // The bits of its odd multiples, from the square on, are as many apart as the prime itself.
            let first = (prime * prime / 2).max(start + (prime / 2 + prime - start % prime) % prime);
            for index in (first..end).step_by(prime) {
                cross_off(&words, index);
            }
        }
    });
    words
}

/// Relaxed: nothing else is read because of a bit, and rayon makes all bits visible to whoever comes after the loop.
/// What matters is that `fetch_and` reads and writes in one step: where two areas meet in the middle of a word, none of
/// the two threads undoes what the other one did.
fn cross_off(words: &[AtomicU64], index: usize) {
    words[index / 64].fetch_and(!(1 << (index % 64)), Relaxed);
}

fn odd_primes(root: u64) -> Vec<usize> {
    let root = usize::try_from(root).expect("n can be reached");
    let mut primes: Vec<usize> = Vec::new();
    for number in (3..=root).step_by(2) {
        if primes.iter().take_while(|&&prime| prime * prime <= number).all(|&prime| !number.is_multiple_of(prime)) {
            primes.push(number);
        }
    }
    primes
}
