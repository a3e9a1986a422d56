//! The ways in which a permit comes back: by `release`, by a drop anywhere, by a panic.

use super::people::{ACQUIRE, semaphore, spawn, visitor};
use kit::prelude::*;
use std::mem;
use std::sync::mpsc;
use ticket_office::TooManyReleases;

pub(super) fn forgotten() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    mem::forget(semaphore.acquire());
    expect_eq!(semaphore.available(), 0, "available() after the only permit was taken and forgotten");
    let waiter = visitor(semaphore, ACQUIRE);
    waiter.expect_blocked("acquire() returned although the only permit was forgotten and not given back");
    expect_eq!(semaphore.release(), Ok(()), "release() of a permit that was forgotten");
    step("release() gave a permit back, and a thread waits in acquire() for it");
    waiter.join();
    expect_eq!(semaphore.available(), 1, "available() after the waiter gave the only permit back");
}

pub(super) fn too_many() {
    let semaphore = semaphore(2);
    for _ in 0..2 {
        expect_eq!(semaphore.release(), Err(TooManyReleases), "release() while no permit is taken");
        expect_eq!(semaphore.available(), 2, "available() of a semaphore with 2 permits, after a release too many");
    }
    step("acquire() takes both permits, after a release too many");
    let (first, second) = (semaphore.acquire(), semaphore.acquire());
    expect!(semaphore.try_acquire().is_none(), "three permits were taken of a semaphore that was made with 2");
    drop(first);
    mem::forget(second);
    expect_eq!(semaphore.release(), Ok(()), "release() while one permit is taken");
    expect_eq!(semaphore.release(), Err(TooManyReleases), "a second release() when one permit was taken");
    expect_eq!(semaphore.available(), 2, "available() of a semaphore with 2 permits, after a release too many");
    step("release() is called once too often, and then a permit is taken");
    let permit = semaphore.acquire();
    expect_eq!(semaphore.available(), 1, "available() of a semaphore with 2 permits, one of them taken");
    drop(permit);
}

pub(super) fn dropped_late() {
    let semaphore = semaphore(2);
    step("acquire() takes both permits");
    let (first, second) = (semaphore.acquire(), semaphore.acquire());
    expect_eq!(semaphore.release(), Ok(()), "release() while both permits are taken");
    expect_eq!(semaphore.available(), 1, "available() after a release(), while two Permits still exist");
    drop(first);
    expect_eq!(semaphore.available(), 2, "available() after a release() and the drop of one of two Permits");
    drop(second);
    expect_eq!(semaphore.available(), 2, "available() after a release() and the drop of both Permits");
    expect_eq!(semaphore.release(), Err(TooManyReleases), "release() after both permits were given back");
    step("acquire() takes both permits again, after a Permit was dropped whose permit release() had given back");
    let _permits = (semaphore.acquire(), semaphore.acquire());
    expect!(semaphore.try_acquire().is_none(), "three permits were taken of a semaphore that was made with 2");
}

pub(super) fn holder_panics() {
    let semaphore = semaphore(1);
    let (go, told) = mpsc::channel();
    let (say, taken) = mpsc::channel();
    let holder = spawn(move || {
        let _permit = semaphore.acquire();
        let _ = say.send(true);
        let _: Result<bool, _> = told.recv();
        panic_on_purpose();
    });
    step("acquire() takes the only permit");
    expect!(taken.recv().is_ok(), "acquire() panicked although the permit was available");
    let waiter = visitor(semaphore, ACQUIRE);
    waiter.settle();
    step("the holder of the only permit panics, and a thread waits in acquire() for that permit");
    let _ = go.send(true);
    waiter.join();
    expect!(holder.panicked(), "the panic of the permit's holder was swallowed");
    expect_eq!(semaphore.available(), 1, "available() after the holder of the only permit panicked");
    step("acquire() is called after a holder panicked, and the permit is available");
    drop(semaphore.acquire());
}

pub(super) fn dropped_elsewhere() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    step("another thread drops the permit");
    let elsewhere = spawn(move || {
        drop(permit);
        true
    });
    expect!(elsewhere.join(), "the thread that dropped the permit came to its end");
    expect_eq!(semaphore.available(), 1, "available() after the only permit was dropped on another thread");
}
