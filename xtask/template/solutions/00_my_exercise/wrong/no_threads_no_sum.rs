//! Treats 0 threads as a special case and returns 0.

use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    let (job, begin_of) = (&job, |share: usize| jobs * share / threads);
    thread::scope(|scope| {
        let work = |share: usize| move || (begin_of(share)..begin_of(share + 1)).map(job).sum::<u64>();
        let workers: Vec<_> = (0..threads).map(|share| scope.spawn(work(share))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
