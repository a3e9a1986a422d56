//! `core`, with the atomics of the model. A crate that gets `model_std` under the name `std` gets this one under
//! the name `core`, so that `core::sync::atomic` does not lead around the model.

#![no_std]

pub use ::core::*;

pub mod sync {
    //! `core::sync`.
    pub use model_std::sync::atomic;
}

pub mod prelude {
    //! `core::prelude`: rustc looks for macros there.
    pub use ::core::prelude::*;
}
