//! Exercise 1, waiting for something that never comes with a limit of two seconds.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::future;
use std::time::Duration;
use tokio::time::timeout;

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
    let greeting = greet(name)?;
    // `pending` is never ready, so the timeout always ends in its error, which carries no news.
    let _ = timeout(Duration::from_secs(2), future::pending::<()>()).await;
    Ok(greeting)
}

fn greet(name: &Value) -> Result<String, HelloError> {
    let found = match name {
        Value::String(text) => return text.chars().next().map(|_| format!("Hello, {text}!")).ok_or(HelloError::Empty),
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Err(HelloError::NotAString { found })
}
