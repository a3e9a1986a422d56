// <interleavings>
//! Interleaving scenarios of exercise NUMBER: few threads, every order in which they can meet.

use kit::interleavings::prelude::*;

use my_exercise::sum_of_jobs;

// AUTHOR: two or three threads with one or two operations each, and what must hold in every order. What the learner's code
// uses of std is the model's here.

fn main() -> ExitCode {
    kit::interleavings::run(&[
        scenario("no thread's share of the sum is lost", nothing_lost).points(3).hint(2),
        scenario("no two threads do the same job", nothing_twice).points(3).hint(2),
    ])
}

fn nothing_lost() {
    let sum = sum_of_jobs(2, 2, |number| {
        // Here, others may come in between.
        pause();
        10 + number as u64
    });
    expect_eq!(sum, 21, "the sum of 10 and 11 on two threads");
}

fn nothing_twice() {
    // Notes take no part in the scheduling, as an atomic number or a lock of the scenario's own would.
    let times = Notes::new([0; 3]);
    sum_of_jobs(3, 2, |number| {
        say(&format!("does job {number}"));
        times.with(|times| times[number] += 1);
        1
    });
    expect_eq!(times.get(), [1; 3], "how often each of three jobs was done on two threads");
}
// </interleavings>
