//! `wait_timeout`: how long it waits, and what its giving up does to the others.

use super::parties::{
    BROKEN, LONG, PASSED, WAIT, WAIT_TIMEOUT, Wait, answer, barrier, expect_meeting, join_all, parties, party,
    until_waiting,
};
use kit::Background;
use kit::prelude::*;
use std::thread;
use std::time::{Duration, Instant};

pub(super) fn in_time() {
    let barrier = barrier(3);
    let waiters = parties(barrier, &[WAIT_TIMEOUT, WAIT_TIMEOUT]);
    for waiter in &waiters {
        waiter.expect_blocked("wait_timeout() of a minute returned at once although only 2 of 3 parties had come");
    }
    step("the last of 3 parties arrives, and two wait in wait_timeout() for a minute at most");
    expect_eq!(answer(barrier.wait_timeout(LONG)), PASSED, "what wait_timeout() told the last of 3 parties");
    expect_eq!(
        join_all(waiters),
        [PASSED; 2],
        "what wait_timeout() told two threads after the last party came in time"
    );
    expect!(!barrier.is_broken(), "is_broken() said true although all parties had come in time");
    expect_meeting(barrier, "after a generation in which all had a timeout");
}

pub(super) fn not_too_early() {
    let barrier = barrier(2);
    for timeout in [Duration::from_micros(3700), Duration::from_millis(6)] {
        step(&format!("wait_timeout({timeout:?}) waits, and nobody else comes"));
        let start = Instant::now();
        let told = answer(barrier.wait_timeout(timeout));
        let waited = start.elapsed();
        expect_eq!(told, BROKEN, "what wait_timeout({timeout:?}) returned although nobody else had come");
        expect!(waited >= timeout, "wait_timeout({timeout:?}) gave up too early, after {waited:?}");
        expect!(barrier.is_broken(), "is_broken() said false after wait_timeout({timeout:?}) had given up");
        expect_eq!(barrier.waiting(), 0, "waiting() after wait_timeout({timeout:?}) had given up");
        barrier.reset();
    }
}

pub(super) fn breaks_for_all() {
    let barrier = barrier(4);
    let patient = parties(barrier, &[WAIT, WAIT_TIMEOUT]);
    patient.iter().for_each(Background::settle);
    step("wait_timeout(5ms) is the third to arrive at a barrier for 4, and the fourth does not come");
    let told = answer(barrier.wait_timeout(Duration::from_millis(5)));
    expect_eq!(told, BROKEN, "what wait_timeout(5ms) returned although only 3 of 4 parties had come");
    expect!(barrier.is_broken(), "is_broken() said false after a party had given up");
    step("two threads wait, and a third party of the same generation has given up");
    expect_eq!(join_all(patient), [BROKEN; 2], "what two threads were told that waited when another party gave up");
    expect_eq!(barrier.waiting(), 0, "waiting() after a party had given up");
}

pub(super) fn breaks_for_later() {
    let barrier = barrier(2);
    step("wait_timeout(1ms) waits, and nobody else comes");
    let told = answer(barrier.wait_timeout(Duration::from_millis(1)));
    expect_eq!(told, BROKEN, "what wait_timeout(1ms) returned although nobody else had come");
    for (call, wait) in [("wait()", WAIT), ("wait_timeout() of a minute", WAIT_TIMEOUT), ("wait()", WAIT)] {
        step(&format!("{call} is called after a party had given up"));
        expect_eq!(answer(wait(barrier)), BROKEN, "what {call} returned after a party had given up");
        expect!(barrier.is_broken(), "is_broken() said false after a party had given up, with no reset() since");
    }
    barrier.reset();
    expect_meeting(barrier, "after a party had given up, and reset() was called");
}

pub(super) fn no_time() {
    let barrier = barrier(2);
    let waiter = party(barrier, WAIT);
    until_waiting(barrier, 1, "one of 2 parties waits");
    step("wait_timeout(Duration::ZERO) is the last to arrive at a barrier for 2");
    let told = answer(barrier.wait_timeout(Duration::ZERO));
    expect_eq!(told, PASSED, "what wait_timeout(Duration::ZERO) told the last party");
    expect_eq!(waiter.join(), PASSED, "what the other party was told");
    expect!(!barrier.is_broken(), "is_broken() said true although wait_timeout(Duration::ZERO) was the last to arrive");
    step("wait_timeout(Duration::ZERO) is the first to arrive at a barrier for 2");
    let told = answer(barrier.wait_timeout(Duration::ZERO));
    expect_eq!(told, BROKEN, "what wait_timeout(Duration::ZERO) told the first of 2 parties");
    expect!(barrier.is_broken(), "is_broken() said false after wait_timeout(Duration::ZERO) had given up");
}

pub(super) fn all_the_time() {
    const MAX: Wait = |barrier| barrier.wait_timeout(Duration::MAX);
    let barrier = barrier(2);
    let waiter = party(barrier, MAX);
    waiter.expect_blocked("wait_timeout(Duration::MAX) returned although only one of 2 parties had come");
    step("wait_timeout(Duration::MAX) is the last to arrive, and another thread waits in it");
    expect_eq!(answer(MAX(barrier)), PASSED, "what wait_timeout(Duration::MAX) told the last party");
    expect_eq!(waiter.join(), PASSED, "what wait_timeout(Duration::MAX) told the first of 2 parties");
}

/// A machine may be too slow for the others to come in time; then it is tried again.
pub(super) fn own_generation() {
    const TIMEOUT: Duration = Duration::from_millis(8);
    for _ in 0..3 {
        let barrier = barrier(2);
        let waiter = party(barrier, |barrier| barrier.wait_timeout(TIMEOUT));
        waiter.settle();
        step("one of 2 parties waits in wait_timeout(8ms), and the other one comes");
        let told = [answer(barrier.wait()), waiter.join()];
        if told != [PASSED; 2] {
            continue;
        }
        thread::sleep(TIMEOUT);
        let when = "8 ms after two parties had met, one of them with a timeout of 8 ms";
        expect!(!barrier.is_broken(), "is_broken() said true {when}");
        expect_meeting(barrier, when);
        return;
    }
}

pub(super) fn last_moment() {
    const TIMEOUT: Duration = Duration::from_micros(400);
    for round in 0..12 {
        let barrier = barrier(2);
        let impatient = party(barrier, |barrier| barrier.wait_timeout(TIMEOUT));
        thread::sleep(TIMEOUT * round / 10);
        step("the last party arrives at the moment when the first one gives up");
        let last = answer(barrier.wait());
        let first = impatient.join();
        expect_eq!(last, first, "what the last party was told, and not the same as what the first one was told");
        let is_broken = barrier.is_broken();
        expect_eq!(is_broken, first == BROKEN, "is_broken() after the first party, with a timeout, was told {first:?}");
    }
}
