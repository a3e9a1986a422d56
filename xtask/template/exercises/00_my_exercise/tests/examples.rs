//! Examples of use: `cargo test -p my_exercise` runs them. They show what the function is for; the checks of
//! `cargo xtask check NUMBER` look much closer.

use my_exercise::sum_of_jobs;

// AUTHOR: a few short examples. A learner sees them; they say nothing that the statement does not say.

#[test]
fn squares_are_added_up_on_two_threads() {
    assert_eq!(sum_of_jobs(4, 2, |number| (number * number) as u64), 14);
}

#[test]
fn there_may_be_more_threads_than_jobs() {
    assert_eq!(sum_of_jobs(2, 3, |_| 10), 20);
}
