//! Whoever is free takes the next job from a counter, and the sum is an atomic number.

// AUTHOR: an alternative is correct in another way: other tools, another idea. It must pass.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread;

/// The sum of `job(0)`, `job(1)` and so on up to `job(jobs - 1)`, worked out by `threads` threads at the same time.
/// Panics when `threads` is 0.
pub fn sum_of_jobs(jobs: usize, threads: usize, job: impl Fn(usize) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "nobody is there to do the jobs");
    // `Relaxed` is enough: each operation is one step, and the end of the scope makes all of them visible.
    let (next, sum) = (AtomicUsize::new(0), AtomicU64::new(0));
    let work = || {
        let mut own = 0;
        loop {
            let number = next.fetch_add(1, Relaxed);
            if number >= jobs {
                break;
            }
            own += job(number);
        }
        sum.fetch_add(own, Relaxed);
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        // The calling thread is one of them.
        work();
    });
    sum.into_inner()
}
