//! Exercise 1: validate a name, then wait without blocking.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use tokio::time::sleep;

/// How long a greeting takes.
const GREETING_TIME: Duration = Duration::from_secs(2);

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
            Self::NotAString { found } => write!(f, "a name must be a string, not {found}"),
            Self::Empty => f.write_str("a name must not be empty"),
        }
    }
}

impl Error for HelloError {}

/// Answers `Hello, {name}!`, two seconds of the runtime's clock after it was first awaited.
///
/// A name that is not a string, or is empty, is refused at once.
pub async fn say_hello(name: &Value) -> Result<String, HelloError> {
    let name = valid_name(name)?;
    sleep(GREETING_TIME).await;
    Ok(format!("Hello, {name}!"))
}

/// The text of a name that can be greeted. No waiting here: this is the part that may fail.
fn valid_name(name: &Value) -> Result<&str, HelloError> {
    let found = match name {
        Value::String(text) if text.is_empty() => return Err(HelloError::Empty),
        Value::String(text) => return Ok(text),
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Err(HelloError::NotAString { found })
}
