//! Panics: which ones are reported, and which ones belong to a check.

use protocol::{Failure, Location, OnPurpose, Panic, Record};
use std::any::Any;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// While set, panics are not reported: a property is looking for its smallest failing input.
static MUTED: AtomicBool = AtomicBool::new(false);

/// Panics without a report, to see how the learner's code deals with a caller that panics.
pub fn panic_on_purpose() -> ! {
    panic::panic_any(OnPurpose)
}

/// Reports each panic of any thread through `send`, and prints nothing.
pub(crate) fn report_panics(send: impl Fn(&Record) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        // Relaxed: the flag guards no other data, and only the check's own thread sets it.
        if !belongs_to_a_check(info.payload()) && !MUTED.load(Ordering::Relaxed) {
            send(&Record::Panicked(describe(info)));
        }
    }));
}

/// Runs `body` without reports of its panics.
pub(crate) fn muted<T>(body: impl FnOnce() -> T) -> T {
    MUTED.store(true, Ordering::Relaxed);
    let result = body();
    MUTED.store(false, Ordering::Relaxed);
    result
}

fn belongs_to_a_check(payload: &dyn Any) -> bool {
    payload.is::<Failure>() || payload.is::<OnPurpose>()
}

fn describe(info: &PanicHookInfo<'_>) -> Panic {
    Panic {
        message: message_of(info.payload()),
        location: info.location().map(|at| Location {
            file: at.file().to_owned(),
            line: at.line(),
            column: at.column(),
        }),
        thread: thread::current().name().map(shortened),
    }
}

/// The words of a panic, whatever kind of string they came in.
pub(crate) fn message_of(payload: &dyn Any) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        shortened(text)
    } else if let Some(text) = payload.downcast_ref::<String>() {
        shortened(text)
    } else if payload.is::<OnPurpose>() {
        "the check panicked on purpose".to_owned()
    } else {
        "a panic with a payload that is not text".to_owned()
    }
}

/// At most 2,000 characters: enough to read, and too little to flood the judge.
fn shortened(text: &str) -> String {
    text.chars().take(2000).collect()
}
