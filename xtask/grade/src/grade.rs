//! What one submission has earned, as plain data that outlives the process that judged it.
//!
//! A verdict of the judge is made for the moment: it borrows words from the language of its process. A [`Grade`] holds
//! what every report needs, with its sentences in the language of the grader, and can be read back after a restart.

use judge::catalog::Medal;
use judge::checks::Stage;
use judge::sandbox::Level;
use judge::verdict::Standing;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What one submission to one exercise has earned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Grade {
    /// The number of the exercise.
    pub(crate) exercise: u32,
    /// The verdict in one word.
    pub(crate) standing: Standing,
    /// The sum of the points of the checks that passed.
    pub(crate) earned: u32,
    /// The sum of the points of all checks.
    pub(crate) possible: u32,
    /// Why it never ran, a sentence each; empty when it did.
    pub(crate) rejection: Vec<String>,
    /// Each check, in the order of their file; empty when it never ran.
    pub(crate) checks: Vec<GradedCheck>,
    /// Its medal, when it passed: the least of those of its speed checks.
    pub(crate) medal: Option<Medal>,
    /// Its speed-up: the least of those of its speed checks.
    pub(crate) speed_up: Option<f64>,
    /// SHA-256 of what was handed in, as hexadecimal digits; absent when it could not be read.
    pub(crate) sha256: Option<String>,
    /// What stood between the submission and the machine.
    pub(crate) sandbox: Level,
    /// Whether it is the untouched stub.
    pub(crate) is_stub: bool,
    /// How long judging it took, in milliseconds.
    pub(crate) elapsed_ms: u64,
    /// The verdict itself, as docs/verdicts.schema.json describes one.
    pub(crate) verdict: Value,
}

/// One check of a submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GradedCheck {
    /// The sentence that it proves; unique within the exercise.
    pub(crate) name: String,
    /// The stage that ran it.
    pub(crate) stage: Stage,
    /// What it is worth.
    pub(crate) points: u32,
    /// What became of it.
    pub(crate) ending: CheckEnding,
    /// What happened and what to make of it, as a learner reads it, a sentence each; empty when it passed.
    pub(crate) reasons: Vec<String>,
    /// The number of the hint that fits, 1 to 3.
    pub(crate) hint: Option<u8>,
    /// What the submission printed, the first 8 KiB of it.
    pub(crate) printed: String,
    /// How long it took, in milliseconds.
    pub(crate) elapsed_ms: u64,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CheckEnding {
    /// It was proven.
    Passed,
    /// It was not.
    Failed,
    /// The machine was too busy to time it.
    Inconclusive,
}
