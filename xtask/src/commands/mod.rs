//! One file a command: each turns words into calls of the judge, and its data into text.

pub(crate) mod check;
pub(crate) mod ci;
pub(crate) mod doctor;
pub(crate) mod hint;
pub(crate) mod home;
pub(crate) mod learners;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod program;
pub(crate) mod progress;
pub(crate) mod reset;
pub(crate) mod selfbench;
pub(crate) mod solution;
pub(crate) mod verify;
pub(crate) mod watch;
