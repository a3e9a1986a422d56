//! `Mutex`.

use super::origin::Origin;
use super::poison::Poison;
use crate::kernel::{self, Action, Blocked, Wait};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, TryLockError, TryLockResult};

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
    waiters: RefCell<Vec<Blocked>>,
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
        Self { origin: Origin::here("Mutex"), is_held: Cell::new(false), waiters: RefCell::new(Vec::new()) }
    }

    /// Takes the lock, or waits for it. Whoever comes first when it is free gets it, as in std.
    pub(super) fn take(&self, place: &'static Location<'static>) {
        if kernel::is_active() {
            let is_urgent = kernel::is_panicking() && !self.is_held.get();
            if !is_urgent {
                self.wait(place);
            }
        }
        self.seize(place);
    }

    /// The same for one who was asleep, and may go on at once if the lock is free.
    fn take_after_sleep(&self, place: &'static Location<'static>) {
        if self.is_held.get() {
            self.wait(place);
        }
        self.seize(place);
    }

    /// Lets others go on until this task is chosen at a moment when the lock is free. It does not run in between:
    /// asking in vain is no step that others could come before or after.
    fn wait(&self, place: &'static Location<'static>) {
        let me = kernel::me();
        let waiter = Blocked { task: me, wait: Wait::Lock, object: Some(self.origin.number()), place };
        self.waiters.borrow_mut().push(waiter);
        kernel::point_when(!self.is_held.get(), waiter);
        self.waiters.borrow_mut().retain(|waiter| waiter.task != me);
    }

    fn seize(&self, place: &'static Location<'static>) {
        self.origin.touch();
        assert!(!self.is_held.replace(true), "nobody takes a lock that is held");
        self.waiters.borrow().iter().for_each(|waiter| kernel::hold_back(*waiter));
        self.origin.record(Some(place), || Action::Locks { shared: false });
    }

    fn try_take(&self, place: &'static Location<'static>) -> bool {
        self.origin.begin();
        let got_it = !self.is_held.replace(true);
        if got_it {
            self.waiters.borrow().iter().for_each(|waiter| kernel::hold_back(*waiter));
        }
        let action = || if got_it { Action::Locks { shared: false } } else { Action::FindsLocked };
        self.origin.record(Some(place), action);
        got_it
    }

    fn give_back(&self) {
        self.origin.begin();
        self.origin.record(None, || Action::Unlocks);
        self.give_back_without_point();
    }

    fn give_back_without_point(&self) {
        self.origin.touch();
        self.is_held.set(false);
        self.waiters.borrow().iter().for_each(|waiter| kernel::wake(waiter.task));
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
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        if self.lock.try_take(Location::caller()) {
            Ok(self.poison.wrap(self.guard())?)
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

    fn guard(&self) -> MutexGuard<'_, T> {
        MutexGuard { mutex: self, was_panicking: kernel::is_panicking(), not_send: PhantomData }
    }

    /// Gives the lock back while `sleep` runs, and takes it again: for condition variables.
    pub(super) fn unlocked<'a, R>(
        guard: MutexGuard<'a, T>,
        place: &'static Location<'static>,
        sleep: impl FnOnce() -> R,
    ) -> (LockResult<MutexGuard<'a, T>>, R) {
        let mutex = guard.mutex;
        mutex.poison.guard_dropped(guard.was_panicking);
        mutex.lock.origin.record(Some(place), || Action::Unlocks);
        mutex.lock.give_back_without_point();
        std::mem::forget(guard);
        let slept = sleep();
        mutex.lock.take_after_sleep(place);
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
