//! The systematic search leaves nothing out: on small programs that are drawn at random it sees exactly the results
//! that a search without any reduction sees, in far fewer runs.

#![expect(clippy::unwrap_used, reason = "a failed scenario panics")]

#[macro_use]
extern crate model_std as std;

use model_std::explore::{Plan, Reduction, exhaust, explore};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, RwLock};
use std::thread;
use std::time::Duration;

/// What a thread of a drawn program does; numbers name one of two locks or atomics.
#[derive(Debug, Clone, Copy)]
enum Step {
    Load(usize),
    Add(usize),
    AddInTwoSteps(usize),
    /// Locks, reads, writes, unlocks.
    Count(usize),
    /// Locks one inside the other.
    CountBoth(usize),
    TryCount(usize),
    NotifyOne,
    /// Waits for a signal, once, if the first count is 0.
    WaitOnce,
    /// Of a value behind a reader-writer lock.
    Read,
    Write,
    /// Puts its own answer into a cell, or finds another one there.
    Initialise,
}

const STEPS: [Step; 18] = [
    Step::Load(0),
    Step::Load(1),
    Step::Add(0),
    Step::Add(1),
    Step::AddInTwoSteps(0),
    Step::AddInTwoSteps(1),
    Step::Count(0),
    Step::Count(0),
    Step::Count(1),
    Step::CountBoth(0),
    Step::CountBoth(1),
    Step::TryCount(0),
    Step::NotifyOne,
    Step::NotifyOne,
    Step::WaitOnce,
    Step::Read,
    Step::Write,
    Step::Initialise,
];

#[derive(Default)]
struct Shared {
    atomics: [AtomicU32; 2],
    counts: [Mutex<u32>; 2],
    signal: Condvar,
    value: RwLock<u32>,
    answer: OnceLock<u32>,
}

/// Does one step; what the thread sees of the others.
fn take(shared: &Shared, step: Step) -> u32 {
    let count = |which: usize| {
        let mut count = shared.counts[which].lock().unwrap();
        *count += 1;
        *count
    };
    match step {
        Step::Load(which) => shared.atomics[which].load(Ordering::SeqCst),
        Step::Add(which) => shared.atomics[which].fetch_add(1, Ordering::SeqCst),
        Step::AddInTwoSteps(which) => {
            let value = shared.atomics[which].load(Ordering::SeqCst);
            shared.atomics[which].store(value + 1, Ordering::SeqCst);
            value
        }
        Step::Count(which) => count(which),
        Step::CountBoth(which) => {
            let first = shared.counts[which].lock().unwrap();
            *first * 10 + count(1 - which)
        }
        Step::TryCount(which) => shared.counts[which].try_lock().map_or(99, |mut count| {
            *count += 1;
            *count
        }),
        Step::NotifyOne => {
            shared.signal.notify_one();
            0
        }
        Step::Read => *shared.value.read().unwrap(),
        Step::Write => {
            let mut value = shared.value.write().unwrap();
            *value += 1;
            *value
        }
        Step::Initialise => *shared.answer.get_or_init(|| shared.atomics[0].fetch_add(1, Ordering::SeqCst)),
        Step::WaitOnce => {
            let count = shared.counts[0].lock().unwrap();
            if *count == 0 { *shared.signal.wait(count).unwrap() } else { *count }
        }
    }
}

/// Every end that some order of the program's steps leads to, and in how many runs that was seen.
/// `None` when there are too many.
fn ends(program: &[Vec<Step>], reduction: Reduction) -> Option<(BTreeSet<String>, usize)> {
    let ends = Rc::new(std::cell::RefCell::new(BTreeSet::new()));
    let (program, seen) = (program.to_vec(), Rc::clone(&ends));
    let scenario = move || {
        let shared = Arc::new(Shared::default());
        let threads: Vec<_> = program
            .iter()
            .map(|steps| {
                let (shared, steps) = (Arc::clone(&shared), steps.clone());
                thread::spawn(move || steps.iter().map(|step| take(&shared, *step)).collect::<Vec<_>>())
            })
            .collect();
        let saw: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let atomics = shared.atomics.each_ref().map(|atomic| atomic.load(Ordering::SeqCst));
        seen.borrow_mut().insert(format!("{saw:?} {atomics:?}"));
    };
    let exhausted = exhaust(scenario, reduction, 3_000)?;
    let mut ends = ends.borrow().clone();
    ends.extend(exhausted.stopped.into_iter().map(|stuck| format!("stuck: {stuck:?}")));
    Some((ends, exhausted.runs))
}

#[test]
fn the_reduced_search_sees_every_end_that_the_full_one_sees() {
    let mut random = fastrand::Rng::with_seed(11);
    let (mut programs, mut full_runs, mut reduced_runs) = (0, 0, 0);
    for number in 0..500 {
        let threads = 2 + number % 2;
        let length = 4 - threads + usize::from(number % 10 < 2);
        let mut draw = || (0..length).map(|_| STEPS[random.usize(..STEPS.len())]).collect::<Vec<_>>();
        let program: Vec<_> = (0..threads).map(|_| draw()).collect();
        let Some((full, runs)) = ends(&program, Reduction::None) else { continue };
        let (reduced, fewer) = ends(&program, Reduction::SleepSets).expect("there are not more with the reduction");
        assert_eq!(reduced, full, "{program:?}");
        (programs, full_runs, reduced_runs) = (programs + 1, full_runs + runs, reduced_runs + fewer);
    }
    println!("{programs} programs: {full_runs} runs without reduction, {reduced_runs} with it");
    assert!(programs >= 100 && reduced_runs * 5 < full_runs);
}

#[test]
fn the_number_of_interleavings_is_known_where_it_can_be_counted() {
    let plan = Plan { seed: 1, schedules: 4000, time: Duration::from_secs(60), exact_time: false };
    let count = |scenario: fn()| explore(scenario, &plan).interleavings;
    // Two threads that take one lock once: either may be first.
    let two_locks = || {
        let lock = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| *lock.lock().unwrap() += 1);
            }
        });
    };
    assert_eq!(count(two_locks), Some(2));
    // Three threads, one atomic, one addition each: 3! orders.
    let three_additions = || {
        let sum = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| sum.fetch_add(1, Ordering::SeqCst));
            }
        });
    };
    assert_eq!(count(three_additions), Some(6));
    // Nothing in common: the order makes no difference.
    let strangers = || {
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| drop(Mutex::new(0).lock().unwrap()));
            }
        });
    };
    assert_eq!(count(strangers), Some(1));
}
