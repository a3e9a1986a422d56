//! The scenarios with tokio itself: what tests that only run them see.
//!
//! On one thread the wrong ones pass whatever the machine does: a task is left only where an `.await` has to wait,
//! and between the look and the act of each of them nothing has to. With several threads they can fail, and how soon
//! is printed (`--nocapture`) and not asserted.

mod scenarios;

use scenarios::{counted_limit, gate, leaky_gate, once_cache, polite, racy_cache};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

const RUNS: usize = 1_000;
/// Longer than any run takes on a busy machine; a lost signal is waited for as long as this, once.
const PATIENCE: Duration = Duration::from_secs(10);

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("a runtime starts")
}

fn two_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().expect("a runtime starts")
}

/// The number of the first run that panics or does not end, out of a thousand.
fn first_failure<F>(runtime: &Runtime, scenario: fn() -> F) -> Option<usize>
where
    F: Future<Output = ()> + Send + 'static,
{
    (1..=RUNS).find(|_| {
        let run = runtime.block_on(async { tokio::time::timeout(PATIENCE, tokio::spawn(scenario())).await });
        !matches!(run, Ok(Ok(())))
    })
}

fn passes_always<F>(scenario: fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    assert_eq!(first_failure(&one_thread(), scenario), None, "on one thread");
    assert_eq!(first_failure(&two_threads(), scenario), None, "on two threads");
}

fn passes_on_one_thread<F>(name: &str, scenario: fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    assert_eq!(first_failure(&one_thread(), scenario), None, "{name}");
    match first_failure(&two_threads(), scenario) {
        Some(run) => println!("{name}: on two threads, run {run} failed"),
        None => println!("{name}: on two threads, {RUNS} of {RUNS} runs passed"),
    }
}

#[test]
fn a_limit_kept_with_permits_passes() {
    passes_always(polite::scenario);
}

#[test]
fn a_cache_of_cells_passes() {
    passes_always(once_cache::scenario);
}

#[test]
fn a_gate_that_registers_before_it_looks_passes() {
    passes_always(gate::scenario);
}

#[test]
fn a_limit_that_looks_and_then_counts_passes_a_thousand_times() {
    passes_on_one_thread("counted_limit", counted_limit::scenario);
}

#[test]
fn a_cache_that_looks_and_then_loads_passes_a_thousand_times() {
    passes_on_one_thread("racy_cache", racy_cache::scenario);
}

#[test]
fn a_gate_that_loses_its_signal_passes_a_thousand_times() {
    passes_on_one_thread("leaky_gate", leaky_gate::scenario);
}
