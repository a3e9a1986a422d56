//! `park` and `unpark`: one token a thread.

use crate::kernel::{self, TaskId, WaitFor};
use std::panic::Location;
use std::time::Duration;

/// As in std; it may return for no reason.
#[track_caller]
pub fn park() {
    let place = Location::caller();
    kernel::point();
    if !kernel::take_unpark_token() && !kernel::happens(kernel::settings().spurious_wake_ups) {
        kernel::block(WaitFor::Unpark, place);
        kernel::take_unpark_token();
    }
}

/// As in std, on the virtual clock.
#[track_caller]
pub fn park_timeout(timeout: Duration) {
    let place = Location::caller();
    kernel::point();
    if kernel::take_unpark_token() {
        return;
    }
    let timer = kernel::now().checked_add(timeout).map(kernel::set_timer);
    kernel::block(WaitFor::Unpark, place);
    timer.map(kernel::cancel);
    kernel::take_unpark_token();
}

pub(super) fn unpark(task: TaskId) {
    kernel::point();
    kernel::unpark(task);
}
