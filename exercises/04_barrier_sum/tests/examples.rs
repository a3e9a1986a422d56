//! Examples of use: `cargo test -p barrier_sum` runs them. They show what the types are for; the checks
//! of `cargo xtask check 4` look much closer.

use barrier_sum::{Barrier, BrokenBarrier, barrier_sum, phased_sum};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

#[test]
fn nobody_passes_before_all_have_arrived() {
    let barrier = Barrier::new(3);
    let arrived = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                arrived.fetch_add(1, SeqCst);
                barrier.wait().unwrap();
                assert_eq!(arrived.load(SeqCst), 3);
            });
        }
    });
}

#[test]
fn each_generation_has_one_leader() {
    let barrier = Barrier::new(2);
    let led = AtomicUsize::new(0);
    let three_times = || {
        for _ in 0..3 {
            if barrier.wait().unwrap().is_leader() {
                led.fetch_add(1, SeqCst);
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(three_times);
        scope.spawn(three_times);
    });
    assert_eq!(led.load(SeqCst), 3);
}

#[test]
fn an_aborted_barrier_is_broken_until_it_is_reset() {
    let barrier = Barrier::new(1);
    barrier.abort();
    assert!(barrier.is_broken());
    assert_eq!(barrier.wait().unwrap_err(), BrokenBarrier);
    barrier.reset();
    assert!(barrier.wait().is_ok());
}

#[test]
fn a_party_that_gives_up_breaks_the_barrier() {
    let barrier = Barrier::new(2);
    assert_eq!(barrier.wait_timeout(Duration::from_millis(5)).unwrap_err(), BrokenBarrier);
    assert_eq!(barrier.wait().unwrap_err(), BrokenBarrier);
}

#[test]
fn the_sums_add_up() {
    assert_eq!(barrier_sum(3, 7), 23);
    assert_eq!(phased_sum(&[1, 2, 3, 4, 5, 6, 7], |value| value, 3), 28);
    assert_eq!(phased_sum(&[1, 2, 3], |value| value * value, 2), 14);
    assert_eq!(phased_sum(&[], |value| value, 2), 0);
}
