//! Exercise 1. Mistake: takes everything that is not a string for an empty one.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use tokio::time::sleep;

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
        match self {
            HelloError::NotAString { found } => write!(f, "a name must be a string, not {found}"),
            HelloError::Empty => write!(f, "a name must not be empty"),
        }
    }
}

impl Error for HelloError {}

/// Answers `Hello, {name}!`, two seconds of the runtime's clock after it was first awaited.
///
/// A name that is not a string, or is empty, is refused at once.
pub async fn say_hello(name: &Value) -> Result<String, HelloError> {
    let name = name.as_str().unwrap_or_default();
    if name.is_empty() {
        return Err(HelloError::Empty);
    }
    sleep(Duration::from_secs(2)).await;
    Ok(format!("Hello, {name}!"))
}
