//! Exercise 1, as a future written by hand: the two moments of a greeting, refused or waiting, are its states.

use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

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
    match valid_name(name) {
        // Made here, inside the async function: the timer starts when the greeting is awaited.
        Ok(name) => Greeting { name, timer: Box::pin(sleep(Duration::from_secs(2))) }.await,
        Err(refused) => Err(refused),
    }
}

/// A greeting that waits for its timer.
struct Greeting<'a> {
    name: &'a str,
    timer: Pin<Box<Sleep>>,
}

impl Future for Greeting<'_> {
    type Output = Result<String, HelloError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // The timer keeps the context's waker, and calls it when the time is over.
        self.timer.as_mut().poll(context).map(|()| Ok(format!("Hello, {}!", self.name)))
    }
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
