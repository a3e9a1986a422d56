//! Work that only computes: the tutorials' sieve, once for every limit from 1,000 to 15,999, in five ways. Each returns
//! what it found for each limit, in the order of the limits.

use crate::cli::Role;
use crate::processes::{self, Process};
use crate::queue;
use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a sieve has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// How many primes.
    pub count: usize,
    /// Their sum.
    pub sum: u64,
}

/// The limits of the tutorials: 15,000 jobs.
pub fn limits() -> Vec<usize> {
    (1000..16_000).collect()
}

/// One job: all primes up to a limit, found as the tutorials do it. There are faster sieves (exercise 6), but the same
/// work has to be compared.
fn job(limit: usize) -> Found {
    let primes = sieve(limit);
    Found { count: primes.len(), sum: primes.iter().map(|prime| *prime as u64).sum() }
}

fn sieve(limit: usize) -> Vec<usize> {
    let mut is_prime = vec![true; limit + 1];
    is_prime.iter_mut().take(2).for_each(|flag| *flag = false);
    for number in (2..).take_while(|number| number * number <= limit) {
        if is_prime[number] {
            is_prime.iter_mut().step_by(number).skip(2).for_each(|flag| *flag = false);
        }
    }
    (0..=limit).filter(|number| is_prime[*number]).collect()
}

/// One job after another.
pub fn one_after_another(limits: &[usize]) -> Vec<Found> {
    limits.iter().map(|limit| job(*limit)).collect()
}

/// Threads that take the next job until none is left.
pub fn threads(limits: &[usize], threads: usize) -> Result<Vec<Found>> {
    queue::map(threads, limits, || Ok(()), |(), limit| Ok(job(*limit)))
}

/// Rayon shares the jobs out: it splits the list in halves, and who has nothing to do steals a half.
pub fn rayon(limits: &[usize]) -> Vec<Found> {
    limits.par_iter().map(|limit| job(*limit)).collect()
}

/// Processes that are sent `chunk` jobs at a time. For each there is a thread that sends and waits.
pub fn processes(program: &Path, limits: &[usize], processes: usize, chunk: usize) -> Result<Vec<Found>> {
    let chunks: Vec<&[usize]> = limits.chunks(chunk).collect();
    let start = || Process::start(program, Role::Sieve);
    let found: Vec<Vec<Found>> = queue::map(processes, &chunks, start, Process::ask)?;
    Ok(found.into_iter().flatten().collect())
}

/// What such a process does.
pub fn work() -> Result<()> {
    processes::answer(|limits: Vec<usize>| Ok(one_after_another(&limits)))
}

/// How many jobs Python's `multiprocessing.Pool` sends at a time: a quarter of each process's share.
pub fn usual_chunk(jobs: usize, processes: usize) -> usize {
    jobs.div_ceil(processes * 4).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sieve_finds_the_primes() {
        for limit in 0..500 {
            let is_prime = |number: &usize| *number > 1 && !(2..*number).any(|divisor| number.is_multiple_of(divisor));
            assert_eq!(sieve(limit), (0..=limit).filter(is_prime).collect::<Vec<_>>(), "up to {limit}");
        }
    }

    #[test]
    fn the_first_and_the_last_job_are_what_tables_of_primes_say() {
        let found = one_after_another(&[1000, 15_999]);
        assert_eq!(found[0], Found { count: 168, sum: 76_127 });
        assert_eq!(found[1].count, 1862);
    }
}
