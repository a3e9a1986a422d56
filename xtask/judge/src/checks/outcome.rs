//! What can become of a check: a name for everything that happens.

use crate::build::Misfit;
use crate::process::Activity;
use crate::speed::RaceReport;
use crate::speed::certificate::Decision;
use protocol::trace::{Action, LeftOut, Mistake, Schedule, Wait};
use protocol::{Failure, Location, Panic};
use serde::Serialize;

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Its body ran to its end, proven by the answer to the challenge.
    Passed,
    /// No explored interleaving of a scenario went wrong.
    Explored {
        /// How many there were.
        schedules: usize,
        /// How many there are that differ, when all of them were tried.
        interleavings: Option<usize>,
    },
    /// An interleaving of a scenario went wrong.
    Broken {
        /// What happened in it.
        #[serde(flatten)]
        run: Box<BrokenRun>,
    },
    /// The code uses something of std that has no model, so its interleavings cannot be explored.
    NotModelled {
        /// What the compiler says.
        problems: Vec<Misfit>,
    },
    /// A schedule was to be run again that this scenario does not have. The stage of interleavings turns it into an
    /// error: it says nothing about the submission.
    NoSuchSchedule,
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
    /// A race was run to a decision, or until nothing more could be learned.
    Raced {
        /// What it came to.
        #[serde(flatten)]
        race: Box<RaceReport>,
    },
    /// There is one core only, on which nobody can be faster than on one.
    NotTimed,
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
        matches!(self, Self::Passed | Self::Explored { .. } | Self::NotTimed)
            || matches!(self, Self::Raced { race } if race.decision == Decision::Reached)
    }

    /// Whether nothing could be proven, because of the machine.
    pub fn is_inconclusive(&self) -> bool {
        matches!(self, Self::Raced { race } if race.decision == Decision::Open)
    }

    /// What the check has found, in its own words.
    pub fn failure(&self) -> Option<&Failure> {
        if let Self::Failed { failure, .. } = self {
            return Some(failure);
        }
        if let Self::Broken { run } = self
            && let Mistake::WrongResult(failure) = &run.mistake
        {
            return Some(failure);
        }
        None
    }

    /// Where in the learner's code it went wrong, when that is known.
    pub fn location(&self) -> Option<&Location> {
        match self {
            Self::Panicked { panic, .. }
            | Self::TimedOut { panic: Some(panic), .. }
            | Self::Aborted { panic: Some(panic), .. } => panic.location.as_ref(),
            Self::Broken { run } => run.location(),
            Self::Passed
            | Self::Explored { .. }
            | Self::NotModelled { .. }
            | Self::NoSuchSchedule
            | Self::Failed { .. }
            | Self::TimedOut { panic: None, .. }
            | Self::ExitedEarly { .. }
            | Self::Aborted { panic: None, .. }
            | Self::StackOverflowed { .. }
            | Self::Killed { .. }
            | Self::PrintedWithoutEnd { .. }
            | Self::LeftProcessesBehind { .. }
            | Self::Raced { .. }
            | Self::NotTimed
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

/// An interleaving that went wrong, with the learner's own names and lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenRun {
    /// What went wrong.
    pub mistake: Mistake,
    /// The names of all threads; a thread's number is its index. The first one is the scenario itself.
    pub threads: Vec<String>,
    /// The names of all locks, channels, ...; an object's number is its index.
    pub objects: Vec<ObjectName>,
    /// What happened, in this order.
    pub steps: Vec<RunStep>,
    /// Steps of a very long run that are not shown.
    pub left_out: Option<LeftOut>,
    /// Who can never go on.
    pub stuck: Vec<StuckThread>,
    /// How often another thread went on than the one before.
    pub switches: usize,
    /// How many schedules had been tried when one failed for the first time.
    pub found_after: usize,
    /// What `--replay` repeats it with; the interleavings stage writes it.
    pub schedule: String,
    /// The same as data.
    #[serde(skip)]
    pub choices: Schedule,
}

/// A lock, a channel, ... as the learner's code calls it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectName {
    /// Its name in the code, as far as that can be told.
    pub name: String,
    /// Its type, as std calls it.
    pub kind: String,
    /// Where it was made; absent for what belongs to the scenario.
    pub made: Option<Location>,
}

/// One thing that one thread did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunStep {
    /// Who.
    pub thread: usize,
    /// With what.
    pub object: Option<usize>,
    /// What.
    pub action: Action,
    /// On which line of the learner's code; absent elsewhere.
    pub location: Option<Location>,
    /// That line.
    pub source: Option<String>,
    /// Virtual time since the run began, in milliseconds.
    pub at_ms: u64,
}

/// A thread that can never go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StuckThread {
    /// Who.
    pub thread: usize,
    /// What it waits for.
    pub wait: Wait,
    /// Of which object.
    pub object: Option<usize>,
    /// On which line of the learner's code; absent elsewhere.
    pub location: Option<Location>,
    /// That line.
    pub source: Option<String>,
}

impl BrokenRun {
    /// Where the code panicked, when that is what went wrong.
    pub fn location(&self) -> Option<&Location> {
        match &self.mistake {
            Mistake::Panicked(panic) => panic.location.as_ref(),
            Mistake::Deadlocked
            | Mistake::LostWakeUp { .. }
            | Mistake::WrongResult(_)
            | Mistake::BusyWaits { .. }
            | Mistake::LeftThreadsBehind
            | Mistake::KeepsState { .. }
            | Mistake::TooManySteps { .. } => None,
        }
    }
}
