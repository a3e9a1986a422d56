//! `Condvar`: waits that may wake for no reason, signals that nobody hears, and time-outs on the virtual clock.

use super::mutex::{Mutex, MutexGuard};
use super::origin::Origin;
use super::poison;
use crate::kernel::{self, Action, Reason, TaskId, Wait};
use crate::time::end_of_wait;
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
        Self { origin: Origin::here("Condvar"), sleepers: RefCell::new(Vec::new()) }
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
    #[track_caller]
    pub fn notify_one(&self) {
        self.origin.begin();
        self.forget_those_who_woke();
        let sleepers = self.sleepers.borrow().len();
        let chosen = (sleepers > 0).then(|| kernel::choose(sleepers));
        let woken: Vec<TaskId> = chosen.map(|chosen| self.sleepers.borrow_mut().remove(chosen)).into_iter().collect();
        self.wake(false, woken, Location::caller());
    }

    /// As in std.
    #[track_caller]
    pub fn notify_all(&self) {
        self.origin.begin();
        self.forget_those_who_woke();
        let woken = self.sleepers.take();
        self.wake(true, woken, Location::caller());
    }

    /// One whose time is over takes no signal from another, although it has not run since.
    fn forget_those_who_woke(&self) {
        self.sleepers.borrow_mut().retain(|sleeper| kernel::is_blocked(*sleeper));
    }

    fn wake(&self, all: bool, woken: Vec<TaskId>, place: &'static Location<'static>) {
        for sleeper in &woken {
            kernel::wake(*sleeper);
        }
        self.origin.record(Some(place), || Action::Notifies { all, woken });
    }

    /// Gives the lock back and sleeps in one step; whether the time was over when it woke.
    fn sleep<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Option<Duration>,
        place: &'static Location<'static>,
    ) -> (LockResult<MutexGuard<'a, T>>, bool) {
        self.origin.record(Some(place), || Action::CallsWait);
        self.origin.begin();
        let (result, reason) = if kernel::happens(kernel::settings().spurious_wake_ups) {
            Mutex::unlocked(guard, place, || {
                self.origin.record(Some(place), || Action::Waits { wait: Wait::Signal, at_most_ms: None });
                kernel::point();
                self.origin.touch();
                Reason::Spurious
            })
        } else {
            Mutex::unlocked(guard, place, || self.sleep_unlocked(timeout, place))
        };
        self.origin.record(Some(place), || Action::GoesOn { reason });
        (result, reason == Reason::TimeOut)
    }

    fn sleep_unlocked(&self, timeout: Option<Duration>, place: &'static Location<'static>) -> Reason {
        let me = kernel::me();
        self.sleepers.borrow_mut().push(me);
        // A moment that is too far to be told is no limit.
        let timer = timeout.and_then(end_of_wait).map(kernel::set_timer);
        let reason = self.origin.block(Wait::Signal, place, timeout);
        self.sleepers.borrow_mut().retain(|sleeper| *sleeper != me);
        if let Some(timer) = timer {
            kernel::cancel(timer);
        }
        reason
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
