//! `std::sync::atomic`: every operation is a point. All orderings behave like `SeqCst`: a mistake in the
//! choice of an ordering is not found here.

use super::origin::Origin;
use crate::kernel::{self, Action};
use std::cell::Cell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
pub use std::sync::atomic::Ordering;

/// `std::sync::atomic::fence`: under the model only a point.
pub fn fence(_order: Ordering) {
    kernel::point();
}

/// `std::sync::atomic::compiler_fence`: nothing to do.
pub fn compiler_fence(_order: Ordering) {}

/// As in std.
#[deprecated = "use `hint::spin_loop`, as in std"]
pub fn spin_loop_hint() {
    crate::hint::spin_loop();
}

macro_rules! initial {
    ($($constant:ident $name:ident $value:expr),*) => { $(
        /// As in std.
        #[deprecated = "use `new`, as in std"]
        #[expect(clippy::declare_interior_mutable_const, reason = "as in std")]
        pub const $constant: $name = $name::new($value);
    )* };
}

initial!(ATOMIC_BOOL_INIT AtomicBool false, ATOMIC_ISIZE_INIT AtomicIsize 0, ATOMIC_USIZE_INIT AtomicUsize 0);

/// As std: a load cannot release, a store cannot acquire.
fn check_load(order: Ordering) {
    assert!(!matches!(order, Ordering::Release), "there is no such thing as a release load");
    assert!(!matches!(order, Ordering::AcqRel), "there is no such thing as an acquire-release load");
}

fn check_store(order: Ordering) {
    assert!(!matches!(order, Ordering::Acquire), "there is no such thing as an acquire store");
    assert!(!matches!(order, Ordering::AcqRel), "there is no such thing as an acquire-release store");
}

/// A value for the record. Addresses differ from run to run and mean nothing to a reader.
fn shown(value: &dyn fmt::Debug) -> String {
    let text = format!("{value:?}");
    if text.starts_with("0x") { "a pointer".to_owned() } else { text }
}

macro_rules! atomic {
    ($name:ident [$($generic:ident)?] $value:ty) => {
        /// The type of the same name in `std::sync::atomic`, under the model.
        pub struct $name$(<$generic>)? {
            origin: Origin,
            value: Cell<$value>,
            /// What the first run found; each one begins with it.
            at_first: Cell<$value>,
        }

        // SAFETY: tasks of a run share one thread of the system, and the cell is only touched between points.
        unsafe impl$(<$generic>)? Send for $name$(<$generic>)? {}
        // SAFETY: as above.
        unsafe impl$(<$generic>)? Sync for $name$(<$generic>)? {}
        impl$(<$generic>)? UnwindSafe for $name$(<$generic>)? {}
        impl$(<$generic>)? RefUnwindSafe for $name$(<$generic>)? {}

        impl$(<$generic>)? $name$(<$generic>)? {
            /// As in std.
            #[track_caller]
            pub const fn new(value: $value) -> Self {
                let at_first = Cell::new(value);
                Self { origin: Origin::here(stringify!($name)), value: Cell::new(value), at_first }
            }

            /// As in std.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $value {
                check_load(order);
                self.enter();
                self.origin.begin_reading();
                let value = self.value.get();
                self.origin.record(Some(Location::caller()), || Action::Reads { value: shown(&value) });
                value
            }

            /// As in std.
            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                check_store(order);
                self.begin();
                self.value.set(value);
                self.origin.record(Some(Location::caller()), || Action::Writes { value: shown(&value) });
            }

            /// As in std.
            #[track_caller]
            pub fn swap(&self, value: $value, _order: Ordering) -> $value {
                self.change(Location::caller(), |_| value)
            }

            /// As in std.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                _success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                check_load(failure);
                self.begin();
                let found = self.value.get();
                let place = Some(Location::caller());
                if found != current {
                    self.origin.record(place, || Action::FailsToChange { found: shown(&found) });
                    return Err(found);
                }
                self.value.set(new);
                self.origin.record(place, || Action::Changes { before: shown(&found), after: shown(&new) });
                Ok(found)
            }

            /// As in std.
            #[deprecated = "use `compare_exchange`, as in std"]
            pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering) -> $value {
                self.compare_exchange(current, new, order, Ordering::Relaxed).unwrap_or_else(|found| found)
            }

            /// As in std; it fails for no reason as rarely as a wait wakes up for none.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                if kernel::is_active() && kernel::happens(kernel::settings().spurious_wake_ups) {
                    return Err(self.load(failure));
                }
                self.compare_exchange(current, new, success, failure)
            }

            /// As in std.
            #[track_caller]
            pub fn fetch_update<F: FnMut($value) -> Option<$value>>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: F,
            ) -> Result<$value, $value> {
                let mut found = self.load(fetch_order);
                while let Some(next) = change(found) {
                    match self.compare_exchange_weak(found, next, set_order, fetch_order) {
                        Ok(before) => return Ok(before),
                        Err(now) => found = now,
                    }
                }
                Err(found)
            }

            /// As in std.
            pub fn get_mut(&mut self) -> &mut $value {
                self.value.get_mut()
            }

            /// As in std; what is done through the pointer is no point.
            pub const fn as_ptr(&self) -> *mut $value {
                self.value.as_ptr()
            }

            /// As in std.
            pub fn into_inner(self) -> $value {
                self.value.into_inner()
            }

            fn begin(&self) {
                self.enter();
                self.origin.begin();
            }

            /// In each run, the value is what the first run found.
            fn enter(&self) {
                let keep = || self.at_first.set(self.value.get());
                self.origin.enter_anew(keep, || self.value.set(self.at_first.get()));
            }

            /// One operation that others see as one step; the value before it.
            fn change(&self, place: &'static Location<'static>, change: impl FnOnce($value) -> $value) -> $value {
                self.begin();
                let before = self.value.get();
                let after = change(before);
                self.value.set(after);
                self.origin.record(Some(place), || Action::Changes { before: shown(&before), after: shown(&after) });
                before
            }
        }

        impl$(<$generic>)? From<$value> for $name$(<$generic>)? {
            #[track_caller]
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }

        impl$(<$generic>)? fmt::Debug for $name$(<$generic>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.value.get().fmt(f)
            }
        }
    };
}

macro_rules! operations {
    ($name:ident $value:ty: $($operation:ident($a:ident, $b:ident) $result:expr;)*) => {
        impl $name {
            $(
                /// As in std.
                #[track_caller]
                pub fn $operation(&self, $b: $value, _order: Ordering) -> $value {
                    self.change(Location::caller(), |$a| $result)
                }
            )*
        }

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                Self::new(<$value>::default())
            }
        }
    };
}

macro_rules! integer {
    ($($name:ident $value:ty),*) => { $(
        atomic!($name [] $value);
        operations!($name $value:
            fetch_add(a, b) a.wrapping_add(b);
            fetch_sub(a, b) a.wrapping_sub(b);
            fetch_and(a, b) a & b;
            fetch_nand(a, b) !(a & b);
            fetch_or(a, b) a | b;
            fetch_xor(a, b) a ^ b;
            fetch_max(a, b) a.max(b);
            fetch_min(a, b) a.min(b);
        );
    )* };
}

integer!(AtomicU8 u8, AtomicU16 u16, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize);
integer!(AtomicI8 i8, AtomicI16 i16, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize);
atomic!(AtomicBool [] bool);
operations!(AtomicBool bool:
    fetch_and(a, b) a & b;
    fetch_nand(a, b) !(a & b);
    fetch_or(a, b) a | b;
    fetch_xor(a, b) a ^ b;
);
atomic!(AtomicPtr [T] *mut T);

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}

impl AtomicBool {
    /// As in std.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}
