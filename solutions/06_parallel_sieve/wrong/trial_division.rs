//! Correct, and busy on every core: divides each number by all primes up to its root. One thread with a sieve is faster.

use rayon::prelude::*;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let base = base_primes(n.isqrt());
    (2..=n).into_par_iter().filter(|&number| is_prime(number, &base)).collect()
}

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    let base = base_primes(n.isqrt());
    (2..=n).into_par_iter().filter(|&number| is_prime(number, &base)).count() as u64
}

fn is_prime(number: u64, base: &[u64]) -> bool {
    for &prime in base {
        if prime * prime > number {
            break;
        }
        if number.is_multiple_of(prime) {
            return false;
        }
    }
    true
}

fn base_primes(root: u64) -> Vec<u64> {
    let mut primes = Vec::new();
    for number in 2..=root {
        if is_prime(number, &primes) {
            primes.push(number);
        }
    }
    primes
}
