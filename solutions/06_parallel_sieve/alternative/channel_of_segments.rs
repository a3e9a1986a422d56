//! Threads take the next segment from a counter, and send what they find through a channel, in any order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// A word of bits stands for 64 odd numbers, and a segment has this many words.
const WORDS: usize = 4 * 1024;
const NUMBERS: usize = 128 * WORDS;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let mut parts = BTreeMap::new();
    for_each_segment(n, odd_primes_in, |segment, primes| {
        parts.insert(segment, primes);
    });
    let two = (n >= 2).then_some(2);
    two.into_iter().chain(parts.into_values().flatten()).collect()
}

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    let mut count = u64::from(n >= 2);
    let count_in = |_: usize, words: &[u64]| words.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
    for_each_segment(n, count_in, |_, found| count += found);
    count
}

/// Sieves each segment on some thread, and looks at it there; `take` gets the results on the caller's thread.
fn for_each_segment<T: Send>(n: u64, look: impl Fn(usize, &[u64]) -> T + Sync, mut take: impl FnMut(usize, T)) {
    let n = usize::try_from(n).expect("n can be reached");
    let base = odd_primes(n.isqrt());
    // Relaxed: the counter only deals out numbers. What the threads find goes through the channel.
    let next = AtomicUsize::new(0);
    // Bounded: nobody works far ahead of the one who collects.
    let (sender, receiver) = mpsc::sync_channel(64);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (sender, next, base, look) = (sender.clone(), &next, &base, &look);
            scope.spawn(move || {
                let mut words = vec![0; WORDS];
                loop {
                    let segment = next.fetch_add(1, Ordering::Relaxed);
                    if segment > n / NUMBERS {
                        break;
                    }
                    sieve(&mut words, segment * NUMBERS, n, base);
                    sender.send((segment, look(segment, &words))).expect("the caller listens to the end");
                }
            });
        }
        drop(sender);
        for (segment, found) in receiver {
            take(segment, found);
        }
    });
}

/// Bit `i` says whether `start + 2 * i + 1` is a prime and not above `n`.
fn sieve(words: &mut [u64], start: usize, n: usize, base: &[usize]) {
    words.fill(u64::MAX);
    if start == 0 {
        words[0] -= 1;
    }
    let mut clear = |index: usize| words[index / 64] &= !(1 << (index % 64));
    for &prime in base {
        let square = prime * prime;
        let mut multiple = if square > start { square } else { (start / prime + 1) * prime };
        if multiple % 2 == 0 {
            multiple += prime;
        }
        for index in ((multiple - start) / 2..NUMBERS / 2).step_by(prime) {
            clear(index);
        }
    }
    for index in (n.saturating_sub(start)).div_ceil(2)..NUMBERS / 2 {
        clear(index);
    }
}

fn odd_primes_in(segment: usize, words: &[u64]) -> Vec<u64> {
    let mut primes = Vec::new();
    for (index, &word) in words.iter().enumerate() {
        let mut rest = word;
        while rest != 0 {
            primes.push((segment * NUMBERS + 128 * index + 1) as u64 + 2 * u64::from(rest.trailing_zeros()));
            rest &= rest - 1;
        }
    }
    primes
}

fn odd_primes(root: usize) -> Vec<usize> {
    let is_prime =
        |number: &usize| (3..).step_by(2).take_while(|d| d * d <= *number).all(|d| !number.is_multiple_of(d));
    (3..=root).step_by(2).filter(is_prime).collect()
}
