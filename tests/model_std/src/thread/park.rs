//! `park` and `unpark`: one token a thread.

use crate::kernel::{self, Action, Reason, TaskId, Wait};
use crate::time::end_of_wait;
use std::panic::Location;
use std::time::Duration;

/// As in std; it may return for no reason.
#[track_caller]
pub fn park() {
    park_until(None, Location::caller());
}

/// As in std, on the virtual clock.
#[track_caller]
pub fn park_timeout(timeout: Duration) {
    park_until(Some(timeout), Location::caller());
}

fn park_until(timeout: Option<Duration>, place: &'static Location<'static>) {
    kernel::point();
    if kernel::take_unpark_token() {
        return;
    }
    let reason = if kernel::happens(kernel::settings().spurious_wake_ups) {
        Reason::Spurious
    } else {
        let timer = timeout.and_then(end_of_wait).map(kernel::set_timer);
        let reason = kernel::block(Wait::Unpark, None, place, timeout);
        timer.map(kernel::cancel);
        kernel::take_unpark_token();
        reason
    };
    kernel::record(None, Some(place), || Action::GoesOn { reason });
}

pub(super) fn unpark(task: TaskId, place: &'static Location<'static>) {
    kernel::point();
    kernel::unpark(task, place);
}
