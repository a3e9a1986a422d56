//! `RwLock`: many readers or one writer. Who is first among those that wait is open, as in std.

use super::origin::Origin;
use super::poison::Poison;
use crate::kernel::{self, Action, TaskId, Wait};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, TryLockError, TryLockResult};

/// `std::sync::RwLock`, under the model.
pub struct RwLock<T: ?Sized> {
    origin: Origin,
    readers: Cell<usize>,
    has_writer: Cell<bool>,
    waiters: RefCell<Vec<TaskId>>,
    poison: Poison,
    data: UnsafeCell<T>,
}

/// `std::sync::RwLockReadGuard`, under the model.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    not_send: PhantomData<*const ()>,
}

/// `std::sync::RwLockWriteGuard`, under the model.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    was_panicking: bool,
    not_send: PhantomData<*const ()>,
}

// SAFETY: tasks of a run share one thread of the system, and only holders of a guard reach the data.
unsafe impl<T: ?Sized + Send> Send for RwLock<T> {}
// SAFETY: as above; readers share the data, so it must be `Sync`.
unsafe impl<T: ?Sized + Send + Sync> Sync for RwLock<T> {}
// SAFETY: a shared guard gives shared access to the data only.
unsafe impl<T: ?Sized + Sync> Sync for RwLockReadGuard<'_, T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for RwLockWriteGuard<'_, T> {}
impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

impl<T> RwLock<T> {
    /// As in std.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            origin: Origin::here("RwLock"),
            readers: Cell::new(0),
            has_writer: Cell::new(false),
            waiters: RefCell::new(Vec::new()),
            poison: Poison::none(),
            data: UnsafeCell::new(value),
        }
    }

    /// As in std.
    pub fn into_inner(self) -> LockResult<T> {
        let Self { poison, data, .. } = self;
        poison.wrap(data.into_inner())
    }
}

impl<T: ?Sized> RwLock<T> {
    /// As in std.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        self.wait_until(Location::caller(), true, |lock| !lock.has_writer.get());
        self.poison.wrap(self.reader())
    }

    /// As in std.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        self.wait_until(Location::caller(), false, Self::is_free);
        self.poison.wrap(self.writer())
    }

    /// As in std.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        if self.may_enter(Location::caller(), true, |lock| !lock.has_writer.get()) {
            Ok(self.poison.wrap(self.reader())?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }

    /// As in std.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        if self.may_enter(Location::caller(), false, Self::is_free) {
            Ok(self.poison.wrap(self.writer())?)
        } else {
            Err(TryLockError::WouldBlock)
        }
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

    fn is_free(&self) -> bool {
        !self.has_writer.get() && self.readers.get() == 0
    }

    fn wait_until(&self, place: &'static Location<'static>, shared: bool, may_enter: impl Fn(&Self) -> bool) {
        self.origin.begin();
        while !may_enter(self) {
            self.waiters.borrow_mut().push(kernel::me());
            self.origin.block(Wait::Lock, place, None);
        }
        self.origin.record(Some(place), || Action::Locks { shared });
    }

    fn may_enter(&self, place: &'static Location<'static>, shared: bool, may_enter: impl Fn(&Self) -> bool) -> bool {
        self.origin.begin();
        let may = may_enter(self);
        self.origin.record(Some(place), || if may { Action::Locks { shared } } else { Action::FindsLocked });
        may
    }

    fn reader(&self) -> RwLockReadGuard<'_, T> {
        self.readers.set(self.readers.get() + 1);
        RwLockReadGuard { lock: self, not_send: PhantomData }
    }

    fn writer(&self) -> RwLockWriteGuard<'_, T> {
        self.has_writer.set(true);
        RwLockWriteGuard { lock: self, was_panicking: kernel::is_panicking(), not_send: PhantomData }
    }

    fn wake_waiters(&self) {
        self.origin.record(None, || Action::Unlocks);
        for waiter in self.waiters.take() {
            kernel::wake(waiter);
        }
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// As in std: no other writer comes in between.
    pub fn downgrade(guard: Self) -> RwLockReadGuard<'a, T> {
        let lock = guard.lock;
        lock.origin.begin();
        std::mem::forget(guard);
        lock.has_writer.set(false);
        let reader = lock.reader();
        lock.wake_waiters();
        reader
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: while a reader exists there is no writer.
        unsafe { &*self.lock.data.get() }
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: while a writer exists there is nobody else.
        unsafe { &*self.lock.data.get() }
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the guard is borrowed mutably.
        unsafe { &mut *self.lock.data.get() }
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.origin.begin();
        self.lock.readers.set(self.lock.readers.get() - 1);
        self.lock.wake_waiters();
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.poison.guard_dropped(self.was_panicking);
        self.lock.origin.begin();
        self.lock.has_writer.set(false);
        self.lock.wake_waiters();
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RwLock");
        if self.has_writer.get() {
            shown.field("data", &format_args!("<locked>"));
        } else {
            // SAFETY: there is no writer, and no point lies between that look and the end of this call
            // unless the value's own `Debug` takes locks.
            shown.field("data", &unsafe { &*self.data.get() });
        }
        shown.field("poisoned", &self.is_poisoned()).finish_non_exhaustive()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
