//! What a check can find: a mistake, a panic, a place in the code.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A mistake that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What should have held, in words.
    pub message: String,
    /// The value that was expected, where the check compared two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The value that was found instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// A panic, as the panic hook saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panic {
    /// The panic's message.
    pub message: String,
    /// Where it was raised, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The name of the thread, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.location {
            Some(Location { file, line, column }) => write!(f, "{} at {file}:{line}:{column}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// The payload of a panic that a check raises itself, to see how the learner's code deals with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnPurpose;

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file as the compiler was told to name it: relative to the workspace.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}
