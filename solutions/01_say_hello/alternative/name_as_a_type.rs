//! Exercise 1 with the check in a type: who has a `Name` has a name that can be greeted, so only the conversion
//! can fail.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

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
    let done = Instant::now() + Duration::from_secs(2);
    let name = Name::try_from(name)?;
    sleep_until(done).await;
    Ok(name.greeting())
}

/// A text of at least one character.
struct Name<'a>(&'a str);

impl Name<'_> {
    fn greeting(&self) -> String {
        ["Hello, ", self.0, "!"].concat()
    }
}

impl<'a> TryFrom<&'a Value> for Name<'a> {
    type Error = HelloError;

    fn try_from(value: &'a Value) -> Result<Self, HelloError> {
        let text = value.as_str().ok_or_else(|| HelloError::NotAString { found: kind_of(value) })?;
        if text.is_empty() { Err(HelloError::Empty) } else { Ok(Name(text)) }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
