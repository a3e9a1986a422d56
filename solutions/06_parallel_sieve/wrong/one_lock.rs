//! Correct, and with many threads: but all of them cross off in one list, and whoever does so holds its lock.

use rayon::prelude::*;
use std::sync::Mutex;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let odd = odd_numbers(n);
    let mut primes: Vec<u64> = (n >= 2).then_some(2).into_iter().collect();
    for (index, word) in odd.iter().enumerate() {
        let ones = (0..64).filter(|bit| word >> bit & 1 == 1);
        primes.extend(ones.map(|bit| 128 * index as u64 + 2 * bit + 1));
    }
    primes
}

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    let ones: u64 = odd_numbers(n).iter().map(|word| u64::from(word.count_ones())).sum();
    ones + u64::from(n >= 2)
}

/// Bit `i` says whether `2 * i + 1` is a prime.
fn odd_numbers(n: u64) -> Vec<u64> {
    let length = usize::try_from(n.div_ceil(2)).expect("n can be reached");
    let mut words = vec![u64::MAX; length / 64 + 1];
    words[0] -= 1;
    words[length / 64] &= (1 << (length % 64)) - 1;
    let words = Mutex::new(words);
    odd_primes(n.isqrt()).into_par_iter().for_each(|prime| {
        let mut words = words.lock().expect("nobody panics");
        for index in (prime * prime / 2..length).step_by(prime) {
            words[index / 64] &= !(1 << (index % 64));
        }
    });
    words.into_inner().expect("nobody panics")
}

fn odd_primes(root: u64) -> Vec<usize> {
    let root = usize::try_from(root).expect("n can be reached");
    let is_prime =
        |number: &usize| (3..).step_by(2).take_while(|d| d * d <= *number).all(|d| !number.is_multiple_of(d));
    (3..=root).step_by(2).filter(is_prime).collect()
}
