// <speed>
//! Gives each thread one job, and all that is left to the last one.

use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let job = &job;
    let begin_of = |share: usize| if share == threads { jobs } else { share.min(jobs) };
    thread::scope(|scope| {
        let work = |share: usize| move || (begin_of(share)..begin_of(share + 1)).map(job).sum::<u64>();
        let workers: Vec<_> = (0..threads).map(|share| scope.spawn(work(share))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
// </speed>
