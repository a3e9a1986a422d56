//! Mistakes that people make, each found with every one of 20 seeds, and correct code that is never rejected.
//! `std` is the model here, as it is for a learner's crate.

#![expect(clippy::unwrap_used, reason = "a failed scenario panics")]

#[macro_use]
extern crate model_std as std;

use model_std::explore::{Strategy, replay, search};
use model_std::kernel::{Ending, Settings, Wait};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

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

/// How a queue of one place goes wrong, if it does.
#[derive(Clone, Copy, PartialEq)]
enum Mistake {
    None,
    IfInsteadOfWhile,
    OneCondvarWakesOne,
}

struct Queue {
    items: Mutex<VecDeque<u32>>,
    not_empty: Condvar,
    not_full: Condvar,
    mistake: Mistake,
}

impl Queue {
    fn push(&self, item: u32) {
        let mut items = self.items.lock().unwrap();
        let full = if self.mistake == Mistake::OneCondvarWakesOne { &self.not_empty } else { &self.not_full };
        while items.len() == 1 {
            items = full.wait(items).unwrap();
            if self.mistake == Mistake::IfInsteadOfWhile {
                break;
            }
        }
        items.push_back(item);
        self.not_empty.notify_one();
    }

    fn pop(&self) -> u32 {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() {
            items = self.not_empty.wait(items).unwrap();
            if self.mistake == Mistake::IfInsteadOfWhile {
                break;
            }
        }
        let item = items.pop_front().expect("there is an item");
        let full = if self.mistake == Mistake::OneCondvarWakesOne { &self.not_empty } else { &self.not_full };
        full.notify_one();
        item
    }
}

fn queue(mistake: Mistake, producers: u32, consumers: u32) {
    let queue =
        Arc::new(Queue { items: Mutex::default(), not_empty: Condvar::new(), not_full: Condvar::new(), mistake });
    let (each, share) = (2, producers * 2 / consumers);
    let producing: Vec<_> = (0..producers)
        .map(|producer| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || (0..each).for_each(|item| queue.push(producer * each + item)))
        })
        .collect();
    let consuming: Vec<_> = (0..consumers)
        .map(|_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || (0..share).map(|_| queue.pop()).collect::<Vec<_>>())
        })
        .collect();
    for thread in producing {
        thread.join().unwrap();
    }
    let mut items: Vec<u32> = consuming.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    items.sort_unstable();
    assert_eq!(items, (0..producers * each).collect::<Vec<_>>());
}

#[test]
fn a_correct_queue_is_never_rejected() {
    for scenario in [(|| queue(Mistake::None, 1, 2)) as fn(), || queue(Mistake::None, 2, 2)] {
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
    found(|| queue(Mistake::IfInsteadOfWhile, 1, 2), QUIET, |ending| is_panic(ending) || is_deadlock(ending));
}

#[test]
fn one_condition_variable_that_wakes_one_is_found() {
    found(|| queue(Mistake::OneCondvarWakesOne, 2, 2), QUIET, is_deadlock);
    found(|| queue(Mistake::OneCondvarWakesOne, 1, 2), QUIET, is_deadlock);
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
    let scenario = || {
        let pair = Arc::new((Mutex::new(1), Mutex::new(2)));
        let other = Arc::clone(&pair);
        let backwards = thread::spawn(move || {
            let _second = other.1.lock().unwrap();
            let _first = other.0.lock().unwrap();
        });
        {
            let _first = pair.0.lock().unwrap();
            let _second = pair.1.lock().unwrap();
        }
        backwards.join().unwrap();
    };
    let both_wait_for_locks = |ending: &Ending| match ending {
        Ending::Deadlocked(blocked) => blocked.iter().all(|task| task.wait == Wait::Lock && task.place.line() > 100),
        _ => false,
    };
    found(scenario, QUIET, both_wait_for_locks);
}

#[test]
fn check_and_act_in_two_steps_is_found() {
    let scenario = || {
        let tickets = AtomicUsize::new(1);
        let buy = || {
            let left = tickets.load(Ordering::SeqCst);
            if left > 0 {
                tickets.store(left - 1, Ordering::SeqCst);
            }
            left > 0
        };
        let sold = thread::scope(|scope| {
            let buyers = [scope.spawn(buy), scope.spawn(buy)];
            buyers.into_iter().filter(|_| true).map(|buyer| buyer.join().unwrap()).filter(|bought| *bought).count()
        });
        assert_eq!(sold, 1);
    };
    found(scenario, QUIET, is_panic);
}

#[test]
fn a_signal_before_the_wait_is_found_to_be_lost() {
    let scenario = || {
        let event = Arc::new((Mutex::new(()), Condvar::new(), AtomicBool::new(false)));
        let other = Arc::clone(&event);
        let waiter = thread::spawn(move || {
            if !other.2.load(Ordering::SeqCst) {
                let guard = other.0.lock().unwrap();
                drop(other.1.wait(guard).unwrap());
            }
        });
        event.2.store(true, Ordering::SeqCst);
        event.1.notify_one();
        waiter.join().unwrap();
    };
    found(scenario, QUIET, is_deadlock);
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
