//! What the judge and the process of a check say to each other: plain data, one JSON value a line.
//!
//! The judge writes one [`Assignment`] to the process's standard input and keeps it open; the process
//! answers with [`Record`]s on a pipe that nobody else is given. Only [`Record::Finished`] with the
//! challenge of this very process passes a check. No I/O happens here.

pub use trace;
pub use trace::{Failure, Location, OnPurpose, Panic};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The argument that makes a runner print its [`CheckInfo`]s as one JSON array and end.
pub const LIST: &str = "--list";
/// The argument that makes a runner wait for an [`Assignment`] on standard input.
pub const JUDGED: &str = "--judged";

/// What a check is called and worth, as its file registered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInfo {
    /// A sentence that says what a correct solution does.
    pub name: String,
    /// What passing it is worth; at least 1.
    pub points: u32,
    /// The hint (1 to 3) that helps when it fails.
    pub hint: u8,
}

/// One order from the judge to a fresh process: run this check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// Random, new for every process; the proof that the check's body ran to its end.
    pub challenge: String,
    /// The name of the check to run.
    pub check: String,
    /// The source of every random choice in the check.
    pub seed: u64,
    /// For a scenario: how its interleavings are explored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exploration: Option<Exploration>,
    /// For a race: who runs, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Start>,
    /// For checks of work that waits on a virtual clock: how many times faster than one after the other it has to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_up: Option<f64>,
}

/// The line that starts the run of a race, once its process has said [`Record::Ready`].
pub const GO: &str = "go\n";

/// Who runs in a race, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Who.
    pub contestant: Contestant,
    /// How much work it is given; what that means, the race says.
    pub size: u64,
    /// On how many cores; absent for all that the process may use.
    pub cores: Option<usize>,
    /// For I/O-bound work: what the other side is like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Waits>,
}

/// What I/O-bound work waits for; `size` is the number of its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// How many requests may be under way at the same time.
    pub at_once: u64,
    /// For how long each is left waiting for its answer.
    pub delay_ms: u64,
    /// After this time the run is stopped, and says how far it came.
    pub limit_ms: u64,
}

/// Who runs in a race.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contestant {
    /// What the learner wrote.
    Submission,
    /// What the authors wrote.
    Reference,
    /// The plain serial version.
    Baseline,
}

/// How a scenario's interleavings are explored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exploration {
    /// How many schedules are tried at most.
    pub schedules: usize,
    /// No new schedule is begun after this time.
    pub time_ms: u64,
    /// Only this schedule is run.
    pub replay: Option<trace::Schedule>,
}

/// One thing that the process of a check reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case", deny_unknown_fields)]
pub enum Record {
    /// What the check does or waits for from here on, as a phrase for a learner.
    Step {
        /// For example "a guest waits for a table".
        text: String,
    },
    /// A thread panicked (which need not end the check).
    Panicked(Panic),
    /// The check found a mistake.
    Failed(Failure),
    /// No explored schedule of a scenario went wrong.
    Explored {
        /// How many there were.
        schedules: usize,
        /// How many there are that differ, when all of them were tried.
        interleavings: Option<usize>,
    },
    /// A thread of a scenario computes without coming to an end, or to anything that others could see.
    Stalled {
        /// For how much processor time.
        cpu_ms: u64,
    },
    /// A schedule was to be run again that makes choices which the scenario does not have.
    NoSuchSchedule,
    /// A schedule of a scenario went wrong.
    Broken(Box<trace::Counterexample>),
    /// A run of a race can start: its input is made.
    Ready,
    /// The run is over, and its answer is there. Not yet proven to be right.
    Done {
        /// The assignment's challenge.
        answer: String,
    },
    /// The answer is right: for CPU-bound work, the authors' version has worked out the same.
    Compared,
    /// I/O-bound work was stopped when its time was over.
    Unfinished {
        /// How many requests had been answered.
        answered: u64,
    },
    /// What the run used of the processor.
    Used {
        /// From the start to the answer, all threads together, in microseconds.
        run_us: u64,
        /// In a pause after the answer, in which nothing should have been left to do, in microseconds.
        pause_us: u64,
    },
    /// Work that waits on a virtual clock; of several such times, those of the slowest.
    Overlapped {
        /// How long it takes one after the other, in microseconds.
        one_by_one_us: u64,
        /// How long it took, in microseconds.
        took_us: u64,
    },
    /// The check's body ran to its end.
    Finished {
        /// The assignment's challenge.
        answer: String,
    },
}

/// A value as one line, with its line end.
pub fn to_line<T: Serialize>(value: &T) -> String {
    let mut line = serde_json::to_string(value).expect("the protocol's types have string keys only");
    line.push('\n');
    line
}

/// A line back as a value; `None` when it is not one of ours.
pub fn from_line<T: DeserializeOwned>(line: &str) -> Option<T> {
    serde_json::from_str(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was_sent() {
        let record = Record::Failed(Failure { message: "two\nlines".into(), expected: Some("1".into()), found: None });
        let line = to_line(&record);
        assert_eq!(line.matches('\n').count(), 1, "one line a record");
        assert_eq!(from_line(&line), Some(record));
    }

    #[test]
    fn what_a_learner_prints_is_no_record() {
        for line in ["test result: ok", "{}", r#"{"record":"finished"}"#, r#"{"record":"passed","answer":"x"}"#] {
            assert_eq!(from_line::<Record>(line), None, "{line}");
        }
    }
}
