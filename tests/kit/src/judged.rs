//! One check, under the judge: take the assignment, run the body, answer.

use crate::channel::Channel;
use crate::speed;
use crate::{Check, panics, platform};
use protocol::{Assignment, Failure, Panic, Record};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Duration;

static CHANNEL: OnceLock<Channel> = OnceLock::new();
static SEED: OnceLock<u64> = OnceLock::new();

/// The seed of this run: the same seed makes the same random choices.
pub fn seed() -> u64 {
    SEED.get().copied().unwrap_or_default()
}

pub(crate) fn set_seed(seed: u64) {
    SEED.set(seed).expect("a process runs one check, or sets its seed once");
}

/// Says what the check does or waits for from here on; a learner whose program hangs reads it.
/// A phrase that fits after "while": `step("a guest waits for a table")`.
pub fn step(text: &str) {
    match CHANNEL.get() {
        Some(channel) => channel.send(&Record::Step { text: text.to_owned() }),
        None => println!("    {text}"),
    }
}

/// Runs the check that the judge names on standard input. The exit code means nothing to the judge.
pub(crate) fn run_assigned(checks: &[Check]) -> ExitCode {
    platform::let_stack_overflow_kill();
    let Some((channel, assignment)) = Channel::open() else {
        eprintln!("This program is started by the judge: use `cargo xtask check`.");
        return ExitCode::from(2);
    };
    let channel = CHANNEL.get_or_init(|| channel);
    panics::report_panics(move |record| channel.send(record));
    let Assignment { challenge, check, seed, exploration: _, start: _, speed_up } = assignment;
    set_seed(seed);
    speed::ask_for(speed_up);
    let Some(check) = checks.iter().find(|known| known.info.name == check) else {
        return ExitCode::from(2);
    };
    let last = match run_body(check.body) {
        Ok(()) => Record::Finished { answer: challenge },
        Err(record) => record,
    };
    if matches!(last, Record::Finished { .. }) {
        send_overlap(channel);
    }
    channel.send(&last);
    ExitCode::SUCCESS
}

/// As records have it.
pub(crate) fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Says how much of the work that waits was done at the same time, when the check has looked at that.
pub(crate) fn send_overlap(channel: &Channel) {
    if let Some((one_by_one, took)) = speed::slowest() {
        let (one_by_one_us, took_us) = (microseconds(one_by_one), microseconds(took));
        channel.send(&Record::Overlapped { one_by_one_us, took_us });
    }
}

/// Runs a check's body to its end, or to the record that says why it did not get there.
pub(crate) fn run_body(body: fn()) -> Result<(), Record> {
    catch_unwind(AssertUnwindSafe(body)).map_err(last_word)
}

/// What a body that was left by a panic has to say: a check's own mistake, or a panic.
pub(crate) fn last_word(payload: Box<dyn Any + Send>) -> Record {
    match payload.downcast::<Failure>() {
        Ok(failure) => Record::Failed(*failure),
        Err(payload) => {
            let message = panics::message_of(&*payload);
            // A payload may panic when it is dropped.
            std::mem::forget(payload);
            Record::Panicked(Panic { message, location: None, thread: None })
        }
    }
}
