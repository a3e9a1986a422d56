//! What breaks a barrier, who is told, what repairs it, and what stays as it was decided.

use super::parties::{
    BROKEN, LONG, PASSED, WAIT, WAIT_TIMEOUT, Wait, answer, barrier, expect_meeting, join_all, parties, party, spawn,
    until_waiting,
};
use barrier_sum::Barrier;
use kit::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

/// Every way to wait at a broken barrier is refused at once, however many come.
fn expect_broken(barrier: &'static Barrier, when: &str) {
    for (call, wait) in [("wait()", WAIT), ("wait_timeout() of a minute", WAIT_TIMEOUT), ("wait()", WAIT)] {
        step(&format!("{call} is called at a barrier that is broken: {when}"));
        expect_eq!(answer(wait(barrier)), BROKEN, "what {call} returned {when}");
        expect!(barrier.is_broken(), "is_broken() said false {when}, and nobody had called reset()");
        expect_eq!(barrier.waiting(), 0, "waiting() {when}");
    }
}

pub(super) fn abort_wakes_all() {
    let barrier = barrier(4);
    let waiters = parties(barrier, &[WAIT, WAIT_TIMEOUT, WAIT]);
    for waiter in &waiters {
        waiter.expect_blocked("a thread passed a barrier for 4 when 3 had arrived");
    }
    step("abort() is called while 3 of 4 parties wait, and all of them go on");
    barrier.abort();
    expect_eq!(barrier.waiting(), 0, "waiting() right after abort()");
    expect_eq!(join_all(waiters), [BROKEN; 3], "what 3 threads were told that waited when abort() was called");
    expect!(barrier.is_broken(), "is_broken() said false after abort()");
}

pub(super) fn stays_broken() {
    let barrier = barrier(2);
    let waiter = party(barrier, WAIT);
    until_waiting(barrier, 1, "one of 2 parties waits");
    step("abort() is called while one of 2 parties waits");
    barrier.abort();
    expect_eq!(waiter.join(), BROKEN, "what a thread was told that waited when abort() was called");
    expect_broken(barrier, "after abort()");
    step("abort() is called at a barrier that is broken already");
    barrier.abort();
    expect_broken(barrier, "after abort() was called twice");
    step("two threads come to a broken barrier for 2");
    let late = parties(barrier, &[WAIT, WAIT_TIMEOUT]);
    expect_eq!(join_all(late), [BROKEN; 2], "what two threads were told that came to a broken barrier for 2");
}

pub(super) fn abort_of_nobody() {
    for count in [1, 2, 3] {
        let barrier = barrier(count);
        barrier.abort();
        expect!(barrier.is_broken(), "is_broken() said false after abort() of a barrier that nobody waited at");
        expect_broken(barrier, "after abort() of a barrier that nobody waited at");
        barrier.abort();
        barrier.reset();
        expect!(!barrier.is_broken(), "is_broken() said true after abort() was called twice, and then reset()");
        expect_meeting(barrier, "after abort() was called twice, and then reset()");
    }
}

pub(super) fn reset_wakes_all() {
    let barrier = barrier(4);
    for _ in 0..2 {
        let waiters = parties(barrier, &[WAIT, WAIT_TIMEOUT, WAIT]);
        until_waiting(barrier, 3, "3 of 4 parties wait");
        step("reset() is called while 3 of 4 parties wait, and all of them go on");
        barrier.reset();
        expect_eq!(barrier.waiting(), 0, "waiting() right after reset()");
        expect!(!barrier.is_broken(), "is_broken() said true after reset()");
        expect_eq!(join_all(waiters), [BROKEN; 3], "what 3 threads were told that waited when reset() was called");
        expect!(!barrier.is_broken(), "is_broken() said true after reset(), when those who had waited were gone");
    }
    expect_meeting(barrier, "after two calls of reset(), each while others waited");
}

pub(super) fn reset_repairs() {
    const BY_ABORT: fn(&'static Barrier) = Barrier::abort;
    const BY_TIMEOUT: fn(&'static Barrier) = |barrier| {
        let told = answer(barrier.wait_timeout(Duration::from_millis(1)));
        expect_eq!(told, BROKEN, "what a thread was told whose timeout was over before anybody else came");
    };
    for (by, break_it) in [("abort()", BY_ABORT), ("a timeout", BY_TIMEOUT)] {
        let barrier = barrier(3);
        let waiter = party(barrier, WAIT);
        until_waiting(barrier, 1, "one of 3 parties waits");
        step(&format!("the barrier is broken by {by}"));
        break_it(barrier);
        expect_eq!(waiter.join(), BROKEN, "what a thread was told that waited when {by} broke the barrier");
        expect!(barrier.is_broken(), "is_broken() said false after {by} broke the barrier");
        barrier.reset();
        expect!(!barrier.is_broken(), "is_broken() said true after {by} broke the barrier and reset() was called");
        expect_eq!(barrier.waiting(), 0, "waiting() after {by} broke the barrier and reset() was called");
        for generation in ["first", "second"] {
            expect_meeting(barrier, &format!("in the {generation} generation after {by} and reset()"));
        }
    }
}

pub(super) fn reset_of_nobody() {
    let barrier = barrier(2);
    barrier.reset();
    barrier.reset();
    expect!(!barrier.is_broken(), "is_broken() said true after reset() of a whole barrier that nobody waited at");
    let waiter = party(barrier, WAIT);
    waiter.expect_blocked("one thread alone passed a barrier for 2, after reset() of a whole barrier");
    step("the second of 2 parties arrives, after reset() was called when nobody waited");
    expect_eq!(answer(barrier.wait()), PASSED, "what the last party was told after reset() of a whole barrier");
    expect_eq!(waiter.join(), PASSED, "what the first party was told after reset() of a whole barrier");
    barrier.reset();
    expect!(!barrier.is_broken(), "is_broken() said true after reset() between two generations");
    expect_meeting(barrier, "after reset() between two generations");
}

pub(super) fn stays_complete() {
    const ABORT: fn(&'static Barrier) = Barrier::abort;
    const RESET: fn(&'static Barrier) = Barrier::reset;
    const GIVE_UP: fn(&'static Barrier) = |barrier| drop(barrier.wait_timeout(Duration::ZERO));
    let spoilers = [("abort()", ABORT), ("reset()", RESET), ("wait_timeout(Duration::ZERO)", GIVE_UP)];
    for (call, spoil) in spoilers.into_iter().cycle().take(12) {
        let barrier = barrier(2);
        let waiter = party(barrier, WAIT);
        until_waiting(barrier, 1, "one of 2 parties waits");
        step(&format!("the second of 2 parties arrives, and calls {call} right after it has passed"));
        let told = answer(barrier.wait());
        spoil(barrier);
        expect_eq!(told, PASSED, "what the last of 2 parties was told");
        let first = waiter.join();
        expect_eq!(first, PASSED, "what the first of 2 parties was told; the other one passed and then called {call}");
        barrier.reset();
        expect_meeting(barrier, &format!("after {call} between two generations, and reset()"));
    }
}

pub(super) fn no_return() {
    const RESET: fn(&'static Barrier) = Barrier::reset;
    const ABORT_RESET: fn(&'static Barrier) = |barrier| {
        barrier.abort();
        barrier.reset();
    };
    let ways = [("reset()", RESET), ("abort() and then reset()", ABORT_RESET)];
    for (calls, break_off) in ways.into_iter().cycle().take(8) {
        let barrier = barrier(3);
        let early = parties(barrier, &[WAIT, WAIT_TIMEOUT]);
        until_waiting(barrier, 2, "two of 3 parties wait");
        step(&format!("{calls} ran while two of 3 parties waited"));
        break_off(barrier);
        expect_meeting(barrier, &format!("right after {calls} broke off another generation"));
        step(&format!("{calls} ran while two of 3 parties waited, and 3 others have met since"));
        expect_eq!(join_all(early), [BROKEN; 2], "what the two were told whose generation was broken off by {calls}");
    }
}

pub(super) fn same_answer() {
    const ROUNDS: usize = 60;
    const WITH_LIMIT: Wait = |barrier| barrier.wait_timeout(LONG);
    let (barrier, passed) = (barrier(2), (0..ROUNDS).map(|_| AtomicUsize::new(0)).collect::<Arc<[_]>>());
    let meeting = Arc::new(std::sync::Barrier::new(3));
    let thread = |wait: Wait| {
        let (passed, meeting) = (Arc::clone(&passed), Arc::clone(&meeting));
        spawn(move || {
            for round in &*passed {
                meeting.wait();
                round.fetch_add(usize::from(wait(barrier).is_ok()), SeqCst);
                meeting.wait();
            }
            PASSED
        })
    };
    step("again and again, two threads come to a barrier for 2 while a third one calls abort()");
    let threads = vec![thread(WAIT), thread(WITH_LIMIT)];
    for (number, round) in passed.iter().enumerate() {
        meeting.wait();
        (0..number % 6).for_each(|_| thread::yield_now());
        barrier.abort();
        meeting.wait();
        let passed = round.load(SeqCst);
        expect!(passed != 1, "two threads came to a barrier for 2, a third one called abort(), and only one passed");
        expect!(barrier.is_broken(), "is_broken() said false after abort()");
        barrier.reset();
    }
    expect_eq!(join_all(threads), [PASSED; 2], "whether both threads came to their end");
}
