//! Examples of use: `cargo test -p ticket_office` runs them. They show what the types are for; the checks
//! of `cargo xtask check 3` look much closer.

use std::mem;
use std::thread;
use std::time::Duration;
use ticket_office::{BoundedSemaphore, TooManyReleases, serve};

#[test]
fn a_permit_is_given_back_when_it_is_dropped() {
    let semaphore = BoundedSemaphore::new(2);
    let permit = semaphore.acquire();
    assert_eq!(semaphore.available(), 1);
    drop(permit);
    assert_eq!(semaphore.available(), 2);
}

#[test]
fn nobody_gets_a_permit_that_is_not_there() {
    let semaphore = BoundedSemaphore::new(1);
    let _permit = semaphore.acquire();
    assert!(semaphore.try_acquire().is_none());
    assert!(semaphore.acquire_timeout(Duration::from_millis(5)).is_none());
}

#[test]
fn a_thread_waits_until_another_one_gives_a_permit_back() {
    let semaphore = BoundedSemaphore::new(1);
    let permit = semaphore.acquire();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| semaphore.acquire_timeout(Duration::from_secs(60)).is_some());
        // A permit may move to another thread, and is given back there.
        scope.spawn(move || drop(permit));
        assert!(waiter.join().unwrap());
    });
}

#[test]
fn a_permit_that_was_forgotten_is_given_back_by_release() {
    let semaphore = BoundedSemaphore::new(3);
    mem::forget(semaphore.acquire());
    assert_eq!(semaphore.release(), Ok(()));
    assert_eq!(semaphore.release(), Err(TooManyReleases));
    assert_eq!(semaphore.available(), 3);
}

#[test]
fn five_clients_are_served_at_three_windows() {
    let times = serve(5, 3, |_client| thread::sleep(Duration::from_millis(20)));
    assert_eq!(times.len(), 5);
}
