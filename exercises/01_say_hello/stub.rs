//! Exercise 1: validate a name, then wait without blocking.
//!
//! Fill in each `todo!()`. Helpers and imports are yours to choose; keep the public names and signatures,
//! because the checks call them. README.md beside this folder says what each has to do.

use serde_json::Value;
use std::error::Error;
use std::fmt;

/// Why somebody is not greeted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelloError {
    /// The name is not a JSON string.
    NotAString {
        /// What it is instead: "null", "a boolean", "a number", "an array" or "an object".
        found: &'static str,
    },
    /// The name is a string without a character.
    Empty,
}

impl fmt::Display for HelloError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = f;
        todo!("say in words what was wrong")
    }
}

impl Error for HelloError {}

/// Answers `Hello, {name}!`, two seconds of the runtime's clock after it was first awaited.
///
/// A name that is not a string, or is empty, is refused at once.
pub async fn say_hello(name: &Value) -> Result<String, HelloError> {
    todo!("greet {name}")
}
