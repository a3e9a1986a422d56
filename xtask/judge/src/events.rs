//! What happens while a submission is judged, for whoever watches: said as it happens, and never asked for again.

use crate::checks::{CheckResult, Stage};
use protocol::CheckInfo;

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Event {
    /// Cargo builds the libraries of the exercise, which happens once and takes half a minute or more.
    Libraries,
    /// A stage has a runner: these are its checks, in the order of their file.
    Begun {
        /// Which stage.
        stage: Stage,
        /// Its checks.
        checks: Vec<CheckInfo>,
    },
    /// A check is over. They end in any order.
    Ended(Box<CheckResult>),
    /// A round of a race is over.
    Round {
        /// The race.
        race: CheckInfo,
        /// How many rounds there have been.
        rounds: usize,
        /// The speed-up of this round.
        speed_up: f64,
    },
}

/// Who is told, from any thread; nobody when absent.
pub type Tell<'a> = Option<&'a (dyn Fn(Event) + Sync)>;

/// Tells it, if there is anybody.
pub(crate) fn tell(whom: Tell<'_>, event: impl FnOnce() -> Event) {
    if let Some(whom) = whom {
        whom(event());
    }
}
