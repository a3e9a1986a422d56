//! `std::panic`, where it begins and ends panics: the model knows which of its tasks panic.

use crate::kernel;
use std::any::Any;
use std::thread;

#[expect(deprecated, reason = "as in std")]
pub use std::panic::PanicInfo;
pub use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, panic_any};
pub use std::panic::{set_hook, take_hook};

/// As in std.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(body: F) -> thread::Result<R> {
    let result = std::panic::catch_unwind(body);
    if result.is_err() {
        kernel::panic_ends();
    }
    result
}

/// As in std.
pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! {
    kernel::panic_begins();
    std::panic::resume_unwind(payload)
}
