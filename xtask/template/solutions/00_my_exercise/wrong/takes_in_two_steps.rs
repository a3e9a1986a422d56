// <interleavings>
//! Reads the number of the next job under a lock, and counts on under another one: two threads may take the same job.

use std::sync::Mutex;
use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    let (next, job) = (&Mutex::new(0), &job);
    thread::scope(|scope| {
        let work = || {
            let mut sum = 0;
            loop {
                let number = *next.lock().unwrap();
                if number >= jobs {
                    return sum;
                }
                *next.lock().unwrap() += 1;
                sum += job(number);
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
// </interleavings>
