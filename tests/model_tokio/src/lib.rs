//! Async scenarios under a model checker: tokio's names, and an executor that tries many interleavings.
//!
//! A crate gets `shuttle-tokio` under the name `tokio` (`extern crate shuttle_tokio as tokio;` at its root, or
//! `--extern tokio=...`) and runs unmodified: every lock, permit, channel, signal and task goes through shuttle,
//! which decides at each of them who goes on. [`explore`] makes many such runs of a scenario, and says which one
//! failed and why; [`replay`] makes that one again. Nothing here prints, but shuttle itself writes some lines about
//! a failed run to standard error.
//!
//! `tests/scenarios/` holds what exercise 5, `async_fetch`, will be judged by: the policy of a fetcher (a limit, a
//! cache, a gate) without its network. A learner's crate is compiled a second time against the model, and hidden
//! scenarios call the parts that know nothing of HTTP. Each of the wrong scenarios passes on the runtime of
//! `#[tokio::test]` however often it is run: with one thread, a task is left only where an `.await` has to wait,
//! and theirs do not have to between the look and the act.
//!
//! Limits:
//! - No input or output: `tokio::net`, `fs` and `process` are the real ones and fail under the model, so no
//!   `reqwest` and no `wiremock`.
//! - No clock: `sleep` only lets others go first, and `timeout` never fires unless
//!   `tokio::time::trigger_timeouts` says so; a task that relies on it is reported as deadlocked.
//! - A panic in a spawned task fails the run; a `JoinHandle` never returns it.
//! - Tasks switch only at operations of tokio's names. Atomics and locks of std are one step with what is around
//!   them, and a task that blocks on a std lock held across an `.await` blocks the whole process.
//! - Statics keep what a run leaves in them, and an overflow of the stack ends the process. What judges unknown
//!   code therefore gives each exploration a process of its own.
//! - `SHUTTLE_RANDOM_SEED` in the environment overrides every seed.

mod failure;
mod schedule;

pub use failure::Failure;
pub use schedule::{ParseScheduleError, Schedule, Step};

use schedule::Recorder;
use shuttle::scheduler::{PctScheduler, RandomScheduler, ReplayScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Steps after which a run counts as endless.
pub const MAX_STEPS: usize = 20_000;
/// A task's stack in bytes; shuttle's own 60 KB are not enough for debug builds of larger futures.
const STACK_SIZE: usize = 1 << 18;
/// The number of orderings that a bug may depend on, where priorities decide.
const PCT_DEPTH: usize = 3;

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exploration {
    /// How many runs were made, the failed one included.
    pub schedules: usize,
    /// The first run that failed; the search ended there.
    pub failed: Option<FailedRun>,
}

/// A run that failed, and how to make it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRun {
    /// What happened.
    pub failure: Failure,
    /// What [`replay`] needs.
    pub schedule: Schedule,
}

/// Runs the scenario up to `schedules` times and stops at the first failure.
///
/// In the first three quarters of the runs any task that can go on does so with the same chance; in the last one
/// random priorities decide, which drop at two random points (probabilistic concurrency testing, depth 3:
/// Burckhardt et al., ASPLOS 2010). Those find what needs one task to be late for long, which is rare among equal
/// chances; they alone miss mistakes that need many switches. The same seed makes the same runs.
pub fn explore<F>(scenario: impl Fn() -> F + Copy + Send + Sync + 'static, seed: u64, schedules: usize) -> Exploration
where
    F: Future<Output = ()> + 'static,
{
    let with_priorities = schedules / 4;
    let at_random = schedules - with_priorities;
    let first = run(scenario, RandomScheduler::new_from_seed(seed, at_random));
    if first.failed.is_some() || with_priorities == 0 {
        return first;
    }
    let second = run(scenario, PctScheduler::new_from_seed(seed, PCT_DEPTH, with_priorities));
    Exploration { schedules: first.schedules + second.schedules, failed: second.failed }
}

/// Makes the run of a schedule again: how it failed, or `None` if it did not.
///
/// A schedule of another scenario ends early or with a panic of shuttle's.
pub fn replay<F>(scenario: impl Fn() -> F + Send + Sync + 'static, schedule: &Schedule) -> Option<Failure>
where
    F: Future<Output = ()> + 'static,
{
    let mut scheduler = ReplayScheduler::new_from_schedule(schedule.for_shuttle());
    scheduler.set_allow_incomplete();
    run(scenario, scheduler).failed.map(|run| run.failure)
}

/// Makes the runs that a scheduler asks for, each with tasks and locks of its own.
fn run<F>(scenario: impl Fn() -> F + Send + Sync + 'static, scheduler: impl Scheduler + 'static) -> Exploration
where
    F: Future<Output = ()> + 'static,
{
    let record = Rc::new(RefCell::default());
    let recorder = Recorder::new(scheduler, Rc::clone(&record));
    let outcome = failure::watch(|| {
        let runner = Runner::new(recorder, config());
        catch_unwind(AssertUnwindSafe(|| runner.run(move || shuttle::future::block_on(scenario()))))
    });
    let record = record.take();
    let failed = outcome.err().map(|failure| FailedRun { failure, schedule: record.schedule });
    Exploration { schedules: record.runs, failed }
}

fn config() -> Config {
    let mut config = Config::new();
    config.stack_size = STACK_SIZE;
    config.failure_persistence = FailurePersistence::None;
    config.max_steps = MaxSteps::FailAfter(MAX_STEPS);
    config.silence_warnings = true;
    config
}
