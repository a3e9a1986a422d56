//! Mistakes that people make, each found with every one of 20 seeds, and correct code that is never rejected.
//! `std` is the model here, as it is for a learner's crate.

#![allow(unreachable_pub, dead_code, reason = "the planted mistakes are shared with the benchmarks")]
#![expect(clippy::unwrap_used, reason = "a failed scenario panics")]

#[macro_use]
extern crate model_std as std;

mod planted;

use model_std::explore::{Plan, Repeated, Strategy, explore, repeat, replay, search};
use model_std::kernel::{Ending, Settings, Wait};
use planted::queue;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;
use trace::Mistake;

const SEEDS: u64 = 20;
const SCHEDULES: usize = 20_000;
/// Wake-ups for no reason would find some of these mistakes in another way.
const QUIET: Settings = Settings { spurious_wake_ups: 0, early_timers: 0, ..Settings::DEFAULT };

/// Random choices find the mistake whatever the seed, and the schedule makes the same run again.
#[track_caller]
fn found(scenario: fn(), settings: Settings, expected: fn(&Ending) -> bool) {
    for seed in 0..SEEDS {
        let exploration = search(scenario, Strategy::Random, seed, SCHEDULES, settings);
        let failure = exploration.failure.unwrap_or_else(|| panic!("not found with seed {seed}"));
        assert!(expected(&failure.ending), "seed {seed}: {:?}", failure.ending);
        let again = replay(scenario, &failure.schedule, settings);
        assert!(expected(&again.ending), "seed {seed}, again: {:?}", again.ending);
        assert_eq!((again.steps, again.schedule), (failure.steps, failure.schedule));
    }
}

fn is_panic(ending: &Ending) -> bool {
    matches!(ending, Ending::Panicked(_))
}

fn is_deadlock(ending: &Ending) -> bool {
    matches!(ending, Ending::Deadlocked(_))
}

#[test]
fn a_correct_queue_is_never_rejected() {
    for scenario in [(|| queue(planted::Mistake::None, 1, 2)) as fn(), || queue(planted::Mistake::None, 2, 2)] {
        for strategy in
            [Strategy::Random, Strategy::Pct { depth: 2, fair: true }, Strategy::Pct { depth: 3, fair: true }]
        {
            let settings = Settings::DEFAULT;
            let exploration = search(scenario, strategy, 1, 5_000, settings);
            assert!(exploration.failure.is_none(), "{strategy:?}: {:?}", exploration.failure);
            assert_eq!(exploration.schedules, 5_000);
        }
    }
}

#[test]
fn if_instead_of_while_is_found() {
    found(planted::if_for_while, QUIET, |ending| is_panic(ending) || is_deadlock(ending));
}

#[test]
fn one_condition_variable_that_wakes_one_is_found() {
    found(planted::notify_one_2_2, QUIET, is_deadlock);
    found(planted::notify_one_1_2, QUIET, is_deadlock);
}

#[test]
fn a_wait_outside_of_a_loop_fails_when_it_wakes_for_no_reason() {
    let scenario = || {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&pair);
        let setter = thread::spawn(move || {
            *other.0.lock().unwrap() = true;
            other.1.notify_one();
        });
        let mut ready = pair.0.lock().unwrap();
        if !*ready {
            ready = pair.1.wait(ready).unwrap();
        }
        assert!(*ready, "it went on too early");
        drop(ready);
        setter.join().unwrap();
    };
    found(scenario, Settings { spurious_wake_ups: 20, ..QUIET }, is_panic);
}

#[test]
fn locks_in_opposite_orders_are_found() {
    let both_wait_for_locks = |ending: &Ending| match ending {
        Ending::Deadlocked(blocked) => blocked.iter().all(|task| task.wait == Wait::Lock),
        _ => false,
    };
    found(planted::lock_order, QUIET, both_wait_for_locks);
}

#[test]
fn check_and_act_in_two_steps_is_found() {
    found(planted::check_then_act, QUIET, is_panic);
}

#[test]
fn a_signal_before_the_wait_is_found_to_be_lost() {
    found(planted::lost_signal, QUIET, is_deadlock);
}

#[test]
fn a_thread_that_is_left_behind_is_told_from_a_deadlock() {
    let scenario = || {
        let (sender, receiver) = mpsc::channel::<()>();
        std::mem::forget(sender);
        thread::spawn(move || receiver.recv());
    };
    found(scenario, QUIET, |ending| matches!(ending, Ending::LeftBehind(blocked) if blocked.len() == 1));
}

#[test]
fn a_loop_without_an_end_is_stopped() {
    let scenario = || {
        let never = AtomicBool::new(false);
        while !never.load(Ordering::SeqCst) {
            thread::yield_now();
        }
    };
    found(scenario, Settings { max_steps: 500, ..QUIET }, |ending| matches!(ending, Ending::TooManySteps));
}

#[test]
fn a_time_out_that_is_taken_for_success_is_found() {
    let scenario = || {
        let pair = Arc::new((Mutex::new(None), Condvar::new()));
        let other = Arc::clone(&pair);
        let setter = thread::spawn(move || {
            thread::sleep(Duration::from_millis(5));
            *other.0.lock().unwrap() = Some(1);
            other.1.notify_one();
        });
        let mut value = pair.0.lock().unwrap();
        while value.is_none() {
            let (guard, result) = pair.1.wait_timeout(value, Duration::from_millis(10)).unwrap();
            value = guard;
            if result.timed_out() {
                break;
            }
        }
        assert_eq!(value.take(), Some(1));
        drop(value);
        setter.join().unwrap();
    };
    found(scenario, Settings { early_timers: 30, ..QUIET }, is_panic);
}

/// What `explore` calls the mistake, whatever the seed; and that the shortest run is shorter than a typical one.
#[track_caller]
fn named(scenario: fn(), expected: fn(&Mistake) -> bool) {
    for seed in 0..SEEDS {
        let plan = Plan { seed, schedules: 4_000, time: Duration::from_secs(60), exact_time: false };
        let found = explore(scenario, &plan).found.unwrap_or_else(|| panic!("not found with seed {seed}"));
        let run = found.counterexample();
        assert!(expected(&run.mistake), "seed {seed}: {:?}", run.mistake);
        let Repeated::Fails(again) = repeat(scenario, false, &run.schedule) else {
            panic!("seed {seed}: not repeated")
        };
        let again = again.counterexample();
        assert_eq!((again.mistake, again.steps), (run.mistake, run.steps));
    }
}

#[test]
fn each_mistake_is_called_by_its_name() {
    named(planted::lock_order, |mistake| matches!(mistake, Mistake::Deadlocked));
    named(planted::lost_signal, |mistake| matches!(mistake, Mistake::LostWakeUp { .. }));
    named(planted::notify_one_2_2, |mistake| matches!(mistake, Mistake::LostWakeUp { .. } | Mistake::Deadlocked));
    named(planted::check_then_act, |mistake| matches!(mistake, Mistake::Panicked(_)));
    named(busy_wait, |mistake| matches!(mistake, Mistake::BusyWaits { thread: 1 }));
    named(left_behind, |mistake| matches!(mistake, Mistake::LeftThreadsBehind));
    named(endless, |mistake| matches!(mistake, Mistake::TooManySteps { .. }));
}

fn busy_wait() {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let waiter = thread::spawn(move || {
        while !seen.load(Ordering::SeqCst) {
            thread::yield_now();
        }
    });
    flag.store(true, Ordering::SeqCst);
    waiter.join().unwrap();
}

fn left_behind() {
    let (sender, receiver) = mpsc::channel::<()>();
    std::mem::forget(sender);
    thread::spawn(move || receiver.recv());
}

fn endless() {
    let count = AtomicUsize::new(0);
    while count.fetch_add(1, Ordering::SeqCst) < usize::MAX {}
}

/// Asking a bounded number of times before sleeping is no busy waiting, and neither is one attempt.
#[test]
fn a_bounded_retry_is_no_busy_waiting() {
    let scenario = || {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&pair);
        let waiter = thread::spawn(move || {
            for _ in 0..10 {
                if other.0.try_lock().is_ok_and(|ready| *ready) {
                    return;
                }
                thread::yield_now();
            }
            drop(other.1.wait_while(other.0.lock().unwrap(), |ready| !*ready).unwrap());
        });
        *pair.0.lock().unwrap() = true;
        pair.1.notify_one();
        waiter.join().unwrap();
    };
    let plan = Plan { seed: 1, schedules: 20_000, time: Duration::from_secs(60), exact_time: false };
    assert!(explore(scenario, &plan).found.is_none());
}
