//! `std::thread` under the model. Every name is listed: what is not modelled does not compile.

mod handle;
mod local;
mod park;
mod scope;
mod spawn;

pub use handle::{JoinHandle, Thread, ThreadId, current};
pub use local::{AccessError, LocalKey};
pub use park::{park, park_timeout};
pub use scope::{Scope, ScopedJoinHandle, scope};
pub use spawn::{Builder, spawn};
pub use std::thread::Result;

use crate::kernel::{self, Action, Wait};
use std::io;
use std::num::NonZero;
use std::panic::Location;
use std::time::Duration;

/// As in std: lets others go first.
#[track_caller]
pub fn yield_now() {
    kernel::yield_point(Location::caller());
}

/// As in std.
#[must_use]
pub fn panicking() -> bool {
    kernel::is_panicking()
}

/// As in std, on the virtual clock: it costs no real time.
#[track_caller]
pub fn sleep(time: Duration) {
    sleep_from(kernel::now(), time, Location::caller());
}

fn sleep_from(start: Duration, time: Duration, place: &'static Location<'static>) {
    kernel::point();
    let Some(end) = start.checked_add(time) else {
        kernel::block(Wait::Time, None, place, Some(time));
        return;
    };
    while kernel::now() < end {
        kernel::set_timer(end);
        let reason = kernel::block(Wait::Time, None, place, Some(time));
        kernel::record(None, Some(place), || Action::GoesOn { reason });
    }
}

/// Two, whatever the machine has: a run must not depend on it.
pub fn available_parallelism() -> io::Result<NonZero<usize>> {
    Ok(NonZero::new(2).expect("2 is not 0"))
}

#[doc(hidden)]
pub use local::new_key as __new_key;
