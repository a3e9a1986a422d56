//! Who waits for a permit and who goes on: one for each permit that comes back, and everybody in the end.

use super::people::{ACQUIRE, ACQUIRE_TIMEOUT, Take, holder, join_all, semaphore, spawn, visitor, visitors};
use kit::Background;
use kit::prelude::*;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

pub(super) fn acquire_waits() {
    let semaphore = semaphore(2);
    step("acquire() takes both permits of a new semaphore");
    let (first, second) = (semaphore.acquire(), semaphore.acquire());
    let waiter = visitor(semaphore, ACQUIRE);
    waiter.expect_blocked("a third acquire() returned although both permits of the semaphore were taken");
    step("a permit is dropped, and a thread waits in acquire() for it");
    drop(first);
    waiter.join();
    let case = "available() of a semaphore with 2 permits";
    expect_eq!(semaphore.available(), 1, "{case}, 1 taken, after a waiter got the other and gave it back");
    drop(second);
    expect_eq!(semaphore.available(), 2, "{case}, after both were given back");
}

pub(super) fn exactly_one() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let mut waiters = vec![holder(semaphore, ACQUIRE), holder(semaphore, ACQUIRE)];
    for waiter in &waiters {
        waiter.thread.settle();
    }
    step("the permit is dropped, and two threads wait in acquire() for it");
    drop(permit);
    let served = loop {
        if let Some(served) = waiters.iter().position(|waiter| waiter.answer.try_recv().is_ok()) {
            break waiters.swap_remove(served);
        }
        thread::sleep(Duration::from_micros(100));
    };
    let waiter = waiters.pop().expect("one of two is left");
    waiter.thread.settle();
    expect!(waiter.answer.try_recv().is_err(), "one permit came back, and two threads that waited for it went on");
    expect_eq!(semaphore.available(), 0, "available() while one of two waiters has the only permit");
    step("the waiter that was served first drops the permit, and one thread still waits for it");
    let _ = served.leave.send(true);
    expect_eq!(waiter.answer.recv(), Ok(true), "whether the second waiter got the permit");
    let _ = waiter.leave.send(true);
    waiter.thread.join();
    served.thread.join();
    expect_eq!(semaphore.available(), 1, "available() after both waiters gave back the only permit");
}

pub(super) fn back_together() {
    for (take, by_release) in [(ACQUIRE, false), (ACQUIRE_TIMEOUT, true)] {
        let semaphore = semaphore(3);
        step("acquire() takes all 3 permits");
        let permits = [semaphore.acquire(), semaphore.acquire(), semaphore.acquire()];
        let meeting = Arc::new(Barrier::new(3));
        let waiter = || {
            let meeting = Arc::clone(&meeting);
            spawn(move || {
                let permit = take(semaphore);
                meeting.wait();
                permit.is_some()
            })
        };
        let waiters = vec![waiter(), waiter(), waiter()];
        waiters.iter().for_each(Background::settle);
        step("3 threads wait, and 3 permits come back right after each other: all 3 threads go on, each keeping one");
        if by_release {
            mem::forget(permits);
            (0..3).for_each(|_| expect_eq!(semaphore.release(), Ok(()), "release() of a permit that was forgotten"));
        } else {
            drop(permits);
        }
        let served = join_all(waiters);
        expect_eq!(served, [true; 3], "whether each of the 3 waiters got a permit, after all 3 had come back");
        expect_eq!(semaphore.available(), 3, "available() after all 3 permits were given back");
    }
}

pub(super) fn every_waiter() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let waiters = visitors(semaphore, &[ACQUIRE, ACQUIRE_TIMEOUT, ACQUIRE, ACQUIRE_TIMEOUT]);
    waiters.iter().for_each(Background::settle);
    step("4 threads wait, the permit is dropped, and each waiter that gets it drops it again: all 4 get it");
    drop(permit);
    expect_eq!(join_all(waiters), [true; 4], "whether each of 4 waiters got the permit in its turn");
    expect_eq!(semaphore.available(), 1, "available() after all of them gave the permit back");
}

pub(super) fn sleeps() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let waiters = visitors(semaphore, &[ACQUIRE, ACQUIRE_TIMEOUT]);
    let busy = "a thread computes while it waits for a permit; a waiter should sleep, because the processor time that \
                it uses is missing where work is done";
    for waiter in &waiters {
        waiter.expect_asleep(busy);
    }
    step("the permit is dropped, and two threads wait for it");
    drop(permit);
    expect_eq!(join_all(waiters), [true; 2], "whether both waiters got the permit in their turn");
}

pub(super) fn acquire_in_vain() {
    woken_in_vain(ACQUIRE, "acquire()");
}

pub(super) fn timeout_in_vain() {
    woken_in_vain(ACQUIRE_TIMEOUT, "acquire_timeout() of a minute");
}

/// Gives a permit back and takes it again at once: the waiter is woken, and finds it gone. A waiter may be
/// faster than that; then it is tried again.
fn woken_in_vain(take: Take, call: &str) {
    for _ in 0..6 {
        let semaphore = semaphore(1);
        step("acquire() takes the only permit");
        let permit = semaphore.acquire();
        let waiter = holder(semaphore, take);
        waiter.thread.settle();
        step("the permit is dropped and taken again at once, and another thread waits for it");
        drop(permit);
        let overtaken = semaphore.try_acquire();
        let in_vain = overtaken.is_some();
        if let Some(permit) = overtaken {
            waiter.thread.settle();
            let answer = waiter.answer.try_recv().ok();
            if answer.is_some() || waiter.thread.is_finished() {
                // A failed check ends here: it must not depend on how the learner's drop goes.
                mem::forget(permit);
            }
            expect!(answer != Some(true), "{call} took the only permit while another thread had it");
            expect!(answer != Some(false), "{call} answered None before its time was over");
            if waiter.thread.is_finished() {
                // It ended without an answer: in a panic, which is passed on to say what went wrong.
                waiter.thread.join();
                return;
            }
        }
        step("the permit has come back, and another thread waits for it");
        expect_eq!(waiter.answer.recv(), Ok(true), "whether {call} got the permit in the end");
        let _ = waiter.leave.send(true);
        waiter.thread.join();
        if in_vain {
            return;
        }
    }
}

pub(super) fn never_too_many() {
    let (semaphore, start) = (semaphore(2), Arc::new(Barrier::new(4)));
    let (holders, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    step("4 threads share 2 permits, taking and dropping them again and again");
    let guest = || {
        let (start, holders, most) = (Arc::clone(&start), Arc::clone(&holders), Arc::clone(&most));
        spawn(move || {
            start.wait();
            for round in 0..150 {
                let permit = match round % 3 {
                    0 => Some(semaphore.acquire()),
                    1 => semaphore.try_acquire(),
                    _ => semaphore.acquire_timeout(Duration::from_micros(50)),
                };
                if permit.is_some() {
                    most.fetch_max(holders.fetch_add(1, SeqCst) + 1, SeqCst);
                    thread::yield_now();
                    holders.fetch_sub(1, SeqCst);
                }
            }
            true
        })
    };
    let guests = vec![guest(), guest(), guest(), guest()];
    expect_eq!(join_all(guests), [true; 4], "whether all 4 threads came to their end");
    let most = most.load(SeqCst);
    expect!(most <= 2, "{most} threads held a permit of the same semaphore at the same time, and it has 2");
    expect_eq!(semaphore.available(), 2, "available() after 4 threads gave back all they had taken of 2 permits");
}

pub(super) fn never_waits() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    step("try_acquire() is called, and the only permit is taken");
    expect!(semaphore.try_acquire().is_none(), "try_acquire() got a permit although the only one was taken");
    let waiter = visitor(semaphore, ACQUIRE);
    waiter.settle();
    step("try_acquire() and available() are called, and another thread waits in acquire()");
    expect!(semaphore.try_acquire().is_none(), "try_acquire() got a permit although the only one was taken");
    expect_eq!(semaphore.available(), 0, "available() while the only permit is taken and a thread waits for it");
    step("the permit is dropped, and a thread waits in acquire() for it");
    drop(permit);
    waiter.join();
    step("try_acquire() is called, and the permit is available again");
    expect!(semaphore.try_acquire().is_some(), "try_acquire() answered None although the permit was available again");
}
