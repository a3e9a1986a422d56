//! Exercise 1 with a ticking clock: the first tick of an interval comes at once, the second one two seconds later.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use tokio::time::interval;

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
    let name = name.as_str().ok_or(HelloError::NotAString { found: kind(name) })?;
    if name.is_empty() {
        return Err(HelloError::Empty);
    }
    let mut clock = interval(Duration::from_secs(2));
    clock.tick().await;
    clock.tick().await;
    Ok(String::from("Hello, ") + name + "!")
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
