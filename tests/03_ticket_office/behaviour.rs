//! Hidden checks of exercise 3, behaviour: what threads see of the semaphore and of the office. Rare
//! interleavings and speed are looked at elsewhere.

use kit::prelude::*;
use kit::proptest::{collection, prelude::Strategy};
use kit::{Background, fail};
use std::mem::{self, ManuallyDrop};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};
use ticket_office::{BoundedSemaphore, Permit, TooManyReleases, serve};

fn main() -> ExitCode {
    kit::run(&[
        check("a new semaphore has all of its permits", all_available).hint(1),
        check("a semaphore without permits is refused with a panic", zero_permits).hint(1),
        check("available counts every permit that is taken and given back", counts).hint(1),
        check("two semaphores do not share their permits", two_semaphores).hint(1),
        check("every sequence of calls follows the count", every_sequence).points(2).hint(1),
        check("acquire waits while every permit is taken", acquire_waits).points(2).hint(1),
        check("a permit that comes back lets exactly one waiter go on", exactly_one).points(2).hint(2),
        check("permits that come back together let as many waiters go on", back_together).points(2).hint(2),
        check("every waiter is served in the end", every_waiter).points(2).hint(2),
        check("a thread that waits sleeps", sleeps).points(2).hint(2),
        check("a waiter that finds the permit gone waits on", acquire_in_vain).points(2).hint(2),
        check("there are never more holders than permits", never_too_many).points(2).hint(2),
        check("try_acquire and available never wait for a permit", never_waits).hint(1),
        check("acquire_timeout gives up, but not too early", not_too_early).hint(2),
        check("acquire_timeout takes a permit that comes back while it waits", back_in_time).hint(2),
        check("acquire_timeout waits on when it finds the permit gone", timeout_in_vain).points(2).hint(2),
        check("acquire_timeout with no time takes a permit that is there", no_time).hint(3),
        check("acquire_timeout can wait as long as Duration::MAX", all_the_time).hint(3),
        check("a waiter that gave up takes nothing from the others", gave_up).points(2).hint(3),
        check("no permit is lost when it comes back as the time runs out", last_moment).points(2).hint(3),
        check("release gives back a permit that was forgotten", forgotten).hint(2),
        check("a release too many is an error and changes nothing", too_many).points(2).hint(2),
        check("dropping a permit that release gave back changes nothing", dropped_late).hint(3),
        check("a permit is given back when its holder panics", holder_panics).points(2).hint(2),
        check("a permit can be dropped on another thread", dropped_elsewhere).hint(2),
        check("serve serves every client once", once_each).hint(2),
        check("serve never has more clients at work than windows", windows_are_the_limit).points(2).hint(2),
        check("serve uses every window while clients wait", every_window).points(2).hint(3),
        check("a slow client holds up one window only", slow_client).points(2).hint(3),
        check("serve returns the times in the order of the clients", order_of_times).hint(3),
        check("the time of a client counts from the call of serve", waiting_counts).points(2).hint(3),
        check("serve without clients returns no times", no_clients).hint(3),
        check("serve works with more windows than clients", spare_windows).hint(3),
        check("serve without windows is refused with a panic", no_windows).hint(3),
        check("a service that panics leaves the other clients served", service_panics).points(2).hint(3),
    ])
}

/// So long that only a permit ends the wait within a check.
const LONG: Duration = Duration::from_secs(60);

/// A semaphore that is never freed, so that a thread of a failed check can still use it.
fn semaphore(permits: usize) -> &'static BoundedSemaphore {
    Box::leak(Box::new(BoundedSemaphore::new(permits)))
}

/// One of the ways to take a permit.
type Take = fn(&'static BoundedSemaphore) -> Option<Permit<'static>>;
const ACQUIRE: Take = |semaphore| Some(semaphore.acquire());
const ACQUIRE_TIMEOUT: Take = |semaphore| semaphore.acquire_timeout(LONG);

/// A thread. Boxed, so that the thread machinery is compiled once and not for every closure.
fn spawn(body: impl FnOnce() -> bool + Send + 'static) -> Background<bool> {
    let body: Box<dyn FnOnce() -> bool + Send> = Box::new(body);
    background(body)
}

/// A thread that takes a permit and gives it back at once; it says whether it got one.
fn visitor(semaphore: &'static BoundedSemaphore, take: Take) -> Background<bool> {
    spawn(move || take(semaphore).is_some())
}

/// A thread that takes a permit, says whether it got one, and keeps it until it is told to leave.
struct Holder {
    thread: Background<bool>,
    answer: Receiver<bool>,
    leave: Sender<bool>,
}

fn holder(semaphore: &'static BoundedSemaphore, take: Take) -> Holder {
    let (say, answer) = mpsc::channel();
    let (leave, told) = mpsc::channel();
    let thread = spawn(move || {
        let permit = take(semaphore);
        let _ = say.send(permit.is_some());
        told.recv().is_ok()
    });
    Holder { thread, answer, leave }
}

fn all_available() {
    for permits in [1, 3, 64] {
        let found = BoundedSemaphore::new(permits).available();
        expect_eq!(found, permits, "available() of a new semaphore made with {permits}");
    }
}

fn zero_permits() {
    expect_eq!(BoundedSemaphore::new(1).available(), 1, "available() of a new semaphore made with 1");
    let refused = catch_unwind(|| BoundedSemaphore::new(0)).is_err();
    expect!(refused, "new(0) returned a semaphore that nobody can ever take a permit from; it has to panic");
}

fn counts() {
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

fn two_semaphores() {
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

fn every_sequence() {
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

fn acquire_waits() {
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

fn exactly_one() {
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

fn back_together() {
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
        let waiters = [waiter(), waiter(), waiter()];
        waiters.iter().for_each(Background::settle);
        step("3 threads wait, and 3 permits come back right after each other: all 3 threads go on, each keeping one");
        if by_release {
            mem::forget(permits);
            (0..3).for_each(|_| expect_eq!(semaphore.release(), Ok(()), "release() of a permit that was forgotten"));
        } else {
            drop(permits);
        }
        let served = waiters.map(Background::join);
        expect_eq!(served, [true; 3], "whether each of the 3 waiters got a permit, after all 3 had come back");
        expect_eq!(semaphore.available(), 3, "available() after all 3 permits were given back");
    }
}

fn every_waiter() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let waiters = [ACQUIRE, ACQUIRE_TIMEOUT, ACQUIRE, ACQUIRE_TIMEOUT].map(|take| visitor(semaphore, take));
    waiters.iter().for_each(Background::settle);
    step("4 threads wait, the permit is dropped, and each waiter that gets it drops it again: all 4 get it");
    drop(permit);
    expect_eq!(waiters.map(Background::join), [true; 4], "whether each of 4 waiters got the permit in its turn");
    expect_eq!(semaphore.available(), 1, "available() after all of them gave the permit back");
}

fn sleeps() {
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let waiters = [ACQUIRE, ACQUIRE_TIMEOUT].map(|take| visitor(semaphore, take));
    let busy = "a thread computes while it waits for a permit; a waiter should sleep, because the processor time that \
                it uses is missing where work is done";
    for waiter in &waiters {
        waiter.expect_asleep(busy);
    }
    step("the permit is dropped, and two threads wait for it");
    drop(permit);
    expect_eq!(waiters.map(Background::join), [true; 2], "whether both waiters got the permit in their turn");
}

fn acquire_in_vain() {
    woken_in_vain(ACQUIRE, "acquire()");
}

fn timeout_in_vain() {
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

fn never_too_many() {
    let (semaphore, start) = (semaphore(2), Arc::new(Barrier::new(4)));
    let (holders, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    step("4 threads share 2 permits, taking and dropping them again and again");
    let threads = [(); 4].map(|()| {
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
    });
    expect_eq!(threads.map(Background::join), [true; 4], "whether all 4 threads came to their end");
    let most = most.load(SeqCst);
    expect!(most <= 2, "{most} threads held a permit of the same semaphore at the same time, and it has 2");
    expect_eq!(semaphore.available(), 2, "available() after 4 threads gave back all they had taken of 2 permits");
}

fn never_waits() {
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

fn not_too_early() {
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

fn back_in_time() {
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

fn no_time() {
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

fn all_the_time() {
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

fn gave_up() {
    const SHORT: Take = |semaphore| semaphore.acquire_timeout(Duration::from_millis(6));
    let semaphore = semaphore(1);
    step("acquire() takes the only permit");
    let permit = semaphore.acquire();
    let impatient = visitor(semaphore, SHORT);
    impatient.settle();
    let patient = [ACQUIRE, ACQUIRE_TIMEOUT].map(|take| visitor(semaphore, take));
    step("a thread waits in acquire_timeout(6ms), and the permit does not come back");
    expect!(!impatient.join(), "acquire_timeout(6ms) got a permit although the only one was taken");
    patient.iter().for_each(Background::settle);
    step("a waiter has given up, the permit is dropped, and two other threads still wait for it");
    drop(permit);
    let served = patient.map(Background::join);
    expect_eq!(served, [true; 2], "whether both waiters got the permit in their turn, after another one gave up");
    expect_eq!(semaphore.available(), 1, "available() after both gave the only permit back");
}

fn last_moment() {
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

fn forgotten() {
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

fn too_many() {
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

fn dropped_late() {
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

fn holder_panics() {
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

fn dropped_elsewhere() {
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

/// Runs `serve`. The service is behind a reference, so that `serve` is compiled once and not for every closure.
fn office(clients: usize, windows: usize, what_happens: &str, service: &(dyn Fn(usize) + Sync)) -> Vec<Duration> {
    step(&format!("serve({clients}, {windows}, ...) runs{what_happens}"));
    let times = serve(clients, windows, service);
    expect_eq!(times.len(), clients, "how many times serve({clients}, {windows}, ...) returned");
    times
}

/// The clients that `serve` calls its service for, sorted.
fn served(clients: usize, windows: usize) -> Vec<usize> {
    let served = Mutex::new(Vec::new());
    office(clients, windows, "", &|client| lock(&served).push(client));
    sorted(served)
}

fn sorted(list: Mutex<Vec<usize>>) -> Vec<usize> {
    let mut list = list.into_inner().expect(NOT_POISONED);
    list.sort_unstable();
    list
}

const NOT_POISONED: &str = "no service panics while it holds this lock";

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect(NOT_POISONED)
}

fn once_each() {
    for (clients, windows) in [(1, 1), (5, 3), (20, 2), (6, 6)] {
        let expected: Vec<usize> = (0..clients).collect();
        expect_eq!(served(clients, windows), expected, "the clients that serve({clients}, {windows}, ...) served");
    }
}

fn windows_are_the_limit() {
    for (clients, windows) in [(3, 1), (9, 3)] {
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        office(clients, windows, "", &|_| {
            most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
            thread::sleep(Duration::from_millis(1));
            inside.fetch_sub(1, SeqCst);
        });
        let most = most.into_inner();
        expect!(most > 0, "serve({clients}, {windows}, ...) did not serve anybody");
        expect!(most <= windows, "serve({clients}, {windows}, ...) had {most} clients at the windows at the same time");
    }
}

fn every_window() {
    for (clients, windows) in [(6, 3), (4, 4)] {
        let (meeting, served) = (Barrier::new(windows), AtomicUsize::new(0));
        let what_happens = format!(", and each client stays until {windows} are at the windows");
        office(clients, windows, &what_happens, &|_| {
            meeting.wait();
            served.fetch_add(1, SeqCst);
        });
        expect_eq!(served.into_inner(), clients, "how many clients serve({clients}, {windows}, ...) served");
    }
}

fn slow_client() {
    let (done, others_done) = mpsc::channel();
    let (somebody_came, others_done) = (AtomicBool::new(false), Mutex::new(others_done));
    office(4, 2, ", and the first client stays at its window until the other 3 have been served", &|_| {
        if somebody_came.swap(true, SeqCst) {
            let _ = done.send(true);
        } else {
            (0..3).for_each(|_| assert!(lock(&others_done).recv().is_ok(), "the sender outlives the office"));
        }
    });
    expect!(somebody_came.into_inner(), "serve(4, 2, ...) did not serve anybody");
}

/// Runs `serve` with services that take `length_ms(client)`, and returns its times, each with the moments
/// when the service began and ended.
fn timed(clients: usize, windows: usize, length_ms: fn(usize) -> u64) -> Vec<(Duration, Instant, Instant)> {
    let services = Mutex::new(vec![None; clients]);
    let start = Instant::now();
    let times = office(clients, windows, "", &|client| {
        let begin = Instant::now();
        thread::sleep(Duration::from_millis(length_ms(client)));
        let service = Some((begin, Instant::now()));
        lock(&services)[client] = service;
    });
    let total = start.elapsed();
    let services = services.into_inner().expect(NOT_POISONED);
    let with_service = |(client, (time, service))| {
        let Some((begin, end)) = service else { fail(&format!("client {client} of {clients} was not served")) };
        let whole = format!("serve({clients}, {windows}, ...) as a whole took {total:?}");
        expect!(time <= total, "the list says that client {client} took {time:?}, but {whole}");
        (time, begin, end)
    };
    times.into_iter().zip(services).enumerate().map(with_service).collect()
}

fn order_of_times() {
    // Twice: on a busy machine, services of different lengths may end together.
    for _ in 0..2 {
        let times = timed(3, 3, |client| 10 - 5 * client as u64);
        for (client, (time, begin, end)) in times.into_iter().enumerate() {
            let service = end - begin;
            expect!(
                time >= service,
                "the service of client {client} took {service:?}, so its time cannot be {time:?}; all times must \
                 stand in the order of the clients' numbers"
            );
        }
    }
}

fn waiting_counts() {
    let times = timed(8, 2, |_| 2);
    let first = times.iter().map(|(_, begin, _)| *begin).min().expect("there are 8 clients");
    let missing = |(_, (time, _, end)): &(usize, (Duration, Instant, Instant))| (*end - first).saturating_sub(*time);
    let (client, (time, _, end)) = times.into_iter().enumerate().max_by_key(missing).expect("there are 8 clients");
    let shortest = end - first;
    expect!(
        time >= shortest,
        "the service of client {client} ended {shortest:?} after the first client's began, and all clients arrived \
         before that: its time from the call of serve(8, 2, ...) cannot be {time:?}"
    );
}

fn no_clients() {
    let called = AtomicBool::new(false);
    office(0, 3, "", &|_| called.store(true, SeqCst));
    expect!(!called.into_inner(), "serve(0, 3, ...) served a client although there is none");
}

fn spare_windows() {
    expect_eq!(served(2, 40), [0, 1], "the clients that serve(2, 40, ...) served");
    let meeting = Barrier::new(3);
    office(3, 40, ", and each client stays until all 3 are at a window", &|_| {
        meeting.wait();
    });
}

fn no_windows() {
    expect_eq!(served(1, 1), [0], "the clients that serve(1, 1, ...) served");
    for clients in [3, 0] {
        step(&format!("serve({clients}, 0, ...) has to panic"));
        let service: &(dyn Fn(usize) + Sync) = &|_| ();
        let refused = catch_unwind(AssertUnwindSafe(|| serve(clients, 0, service))).is_err();
        expect!(refused, "serve({clients}, 0, ...) returned; without windows it has to panic");
    }
}

fn service_panics() {
    for windows in [1, 2] {
        let called = Mutex::new(Vec::new());
        let service = |client| {
            let first = {
                let mut called = lock(&called);
                called.push(client);
                called.len() == 1
            };
            if first {
                panic_on_purpose();
            }
        };
        let what_happens = ", the service panics for the client that is served first, and 4 more are to be served";
        let outcome = catch_unwind(AssertUnwindSafe(|| office(5, windows, what_happens, &service)));
        let case = format!("serve(5, {windows}, ...), the service panicking for the client that was served first");
        expect_eq!(sorted(called), [0, 1, 2, 3, 4], "the clients for whom the service was called by {case}");
        expect!(outcome.is_err(), "{case}, returned as if all was well; it has to panic too in the end");
    }
}
