//! `acquire_timeout`: how long it waits, and what its giving up leaves behind.

use super::people::{ACQUIRE, ACQUIRE_TIMEOUT, Take, join_all, semaphore, visitor, visitors};
use kit::Background;
use kit::prelude::*;
use std::thread;
use std::time::{Duration, Instant};

pub(super) fn not_too_early() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    for timeout in [Duration::from_micros(3700), Duration::from_millis(6)] {
        step(&format!("acquire_timeout({timeout:?}) waits, and the permit does not come back"));
        let start = Instant::now();
        let answer = semaphore.acquire_timeout(timeout);
        let waited = start.elapsed();
        expect!(answer.is_none(), "acquire_timeout({timeout:?}) got a permit although the only one was taken");
        expect!(waited >= timeout, "acquire_timeout({timeout:?}) gave up too early, after {waited:?}");
        expect_eq!(semaphore.available(), 0, "available() after a waiter gave up, the only permit being taken");
    }
    drop(permit);
    expect_eq!(semaphore.available(), 1, "available() after two waiters gave up and the permit was given back");
    step("acquire() is called after others gave up, and the permit is available");
    drop(semaphore.acquire());
}

pub(super) fn back_in_time() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let waiter = visitor(semaphore, ACQUIRE_TIMEOUT);
    waiter.expect_blocked("acquire_timeout() of a minute returned at once although the only permit was taken");
    step("the permit is dropped, and a thread waits in acquire_timeout() for a minute at most");
    drop(permit);
    expect!(waiter.join(), "acquire_timeout() of a minute answered None although the permit came back in time");
    expect_eq!(semaphore.available(), 1, "available() after that waiter gave the only permit back");
}

pub(super) fn no_time() {
    let semaphore = semaphore(1);
    step("acquire_timeout(Duration::ZERO) is called, and the permit is available");
    let permit = semaphore.acquire_timeout(Duration::ZERO);
    expect!(permit.is_some(), "acquire_timeout(Duration::ZERO) answered None although the permit was available");
    step("acquire_timeout(Duration::ZERO) is called, and the only permit is taken");
    let answer = semaphore.acquire_timeout(Duration::ZERO);
    expect!(answer.is_none(), "acquire_timeout(Duration::ZERO) got a permit although the only one was taken");
    drop(permit);
    expect_eq!(semaphore.available(), 1, "available() after the only permit was given back");
}

pub(super) fn all_the_time() {
    const MAX: Take = |semaphore| semaphore.acquire_timeout(Duration::MAX);
    let semaphore = semaphore(1);
    step("acquire_timeout(Duration::MAX) is called, and the permit is available");
    let permit = MAX(semaphore);
    expect!(permit.is_some(), "acquire_timeout(Duration::MAX) answered None although the permit was available");
    let waiter = visitor(semaphore, MAX);
    waiter.expect_blocked("acquire_timeout(Duration::MAX) did not wait although the only permit was taken");
    step("the permit is dropped, and a thread waits in acquire_timeout(Duration::MAX) for it");
    drop(permit);
    expect!(waiter.join(), "acquire_timeout(Duration::MAX) answered None although the permit came back");
}

pub(super) fn gave_up() {
    const SHORT: Take = |semaphore| semaphore.acquire_timeout(Duration::from_millis(6));
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let impatient = visitor(semaphore, SHORT);
    impatient.settle();
    let patient = visitors(semaphore, &[ACQUIRE, ACQUIRE_TIMEOUT]);
    step("a thread waits in acquire_timeout(6ms), and the permit does not come back");
    expect!(!impatient.join(), "acquire_timeout(6ms) got a permit although the only one was taken");
    patient.iter().for_each(Background::settle);
    step("a waiter has given up, the permit is dropped, and two other threads still wait for it");
    drop(permit);
    let served = join_all(patient);
    expect_eq!(served, [true; 2], "whether both waiters got the permit in their turn, after another one gave up");
    expect_eq!(semaphore.available(), 1, "available() after both gave the only permit back");
}

pub(super) fn last_moment() {
    const TIMEOUT: Duration = Duration::from_micros(400);
    for round in 0..12 {
        let semaphore = semaphore(1);
        step("acquire() takes the only permit");
        let permit = semaphore.acquire();
        let impatient = visitor(semaphore, |semaphore| semaphore.acquire_timeout(TIMEOUT));
        let patient = visitor(semaphore, ACQUIRE);
        thread::sleep(TIMEOUT * round / 10);
        step("the permit is dropped at the moment when one waiter gives up, and another one still waits");
        drop(permit);
        impatient.join();
        patient.join();
        expect_eq!(semaphore.available(), 1, "available() after everybody gave the only permit back");
    }
}
