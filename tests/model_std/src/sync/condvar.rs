//! `Condvar`: waits that may wake for no reason, signals that nobody hears, and time-outs on the virtual clock.

use super::mutex::{Mutex, MutexGuard};
use super::origin::Origin;
use super::poison;
use crate::kernel::{self, TaskId, WaitFor};
use std::cell::RefCell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::LockResult;
use std::time::Duration;

/// `std::sync::Condvar`, under the model.
pub struct Condvar {
    origin: Origin,
    sleepers: RefCell<Vec<TaskId>>,
}

/// `std::sync::WaitTimeoutResult`, under the model.
#[derive(Debug, PartialEq, Eq, Copy, Clone)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// As in std.
    #[must_use]
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

// SAFETY: tasks of a run share one thread of the system, and the list is only touched between points.
unsafe impl Send for Condvar {}
// SAFETY: as above.
unsafe impl Sync for Condvar {}
impl UnwindSafe for Condvar {}
impl RefUnwindSafe for Condvar {}

impl Condvar {
    /// As in std.
    #[track_caller]
    #[must_use]
    pub const fn new() -> Self {
        Self { origin: Origin::here(), sleepers: RefCell::new(Vec::new()) }
    }

    /// As in std.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.sleep(guard, None, Location::caller()).0
    }

    /// As in std.
    #[track_caller]
    pub fn wait_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>> {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// As in std.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let (result, timed_out) = self.sleep(guard, Some(timeout), Location::caller());
        poison::map(result, |guard| (guard, WaitTimeoutResult(timed_out)))
    }

    /// As in std.
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut guard: MutexGuard<'a, T>,
        timeout: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let start = kernel::now();
        loop {
            if !condition(&mut *guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let left = timeout.saturating_sub(kernel::now().saturating_sub(start));
            if left.is_zero() {
                return Ok((guard, WaitTimeoutResult(true)));
            }
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    /// As in std: wakes one of the sleepers, any of them.
    pub fn notify_one(&self) {
        self.origin.enter();
        kernel::point();
        let sleepers = self.sleepers.borrow().len();
        if sleepers > 0 {
            let chosen = kernel::choose(sleepers);
            kernel::wake(self.sleepers.borrow_mut().remove(chosen));
        }
    }

    /// As in std.
    pub fn notify_all(&self) {
        self.origin.enter();
        kernel::point();
        for sleeper in self.sleepers.take() {
            kernel::wake(sleeper);
        }
    }

    /// Gives the lock back and sleeps in one step; whether the time was over when it woke.
    fn sleep<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Option<Duration>,
        place: &'static Location<'static>,
    ) -> (LockResult<MutexGuard<'a, T>>, bool) {
        self.origin.enter();
        kernel::point();
        if kernel::happens(kernel::settings().spurious_wake_ups) {
            return (Mutex::unlocked(guard, place, kernel::point).0, false);
        }
        Mutex::unlocked(guard, place, || self.sleep_unlocked(timeout, place))
    }

    fn sleep_unlocked(&self, timeout: Option<Duration>, place: &'static Location<'static>) -> bool {
        let me = kernel::me();
        self.sleepers.borrow_mut().push(me);
        // A moment that is too far to be told is no limit.
        let timer = timeout.and_then(|timeout| kernel::now().checked_add(timeout)).map(kernel::set_timer);
        kernel::block(WaitFor::Signal, place);
        let mut sleepers = self.sleepers.borrow_mut();
        let was_asleep = sleepers.iter().position(|sleeper| *sleeper == me).map(|index| sleepers.remove(index));
        if let Some(timer) = timer {
            kernel::cancel(timer);
        }
        was_asleep.is_some()
    }
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}
