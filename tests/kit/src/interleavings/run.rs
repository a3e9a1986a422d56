//! One scenario, under the judge: take the assignment, explore, report, answer.

use super::Scenario;
use crate::channel::Channel;
use crate::{check, platform};
use model_std::explore::{Plan, explore, repeat};
use protocol::{Assignment, Exploration, Record};
use std::process::ExitCode;
use std::time::Duration;

/// The whole `main` of a file of scenarios: lists them, or explores the one that the judge assigns.
pub fn run(scenarios: &[Scenario]) -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(protocol::LIST) => check::print_infos(scenarios.iter().map(|scenario| &scenario.info)),
        Some(protocol::JUDGED) => explore_assigned(scenarios),
        _ => {
            println!("Interleavings are explored by the judge, which builds this with a model of std:");
            println!("`cargo xtask check N`.");
            ExitCode::SUCCESS
        }
    }
}

/// The exit code means nothing to the judge.
fn explore_assigned(scenarios: &[Scenario]) -> ExitCode {
    platform::let_stack_overflow_kill();
    let Some((channel, assignment)) = Channel::open() else {
        eprintln!("This program is started by the judge: use `cargo xtask check`.");
        return ExitCode::from(2);
    };
    let Assignment { challenge, check, seed, exploration: Some(exploration) } = assignment else {
        return ExitCode::from(2);
    };
    let Some(scenario) = scenarios.iter().find(|known| known.info.name == check) else {
        return ExitCode::from(2);
    };
    let (record, passed) = look_for_mistakes(scenario, seed, &exploration);
    channel.send(&record);
    if passed {
        channel.send(&Record::Finished { answer: challenge });
    }
    ExitCode::SUCCESS
}

/// What was found, and whether that is nothing.
fn look_for_mistakes(scenario: &Scenario, seed: u64, asked: &Exploration) -> (Record, bool) {
    let Scenario { body, exact_time, .. } = *scenario;
    if let Some(schedule) = &asked.replay {
        return match repeat(body, exact_time, schedule) {
            None => (Record::Explored { schedules: 1, interleavings: None }, true),
            Some(found) => (Record::Broken(Box::new(found.counterexample())), false),
        };
    }
    let time = Duration::from_millis(asked.time_ms);
    let explored = explore(body, &Plan { seed, schedules: asked.schedules, time, exact_time });
    match explored.found {
        None => (Record::Explored { schedules: explored.schedules, interleavings: explored.interleavings }, true),
        Some(found) => (Record::Broken(Box::new(found.counterexample())), false),
    }
}
