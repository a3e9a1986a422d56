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
    /// The name of the check that must fail.
    pub fails: Option<String>,
    /// The stage that will find it, where no check can yet.
    pub waits_for: Option<Awaited>,
}

/// A stage that does not exist yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// The model checker: the mistake shows in rare interleavings only.
    Interleavings,
}

/// Reads the list of an exercise.
pub fn load(layout: &Layout, exercise: &Exercise) -> Result<Submissions, KitError> {
    let path = layout.solutions(&exercise.folder).join("submissions.toml");
    let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
    let broken = |message: String| KitError::BrokenExercise { path: path.clone(), message };
    let list: Submissions = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
    match list.wrong.iter().find(|wrong| wrong.fails.is_some() == wrong.waits_for.is_some()) {
        Some(wrong) => Err(broken(format!("{} must have either `fails` or `waits_for`", wrong.file))),
        None => Ok(list),
    }
}
