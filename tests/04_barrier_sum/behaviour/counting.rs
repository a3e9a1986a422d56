//! What one thread sees: the state of a barrier, after any sequence of calls.

use super::parties::{Answer, BROKEN, PASSED, WAIT, WAIT_TIMEOUT, Wait, answer, barrier, party, until_waiting};
use barrier_sum::Barrier;
use kit::prelude::*;
use kit::proptest::{collection, prelude::Strategy};
use std::panic::catch_unwind;
use std::time::Duration;

fn expect_state(barrier: &Barrier, parties: usize, is_broken: bool, when: &str) {
    expect_eq!(barrier.parties(), parties, "parties() {when}");
    expect_eq!(barrier.waiting(), 0, "waiting() {when}");
    expect_eq!(barrier.is_broken(), is_broken, "is_broken() {when}");
}

pub(super) fn new_barrier() {
    for parties in [1, 2, 5, 1000] {
        expect_state(&Barrier::new(parties), parties, false, &format!("of a new barrier for {parties}"));
    }
}

pub(super) fn no_parties() {
    expect_eq!(Barrier::new(1).parties(), 1, "parties() of a new barrier for 1");
    let refused = catch_unwind(|| Barrier::new(0)).is_err();
    expect!(refused, "new(0) returned a barrier at which nobody can ever be the last; it has to panic");
}

pub(super) fn one_party() {
    const NO_TIME: Wait = |barrier| barrier.wait_timeout(Duration::ZERO);
    let barrier = barrier(1);
    for (number, wait) in [WAIT, WAIT_TIMEOUT, NO_TIME, WAIT, WAIT].into_iter().enumerate() {
        let call = if matches!(number, 1 | 2) { "wait_timeout()" } else { "wait()" };
        let place = format!("{call} at a barrier for one, in generation {}", number + 1);
        step(&format!("a thread calls {place}"));
        let is_leader = wait(barrier).map(|waited| waited.is_leader());
        expect_eq!(is_leader, Ok(true), "is_leader() of what the thread got from {place}");
        expect_state(barrier, 1, false, "of a barrier for one, after its party has passed");
    }
}

pub(super) fn two_barriers() {
    let (first, second, third) = (barrier(2), barrier(3), barrier(1));
    let waiter = party(first, WAIT);
    until_waiting(first, 1, "a thread waits at the first of three barriers");
    expect_state(second, 3, false, "of a second barrier, while a thread waits at a first one");
    second.abort();
    expect!(second.is_broken(), "is_broken() said false after abort()");
    expect!(!first.is_broken(), "is_broken() of one barrier said true after abort() of another one");
    step("a thread comes to a barrier for one, after another barrier was aborted");
    expect_eq!(answer(third.wait()), PASSED, "what wait() at a barrier for one returned after abort() of another one");
    expect_eq!(first.waiting(), 1, "waiting() of the first barrier, after other barriers were used");
    step("the second thread comes to the first barrier, after another one was aborted");
    expect_eq!(answer(first.wait()), PASSED, "what the second party of the first barrier was told");
    expect_eq!(waiter.join(), PASSED, "what the first party of the first barrier was told");
    expect!(second.is_broken(), "is_broken() of an aborted barrier said false after others were used");
}

#[derive(Debug, Clone, Copy)]
enum Call {
    Wait,
    WaitTimeoutZero,
    Abort,
    Reset,
}

pub(super) fn every_sequence() {
    let call = (0..4).prop_map(|kind| match kind {
        0 => Call::Wait,
        1 => Call::WaitTimeoutZero,
        2 => Call::Abort,
        _ => Call::Reset,
    });
    for_all(60, (1..4_usize, collection::vec(call, 0..20)), |(parties, calls)| one_sequence(*parties, calls));
}

fn one_sequence(parties: usize, calls: &[Call]) {
    step(&format!("one thread makes these calls at a barrier for {parties}: {calls:?}"));
    let barrier = Barrier::new(parties);
    let mut is_broken = false;
    for (index, &call) in calls.iter().enumerate() {
        let state = if is_broken { "broken" } else { "whole" };
        let place = format!("{call:?} (call {} of the input) at a {state} barrier for {parties}", index + 1);
        // One thread can pass alone, or find the barrier broken; nobody would end any other wait.
        let expected: Answer = if parties == 1 && !is_broken { PASSED } else { BROKEN };
        match call {
            Call::Wait if parties > 1 && !is_broken => {}
            Call::Wait => expect_eq!(answer(barrier.wait()), expected, "what {place} returned"),
            Call::WaitTimeoutZero => {
                expect_eq!(answer(barrier.wait_timeout(Duration::ZERO)), expected, "what {place} returned");
                is_broken |= parties > 1;
            }
            Call::Abort => {
                barrier.abort();
                is_broken = true;
            }
            Call::Reset => {
                barrier.reset();
                is_broken = false;
            }
        }
        expect_state(&barrier, parties, is_broken, &format!("after {place}"));
    }
}
