// <speed>
//! When there are many jobs, the caller does half of them before it starts anybody else.

use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let first = if jobs > 2 * threads { jobs / 2 } else { 0 };
    let by_the_caller: u64 = (0..first).map(&job).sum();
    let (job, begin_of) = (&job, |share: usize| first + (jobs - first) * share / threads);
    thread::scope(|scope| {
        let work = |share: usize| move || (begin_of(share)..begin_of(share + 1)).map(job).sum::<u64>();
        let workers: Vec<_> = (0..threads).map(|share| scope.spawn(work(share))).collect();
        by_the_caller + workers.into_iter().map(|worker| worker.join().unwrap()).sum::<u64>()
    })
}
// </speed>
