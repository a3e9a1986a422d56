//! The same scenarios under the model: wrong ones are found with each of 20 seeds, right ones are never rejected.

extern crate shuttle_tokio as tokio;

mod scenarios;

use model_tokio::{Failure, Schedule, explore, replay};
use scenarios::{counted_limit, gate, leaky_gate, once_cache, polite, racy_cache};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

const SEEDS: u64 = 20;
const SCHEDULES: usize = 2_000;

fn never_fails<F: Future<Output = ()> + 'static>(scenario: fn() -> F) {
    for seed in 0..SEEDS {
        let exploration = explore(scenario, seed, SCHEDULES);
        assert_eq!(exploration.failed, None, "seed {seed}");
        assert_eq!(exploration.schedules, SCHEDULES, "seed {seed}");
    }
}

/// Found whatever the seed, and the schedule makes the same run again, also after it was written and read.
fn is_found<F: Future<Output = ()> + 'static>(name: &str, scenario: fn() -> F, expected: fn(&Failure) -> bool) {
    let mut needed = Vec::new();
    for seed in 0..SEEDS {
        let exploration = explore(scenario, seed, SCHEDULES);
        let run = exploration.failed.unwrap_or_else(|| panic!("not found with seed {seed}"));
        assert!(expected(&run.failure), "seed {seed}: {:?}", run.failure);
        let read: Schedule = run.schedule.to_string().parse().expect("what was written can be read");
        assert_eq!(read, run.schedule, "seed {seed}");
        assert_eq!(replay(scenario, &read), Some(run.failure), "seed {seed}, again");
        needed.push(exploration.schedules);
    }
    needed.sort_unstable();
    println!("{name}: found in {} runs (median), {} at most", needed[needed.len() / 2], needed[needed.len() - 1]);
}

fn says(failure: &Failure, words: &str) -> bool {
    matches!(failure, Failure::Panicked { message, .. } if message.contains(words))
}

#[test]
fn tokio_is_the_model_here() {
    assert!(std::any::type_name::<tokio::sync::Semaphore>().starts_with("shuttle_tokio"));
}

#[test]
fn a_limit_kept_with_permits_is_never_rejected() {
    never_fails(polite::scenario);
}

#[test]
fn a_cache_of_cells_is_never_rejected() {
    never_fails(once_cache::scenario);
}

#[test]
fn a_gate_that_registers_before_it_looks_is_never_rejected() {
    never_fails(gate::scenario);
}

#[test]
fn a_limit_that_looks_and_then_counts_is_found() {
    is_found("counted_limit", counted_limit::scenario, |failure| says(failure, "more than 2 in flight"));
}

#[test]
fn a_cache_that_looks_and_then_loads_is_found() {
    is_found("racy_cache", racy_cache::scenario, |failure| says(failure, "loaded twice"));
}

#[test]
fn a_gate_that_loses_its_signal_is_found() {
    is_found("leaky_gate", leaky_gate::scenario, |failure| matches!(failure, Failure::Deadlocked { .. }));
}

async fn a_branch_left_to_chance() {
    tokio::select! {
        () = std::future::ready(()) => {}
        () = std::future::ready(()) => panic!("the second branch"),
    }
}

#[test]
fn what_select_takes_is_part_of_the_schedule() {
    is_found("select", a_branch_left_to_chance, |failure| says(failure, "the second branch"));
}

/// Wrong only where the spawned task has not begun while the scenario takes thirty steps.
async fn a_task_that_is_late_for_long() {
    let lock = Arc::new(Mutex::new(false));
    let late = Arc::clone(&lock);
    let task = tokio::spawn(async move { *late.lock().await = true });
    for _ in 0..30 {
        drop(lock.lock().await);
    }
    assert!(*lock.lock().await, "it is late");
    task.await.expect("it does not panic");
}

#[test]
fn a_task_that_is_late_for_long_is_found_where_priorities_decide() {
    is_found("late task", a_task_that_is_late_for_long, |failure| says(failure, "it is late"));
    let at_random = explore(a_task_that_is_late_for_long, 0, SCHEDULES).schedules;
    assert!(at_random > SCHEDULES / 4 * 3, "{at_random} runs");
}

async fn a_page_that_never_comes() {
    let page = tokio::time::timeout(Duration::from_millis(1), std::future::pending::<()>()).await;
    assert!(page.is_err());
}

#[test]
fn a_time_out_never_fires_and_is_reported_as_a_deadlock() {
    let failed = explore(a_page_that_never_comes, 0, 1).failed.expect("nothing wakes it");
    assert!(matches!(failed.failure, Failure::Deadlocked { .. }), "{:?}", failed.failure);
}

async fn asking_again_and_again() {
    loop {
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_run_without_end_is_stopped() {
    let failed = explore(asking_again_and_again, 0, 1).failed.expect("it does not end");
    assert_eq!(failed.failure, Failure::Endless);
}

async fn a_task_that_panics() {
    let task = tokio::spawn(async { panic!("deadlock! blocked tasks: none") });
    assert!(task.await.is_err());
}

#[test]
fn a_panic_in_a_task_fails_the_run_and_no_scenario_can_speak_for_shuttle() {
    let failed = explore(a_task_that_panics, 0, 1).failed.expect("no handle returns the panic");
    assert!(says(&failed.failure, "deadlock!"), "{:?}", failed.failure);
}
