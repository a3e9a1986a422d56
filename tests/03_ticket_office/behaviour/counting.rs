//! What one thread sees: how many permits there are, after any sequence of calls.

use super::people::{LONG, semaphore};
use kit::prelude::*;
use kit::proptest::{collection, prelude::Strategy};
use std::mem::{self, ManuallyDrop};
use std::panic::catch_unwind;
use std::time::Duration;
use ticket_office::{BoundedSemaphore, Permit, TooManyReleases};

pub(super) fn all_available() {
    for permits in [1, 3, 64] {
        let found = BoundedSemaphore::new(permits).available();
        expect_eq!(found, permits, "available() of a new semaphore made with {permits}");
    }
}

pub(super) fn zero_permits() {
    expect_eq!(BoundedSemaphore::new(1).available(), 1, "available() of a new semaphore made with 1");
    let refused = catch_unwind(|| BoundedSemaphore::new(0)).is_err();
    expect!(refused, "new(0) returned a semaphore that nobody can ever take a permit from; it has to panic");
}

pub(super) fn counts() {
    let semaphore = semaphore(3);
    let available = |expected: usize, after: &str| {
        expect_eq!(semaphore.available(), expected, "available() of a semaphore with 3 permits, after {after}");
    };
    step("acquire() takes a permit, and 3 are available");
    let first = semaphore.acquire();
    available(2, "acquire()");
    step("try_acquire() takes a permit, and 2 are available");
    let second = semaphore.try_acquire();
    expect!(second.is_some(), "try_acquire() answered None although 2 of 3 permits were available");
    available(1, "acquire() and try_acquire()");
    step("acquire_timeout() takes a permit, and 1 is available");
    let third = semaphore.acquire_timeout(LONG);
    expect!(third.is_some(), "acquire_timeout() answered None although 1 of 3 permits was available");
    available(0, "acquire(), try_acquire() and acquire_timeout()");
    drop(second);
    available(1, "the second of three permits was dropped");
    drop(first);
    available(2, "two of three permits were dropped");
    drop(third);
    available(3, "all of three permits were dropped");
}

pub(super) fn two_semaphores() {
    let (first, second) = (semaphore(1), semaphore(2));
    step("a permit is taken from each of two semaphores");
    let _permits = (first.acquire(), second.acquire());
    expect_eq!(first.available(), 0, "available() of a semaphore with 1 permit, that one taken");
    expect_eq!(second.available(), 1, "available() of another one with 2 permits, 1 of them taken");
}

/// One call. The number picks one of the permits that are held.
#[derive(Debug, Clone, Copy)]
enum Call {
    Acquire,
    TryAcquire,
    AcquireTimeoutZero,
    Release,
    Drop(usize),
    Forget(usize),
}

pub(super) fn every_sequence() {
    let call = (0..6, 0..4_usize).prop_map(|(kind, permit)| match kind {
        0 => Call::Acquire,
        1 => Call::TryAcquire,
        2 => Call::AcquireTimeoutZero,
        3 => Call::Release,
        4 => Call::Drop(permit),
        _ => Call::Forget(permit),
    });
    for_all(60, (1..4_usize, collection::vec(call, 0..30)), |(permits, calls)| one_sequence(*permits, calls));
}

fn one_sequence(permits: usize, calls: &[Call]) {
    step(&format!("one thread makes these calls on a semaphore made with {permits}: {calls:?}"));
    let semaphore = BoundedSemaphore::new(permits);
    // Not dropped when a call panics: that panic is the one to report.
    let mut held = ManuallyDrop::new(Vec::new());
    let mut available = permits;
    for (index, &call) in calls.iter().enumerate() {
        let place = format!("{call:?} (call {} of the input) with {available} of {permits} available", index + 1);
        match call {
            // It would wait, and nobody could end the wait.
            Call::Acquire if available == 0 => {}
            Call::Acquire | Call::TryAcquire | Call::AcquireTimeoutZero => {
                let answer = ask(&semaphore, call);
                expect_eq!(answer.is_some(), available > 0, "whether {place} got a permit");
                available -= usize::from(answer.is_some());
                held.extend(answer);
            }
            Call::Release => {
                let expected = if available < permits { Ok(()) } else { Err(TooManyReleases) };
                expect_eq!(semaphore.release(), expected, "what {place} returned");
                available = permits.min(available + 1);
            }
            Call::Drop(_) | Call::Forget(_) if held.is_empty() => {}
            Call::Drop(number) => {
                let chosen = number % held.len();
                drop(held.swap_remove(chosen));
                available = permits.min(available + 1);
            }
            Call::Forget(number) => {
                let chosen = number % held.len();
                mem::forget(held.swap_remove(chosen));
            }
        }
        expect_eq!(semaphore.available(), available, "available() after {place}");
    }
}

fn ask(semaphore: &BoundedSemaphore, call: Call) -> Option<Permit<'_>> {
    match call {
        Call::Acquire => Some(semaphore.acquire()),
        Call::AcquireTimeoutZero => semaphore.acquire_timeout(Duration::ZERO),
        Call::TryAcquire | Call::Release | Call::Drop(_) | Call::Forget(_) => semaphore.try_acquire(),
    }
}
