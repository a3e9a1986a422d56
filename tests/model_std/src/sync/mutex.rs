//! `Mutex`.

use super::origin::Origin;
use super::poison::Poison;
use crate::kernel::{self, TaskId, WaitFor};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, TryLockError, TryLockResult};
use std::thread;

/// `std::sync::Mutex`, under the model.
pub struct Mutex<T: ?Sized> {
    lock: Lock,
    poison: Poison,
    data: UnsafeCell<T>,
}

/// The lock itself, without what it protects.
pub(super) struct Lock {
    origin: Origin,
    is_held: Cell<bool>,
    waiters: RefCell<Vec<TaskId>>,
}

/// `std::sync::MutexGuard`, under the model.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    was_panicking: bool,
    /// As in std, a guard stays on its thread.
    not_send: PhantomData<*const ()>,
}

// SAFETY: tasks of a run share one thread of the system, and only one that holds the lock reaches the data.
unsafe impl<T: ?Sized + Send> Send for Mutex<T> {}
// SAFETY: as above; the cells of the lock are only touched between points.
unsafe impl<T: ?Sized + Send> Sync for Mutex<T> {}
// SAFETY: a shared guard gives shared access to the data only.
unsafe impl<T: ?Sized + Sync> Sync for MutexGuard<'_, T> {}
impl<T: ?Sized> UnwindSafe for Mutex<T> {}
impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}

impl Lock {
    #[track_caller]
    pub(super) const fn new() -> Self {
        Self { origin: Origin::here(), is_held: Cell::new(false), waiters: RefCell::new(Vec::new()) }
    }

    /// Takes the lock, or waits for it. Whoever comes first when it is free gets it, as in std.
    pub(super) fn take(&self, place: &'static Location<'static>) {
        self.origin.enter();
        kernel::point();
        self.take_without_point(place);
    }

    pub(super) fn take_without_point(&self, place: &'static Location<'static>) {
        while self.is_held.get() {
            self.waiters.borrow_mut().push(kernel::me());
            kernel::block(WaitFor::Lock, place);
        }
        self.is_held.set(true);
    }

    pub(super) fn try_take(&self) -> bool {
        self.origin.enter();
        kernel::point();
        !self.is_held.replace(true)
    }

    pub(super) fn give_back(&self) {
        kernel::point();
        self.give_back_without_point();
    }

    pub(super) fn give_back_without_point(&self) {
        self.is_held.set(false);
        for waiter in self.waiters.take() {
            kernel::wake(waiter);
        }
    }
}

impl<T> Mutex<T> {
    /// As in std.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self { lock: Lock::new(), poison: Poison::none(), data: UnsafeCell::new(value) }
    }

    /// As in std.
    pub fn into_inner(self) -> LockResult<T> {
        let Self { poison, data, .. } = self;
        poison.wrap(data.into_inner())
    }
}

impl<T: ?Sized> Mutex<T> {
    /// As in std.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        self.lock.take(Location::caller());
        self.poison.wrap(self.guard())
    }

    /// As in std.
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        if self.lock.try_take() { Ok(self.poison.wrap(self.guard())?) } else { Err(TryLockError::WouldBlock) }
    }

    /// As in std.
    pub fn is_poisoned(&self) -> bool {
        self.poison.is_set()
    }

    /// As in std.
    pub fn clear_poison(&self) {
        self.poison.clear();
    }

    /// As in std.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.poison.wrap(self.data.get_mut())
    }

    fn guard(&self) -> MutexGuard<'_, T> {
        MutexGuard { mutex: self, was_panicking: thread::panicking(), not_send: PhantomData }
    }

    /// Gives the lock back while `sleep` runs, and takes it again: for condition variables.
    pub(super) fn unlocked<'a, R>(
        guard: MutexGuard<'a, T>,
        place: &'static Location<'static>,
        sleep: impl FnOnce() -> R,
    ) -> (LockResult<MutexGuard<'a, T>>, R) {
        let mutex = guard.mutex;
        mutex.poison.guard_dropped(guard.was_panicking);
        mutex.lock.give_back_without_point();
        std::mem::forget(guard);
        let slept = sleep();
        mutex.lock.take_without_point(place);
        (mutex.poison.wrap(mutex.guard()), slept)
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard exists only while its task holds the lock.
        unsafe { &*self.mutex.data.get() }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the guard is borrowed mutably.
        unsafe { &mut *self.mutex.data.get() }
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.mutex.poison.guard_dropped(self.was_panicking);
        self.mutex.lock.give_back();
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Mutex");
        if self.lock.is_held.get() {
            shown.field("data", &format_args!("<locked>"));
        } else {
            // SAFETY: nobody holds the lock, and no point lies between that look and the end of this call
            // unless the value's own `Debug` takes locks.
            shown.field("data", &unsafe { &*self.data.get() });
        }
        shown.field("poisoned", &self.is_poisoned()).finish_non_exhaustive()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
