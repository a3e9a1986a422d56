//! `pop_timeout`: when it gives up, and that it takes an item as `pop` does.

use super::people::{LONG, expect_all_blocked, pop_timeout, popping, popping_for, push, pushing, queue};
use kit::prelude::*;
use producer_consumer::TimedOut;
use std::time::{Duration, Instant};

pub(super) fn is_waited_for() {
    let queue = queue(1, &[]);
    step("a consumer waits in pop(), and others in pop_timeout()");
    let patient = popping(&queue);
    for timeout_ms in [2, 15] {
        let (start, timeout) = (Instant::now(), Duration::from_millis(timeout_ms));
        expect_eq!(pop_timeout(&queue, timeout), Err(TimedOut), "what pop_timeout answered when no item came");
        let waited = start.elapsed();
        // A clock may be a tick ahead of the one that ends the wait.
        let early = waited + Duration::from_millis(1) < timeout;
        expect!(
            !early,
            "pop_timeout({timeout:?}) gave up after {waited:?}. An item may still come in the rest of its time"
        );
    }
    let _ = push(&queue, 9);
    step("an item came after one consumer gave up, and another one still waits in pop()");
    expect_eq!(patient.join(), Some(9), "what the consumer got that was still waiting");
}

pub(super) fn of_zero() {
    let queue = queue(3, &[1, 2]);
    step("pop_timeout is called while there are items");
    expect_eq!(
        pop_timeout(&queue, Duration::ZERO),
        Ok(Some(1)),
        "what pop_timeout(zero) answered with two items there"
    );
    expect_eq!(pop_timeout(&queue, LONG), Ok(Some(2)), "what pop_timeout(one hour) answered with an item there");
    step("pop_timeout is called with a timeout of zero while there is no item: it should not wait");
    expect_eq!(pop_timeout(&queue, Duration::ZERO), Err(TimedOut), "what pop_timeout(zero) answered without an item");
    expect_eq!(queue.len(), 0, "len() after two items came and went");
}

pub(super) fn meets_an_item() {
    let queue = queue(2, &[]);
    step("two consumers wait in pop_timeout(), for an hour at most");
    let consumers: Vec<_> = (0..2).map(|_| popping_for(&queue, LONG)).collect();
    expect_all_blocked(&consumers, "pop_timeout() came back long before its time");
    step("consumers wait in pop_timeout(), and another thread pushes two items");
    let _ = (push(&queue, 1), push(&queue, 2));
    step("two items were pushed while two consumers waited in pop_timeout(): each should get one now, not later");
    let mut found: Vec<_> = consumers.into_iter().map(|consumer| consumer.join().ok().flatten()).collect();
    found.sort_unstable();
    expect_eq!(found, [Some(1), Some(2)], "the items that the two consumers got");
}

pub(super) fn makes_room() {
    let queue = queue(1, &[1]);
    step("a producer waits for room in a full queue");
    let producer = pushing(&queue, 2);
    producer.expect_blocked("push() came back although the queue was full");
    step("a producer waits for room, and pop_timeout takes an item");
    expect_eq!(pop_timeout(&queue, LONG), Ok(Some(1)), "what pop_timeout took");
    step("pop_timeout took an item, and the producer that waited for room should go on");
    expect_eq!(producer.join(), Ok(()), "what push answered to the producer that waited");
}

pub(super) fn the_longest() {
    let queue = queue(1, &[1]);
    step("pop_timeout(Duration::MAX) is called while there is an item");
    expect_eq!(pop_timeout(&queue, Duration::MAX), Ok(Some(1)), "what pop_timeout(Duration::MAX) took");
    step("a consumer waits in pop_timeout(Duration::MAX)");
    let consumer = popping_for(&queue, Duration::MAX);
    consumer.settle();
    let _ = push(&queue, 2);
    step("an item was pushed while a consumer waited in pop_timeout(Duration::MAX)");
    expect_eq!(consumer.join(), Ok(Some(2)), "what pop_timeout(Duration::MAX) answered when an item came");
}
