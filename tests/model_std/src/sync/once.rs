//! `Once`, `OnceLock` and `LazyLock`.

use super::origin::Origin;
use super::slot::Slot;
use crate::kernel::{self, Action, TaskId, Wait};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::fmt;
use std::mem::needs_drop;
use std::ops::Deref;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Running,
    Poisoned,
    Done,
}

/// `std::sync::Once`, under the model.
pub struct Once {
    origin: Origin,
    stage: Cell<Stage>,
    /// The stage that the first run found; each one begins with it.
    at_first: Cell<Stage>,
    waiters: RefCell<Vec<TaskId>>,
}

/// `std::sync::OnceState`, under the model.
#[derive(Debug)]
pub struct OnceState(bool);

impl OnceState {
    /// As in std.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.0
    }
}

// SAFETY: tasks of a run share one thread of the system, and the cells are only touched between points.
unsafe impl Send for Once {}
// SAFETY: as above.
unsafe impl Sync for Once {}
impl UnwindSafe for Once {}
impl RefUnwindSafe for Once {}

impl Once {
    /// As in std.
    #[track_caller]
    #[must_use]
    #[expect(clippy::new_without_default, reason = "std has no default either")]
    pub const fn new() -> Self {
        let (stage, at_first) = (Cell::new(Stage::New), Cell::new(Stage::New));
        Self { origin: Origin::here("Once"), stage, at_first, waiters: RefCell::new(Vec::new()) }
    }

    /// As in std.
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, init: F) {
        self.call(Location::caller(), false, |_| init());
    }

    /// As in std.
    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceState)>(&self, init: F) {
        self.call(Location::caller(), true, init);
    }

    /// As in std.
    pub fn is_completed(&self) -> bool {
        self.enter(|| {});
        self.origin.begin_reading();
        self.stage.get() == Stage::Done
    }

    /// To be called before each use. `forget` is for what an earlier run initialised.
    fn enter(&self, forget: impl FnOnce()) {
        let reset = || {
            self.waiters.take();
            self.stage.set(self.at_first.get());
            if self.at_first.get() != Stage::Done {
                forget();
            }
        };
        self.origin.enter_anew(|| self.at_first.set(self.stage.get()), reset);
    }

    /// As in std.
    #[track_caller]
    pub fn wait(&self) {
        self.wait_until(Location::caller(), |stage| {
            assert!(stage != Stage::Poisoned, "Once instance has previously been poisoned");
            stage == Stage::Done
        });
    }

    /// As in std: a poisoned one is waited for too.
    #[track_caller]
    pub fn wait_force(&self) {
        self.wait_until(Location::caller(), |stage| stage == Stage::Done);
    }

    fn wait_until(&self, place: &'static Location<'static>, is_over: impl Fn(Stage) -> bool) {
        self.enter(|| {});
        self.origin.begin();
        while !is_over(self.stage.get()) {
            self.waiters.borrow_mut().push(kernel::me());
            self.origin.block(Wait::Initialisation, place, None);
        }
    }

    fn call(&self, place: &'static Location<'static>, force: bool, init: impl FnOnce(&OnceState)) {
        self.enter(|| {});
        self.origin.begin();
        while self.stage.get() == Stage::Running {
            self.waiters.borrow_mut().push(kernel::me());
            self.origin.block(Wait::Initialisation, place, None);
        }
        let before = self.stage.get();
        assert!(before != Stage::Poisoned || force, "Once instance has previously been poisoned");
        if before != Stage::Done {
            self.stage.set(Stage::Running);
            self.origin.record(Some(place), || Action::Initialises);
            let finish = Finish { once: self, stage: Cell::new(Stage::Poisoned) };
            init(&OnceState(before == Stage::Poisoned));
            finish.stage.set(Stage::Done);
        }
    }
}

/// As in std.
#[deprecated = "use `Once::new`, as in std"]
#[expect(clippy::declare_interior_mutable_const, reason = "as in std")]
pub const ONCE_INIT: Once = Once::new();

/// Ends an initialisation, also one that panics.
struct Finish<'a> {
    once: &'a Once,
    stage: Cell<Stage>,
}

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.once.origin.touch();
        self.once.stage.set(self.stage.get());
        for waiter in self.once.waiters.take() {
            kernel::wake(waiter);
        }
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

/// `std::sync::OnceLock`, under the model.
pub struct OnceLock<T> {
    once: Once,
    value: Slot<T>,
}

// SAFETY: tasks of a run share one thread of the system; the value is set once and shared afterwards.
unsafe impl<T: Send> Send for OnceLock<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    /// As in std.
    #[track_caller]
    #[must_use]
    pub const fn new() -> Self {
        Self { once: Once::new(), value: Slot::new() }
    }

    /// As in std.
    pub fn get(&self) -> Option<&T> {
        self.enter();
        self.once.is_completed().then(|| self.value.get()).flatten()
    }

    /// As in std.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut()
    }

    /// As in std.
    #[track_caller]
    pub fn wait(&self) -> &T {
        self.enter();
        self.once.wait_force();
        self.value.get().expect("the initialisation is done")
    }

    /// As in std.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(|| value.take().expect("an initialisation runs once"));
        value.map_or(Ok(()), Err)
    }

    /// As in std.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, init: F) -> &T {
        self.enter();
        // As in std, a panic in `init` leaves the cell empty, and the next one tries again.
        self.once.call(Location::caller(), true, |_| {
            let is_first = self.value.set(init()).is_ok();
            assert!(is_first, "reentrant init");
        });
        self.value.get().expect("the initialisation is done")
    }

    fn enter(&self) {
        self.once.enter(|| self.value.forget());
    }

    /// As in std.
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    /// As in std.
    pub fn take(&mut self) -> Option<T> {
        self.once.stage.set(Stage::New);
        self.value.take()
    }
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        let once = Once::new();
        once.stage.set(Stage::Done);
        Self { once, value: Slot::of(value) }
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get().cloned().map_or_else(Self::new, Self::from)
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OnceLock").field(&self.value.get()).finish()
    }
}

/// `std::sync::LazyLock`, under the model.
pub struct LazyLock<T, F = fn() -> T> {
    once: Once,
    value: Slot<T>,
    init: UnsafeCell<Option<F>>,
}

// SAFETY: tasks of a run share one thread of the system; the function is taken by the one that initialises.
unsafe impl<T: Send, F: Send> Send for LazyLock<T, F> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync, F: Send> Sync for LazyLock<T, F> {}
impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// As in std.
    #[track_caller]
    pub const fn new(init: F) -> Self {
        Self { once: Once::new(), value: Slot::new(), init: UnsafeCell::new(Some(init)) }
    }

    /// As in std.
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.once.enter(|| this.value.forget());
        this.once.call(Location::caller(), false, |_| {
            // SAFETY: `Once` lets one task in here, once a run. A function without a destructor stays for the
            // next run; whoever had its copy was a task of a run that is over.
            let init = unsafe { if needs_drop::<F>() { (*this.init.get()).take() } else { this.init.get().read() } };
            let value = init.expect("an initialisation that has a destructor belongs to one run")();
            let is_first = this.value.set(value).is_ok();
            assert!(is_first, "reentrant init");
        });
        this.value.get().expect("the initialisation is done")
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LazyLock").field(&self.value.get()).finish()
    }
}
