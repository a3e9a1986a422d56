//! `Barrier`.

use super::origin::Origin;
use crate::kernel::{self, Action, TaskId, Wait};
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
        Self { origin: Origin::here("Barrier"), parties, waiting: RefCell::new(Vec::new()) }
    }

    /// As in std.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let place = Location::caller();
        self.origin.begin();
        if self.waiting.borrow().len() + 1 < self.parties {
            self.waiting.borrow_mut().push(kernel::me());
            let reason = self.origin.block(Wait::Barrier, place, None);
            self.origin.record(Some(place), || Action::GoesOn { reason });
            return BarrierWaitResult(false);
        }
        self.origin.record(Some(place), || Action::Completes);
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
