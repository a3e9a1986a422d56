//! Both ends of a share belong to it, and the last job of one share is the first of the next: it is done twice, but
//! added up once.

use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (job, begin_of) = (&job, |share: usize| jobs * share / threads);
    thread::scope(|scope| {
        let work = |share: usize| {
            move || {
                let (begin, end) = (begin_of(share), begin_of(share + 1));
                let numbers: Vec<u64> = (begin..=end.min(jobs.saturating_sub(1))).map(job).collect();
                numbers.iter().take(end - begin).sum::<u64>()
            }
        };
        let workers: Vec<_> = (0..threads).map(|share| scope.spawn(work(share))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
