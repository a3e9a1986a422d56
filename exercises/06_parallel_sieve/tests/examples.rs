//! Examples of use: `cargo test -p parallel_sieve` runs them. They show what the functions are for; the checks
//! of `cargo xtask check 6` look much closer.

use parallel_sieve::{count_primes, primes_up_to};

#[test]
fn primes_come_in_ascending_order() {
    assert_eq!(primes_up_to(30), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
}

#[test]
fn the_last_number_belongs_to_it() {
    assert_eq!(primes_up_to(13).last(), Some(&13));
    assert_eq!(count_primes(13), 6);
    assert_eq!(count_primes(12), 5);
}

#[test]
fn there_are_no_primes_below_two() {
    assert_eq!(primes_up_to(1), []);
    assert_eq!(count_primes(0), 0);
}

#[test]
fn a_hundred_thousand_numbers_have_9592_primes() {
    assert_eq!(count_primes(100_000), 9592);
    assert_eq!(primes_up_to(100_000).len(), 9592);
}
