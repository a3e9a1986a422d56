//! What hidden checks are written with.
//!
//! A file of checks is a program: plain functions, registered by name in `main`.
//!
//! ```no_run
//! use kit::prelude::*;
//!
//! fn main() -> ExitCode {
//!     kit::run(&[
//!         check("two and two are four", two_and_two).points(2).hint(1),
//!         check("a producer waits until somebody consumes", a_producer_waits).points(3).hint(2),
//!     ])
//! }
//!
//! fn two_and_two() {
//!     expect_eq!(2 + 2, 4, "2 + 2");
//! }
//!
//! fn a_producer_waits() {
//!     let (sender, receiver) = std::sync::mpsc::sync_channel(0);
//!     step("a producer sends, and nobody consumes yet");
//!     let producer = background(move || sender.send(7).is_ok());
//!     producer.expect_blocked("the producer went on although nobody consumed");
//!     step("somebody consumes");
//!     expect_eq!(receiver.recv(), Ok(7), "what the consumer got");
//!     expect!(producer.join(), "the producer was not told that its item was taken");
//! }
//! ```
//!
//! Each check runs in a process of its own, which the judge ends at the exercise's deadline. So a check
//! waits without time-outs of its own: it says with [`step`] what it is about to wait for, and a learner
//! whose program hangs reads that. What the kit does not do: judge. It reports; see `xtask/judge`.

mod alone;
mod channel;
mod check;
mod expect;
pub mod interleavings;
mod judged;
mod panics;
mod platform;
mod property;
pub mod speed;
mod threads;

pub use check::{Check, check};
pub use expect::{compare, fail};
pub use judged::{seed, step};
pub use panics::panic_on_purpose;
pub use property::for_all;
pub use proptest;
pub use threads::{Background, background};

use std::process::ExitCode;

/// What a file of checks needs in scope.
pub mod prelude {
    pub use crate::{background, check, expect, expect_eq, for_all, panic_on_purpose, seed, step};
    pub use std::process::ExitCode;
}

/// The whole `main` of a file of checks: lists them, runs the one that the judge assigns, or, started by
/// hand (`cargo test -p <slug>_checks`), runs all of them in this process without any protection.
pub fn run(checks: &[Check]) -> ExitCode {
    let argument = std::env::args().nth(1);
    match argument.as_deref() {
        Some(protocol::LIST) => check::print_infos(checks.iter().map(|check| &check.info)),
        Some(protocol::JUDGED) => judged::run_assigned(checks),
        filter => alone::run_all(checks, filter.unwrap_or_default()),
    }
}
