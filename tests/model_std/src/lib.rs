//! `std`, with everything that threads do to each other under a model checker.
//!
//! A crate gets this one under the name `std` (`--extern std=...`, or `std = { package = "model_std" }` in a
//! manifest), and runs unmodified: [`explore`] tries many interleavings of a scenario, and repeats one that
//! fails. Everything that is not listed in `sync`, `thread` and `time` here is std's own.
//!
//! Limits: all memory orderings behave like `SeqCst`; tasks switch only at operations of this crate, so a data
//! race through `unsafe` is not seen. In each run a `static` begins anew if it is an atomic, a `Once`, an `OnceLock` or
//! a `LazyLock`; what a run leaves in any other is refused.

#![expect(unsafe_code, reason = "locks give access to what they protect, and coroutines switch stacks")]

// One glob, and explicit modules that win over it: two globs would make a name ambiguous without an error.
pub use ::std::*;

pub mod explore;
pub mod kernel;
pub mod notes;
pub mod panic;
pub mod sync;
pub mod thread;
pub mod time;

pub mod hint {
    //! `std::hint`; a spin loop lets others go first.
    pub use ::std::hint::{assert_unchecked, black_box, unreachable_unchecked};

    /// As in std, and others go first.
    #[track_caller]
    pub fn spin_loop() {
        crate::kernel::yield_point(::std::panic::Location::caller());
    }
}

pub mod prelude {
    //! The preludes, with the macros of this crate: rustc finds std's macros through them.
    macro_rules! preludes {
        ($($name:ident)*) => { $(
            pub mod $name {
                //! The prelude of the same name.
                pub use ::std::prelude::$name::*;
                pub use crate::thread_local;
            }
        )* };
    }

    preludes!(v1 rust_2015 rust_2018 rust_2021 rust_2024);
}
