//! Work that only waits, on a clock that stands still while anybody can go on: its speed-up is exact, and costs no time.

use crate::fail;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How many times faster than one after the other such work has to be; the judge says it.
static ASKED: OnceLock<f64> = OnceLock::new();
/// Of all times that were looked at, the slowest: one after the other, and as it was.
static SLOWEST: Mutex<Option<(Duration, Duration)>> = Mutex::new(None);

/// Ends the check or scenario when work took too long that takes `one_by_one` one after the other. How long is too
/// long, `exercise.toml` says. `what` begins a sentence: "5 clients at 3 windows".
pub fn expect_speed_up(one_by_one: Duration, took: Duration, what: &str) {
    let speed_up = ratio(one_by_one, took);
    if let Some(asked) = ASKED.get().filter(|asked| speed_up < **asked) {
        fail(&format!(
            "{what} took {took:?}. One after the other they take {one_by_one:?}, so that is {speed_up:.1} times as \
             fast, and it has to be {asked:.1} times as fast"
        ));
    }
    let mut slowest = SLOWEST.lock().unwrap_or_else(PoisonError::into_inner);
    if slowest.is_none_or(|(one_by_one, took)| speed_up < ratio(one_by_one, took)) {
        *slowest = Some((one_by_one, took));
    }
}

fn ratio(one_by_one: Duration, took: Duration) -> f64 {
    one_by_one.as_secs_f64() / took.as_secs_f64()
}

pub(crate) fn ask_for(speed_up: Option<f64>) {
    if let Some(speed_up) = speed_up {
        ASKED.set(speed_up).expect("a process is given one assignment");
    }
}

/// The slowest of all times that were looked at: one after the other, and as it was.
pub(crate) fn slowest() -> Option<(Duration, Duration)> {
    *SLOWEST.lock().unwrap_or_else(PoisonError::into_inner)
}
