//! The race of exercise 6.

use kit::speed::prelude::*;
use parallel_sieve::count_primes;

#[path = "../../solutions/06_parallel_sieve/lib.rs"]
#[expect(dead_code, unreachable_pub, reason = "one of its two functions takes part")]
mod authors;

fn main() -> ExitCode {
    kit::speed::run(&[race(
        "count_primes uses every core",
        near,
        |n| count_primes(*n),
        |n| authors::count_primes(*n),
        |n| tutorials_sieve(*n),
    )
    .points(10)
    .hint(3)])
}

/// A limit near `size` that nobody can know before: a table of answers is worth nothing. So near that the work is the
/// same: a speed-up compares runs on different inputs.
fn near(random: u64, size: u64) -> u64 {
    size - random % (size / 200)
}

/// As the Python tutorial has it: a flag for each number, and for each prime its multiples from twice the prime on.
fn tutorials_sieve(n: u64) -> u64 {
    let n = usize::try_from(n).expect("limits here are small");
    let mut is_prime = vec![true; n + 1];
    is_prime[..2].fill(false);
    for number in 2..=n.isqrt() {
        if is_prime[number] {
            for multiple in (2 * number..=n).step_by(number) {
                is_prime[multiple] = false;
            }
        }
    }
    is_prime.iter().map(|is_prime| u64::from(*is_prime)).sum()
}
