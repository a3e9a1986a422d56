//! One scenario, under the judge: take the assignment, explore, report, answer.

use super::Scenario;
use crate::channel::Channel;
use crate::{check, judged, platform, speed};
use cpu_time::ProcessTime;
use model_std::explore::{Plan, Repeated, explore, repeat};
use model_std::kernel;
use protocol::{Assignment, Exploration, Location, Panic, Record};
use std::process::{ExitCode, exit};
use std::sync::OnceLock;
use std::thread;
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
    let Assignment { challenge, check, seed, exploration: Some(exploration), start: _, speed_up } = assignment else {
        return ExitCode::from(2);
    };
    let Some(scenario) = scenarios.iter().find(|known| known.info.name == check) else {
        return ExitCode::from(2);
    };
    CHANNEL.get_or_init(|| channel);
    speed::ask_for(speed_up);
    watch_for_stalls();
    kernel::before_abort(|panic| {
        let channel = CHANNEL.get().expect("it was set above");
        // Without a place, it would be the last word.
        let location = panic.location.clone().or_else(|| Some(Location { file: String::new(), line: 0, column: 0 }));
        channel.send(&Record::Panicked(Panic { location, ..panic.clone() }));
    });
    let (record, passed) = look_for_mistakes(scenario, seed, &exploration);
    let channel = CHANNEL.get().expect("it was set above");
    channel.send(&record);
    if passed {
        judged::send_overlap(channel);
        channel.send(&Record::Finished { answer: challenge });
    }
    ExitCode::SUCCESS
}

static CHANNEL: OnceLock<Channel> = OnceLock::new();

/// A step of the model takes microseconds. One that takes this much processor time is a loop without an end.
const STALLED: Duration = Duration::from_secs(1);

/// Ends the process when a task computes without an end: the model gets control back at the next moment only.
fn watch_for_stalls() {
    let watch = || {
        let (mut steps, mut since) = (kernel::steps(), ProcessTime::now());
        loop {
            thread::sleep(STALLED / 20);
            let now = kernel::steps();
            if now != steps {
                (steps, since) = (now, ProcessTime::now());
            } else if since.elapsed() >= STALLED {
                let cpu_ms = u64::try_from(STALLED.as_millis()).unwrap_or(u64::MAX);
                CHANNEL.get().expect("it is set before").send(&Record::Stalled { cpu_ms });
                exit(1);
            }
        }
    };
    thread::Builder::new().name("stall watch".to_owned()).spawn(watch).expect("a process can start a third thread");
}

/// What was found, and whether that is nothing.
fn look_for_mistakes(scenario: &Scenario, seed: u64, asked: &Exploration) -> (Record, bool) {
    let Scenario { body, exact_time, .. } = *scenario;
    if let Some(schedule) = &asked.replay {
        return match repeat(body, exact_time, schedule) {
            Repeated::Passes => (Record::Explored { schedules: 1, interleavings: None }, true),
            Repeated::Fails(found) => (Record::Broken(Box::new(found.counterexample())), false),
            Repeated::DoesNotFit => (Record::NoSuchSchedule, false),
        };
    }
    let time = Duration::from_millis(asked.time_ms);
    let explored = explore(body, &Plan { seed, schedules: asked.schedules, time, exact_time });
    match explored.found {
        None => (Record::Explored { schedules: explored.schedules, interleavings: explored.interleavings }, true),
        Some(found) => (Record::Broken(Box::new(found.counterexample())), false),
    }
}
