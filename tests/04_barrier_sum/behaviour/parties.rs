//! A barrier, and the parties that come to it: each is a thread.

use barrier_sum::{Barrier, BarrierWait, BrokenBarrier};
use kit::Background;
use kit::prelude::*;
use std::thread;
use std::time::Duration;

/// So long that only the others end the wait within a check.
pub(super) const LONG: Duration = Duration::from_secs(60);

/// A barrier that is never freed, so that a thread of a failed check can still use it.
pub(super) fn barrier(parties: usize) -> &'static Barrier {
    Box::leak(Box::new(Barrier::new(parties)))
}

/// What a thread was told: whether it passed.
pub(super) type Answer = Result<(), BrokenBarrier>;
pub(super) const PASSED: Answer = Ok(());
pub(super) const BROKEN: Answer = Err(BrokenBarrier);

/// One of the ways to wait.
pub(super) type Wait = fn(&'static Barrier) -> Result<BarrierWait, BrokenBarrier>;
pub(super) const WAIT: Wait = |barrier| barrier.wait();
pub(super) const WAIT_TIMEOUT: Wait = |barrier| barrier.wait_timeout(LONG);

/// A thread. Boxed, so that the thread machinery is compiled once and not for every closure.
pub(super) fn spawn(body: impl FnOnce() -> Answer + Send + 'static) -> Background<Answer> {
    let body: Box<dyn FnOnce() -> Answer + Send> = Box::new(body);
    background(body)
}

/// A thread that waits at the barrier once.
pub(super) fn party(barrier: &'static Barrier, wait: Wait) -> Background<Answer> {
    spawn(move || answer(wait(barrier)))
}

pub(super) fn parties(barrier: &'static Barrier, waits: &[Wait]) -> Vec<Background<Answer>> {
    waits.iter().map(|wait| party(barrier, *wait)).collect()
}

pub(super) fn answer(waited: Result<BarrierWait, BrokenBarrier>) -> Answer {
    waited.map(drop)
}

/// What each thread was told, when all have finished.
pub(super) fn join_all(threads: Vec<Background<Answer>>) -> Vec<Answer> {
    threads.into_iter().map(Background::join).collect()
}

/// Returns when that many threads are known to wait, however slow the machine is.
pub(super) fn until_waiting(barrier: &Barrier, expected: usize, who: &str) {
    step(&format!("{who}, until waiting() says {expected}"));
    loop {
        let waiting = barrier.waiting();
        expect!(waiting <= expected, "waiting() said {waiting} when no more than {expected} had come: {who}");
        if waiting == expected {
            return;
        }
        thread::sleep(Duration::from_micros(100));
    }
}

/// As many threads as there are parties come, and all of them must pass.
pub(super) fn expect_meeting(barrier: &'static Barrier, when: &str) {
    let count = barrier.parties();
    step(&format!("as many threads as there are parties, {count}, come to the barrier {when}"));
    let waits: Vec<Wait> = (0..count).map(|number| if number % 2 == 0 { WAIT } else { WAIT_TIMEOUT }).collect();
    let answers = join_all(parties(barrier, &waits));
    expect_eq!(answers, vec![PASSED; count], "what the {count} parties of a generation were told {when}");
    expect_eq!(barrier.waiting(), 0, "waiting() after that generation was complete, {when}");
}
