// <interleavings>
//! Adds to the sum in two steps, a load and a store: what another thread adds in between is lost.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (job, begin_of, sum) = (&job, |share: usize| jobs * share / threads, &AtomicU64::new(0));
    thread::scope(|scope| {
        for share in 0..threads {
            scope.spawn(move || {
                let own: u64 = (begin_of(share)..begin_of(share + 1)).map(job).sum();
                sum.store(sum.load(SeqCst) + own, SeqCst);
            });
        }
    });
    sum.load(SeqCst)
}
// </interleavings>
