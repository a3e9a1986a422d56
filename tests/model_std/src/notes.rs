//! A value that a scenario keeps book in: all tasks share it, and no use of it is a moment for others.

use crate::sync::Origin;
use std::cell::RefCell;

/// A shared value that takes no part in the scheduling. What is noted next to an operation is noted in the same
/// step, as if time stood still.
#[derive(Debug)]
pub struct Notes<T> {
    origin: Origin,
    value: RefCell<T>,
}

// SAFETY: tasks of a run share one thread of the system, and none is switched away inside of `with`, unless the
// closure uses a modelled operation; then the borrow is still held, and `RefCell` panics.
unsafe impl<T: Send> Sync for Notes<T> {}

impl<T> Notes<T> {
    /// Begins with `value`.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self { origin: Origin::here("note"), value: RefCell::new(value) }
    }

    /// Looks at the value or changes it.
    ///
    /// # Panics
    /// When `body` uses the same notes, or a modelled operation that lets others go on.
    pub fn with<R>(&self, body: impl FnOnce(&mut T) -> R) -> R {
        self.origin.touch();
        body(&mut self.value.borrow_mut())
    }

    /// Takes the value out.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: Clone> Notes<T> {
    /// A copy of the value as it is now.
    pub fn get(&self) -> T {
        self.with(|value| value.clone())
    }
}
