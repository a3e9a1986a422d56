//! Exercise 1. Mistake: blocks on a second runtime in another thread, so the thread of the greeting stands still.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::thread;
use std::time::Duration;
use tokio::runtime::Builder;
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
    let name = valid_name(name)?;
    thread::scope(|scope| {
        scope.spawn(|| {
            let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime needs nothing special");
            runtime.block_on(async { sleep(Duration::from_secs(2)).await });
        });
    });
    Ok(format!("Hello, {name}!"))
}

fn valid_name(name: &Value) -> Result<&str, HelloError> {
    match name {
        Value::String(name) if name.is_empty() => Err(HelloError::Empty),
        Value::String(name) => Ok(name),
        Value::Null => Err(HelloError::NotAString { found: "null" }),
        Value::Bool(_) => Err(HelloError::NotAString { found: "a boolean" }),
        Value::Number(_) => Err(HelloError::NotAString { found: "a number" }),
        Value::Array(_) => Err(HelloError::NotAString { found: "an array" }),
        Value::Object(_) => Err(HelloError::NotAString { found: "an object" }),
    }
}
