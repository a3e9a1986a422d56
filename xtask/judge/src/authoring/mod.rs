//! For authors: proof that an exercise's checks accept what is right and reject what is wrong.
//!
//! The authors' submissions are judged by the same pipeline as a learner's; this module says what each
//! must come to ([`submissions`]), compares ([`verify`]), and looks at the files themselves ([`files`]).

mod files;
mod submissions;
mod verify;

pub use submissions::{Alternative, Submissions, Wrong, load};
pub use verify::{Effort, Finding, Kind, Report, Row, verify};
