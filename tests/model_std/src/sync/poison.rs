//! Poisoning, as in std: a guard that is dropped while its task panics leaves a mark.

use crate::kernel;
use std::cell::Cell;
use std::sync::{LockResult, PoisonError};

#[derive(Debug, Default)]
pub(super) struct Poison(Cell<bool>);

impl Poison {
    pub(super) const fn none() -> Self {
        Self(Cell::new(false))
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.get()
    }

    pub(super) fn clear(&self) {
        self.0.set(false);
    }

    /// To be called when a guard is dropped; `was_panicking` is what held when it was made.
    pub(super) fn guard_dropped(&self, was_panicking: bool) {
        if !was_panicking && kernel::is_panicking() {
            self.0.set(true);
        }
    }

    pub(super) fn wrap<T>(&self, value: T) -> LockResult<T> {
        if self.is_set() { Err(PoisonError::new(value)) } else { Ok(value) }
    }
}

/// The same change to the inside of either kind of result.
pub(super) fn map<T, U>(result: LockResult<T>, change: impl FnOnce(T) -> U) -> LockResult<U> {
    match result {
        Ok(value) => Ok(change(value)),
        Err(poisoned) => Err(PoisonError::new(change(poisoned.into_inner()))),
    }
}
