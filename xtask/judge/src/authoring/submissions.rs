//! `submissions.toml`: what an exercise's alternative and wrong submissions are for.

use crate::KitError;
use crate::catalog::Exercise;
use crate::layout::Layout;
use serde::Deserialize;
use std::fs;

/// The content of a `submissions.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submissions {
    /// Correct solutions in other styles; all must pass.
    #[serde(default)]
    pub alternative: Vec<Alternative>,
    /// Mistakes that people make; each must fail at the check it names.
    #[serde(default)]
    pub wrong: Vec<Wrong>,
}

/// A correct solution in another style.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// Relative to the exercise's folder of solutions.
    pub file: String,
    /// What is different from the reference.
    pub idea: String,
}

/// A wrong submission.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    /// Relative to the exercise's folder of solutions.
    pub file: String,
    /// The mistake, as a person makes it.
    pub mistake: String,
    /// The name of the check or scenario that must fail.
    pub fails: String,
}

/// Reads the list of an exercise.
pub fn load(layout: &Layout, exercise: &Exercise) -> Result<Submissions, KitError> {
    let path = layout.solutions(&exercise.folder).join("submissions.toml");
    let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
    toml::from_str(&text).map_err(|error| KitError::BrokenExercise { path: path.clone(), message: error.to_string() })
}
