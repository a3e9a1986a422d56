//! One run of a race, under the judge: make the input, wait for the start, answer, and look at the answer.

use super::{Race, Run};
use crate::channel::{Channel, Gate};
use crate::{judged, panics, platform};
use cpu_time::ProcessTime;
use protocol::{Assignment, Record, Start};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{ExitCode, exit};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

/// The pause after an answer. Threads of a pool that look for more work give up in much less.
const PAUSE: Duration = Duration::from_millis(4);

static CHANNEL: OnceLock<Channel> = OnceLock::new();

/// The exit code means nothing to the judge.
pub(super) fn run(races: &[Race]) -> ExitCode {
    platform::let_stack_overflow_kill();
    let Some((channel, assignment, gate)) = Channel::open_before_the_start() else {
        eprintln!("This program is started by the judge: use `cargo xtask check`.");
        return ExitCode::from(2);
    };
    let Assignment { challenge, check, seed, start: Some(start), exploration: None, speed_up: _ } = assignment else {
        return ExitCode::from(2);
    };
    let Some(race) = races.iter().find(|known| known.info.name == check) else {
        return ExitCode::from(2);
    };
    let channel = CHANNEL.get_or_init(|| channel);
    panics::report_panics(move |record| channel.send(record));
    if let Some(cores) = start.cores {
        platform::keep_cores(cores, seed);
    }
    let body = || run_timed((race.prepare)(start, seed), start, gate, channel, &challenge);
    channel.send(&match catch_unwind(AssertUnwindSafe(body)) {
        Ok(()) => Record::Finished { answer: challenge },
        Err(payload) => judged::last_word(payload),
    });
    ExitCode::SUCCESS
}

fn run_timed(run: Run, start: Start, gate: Gate, channel: &'static Channel, challenge: &str) {
    channel.send(&Record::Ready);
    gate.wait();
    let is_over = Arc::new(AtomicBool::new(false));
    if let (Some(answered), Some(waits)) = (run.answered, start.waits) {
        stop_after(Duration::from_millis(waits.limit_ms), answered, Arc::clone(&is_over), channel);
    }
    let before = ProcessTime::now();
    let look = (run.go)();
    let used = before.elapsed();
    if is_over.swap(true, SeqCst) {
        // Too late: the process ends in a moment.
        loop {
            thread::park();
        }
    }
    channel.send(&Record::Done { answer: challenge.to_owned() });
    let answered = ProcessTime::now();
    thread::sleep(PAUSE);
    let pause = answered.elapsed();
    channel.send(&Record::Used { run_us: judged::microseconds(used), pause_us: judged::microseconds(pause) });
    look();
    channel.send(&Record::Compared);
}

/// Says how far the run has come when its time is over, and ends the process.
fn stop_after(
    limit: Duration,
    answered: Box<dyn Fn() -> u64 + Send>,
    is_over: Arc<AtomicBool>,
    channel: &'static Channel,
) {
    let watch = move || {
        thread::sleep(limit);
        if !is_over.swap(true, SeqCst) {
            channel.send(&Record::Unfinished { answered: answered() });
            exit(0);
        }
    };
    thread::Builder::new().name("time limit".to_owned()).spawn(watch).expect("a process can start a thread");
}
