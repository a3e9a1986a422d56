//! Who waits, who passes, and who leads, generation after generation.

use super::parties::{
    PASSED, WAIT, WAIT_TIMEOUT, Wait, answer, barrier, expect_meeting, join_all, parties, party, spawn, until_waiting,
};
use kit::Background;
use kit::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

pub(super) fn nobody_early() {
    for count in [2, 3, 4] {
        let barrier = barrier(count);
        let waiters = parties(barrier, &[WAIT, WAIT_TIMEOUT, WAIT][..count - 1]);
        for waiter in &waiters {
            waiter.expect_blocked(&format!("a thread passed a barrier for {count} when {} had arrived", count - 1));
        }
        step(&format!("the last of {count} parties calls wait(), and all pass"));
        expect_eq!(answer(barrier.wait()), PASSED, "what the last of {count} parties was told");
        expect_eq!(join_all(waiters), vec![PASSED; count - 1], "what the {} before the last were told", count - 1);
        expect!(!barrier.is_broken(), "is_broken() said true after all of {count} parties had passed");
    }
}

pub(super) fn waiting_counts() {
    let barrier = barrier(4);
    for round in ["first", "second"] {
        let mut waiters = Vec::new();
        for (number, wait) in [WAIT, WAIT_TIMEOUT, WAIT].into_iter().enumerate() {
            waiters.push(party(barrier, wait));
            let who = format!("{} of 4 parties wait in the {round} generation", number + 1);
            until_waiting(barrier, number + 1, &who);
        }
        for waiter in &waiters {
            waiter.expect_blocked("a thread passed a barrier for 4 when 3 had arrived");
        }
        expect_eq!(barrier.waiting(), 3, "waiting() while 3 of 4 parties wait in the {round} generation");
        expect_eq!(barrier.parties(), 4, "parties() of a barrier for 4 while 3 of them wait");
        expect!(!barrier.is_broken(), "is_broken() said true while 3 of 4 parties wait in the {round} generation");
        step(&format!("the last of 4 parties calls wait() in the {round} generation, and all pass"));
        expect_eq!(answer(barrier.wait()), PASSED, "what the last of 4 parties was told");
        expect_eq!(barrier.waiting(), 0, "waiting() right after the last party has passed");
        expect_eq!(join_all(waiters), [PASSED; 3], "what the 3 parties before the last were told");
    }
}

pub(super) fn sleeps() {
    let barrier = barrier(3);
    let waiters = parties(barrier, &[WAIT, WAIT_TIMEOUT]);
    let busy = "a thread computes while it waits for the other parties; a waiter should sleep, because the processor \
                time that it uses is missing where work is done";
    for waiter in &waiters {
        waiter.expect_asleep(busy);
    }
    step("the last of 3 parties arrives, and two threads wait");
    expect_eq!(answer(barrier.wait()), PASSED, "what the last of 3 parties was told");
    expect_eq!(join_all(waiters), [PASSED; 2], "what the first two of 3 parties were told");
}

pub(super) fn nothing_else_waits() {
    let barrier = barrier(3);
    let waiters = parties(barrier, &[WAIT, WAIT_TIMEOUT]);
    waiters.iter().for_each(Background::settle);
    step("parties(), waiting() and is_broken() are called while two threads wait");
    expect_eq!(barrier.parties(), 3, "parties() of a barrier for 3 while two threads wait");
    expect!(barrier.waiting() <= 2, "waiting() said more than 2 when two threads had come");
    expect!(!barrier.is_broken(), "is_broken() said true while two of three parties wait");
    step("abort() is called while two threads wait, and then reset()");
    barrier.abort();
    barrier.reset();
    expect!(!barrier.is_broken(), "is_broken() said true after abort() and reset()");
}

pub(super) fn second_generation() {
    for (first, second) in [(WAIT, WAIT_TIMEOUT), (WAIT_TIMEOUT, WAIT)] {
        let barrier = barrier(2);
        let waiter = party(barrier, first);
        step("two parties meet in the first generation");
        expect_eq!(answer(barrier.wait()), PASSED, "what a party of the first generation was told");
        expect_eq!(waiter.join(), PASSED, "what the other party of the first generation was told");
        let waiter = party(barrier, second);
        waiter.expect_blocked("one thread alone passed a barrier for 2, in its second generation");
        step("the second party arrives in the second generation");
        expect_eq!(answer(barrier.wait()), PASSED, "what the last party of the second generation was told");
        expect_eq!(waiter.join(), PASSED, "what the first party of the second generation was told");
        expect_meeting(barrier, "in the third generation");
    }
}

const THREADS: usize = 3;

/// `THREADS` threads wait `generations` times, and call `before` and `after` with the number of the generation.
fn rounds(generations: usize, before: fn(&Log, usize), after: fn(&Log, usize, bool)) -> Vec<usize> {
    let barrier = barrier(THREADS);
    let log: Log = (0..generations).map(|_| AtomicUsize::new(0)).collect();
    let thread = |wait: Wait| {
        let log = Arc::clone(&log);
        spawn(move || {
            for generation in 0..generations {
                before(&log, generation);
                let is_leader = wait(barrier)?.is_leader();
                after(&log, generation, is_leader);
            }
            PASSED
        })
    };
    step(&format!("{THREADS} threads meet {generations} times at a barrier for {THREADS}"));
    let threads = vec![thread(WAIT), thread(WAIT_TIMEOUT), thread(WAIT)];
    expect_eq!(join_all(threads), [PASSED; THREADS], "what {THREADS} threads were told in {generations} generations");
    expect_eq!(barrier.waiting(), 0, "waiting() after {generations} generations were complete");
    log.iter().map(|count| count.load(SeqCst)).collect()
}

/// A number for each generation.
type Log = Arc<[AtomicUsize]>;

pub(super) fn many_generations() {
    let arrive = |log: &Log, generation: usize| {
        log[generation].fetch_add(1, SeqCst);
    };
    let expect_all = |log: &Log, generation: usize, _| {
        let arrived = log[generation].load(SeqCst);
        let number = generation + 1;
        expect!(arrived == THREADS, "a thread passed generation {number} when {arrived} of {THREADS} had come to it");
    };
    let arrivals = rounds(150, arrive, expect_all);
    expect_eq!(arrivals, vec![THREADS; 150], "how many threads came to each of 150 generations");
}

pub(super) fn one_leader() {
    let count_leaders = |log: &Log, generation: usize, is_leader| {
        log[generation].fetch_add(usize::from(is_leader), SeqCst);
    };
    for (generation, leaders) in rounds(60, |_, _| (), count_leaders).into_iter().enumerate() {
        expect_eq!(leaders, 1, "how many of {THREADS} threads were the leader of generation {}", generation + 1);
    }
}

pub(super) fn groups() {
    let barrier = barrier(2);
    for _ in 0..5 {
        let leaders = Arc::new(AtomicUsize::new(0));
        let once = |wait: Wait| {
            let leaders = Arc::clone(&leaders);
            spawn(move || {
                leaders.fetch_add(usize::from(wait(barrier)?.is_leader()), SeqCst);
                PASSED
            })
        };
        step("6 threads come to a barrier for 2, each once: they meet in 3 groups");
        let waits = [WAIT, WAIT_TIMEOUT, WAIT, WAIT, WAIT_TIMEOUT, WAIT];
        let answers = join_all(waits.into_iter().map(once).collect());
        expect_eq!(answers, [PASSED; 6], "what 6 threads were told that came to a barrier for 2, each once");
        expect_eq!(leaders.load(SeqCst), 3, "how many leaders there were when 6 threads came to a barrier for 2");
        expect_eq!(barrier.waiting(), 0, "waiting() after 6 threads have met in groups of 2");
    }
}
