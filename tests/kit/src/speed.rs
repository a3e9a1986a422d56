//! What races are written with: the learner's function against the authors', on the judge's clock.
//!
//! ```no_run
//! use kit::speed::prelude::*;
//!
//! fn main() -> ExitCode {
//!     kit::speed::run(&[race("sums are shared out to all cores", numbers, sum, sum, sum).points(5).hint(3)])
//! }
//!
//! /// Fresh input: `size` numbers, that follow from `random`.
//! fn numbers(random: u64, size: u64) -> Vec<u64> {
//!     (0..size).map(|index| index.wrapping_mul(random)).collect()
//! }
//!
//! fn sum(numbers: &Vec<u64>) -> u64 {
//!     numbers.iter().fold(0, |sum, number| sum.wrapping_add(*number))
//! }
//! ```
//!
//! Each run is a process of its own, so that nothing is left from an earlier one. The input is made before the clock
//! starts; the answer is compared with the authors' after it has stopped.

use crate::channel::Channel;
use crate::{check, panics, platform};
use cpu_time::ProcessTime;
use protocol::{Assignment, CheckInfo, Contestant, Panic, Record, Start};
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

/// What a file of races needs in scope.
pub mod prelude {
    pub use super::race;
    pub use std::process::ExitCode;
}

/// Longer answers are sent as a hash.
const LONGEST_ANSWER: usize = 60;
/// The pause after an answer. Threads of a pool that look for more work give up in much less.
const PAUSE: Duration = Duration::from_millis(4);

type Compare = Box<dyn FnOnce() -> (String, String)>;
type Run = Box<dyn FnOnce() -> Compare>;

/// A race, registered by the sentence that a correct solution makes true.
pub struct Race {
    info: CheckInfo,
    prepare: Box<dyn Fn(Contestant, u64, u64) -> Run>,
}

/// Registers a race under `name`, worth 1 point and pointing to hint 1, unless said otherwise.
///
/// `input(random, size)` makes an input that takes about as many times longer as `size` is larger. `reference` is the
/// authors' parallel version, `baseline` the plain serial one that nobody may be slower than. Answers are compared as
/// `{:?}` prints them.
pub fn race<I: 'static, O: Debug + 'static>(
    name: &str,
    input: fn(u64, u64) -> I,
    submission: fn(&I) -> O,
    reference: fn(&I) -> O,
    baseline: fn(&I) -> O,
) -> Race {
    let prepare = move |contestant, random, size| -> Run {
        let input = input(random, size);
        let function = match contestant {
            Contestant::Submission => submission,
            Contestant::Reference => reference,
            Contestant::Baseline => baseline,
        };
        Box::new(move || {
            let found = function(&input);
            Box::new(move || {
                let expected = reference(&input);
                (text_of(&found), text_of(&expected))
            })
        })
    };
    Race { info: CheckInfo { name: name.to_owned(), points: 1, hint: 1 }, prepare: Box::new(prepare) }
}

impl Race {
    /// What reaching the speed-up is worth; at least 1.
    #[must_use]
    pub fn points(mut self, points: u32) -> Self {
        assert!(points > 0, "the race {:?} must be worth something", self.info.name);
        self.info.points = points;
        self
    }

    /// The hint, 1 to 3, that helps a learner who does not reach it.
    #[must_use]
    pub fn hint(mut self, hint: u8) -> Self {
        assert!((1..=3).contains(&hint), "the race {:?} points to hint {hint} of 3", self.info.name);
        self.info.hint = hint;
        self
    }
}

/// The whole `main` of a file of races: lists them, or makes the one run that the judge assigns.
pub fn run(races: &[Race]) -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(protocol::LIST) => check::print_infos(races.iter().map(|race| &race.info)),
        Some(protocol::JUDGED) => run_assigned(races),
        _ => {
            println!("Races are timed by the judge, which builds this with optimisations: `cargo xtask check N`.");
            ExitCode::SUCCESS
        }
    }
}

static CHANNEL: OnceLock<Channel> = OnceLock::new();

/// The exit code means nothing to the judge.
fn run_assigned(races: &[Race]) -> ExitCode {
    platform::let_stack_overflow_kill();
    let Some((channel, assignment, gate)) = Channel::open_before_the_start() else {
        eprintln!("This program is started by the judge: use `cargo xtask check`.");
        return ExitCode::from(2);
    };
    let Assignment { challenge, check, seed, start: Some(start), exploration: None } = assignment else {
        return ExitCode::from(2);
    };
    let Some(race) = races.iter().find(|known| known.info.name == check) else {
        return ExitCode::from(2);
    };
    let channel = CHANNEL.get_or_init(|| channel);
    panics::report_panics(move |record| channel.send(record));
    let Start { contestant, size, alone } = start;
    if alone {
        platform::keep_one_core(seed);
    }
    let body = || {
        let run = (race.prepare)(contestant, seed, size);
        channel.send(&Record::Ready);
        gate.wait();
        let before = ProcessTime::now();
        let compare = run();
        let used = before.elapsed();
        channel.send(&Record::Done { answer: challenge.clone() });
        let answered = ProcessTime::now();
        thread::sleep(PAUSE);
        let pause = answered.elapsed();
        channel.send(&Record::Used { run_us: microseconds(used), pause_us: microseconds(pause) });
        let (found, expected) = compare();
        channel.send(&Record::Compared { found, expected });
    };
    channel.send(&match catch_unwind(AssertUnwindSafe(body)) {
        Ok(()) => Record::Finished { answer: challenge },
        Err(payload) => {
            let message = panics::message_of(&*payload);
            // A payload may panic when it is dropped.
            std::mem::forget(payload);
            Record::Panicked(Panic { message, location: None, thread: None })
        }
    });
    ExitCode::SUCCESS
}

/// An answer as it is compared: as printed, or a hash of that.
fn text_of<O: Debug>(answer: &O) -> String {
    let text = format!("{answer:?}");
    if text.len() <= LONGEST_ANSWER {
        return text;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    format!("{} ... (hash {:016x})", text.chars().take(20).collect::<String>(), hasher.finish())
}

fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
