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
/// that name what was looked at. Equal values must also look the same with `{:?}`: no hash sets or maps.
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
                let is_equal = *found == *expected;
                $crate::compare(is_equal, found, expected, &|| format!($($words)+));
            }
        }
    };
}

/// Ends the check: `message` says what should have held.
pub fn fail(message: &str) -> ! {
    raise(Failure { message: message.to_owned(), expected: None, found: None })
}

/// Ends the check unless the values are equal and look the same. A submission may bring its own `==`, one that
/// finds everything equal; it cannot know what the expected value looks like.
pub fn compare(is_equal: bool, found: &dyn Debug, expected: &dyn Debug, what: &dyn Fn() -> String) {
    let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
    if !is_equal || found != expected {
        raise(Failure { message: what(), expected: Some(expected), found: Some(found) });
    }
}

/// A failure travels as a panic, so that it also crosses `Background::join`.
pub(crate) fn raise(failure: Failure) -> ! {
    panic::panic_any(failure)
}
