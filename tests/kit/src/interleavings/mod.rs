//! What interleaving scenarios are written with.
//!
//! A file of scenarios is a program that is compiled with the model under the name `std`, like the learner's code:
//!
//! ```no_run
//! use kit::interleavings::prelude::*;
//! use std::sync::Mutex; // the model's
//!
//! fn main() -> ExitCode {
//!     kit::interleavings::run(&[
//!         scenario("two additions are never lost", two_additions).points(2).hint(1),
//!     ])
//! }
//!
//! fn two_additions() {
//!     let sum = Mutex::new(0);
//!     together(|crew| {
//!         for name in ["left", "right"] {
//!             crew.start(name, || *sum.lock().expect("nobody panics") += 1);
//!         }
//!     });
//!     expect_eq!(sum.into_inner().ok(), Some(2), "the sum of both");
//! }
//! ```
//!
//! A scenario is run thousands of times, each time in another interleaving: it is small (two to four threads, one
//! or two operations each), makes everything that it uses anew, and says with `expect!` what must hold.

mod crew;
mod run;

pub use crew::{Crew, Started, together};
pub use model_std::kernel::{pause, say, started};
pub use model_std::notes::Notes;
pub use run::run;

use crate::check;
use protocol::CheckInfo;

/// What a file of scenarios needs in scope.
pub mod prelude {
    pub use super::{Notes, Started, pause, say, scenario, started, together};
    pub use crate::{expect, expect_eq, panic_on_purpose};
    pub use std::process::ExitCode;
}

/// A scenario, registered by the sentence that a correct solution makes true in every interleaving.
pub struct Scenario {
    pub(crate) info: CheckInfo,
    pub(crate) body: fn(),
    pub(crate) exact_time: bool,
}

/// Registers `body` under `name`: worth 1 point and pointing to hint 1, unless said otherwise.
pub fn scenario(name: &str, body: fn()) -> Scenario {
    Scenario { info: check::info(name), body, exact_time: false }
}

impl Scenario {
    /// What passing it is worth; at least 1.
    #[must_use]
    pub fn points(mut self, points: u32) -> Self {
        check::set_points(&mut self.info, "scenario", points);
        self
    }

    /// The hint, 1 to 3, that helps a learner for whom it fails.
    #[must_use]
    pub fn hint(mut self, hint: u8) -> Self {
        check::set_hint(&mut self.info, "scenario", hint);
        self
    }

    /// Time passes only when no thread can go on: for scenarios that compare times exactly. All others are also
    /// run with threads so slow that a time-out is over before they get to do anything.
    #[must_use]
    pub fn exact_time(mut self) -> Self {
        self.exact_time = true;
        self
    }
}
