//! Plain std code under the model: each test runs many interleavings, and all of them must do what std
//! promises. `std` is the model here, as it is for a learner's crate.

#[macro_use]
extern crate model_std as std;

use model_std::explore::{Strategy, search};
use model_std::kernel::{Ending, Settings};
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock};
use std::thread;
use std::time::{Duration, Instant};

/// Every interleaving that is tried completes.
#[track_caller]
fn always(scenario: fn()) {
    every(scenario, Settings::DEFAULT);
}

/// The same, with a clock on which timers fire exactly.
#[track_caller]
fn always_on_time(scenario: fn()) {
    every(scenario, Settings { early_timers: 0, ..Settings::DEFAULT });
}

#[track_caller]
fn every(scenario: fn(), settings: Settings) {
    for strategy in [Strategy::Random, Strategy::Pct { depth: 2, fair: true }, Strategy::Pct { depth: 4, fair: true }] {
        let found = search(scenario, strategy, 7, 500, settings);
        if let Some(failure) = found.failure {
            panic!("{strategy:?}, schedule {}: {:?}", found.schedules, failure.ending);
        }
    }
}

#[test]
fn a_lock_excludes() {
    always(|| {
        let counter = Arc::new(Mutex::new(0));
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let counter = Arc::clone(&counter);
                thread::spawn(move || {
                    let mut guard = counter.lock().unwrap();
                    let before = *guard;
                    thread::yield_now();
                    *guard = before + 1;
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(*counter.lock().unwrap(), 3);
    });
}

#[test]
fn a_panic_poisons_and_is_what_join_returns() {
    always(|| {
        let lock = Arc::new(Mutex::new(1));
        let shared = Arc::clone(&lock);
        let panicked = thread::spawn(move || {
            let _guard = shared.lock().unwrap();
            std::panic::resume_unwind(Box::new("on purpose"));
        });
        assert!(panicked.join().is_err());
        assert!(lock.is_poisoned());
        assert_eq!(lock.lock().map(|guard| *guard).map_err(|poisoned| *poisoned.into_inner()), Err(1));
        lock.clear_poison();
        assert_eq!(lock.try_lock().map(|guard| *guard).ok(), Some(1));
    });
}

#[test]
fn readers_share_and_writers_do_not() {
    always(|| {
        let lock = Arc::new(RwLock::new((0, 0)));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut guard = lock.write().unwrap();
                    guard.0 += 1;
                    thread::yield_now();
                    guard.1 += 1;
                });
            }
            scope.spawn(|| {
                let (first, second) = (lock.read().unwrap(), lock.try_read());
                assert_eq!(first.0, first.1);
                assert!(second.is_ok(), "a reader keeps no reader out");
                assert!(lock.try_write().is_err(), "a reader keeps writers out");
            });
        });
        assert_eq!(*lock.read().unwrap(), (2, 2));
    });
}

#[test]
fn no_writer_comes_between_a_writer_and_the_reader_it_becomes() {
    always(|| {
        let lock = Arc::new(RwLock::new(0));
        thread::scope(|scope| {
            for number in 1..=2 {
                let lock = &lock;
                scope.spawn(move || {
                    let mut guard = lock.write().unwrap();
                    *guard = number;
                    let guard = std::sync::RwLockWriteGuard::downgrade(guard);
                    thread::yield_now();
                    assert_eq!(*guard, number);
                    assert!(lock.try_read().is_ok());
                });
            }
        });
    });
}

#[test]
fn a_barrier_has_one_leader_in_each_generation() {
    always(|| {
        let (barrier, leaders) = (Barrier::new(3), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for generation in 1..=3 {
                        if barrier.wait().is_leader() {
                            leaders.fetch_add(1, Ordering::SeqCst);
                        }
                        barrier.wait();
                        assert_eq!(leaders.load(Ordering::SeqCst), generation);
                        barrier.wait();
                    }
                });
            }
        });
    });
}

#[test]
fn an_initialisation_runs_once_and_all_see_its_value() {
    always(|| {
        let runs = AtomicUsize::new(0);
        let (cell, once) = (OnceLock::new(), Once::new());
        let lazy = LazyLock::new(|| runs.fetch_add(1, Ordering::SeqCst));
        thread::scope(|scope| {
            for number in 0..3 {
                let (cell, once, lazy, runs) = (&cell, &once, &lazy, &runs);
                scope.spawn(move || {
                    once.call_once(|| {
                        runs.fetch_add(1, Ordering::SeqCst);
                    });
                    assert!(once.is_completed());
                    assert_eq!(cell.get_or_init(|| number), cell.get().unwrap());
                    let _ = **lazy;
                });
            }
        });
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(cell.set(9), Err(9));
    });
}

#[test]
fn a_thread_can_wait_for_an_initialisation() {
    always(|| {
        let (cell, once) = (Arc::new(OnceLock::new()), Arc::new(Once::new()));
        let (other_cell, other_once) = (Arc::clone(&cell), Arc::clone(&once));
        thread::spawn(move || {
            assert_eq!(other_cell.set(5), Ok(()));
            other_once.call_once(|| {});
        });
        assert_eq!(cell.wait(), &5);
        once.wait();
        assert!(once.is_completed());
    });
}

#[test]
fn a_channel_keeps_the_order_of_each_sender_and_ends_with_the_last() {
    always(|| {
        let (sender, receiver) = mpsc::channel();
        for first in [0, 10] {
            let sender = sender.clone();
            thread::spawn(move || (first..first + 3).for_each(|number| sender.send(number).unwrap()));
        }
        drop(sender);
        let all: Vec<i32> = receiver.iter().collect();
        for first in [0, 10] {
            let of_one: Vec<i32> = all.iter().copied().filter(|number| number / 10 == first / 10).collect();
            assert_eq!(of_one, [first, first + 1, first + 2]);
        }
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
    });
}

#[test]
fn a_bounded_channel_is_bounded_and_one_without_room_hands_over() {
    always(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        sender.send(1).unwrap();
        assert!(matches!(sender.try_send(2), Err(TrySendError::Full(2))));
        let blocked = thread::spawn(move || sender.send(3));
        assert_eq!((receiver.recv(), receiver.recv()), (Ok(1), Ok(3)));
        blocked.join().unwrap().unwrap();

        let (sender, receiver) = mpsc::sync_channel(0);
        let taken = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&taken);
        let hand = thread::spawn(move || {
            sender.send(4).unwrap();
            assert!(seen.load(Ordering::SeqCst), "the sender went on before its message was taken");
        });
        taken.store(true, Ordering::SeqCst);
        assert_eq!(receiver.recv(), Ok(4));
        hand.join().unwrap();
    });
}

#[test]
fn a_send_to_nobody_gives_the_message_back() {
    always(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let thread = thread::spawn(move || sender.send(5));
        drop(receiver);
        assert_eq!(thread.join().unwrap().unwrap_err().0, 5);
    });
}

#[test]
fn time_moves_only_when_nobody_can_run() {
    always_on_time(|| {
        let start = Instant::now();
        let order = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for hours in [3, 1, 2] {
                let order = &order;
                scope.spawn(move || {
                    thread::sleep(Duration::from_secs(hours * 3600));
                    order.lock().unwrap().push(hours);
                });
            }
        });
        assert_eq!(*order.lock().unwrap(), [1, 2, 3]);
        assert_eq!(start.elapsed(), Duration::from_secs(3 * 3600));
    });
}

#[test]
fn a_wait_times_out_exactly_or_is_woken_before() {
    always_on_time(|| {
        let pair = Arc::new((Mutex::new(0), Condvar::new()));
        let other = Arc::clone(&pair);
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(30));
            *other.0.lock().unwrap() = 1;
            other.1.notify_all();
        });
        let start = Instant::now();
        let (lock, condvar) = &*pair;
        let wait = |millis| {
            let timeout = Duration::from_millis(millis);
            let (value, result) =
                condvar.wait_timeout_while(lock.lock().unwrap(), timeout, |value| *value == 0).unwrap();
            (*value, result.timed_out(), start.elapsed().as_millis())
        };
        assert_eq!(wait(10), (0, true, 10));
        assert_eq!(wait(5000), (1, false, 30));

        let (_sender, receiver) = mpsc::channel::<()>();
        assert_eq!(receiver.recv_timeout(Duration::from_millis(5)), Err(RecvTimeoutError::Timeout));
        assert_eq!(start.elapsed().as_millis(), 35);
        while start.elapsed().as_millis() < 40 {
            thread::park_timeout(Duration::from_millis(40).saturating_sub(start.elapsed()));
        }
        assert_eq!(start.elapsed().as_millis(), 40);
    });
}

#[test]
fn an_unpark_before_the_park_is_not_lost() {
    always(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&flag);
        let waiter = thread::spawn(move || {
            while !seen.load(Ordering::SeqCst) {
                thread::park();
            }
        });
        flag.store(true, Ordering::SeqCst);
        waiter.thread().unpark();
        waiter.join().unwrap();
    });
}

#[test]
fn a_thread_local_has_a_value_for_each_thread() {
    thread_local! {
        static NUMBER: Cell<u32> = const { Cell::new(1) };
        static NAMES: RefCell<Vec<String>> = RefCell::new(vec!["first".to_owned()]);
    }
    always(|| {
        NUMBER.set(5);
        let other = thread::spawn(|| {
            NAMES.with_borrow_mut(|names| names.push("second".to_owned()));
            (NUMBER.replace(7), NAMES.take().len())
        });
        assert_eq!(other.join().unwrap(), (1, 2));
        assert_eq!((NUMBER.get(), NAMES.with_borrow(Vec::len)), (5, 1));
    });
}

#[test]
fn names_ids_and_handles_are_as_in_std() {
    always(|| {
        let named = thread::Builder::new().name("window 1".to_owned()).spawn(|| thread::current().id()).unwrap();
        assert_eq!(named.thread().name(), Some("window 1"));
        let id = named.thread().id();
        while !named.is_finished() {
            thread::yield_now();
        }
        assert_eq!(named.join().unwrap(), id);
        assert_ne!(thread::current().id(), id);
    });
}

#[test]
fn a_scope_waits_for_its_threads_and_panics_with_them() {
    always(|| {
        let ended = AtomicUsize::new(0);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            thread::scope(|scope| {
                scope.spawn(|| std::panic::resume_unwind(Box::new("on purpose")));
                scope.spawn(|| ended.fetch_add(1, Ordering::SeqCst));
            });
        }));
        assert!(caught.is_err());
        assert_eq!(ended.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_static_that_can_begins_anew_in_each_run() {
    static COUNT: AtomicUsize = AtomicUsize::new(3);
    static ONCE: Once = Once::new();
    static CELL: OnceLock<Mutex<usize>> = OnceLock::new();
    static LAZY: LazyLock<Mutex<usize>> = LazyLock::new(|| Mutex::new(COUNT.fetch_add(1, Ordering::SeqCst)));
    always(|| {
        let late = COUNT.swap(5, Ordering::SeqCst);
        assert!(CELL.get().is_none() && !ONCE.is_completed());
        let other = thread::spawn(|| {
            ONCE.call_once(|| drop(CELL.set(Mutex::new(7))));
            *LAZY.lock().unwrap()
        });
        ONCE.call_once(|| drop(CELL.set(Mutex::new(7))));
        *CELL.get().unwrap().lock().unwrap() += 1;
        assert_eq!((late, other.join().unwrap()), (3, 5));
        assert_eq!((COUNT.load(Ordering::SeqCst), *CELL.get().unwrap().lock().unwrap()), (6, 8));
    });
}

#[test]
fn what_was_set_before_all_runs_is_found_by_each() {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    static CELL: OnceLock<usize> = OnceLock::new();
    COUNT.store(4, Ordering::SeqCst);
    CELL.set(9).unwrap();
    always(|| assert_eq!((COUNT.fetch_add(1, Ordering::SeqCst), CELL.get()), (4, Some(&9))));
}

#[test]
fn what_a_static_keeps_between_runs_is_refused() {
    static COUNT: Mutex<usize> = Mutex::new(0);
    let found = search(
        || {
            *COUNT.lock().unwrap() += 1;
        },
        Strategy::Random,
        1,
        10,
        Settings::DEFAULT,
    );
    assert_eq!(found.schedules, 2);
    let Some(Ending::Refused(refused)) = found.failure.map(|failure| failure.ending) else {
        panic!("it was not refused")
    };
    assert_eq!((refused.kind, refused.made.file()), ("Mutex", file!()));
}

#[test]
fn each_thread_panics_for_itself_also_while_others_sleep_in_destructors() {
    struct LocksInDrop(Arc<(Mutex<usize>, Condvar)>);

    impl Drop for LocksInDrop {
        fn drop(&mut self) {
            assert!(thread::panicking());
            *self.0.0.lock().expect("nobody panics while it holds the lock") += 1;
            self.0.1.notify_all();
        }
    }

    always(|| {
        let ended = Arc::new((Mutex::new(0), Condvar::new()));
        let threads = [0, 1].map(|_| {
            let ended = LocksInDrop(Arc::clone(&ended));
            thread::spawn(move || {
                let _ended = ended;
                std::panic::resume_unwind(Box::new("on purpose"));
            })
        });
        let mut count = ended.0.lock().unwrap();
        while *count < 2 {
            assert!(!thread::panicking());
            count = ended.1.wait(count).unwrap();
        }
        drop(count);
        assert!(threads.into_iter().all(|thread| thread.join().is_err()));
    });
}

#[test]
fn a_thread_that_spins_without_yielding_lets_others_run() {
    always(|| {
        let (flag, other) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (seen, answer) = (Arc::clone(&flag), Arc::clone(&other));
        thread::spawn(move || {
            while !seen.load(Ordering::SeqCst) {}
            answer.store(true, Ordering::SeqCst);
        });
        flag.store(true, Ordering::SeqCst);
        while !other.load(Ordering::SeqCst) {}
    });
}

#[test]
fn a_loop_that_waits_for_the_rest_of_a_time_out_ends() {
    always(|| {
        let (lock, condvar, start) = (Mutex::new(()), Condvar::new(), Instant::now());
        let mut guard = lock.lock().unwrap();
        while let Some(left) = Duration::from_millis(5).checked_sub(start.elapsed()) {
            guard = condvar.wait_timeout(guard, left).unwrap().0;
        }
        while let Some(left) = Duration::from_millis(10).checked_sub(start.elapsed()) {
            thread::park_timeout(left);
        }
    });
}
