//! For authors: proof that an exercise's checks accept what is right and reject what is wrong.
//!
//! The authors' submissions are judged by the same pipeline as a learner's; this module says what each
//! must come to ([`submissions`]), compares ([`verify`]), and looks at the files themselves ([`files`]) and at their
//! translations ([`texts`]). A new exercise is made from a template ([`new`]).

mod files;
mod literals;
pub mod lock_file;
pub mod new;
mod submissions;
pub mod texts;
mod verify;

pub use literals::Literals;
pub use submissions::{Alternative, Submissions, Wrong, load};
pub use verify::{Effort, Finding, Kind, Report, Row, verify};
