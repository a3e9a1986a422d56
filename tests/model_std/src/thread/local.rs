//! `thread_local!`: one value a task.

use crate::kernel;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;
pub use std::thread::AccessError;

/// `std::thread::LocalKey`, under the model.
pub struct LocalKey<T: 'static> {
    init: fn() -> T,
    value: PhantomData<fn() -> T>,
}

/// Makes a key; for `thread_local!` only.
#[must_use]
pub const fn new_key<T>(init: fn() -> T) -> LocalKey<T> {
    LocalKey { init, value: PhantomData }
}

impl<T: 'static> LocalKey<T> {
    /// As in std.
    pub fn with<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> R {
        body(self.value())
    }

    /// As in std; it never fails, because a value lives as long as its task.
    pub fn try_with<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> Result<R, AccessError> {
        Ok(body(self.value()))
    }

    fn value(&'static self) -> &'static T {
        let key = std::ptr::from_ref(self).addr();
        if kernel::local(key).is_none() {
            let value = Box::new((self.init)());
            kernel::set_local(key, value);
        }
        let value = kernel::local(key).expect("it was set just now");
        // SAFETY: the value is boxed and stays until its task ends, which is the one that runs here; nobody
        // has it mutably. The callers above give it out for the time of a call only.
        let value = unsafe { &*value };
        value.downcast_ref::<T>().expect("a key has values of its own type")
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    /// As in std.
    pub fn set(&'static self, value: T) {
        self.with(|cell| cell.set(value));
    }

    /// As in std.
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    /// As in std.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    /// As in std.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// As in std.
    pub fn with_borrow<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> R {
        self.with(|cell| body(&cell.borrow()))
    }

    /// As in std.
    pub fn with_borrow_mut<F: FnOnce(&mut T) -> R, R>(&'static self, body: F) -> R {
        self.with(|cell| body(&mut cell.borrow_mut()))
    }

    /// As in std.
    pub fn set(&'static self, value: T) {
        self.with(|cell| *cell.borrow_mut() = value);
    }

    /// As in std.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    /// As in std.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

/// `std::thread_local!`, under the model.
#[macro_export]
macro_rules! thread_local {
    () => {};
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $type:ty = const $init:block $(; $($rest:tt)*)?) => {
        $crate::thread_local!($(#[$attribute])* $visibility static $name: $type = $init $(; $($rest)*)?);
    };
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $type:ty = $init:expr $(; $($rest:tt)*)?) => {
        $(#[$attribute])*
        $visibility const $name: &'static $crate::thread::LocalKey<$type> = {
            static KEY: $crate::thread::LocalKey<$type> = $crate::thread::__new_key(|| $init);
            &KEY
        };
        $($crate::thread_local!($($rest)*);)?
    };
}
