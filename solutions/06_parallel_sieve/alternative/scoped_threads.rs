//! No rayon: as many scoped threads as there are cores, each with an equal part of the odd numbers.

use std::ops::Range;
use std::thread;

const SEGMENT: u64 = 32 * 1024;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let mut primes = Vec::new();
    if n >= 2 {
        primes.push(2);
    }
    let parts = on_all_cores(n, |indices, base| {
        let mut part = Vec::new();
        for_each_prime(indices, base, |prime| part.push(prime));
        part
    });
    primes.extend(parts.into_iter().flatten());
    primes
}

/// How many primes there are up to and including `n`.
pub fn count_primes(n: u64) -> u64 {
    let odd: u64 = on_all_cores(n, |indices, base| {
        let mut count = 0;
        for_each_prime(indices, base, |_| count += 1);
        count
    })
    .into_iter()
    .sum();
    odd + u64::from(n >= 2)
}

/// Index `i` stands for the number `2 * i + 1`. Every thread gets as many of them as the others; the results come in
/// the order of the numbers.
fn on_all_cores<T: Send>(n: u64, work: impl Fn(Range<u64>, &[u64]) -> T + Sync) -> Vec<T> {
    let base = odd_primes(n.isqrt());
    let indices = n.div_ceil(2);
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let share = indices.div_ceil(threads).max(1);
    thread::scope(|scope| {
        let (work, base) = (&work, &base);
        let handles: Vec<_> = (0..threads)
            .map(|number| {
                let part = (number * share).min(indices)..((number + 1) * share).min(indices);
                scope.spawn(move || work(part, base))
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().expect("no thread panics")).collect()
    })
}

fn for_each_prime(indices: Range<u64>, base: &[u64], mut found: impl FnMut(u64)) {
    let mut start = indices.start;
    while start < indices.end {
        let end = indices.end.min(start + SEGMENT);
        let mut composite = vec![start == 0];
        composite.resize(usize::try_from(end - start).expect("a segment is short"), false);
        for &prime in base {
            // The first odd multiple: a factor of at least the prime itself, and odd.
            let factor = (2 * start + 1).div_ceil(prime).max(prime) | 1;
            let mut index = usize::try_from(factor * prime / 2 - start).expect("near the segment");
            while let Some(flag) = composite.get_mut(index) {
                *flag = true;
                index += usize::try_from(prime).expect("a root is small");
            }
        }
        (start..end).zip(composite).filter(|&(_, composite)| !composite).for_each(|(index, _)| found(2 * index + 1));
        start = end;
    }
}

/// The odd primes up to `root`, by the primes up to its own root, and so on.
fn odd_primes(root: u64) -> Vec<u64> {
    if root < 3 {
        return Vec::new();
    }
    let base = odd_primes(root.isqrt());
    let mut primes = Vec::new();
    for_each_prime(0..root.div_ceil(2), &base, |prime| primes.push(prime));
    primes
}
