//! Hidden checks of exercise NUMBER, behaviour: what a caller sees, with real threads.
//!
//! All jobs that threads meet in are done by as many threads: with fewer, a check hangs, and the judge ends it.

use kit::prelude::*;
use std::panic::catch_unwind;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use my_exercise::sum_of_jobs;

// AUTHOR: each check is a sentence that a correct solution makes true, worth some points, and points to a hint.

fn main() -> ExitCode {
    kit::run(&[
        check("the sum is right for any number of jobs and threads", right_sum).points(2).hint(1),
        check("each job is done once", once_each).points(1).hint(1),
        check("as many threads as were asked for work at the same time", at_the_same_time).points(2).hint(2),
        check("without jobs, the sum is 0", no_jobs).points(1).hint(1),
        check("a sum without threads is refused with a panic", no_threads).points(1).hint(3),
    ])
}

// AUTHOR: `step` says what happens now, for a learner whose code hangs there. `expect_eq!` takes what was found, what was
// expected, and words for it. All of these words have an entry in ru.po.

fn sum(jobs: usize, threads: usize, job: &(dyn Fn(usize) -> u64 + Sync)) -> u64 {
    step(&format!("sum_of_jobs({jobs}, {threads}, ...) runs"));
    sum_of_jobs(jobs, threads, job)
}

fn right_sum() {
    for_all(40, (0..60_usize, 1..9_usize), |&(jobs, threads)| {
        let expected = (0..jobs as u64).map(|number| number * number).sum::<u64>();
        let found = sum(jobs, threads, &|number| (number * number) as u64);
        expect_eq!(found, expected, "the sum of {jobs} squares on {threads} threads");
    });
}

fn once_each() {
    for (jobs, threads) in [(1, 1), (7, 3), (8, 4), (2, 5)] {
        let done: Vec<AtomicUsize> = (0..jobs).map(|_| AtomicUsize::new(0)).collect();
        sum(jobs, threads, &|number| done[number].fetch_add(1, SeqCst) as u64);
        for (number, times) in done.into_iter().enumerate() {
            let times = times.into_inner();
            expect_eq!(times, 1, "how often job {number} of {jobs} was done on {threads} threads");
        }
    }
}

/// Each job waits until all of them have begun: nobody needs a clock to see that they overlap.
fn at_the_same_time() {
    for threads in [1, 2, 5] {
        let meeting = Barrier::new(threads);
        step(&format!("sum_of_jobs({threads}, {threads}, ...) runs, and each job waits until all of them have begun"));
        let met = sum_of_jobs(threads, threads, |_| {
            meeting.wait();
            1
        });
        expect_eq!(met, threads as u64, "the sum of {threads} jobs that give 1 each");
    }
}

fn no_jobs() {
    for threads in [1, 2, 5] {
        expect_eq!(sum(0, threads, &|_| 7), 0, "the sum of no jobs on {threads} threads");
    }
}

fn no_threads() {
    for jobs in [0, 1, 2] {
        let refused = catch_unwind(|| sum(jobs, 0, &|_| 7)).is_err();
        expect!(refused, "sum_of_jobs({jobs}, 0, ...) returned; it has to panic");
    }
}
