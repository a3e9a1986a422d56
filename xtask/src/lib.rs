//! What all programs of the command line share: the workspace and the terminal, and exit codes.

pub mod desk;
pub mod exit;
