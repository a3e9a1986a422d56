//! Examples of use: `cargo test -p ticket_office` runs them. They show what the types are for; the checks
//! of `cargo xtask check 3` look much closer.

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
fn releasing_too_often_is_an_error() {
    assert_eq!(BoundedSemaphore::new(3).release(), Err(TooManyReleases));
}

#[test]
fn five_clients_are_served_at_three_windows() {
    let times = serve(5, 3, |_client| thread::sleep(Duration::from_millis(20)));
    assert_eq!(times.len(), 5);
}
