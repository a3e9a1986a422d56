//! What failed most, and the words that stand for it.

use super::sample;
use crate::report::page::failures::{Failure, most_failed};

#[test]
fn the_most_failed_come_first_and_what_never_ran_is_counted_and_no_stub() {
    let class = sample::small();
    let told = |failure: &Failure| {
        let check = failure.check.map(|check| check.name.clone());
        (failure.exercise.number, check, failure.failed, failure.of, failure.learner)
    };
    let failures: Vec<_> = most_failed(&class, 10).iter().map(told).collect();
    let check = |name: &str| Some(name.to_owned());
    assert_eq!(failures, [(1, None, 1, 3, 2), (3, check("no ticket is sold twice"), 1, 2, 1),]);
    assert_eq!(most_failed(&class, 1).len(), 1);
    assert!(most_failed(&sample::empty(), 10).is_empty());
}

#[test]
fn the_words_that_most_have_read_are_the_example() {
    let mut class = sample::small();
    class.learners[2].grades.iter_mut().for_each(|grade| grade.is_stub = false);
    // bo has failed with other words; two have failed with these.
    let mut other = class.learners[2].clone();
    "dan".clone_into(&mut other.id);
    class.learners.push(other);
    let failures = most_failed(&class, 1);
    assert_eq!((failures[0].failed, failures[0].learner), (3, 2));
    assert_eq!(failures[0].reasons, ["not yet".to_owned()]);
}
