//! One test function, in many interleavings.

use crate::order::Plan;
use crate::{Outcome, Report, ShouldPanic, TestDescAndFn};
use model_std::explore::{Strategy, search};
use model_std::kernel::{Blocked, Ending, Finished, message_of};
use model_std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::thread;

/// Bugs of different depth, each found by some of these.
const STRATEGIES: [Strategy; 2] = [Strategy::Random, Strategy::Pct { depth: 3, fair: true }];

/// Runs the test in as many schedules as planned, until one fails.
pub(crate) fn run(test: &TestDescAndFn, plan: &Plan) -> Report {
    if test.desc.ignore {
        return Report { schedules: 0, outcome: Outcome::Ignored };
    }
    give_up_after(plan);
    let mut schedules = 0;
    for strategy in STRATEGIES {
        let (tried, failure) = try_all(test, strategy, plan);
        schedules += tried;
        if let Some(reason) = failure {
            return Report { schedules, outcome: Outcome::Failed(format!("{strategy:?}, schedule {tried}: {reason}")) };
        }
    }
    Report { schedules, outcome: Outcome::Passed }
}

/// How many schedules were tried, and why the last one failed.
fn try_all(test: &TestDescAndFn, strategy: Strategy, plan: &Plan) -> (usize, Option<String>) {
    let (body, should_panic) = (test.testfn.0, test.desc.should_panic);
    let (mut tried, mut seed) = (0, plan.seed);
    // A search ends with a run that is no success; where that is no failure here, the next one goes on.
    while tried < plan.schedules {
        let left = plan.schedules - tried;
        let found = search(move || check(body, should_panic), strategy, seed, left, plan.settings);
        tried += found.schedules;
        seed += 1;
        let failure = found.failure.and_then(|failure| reason(&failure));
        if failure.is_some() {
            return (tried, failure);
        }
    }
    (tried, None)
}

/// A task that never comes to a point of the model cannot be stopped; the process can.
fn give_up_after(plan: &Plan) {
    let (deadline, seconds) = (plan.deadline, plan.deadline.as_secs());
    thread::spawn(move || {
        thread::sleep(deadline);
        let outcome = Outcome::Failed(format!("it did not end within {seconds} s"));
        println!("\n{}", Report { schedules: 0, outcome });
        exit(0);
    });
}

fn check(body: fn() -> Result<(), String>, should_panic: ShouldPanic) {
    if should_panic == ShouldPanic::No {
        return body().unwrap_or_else(|reason| panic!("{reason}"));
    }
    match (catch_unwind(AssertUnwindSafe(body)), should_panic) {
        (Ok(_), _) => panic!("the test did not panic, and it should"),
        (Err(payload), ShouldPanic::YesWithMessage(expected)) => {
            let message = message_of(&*payload);
            assert!(message.contains(expected), "the test panicked with `{message}`, not with `{expected}`");
        }
        (Err(_), _) => {}
    }
}

/// Why a run failed, if it did.
fn reason(run: &Finished) -> Option<String> {
    match &run.ending {
        // As for cargo's own tests, threads that are left behind end with the process.
        Ending::Completed | Ending::LeftBehind(_) | Ending::GivenUp => None,
        Ending::Panicked(_) => Some(run.panics.last().map_or_else(String::new, |noted| noted.panic.to_string())),
        Ending::Refused(refused) => Some(format!("the {} made at {} keeps its state", refused.kind, refused.made)),
        Ending::Deadlocked(blocked) => Some(format!("a deadlock: {}", list(blocked))),
        Ending::TooManySteps => Some("too many steps".to_owned()),
    }
}

fn list(blocked: &[Blocked]) -> String {
    let entry = |task: &Blocked| format!("task {} waits for {:?} at {}", task.task, task.wait, task.place);
    blocked.iter().map(entry).collect::<Vec<_>>().join(", ")
}
