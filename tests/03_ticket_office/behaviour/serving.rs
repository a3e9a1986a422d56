//! `serve`: who is served and when, the times that it returns, and what becomes of a panic.

use kit::fail;
use kit::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Barrier, Mutex, MutexGuard, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use ticket_office::serve;

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

pub(super) fn once_each() {
    for (clients, windows) in [(1, 1), (5, 3), (20, 2), (6, 6)] {
        let expected: Vec<usize> = (0..clients).collect();
        expect_eq!(served(clients, windows), expected, "the clients that serve({clients}, {windows}, ...) served");
    }
}

pub(super) fn windows_are_the_limit() {
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

pub(super) fn every_window() {
    for (clients, windows) in [(6, 3), (4, 4), (40, 40)] {
        let (meeting, served) = (Barrier::new(windows), AtomicUsize::new(0));
        let what_happens = format!(", and each client stays until {windows} are at the windows");
        office(clients, windows, &what_happens, &|_| {
            meeting.wait();
            served.fetch_add(1, SeqCst);
        });
        expect_eq!(served.into_inner(), clients, "how many clients serve({clients}, {windows}, ...) served");
    }
}

pub(super) fn slow_client() {
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
        let last = clients - 1;
        expect!(
            client <= last,
            "service was called for client {client}; serve({clients}, ...) has clients 0 to {last}"
        );
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

pub(super) fn order_of_times() {
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

pub(super) fn waiting_counts() {
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

pub(super) fn no_clients() {
    let called = AtomicBool::new(false);
    office(0, 3, "", &|_| called.store(true, SeqCst));
    expect!(!called.into_inner(), "serve(0, 3, ...) served a client although there is none");
}

pub(super) fn spare_windows() {
    expect_eq!(served(2, 40), [0, 1], "the clients that serve(2, 40, ...) served");
    let meeting = Barrier::new(3);
    office(3, 40, ", and each client stays until all 3 are at a window", &|_| {
        meeting.wait();
    });
}

pub(super) fn no_windows() {
    expect_eq!(served(1, 1), [0], "the clients that serve(1, 1, ...) served");
    for clients in [3, 0] {
        step(&format!("serve({clients}, 0, ...) has to panic"));
        let service: &(dyn Fn(usize) + Sync) = &|_| ();
        let refused = catch_unwind(AssertUnwindSafe(|| serve(clients, 0, service))).is_err();
        expect!(refused, "serve({clients}, 0, ...) returned; without windows it has to panic");
    }
}

pub(super) fn service_panics() {
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
