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
//! starts; the answer is looked at after it has stopped. [`race`] is for work that is bound by the cores, [`io_race`]
//! for work that waits for somebody else. Waiting on a virtual clock needs no race: see [`expect_speed_up`].

mod assigned;
mod virtual_time;

pub use virtual_time::expect_speed_up;
pub(crate) use virtual_time::{ask_for, slowest};

use crate::check;
use crate::expect::raise;
use protocol::{CheckInfo, Contestant, Failure, Start};
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hasher};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// What a file of races needs in scope.
pub mod prelude {
    pub use super::{Load, io_race, race};
    pub use crate::{expect, expect_eq};
    pub use std::process::ExitCode;
}

/// Longer answers are compared as hashes.
const LONGEST_ANSWER: usize = 60;

/// Looks at an answer: ends with a [`Failure`] when it is wrong.
type Look = Box<dyn FnOnce()>;

/// A run that only waits for its start.
struct Run {
    go: Box<dyn FnOnce() -> Look>,
    /// How many requests have been answered, for I/O-bound work.
    answered: Option<Box<dyn Fn() -> u64 + Send>>,
}

/// A race, registered by the sentence that a correct solution makes true.
pub struct Race {
    info: CheckInfo,
    prepare: Box<dyn Fn(Start, u64) -> Run>,
}

/// Registers a race of CPU-bound work under `name`, worth 1 point and pointing to hint 1, unless said otherwise.
///
/// `input(random, size)` makes an input that takes about as many times longer as `size` is larger. Inputs of one size take
/// the same time, within a percent: runs on different ones are compared. `reference` is the
/// authors' parallel version, `baseline` the plain serial one that nobody may be slower than. Answers are compared as
/// `{:?}` prints them.
pub fn race<I: 'static, O: Debug + 'static>(
    name: &str,
    input: fn(u64, u64) -> I,
    submission: fn(&I) -> O,
    reference: fn(&I) -> O,
    baseline: fn(&I) -> O,
) -> Race {
    let prepare = move |start: Start, random| {
        let input = input(random, start.size);
        let function = match start.contestant {
            Contestant::Submission => submission,
            Contestant::Reference => reference,
            Contestant::Baseline => baseline,
        };
        // What the authors' version has worked out need not be worked out again.
        let is_looked_at = start.contestant != Contestant::Reference;
        let go = move || -> Look {
            let found = function(&input);
            Box::new(move || {
                if is_looked_at {
                    expect_same(&found, &reference(&input));
                }
            })
        };
        Run { go: Box::new(go), answered: None }
    };
    Race { info: check::info(name), prepare: Box::new(prepare) }
}

/// What I/O-bound work is given to do.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// How many requests there are.
    pub requests: usize,
    /// How many of them may be under way at the same time.
    pub at_once: usize,
    /// For how long each is left waiting for its answer.
    pub delay: Duration,
}

/// Registers a race of I/O-bound work under `name`, worth 1 point and pointing to hint 1, unless said otherwise.
///
/// `open(random, load)` starts the other side, which answers each request after the delay. `look` ends with a failure
/// unless the answer is right, and no more requests were under way than may be; `answered` says how many have been
/// answered so far.
pub fn io_race<S: Send + Sync + 'static, O: 'static>(
    name: &str,
    open: fn(u64, Load) -> S,
    submission: fn(&S) -> O,
    reference: fn(&S) -> O,
    look: fn(&S, &O),
    answered: fn(&S) -> usize,
) -> Race {
    let prepare = move |start: Start, random| {
        let waits = start.waits.expect("the judge says it for I/O-bound work");
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let delay = Duration::from_millis(waits.delay_ms);
        let load = Load { requests: count(start.size), at_once: count(waits.at_once), delay };
        let site = Arc::new(open(random, load));
        let function = if start.contestant == Contestant::Submission { submission } else { reference };
        let watched = Arc::clone(&site);
        let go = move || -> Look {
            let found = function(&site);
            Box::new(move || look(&site, &found))
        };
        Run { go: Box::new(go), answered: Some(Box::new(move || answered(&watched) as u64)) }
    };
    Race { info: check::info(name), prepare: Box::new(prepare) }
}

impl Race {
    /// What reaching the speed-up is worth; at least 1.
    #[must_use]
    pub fn points(mut self, points: u32) -> Self {
        check::set_points(&mut self.info, "race", points);
        self
    }

    /// The hint, 1 to 3, that helps a learner who does not reach it.
    #[must_use]
    pub fn hint(mut self, hint: u8) -> Self {
        check::set_hint(&mut self.info, "race", hint);
        self
    }
}

/// The whole `main` of a file of races: lists them, or makes the one run that the judge assigns.
pub fn run(races: &[Race]) -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(protocol::LIST) => check::print_infos(races.iter().map(|race| &race.info)),
        Some(protocol::JUDGED) => assigned::run(races),
        _ => {
            println!("Races are timed by the judge, which builds this with optimisations: `cargo xtask check N`.");
            ExitCode::SUCCESS
        }
    }
}

/// Ends with a failure unless both answers look the same.
fn expect_same<O: Debug>(found: &O, expected: &O) {
    let (found, expected) = (text_of(found), text_of(expected));
    if found != expected {
        let message = "a wrong answer, to an input of this race".to_owned();
        raise(Failure { message, expected: Some(expected), found: Some(found) });
    }
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
