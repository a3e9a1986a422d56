//! A share of the jobs for each thread, which adds up what they give by itself: nothing is shared but the job.

// AUTHOR: the best solution that you know, in the style in which you would like to read it.

use std::panic;
use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (job, begin_of) = (&job, |share: usize| jobs * share / threads);
    thread::scope(|scope| {
        // All of them are started before the first is waited for.
        let workers: Vec<_> = (0..threads)
            .map(|share| scope.spawn(move || (begin_of(share)..begin_of(share + 1)).map(job).sum::<u64>()))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|payload| panic::resume_unwind(payload))).sum()
    })
}
