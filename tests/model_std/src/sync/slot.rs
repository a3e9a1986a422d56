//! A place for a value that is set once, as `OnceCell`, and can be forgotten for the next run.

use std::cell::UnsafeCell;
use std::mem;

/// Set at most once between two calls of `forget`.
pub(super) struct Slot<T>(UnsafeCell<Option<T>>);

impl<T> Slot<T> {
    pub(super) const fn new() -> Self {
        Self(UnsafeCell::new(None))
    }

    pub(super) const fn of(value: T) -> Self {
        Self(UnsafeCell::new(Some(value)))
    }

    pub(super) fn get(&self) -> Option<&T> {
        // SAFETY: nobody refers to the place mutably for longer than a call here, and `set` only fills an empty
        // one. A run holds no reference that an earlier run made, so `forget` invalidates none that is used.
        unsafe { (*self.0.get()).as_ref() }
    }

    pub(super) fn get_mut(&mut self) -> Option<&mut T> {
        self.0.get_mut().as_mut()
    }

    pub(super) fn set(&self, value: T) -> Result<(), T> {
        if self.get().is_some() {
            return Err(value);
        }
        // SAFETY: the place is empty, so nobody refers into it.
        unsafe { *self.0.get() = Some(value) };
        Ok(())
    }

    pub(super) fn take(&mut self) -> Option<T> {
        self.0.get_mut().take()
    }

    pub(super) fn into_inner(self) -> Option<T> {
        self.0.into_inner()
    }

    /// Empties the place at the beginning of a run. The value is leaked: its destructor would use modelled
    /// objects of a run that is over.
    pub(super) fn forget(&self) {
        // SAFETY: whoever referred to the value was a task of an earlier run, and those never go on.
        mem::forget(unsafe { (*self.0.get()).take() });
    }
}
