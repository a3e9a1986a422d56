//! Examples of use: `cargo test -p say_hello` runs them. They show what the function is for; the checks of
//! `cargo xtask check 1` look much closer.
//!
//! `start_paused` pauses the runtime's clock: nobody has to wait two seconds for these tests.

use insta::assert_snapshot;
use say_hello::{HelloError, say_hello};
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;
use tokio_test::{assert_pending, assert_ready_err, task};

#[tokio::test(start_paused = true)]
async fn a_guest_is_greeted_after_two_seconds() {
    let start = Instant::now();
    let answer = say_hello(&json!("Robert Paulson")).await;
    assert_eq!(answer, Ok("Hello, Robert Paulson!".to_owned()));
    assert_eq!(start.elapsed(), Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn a_greeting_that_waits_gives_its_thread_back() {
    let name = json!("Seven of Nine");
    let mut greeting = task::spawn(say_hello(&name));
    assert_pending!(greeting.poll());
}

#[tokio::test(start_paused = true)]
async fn a_name_that_is_no_name_is_refused_at_once() {
    for (name, error) in [(json!(""), HelloError::Empty), (json!(19), HelloError::NotAString { found: "a number" })] {
        let mut greeting = task::spawn(say_hello(&name));
        assert_eq!(assert_ready_err!(greeting.poll()), error);
    }
}

#[test]
fn an_error_says_what_was_wrong() {
    assert_snapshot!(HelloError::Empty, @"a name must not be empty");
    assert_snapshot!(HelloError::NotAString { found: "an array" }, @"a name must be a string, not an array");
}
