//! Thread `i` does every n-th job from `i` on, and sends its sum to the caller.

use std::sync::mpsc;
use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (sender, sums) = mpsc::channel();
    thread::scope(|scope| {
        for first in 0..threads {
            let (sender, job) = (sender.clone(), &job);
            scope.spawn(move || sender.send((first..jobs).step_by(threads).map(job).sum::<u64>()));
        }
        // Otherwise the channel would never end.
        drop(sender);
        sums.iter().sum()
    })
}
