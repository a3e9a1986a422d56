//! Does everything itself, one job after the other.

// AUTHOR: a wrong submission is a mistake that people make, alone in code that is right otherwise.

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    (0..jobs).map(job).sum()
}
