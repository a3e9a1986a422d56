//! What can become of a check: a name for everything that happens.

use crate::process::Activity;
use protocol::{Failure, Location, Panic};
use serde::Serialize;

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Its body ran to its end, proven by the answer to the challenge.
    Passed,
    /// It found a mistake.
    Failed {
        /// What it found.
        #[serde(flatten)]
        failure: Failure,
        /// What it was doing, in the words of the check.
        step: Option<String>,
    },
    /// The code panicked.
    Panicked {
        /// The first panic, which often causes the others.
        #[serde(flatten)]
        panic: Panic,
        /// What the check was doing.
        step: Option<String>,
    },
    /// It was not done at its deadline.
    TimedOut {
        /// The deadline.
        deadline_ms: u64,
        /// What its threads did at that moment.
        activity: ThreadActivity,
        /// What the check was doing.
        step: Option<String>,
        /// A thread that had panicked before, so that others may wait for it.
        panic: Option<Panic>,
    },
    /// The process ended before the check did.
    ExitedEarly {
        /// Its exit code.
        code: i32,
        /// What the check was doing.
        step: Option<String>,
    },
    /// The process aborted.
    Aborted {
        /// What the check was doing.
        step: Option<String>,
        /// A panic before it: panicking twice at once aborts.
        panic: Option<Panic>,
    },
    /// A thread used up its stack.
    StackOverflowed {
        /// What the check was doing.
        step: Option<String>,
    },
    /// A signal from outside ended the process.
    Killed {
        /// Its number; 0 when the system does not say.
        signal: i32,
        /// What the check was doing.
        step: Option<String>,
    },
    /// It was stopped because it printed more than it may.
    PrintedWithoutEnd {
        /// What it may print.
        limit_bytes: usize,
    },
    /// The check itself went well, but processes that it started were still running.
    LeftProcessesBehind {
        /// How many, as far as the system tells.
        count: usize,
    },
    /// Something wrote to the pipe on which only the kit speaks to the judge.
    Forged,
}

/// What the threads of a check did at its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadActivity {
    /// All slept.
    Asleep,
    /// At least one was computing.
    Busy,
    /// This system does not tell.
    Unknown,
}

impl Outcome {
    /// Whether the check passed.
    pub fn passed(&self) -> bool {
        matches!(self, Self::Passed)
    }

    /// Where in the learner's code it went wrong, when that is known.
    pub fn location(&self) -> Option<&Location> {
        match self {
            Self::Panicked { panic, .. }
            | Self::TimedOut { panic: Some(panic), .. }
            | Self::Aborted { panic: Some(panic), .. } => panic.location.as_ref(),
            Self::Passed
            | Self::Failed { .. }
            | Self::TimedOut { panic: None, .. }
            | Self::ExitedEarly { .. }
            | Self::Aborted { panic: None, .. }
            | Self::StackOverflowed { .. }
            | Self::Killed { .. }
            | Self::PrintedWithoutEnd { .. }
            | Self::LeftProcessesBehind { .. }
            | Self::Forged => None,
        }
    }
}

impl From<Activity> for ThreadActivity {
    fn from(activity: Activity) -> Self {
        match activity {
            Activity::Asleep => Self::Asleep,
            Activity::Busy => Self::Busy,
            Activity::Unknown => Self::Unknown,
        }
    }
}
