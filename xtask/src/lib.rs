//! What all programs of the command line share: the workspace and the terminal, exit codes, and the language.

pub mod desk;
pub mod exit;
pub mod skipped;
pub mod speech;
