//! `Barrier`.

use super::origin::Origin;
use crate::kernel::{self, TaskId, WaitFor};
use std::cell::RefCell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// `std::sync::Barrier`, under the model.
pub struct Barrier {
    origin: Origin,
    parties: usize,
    waiting: RefCell<Vec<TaskId>>,
}

/// `std::sync::BarrierWaitResult`, under the model.
#[derive(Debug)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// As in std.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

// SAFETY: tasks of a run share one thread of the system, and the list is only touched between points.
unsafe impl Send for Barrier {}
// SAFETY: as above.
unsafe impl Sync for Barrier {}
impl UnwindSafe for Barrier {}
impl RefUnwindSafe for Barrier {}

impl Barrier {
    /// As in std.
    #[track_caller]
    #[must_use]
    pub const fn new(parties: usize) -> Self {
        Self { origin: Origin::here(), parties, waiting: RefCell::new(Vec::new()) }
    }

    /// As in std.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let place = Location::caller();
        self.origin.enter();
        kernel::point();
        if self.waiting.borrow().len() + 1 < self.parties {
            self.waiting.borrow_mut().push(kernel::me());
            kernel::block(WaitFor::Barrier, place);
            return BarrierWaitResult(false);
        }
        for waiter in self.waiting.take() {
            kernel::wake(waiter);
        }
        BarrierWaitResult(true)
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}
