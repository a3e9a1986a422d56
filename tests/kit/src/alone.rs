//! All checks in one process, without the judge: for an author with a debugger.
//! Nothing here protects against hangs, exits or crashes.

use crate::{Check, judged};
use protocol::Record;
use std::process::ExitCode;

/// Runs the checks whose names contain `filter`, and prints how each ended.
pub(crate) fn run_all(checks: &[Check], filter: &str) -> ExitCode {
    judged::set_seed(0);
    let mut all_passed = true;
    for check in checks.iter().filter(|check| check.info.name.contains(filter)) {
        println!("{} ...", check.info.name);
        match judged::run_body(check.body) {
            Ok(()) => println!("  ok"),
            Err(record) => {
                all_passed = false;
                println!("  FAILED: {}", words_of(&record));
            }
        }
    }
    if all_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn words_of(record: &Record) -> String {
    match record {
        Record::Failed(failure) => match (&failure.expected, &failure.found) {
            (Some(expected), Some(found)) => format!("{}: expected {expected}, found {found}", failure.message),
            _ => failure.message.clone(),
        },
        Record::Panicked(panic) => format!("panicked: {}", panic.message),
        Record::Step { text } => text.clone(),
        Record::Explored { .. }
        | Record::Stalled { .. }
        | Record::NoSuchSchedule
        | Record::Ready
        | Record::Done { .. }
        | Record::Compared
        | Record::Unfinished { .. }
        | Record::Overlapped { .. }
        | Record::Used { .. }
        | Record::Broken(_)
        | Record::Finished { .. } => String::new(),
    }
}
