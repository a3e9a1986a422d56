//! How a check says what it found: a mistake ends the check with words for the learner.

use protocol::Failure;
use std::fmt::Debug;
use std::panic;

/// Ends the check unless the condition holds; the words say what should have been, for a learner.
///
/// ```should_panic
/// # use kit::prelude::*;
/// # let served = 4;
/// expect!(served == 5, "{served} of 5 clients were served");
/// ```
#[macro_export]
macro_rules! expect {
    ($condition:expr, $($words:tt)+) => {
        if !$condition {
            $crate::fail(&format!($($words)+));
        }
    };
}

/// Ends the check unless both values are equal: the value found first, then the one expected, then words
/// that name what was looked at.
///
/// ```should_panic
/// # use kit::prelude::*;
/// # let available = 1;
/// expect_eq!(available, 2, "available() after one of three permits was given back twice");
/// ```
#[macro_export]
macro_rules! expect_eq {
    ($found:expr, $expected:expr, $($words:tt)+) => {
        match (&$found, &$expected) {
            (found, expected) => {
                if !(*found == *expected) {
                    $crate::fail_comparison(found, expected, &format!($($words)+));
                }
            }
        }
    };
}

/// Ends the check: `message` says what should have held.
pub fn fail(message: &str) -> ! {
    raise(Failure { message: message.to_owned(), expected: None, found: None })
}

/// Ends the check: `found` should have been `expected`. `what` names the thing that was looked at.
pub fn fail_comparison(found: &dyn Debug, expected: &dyn Debug, what: &str) -> ! {
    let (found, expected) = (Some(format!("{found:?}")), Some(format!("{expected:?}")));
    raise(Failure { message: what.to_owned(), expected, found })
}

/// A failure travels as a panic, so that it also crosses `Background::join`.
pub(crate) fn raise(failure: Failure) -> ! {
    panic::panic_any(failure)
}
