//! Systems for which there are no walls yet.

use super::Resources;
use super::launch::Order;
use std::ffi::OsString;
use std::path::Path;

/// Whether there are walls.
pub(super) const HAS_WALLS: bool = false;

/// Whether the threads of each process behind walls are counted by themselves.
pub(super) fn counts_threads_apart() -> bool {
    false
}

/// What groups of processes limit.
pub(super) fn limited() -> Result<&'static [String], String> {
    Err("there are none on this system".to_owned())
}

/// A group of processes; there is never one.
#[derive(Debug)]
pub(super) enum Group {}

impl Group {
    pub(super) fn new(_resources: &Resources) -> Result<Option<Self>, String> {
        Ok(None)
    }

    pub(super) fn folder(&self) -> &Path {
        match *self {}
    }

    pub(super) fn ran_out_of_memory(&self) -> bool {
        match *self {}
    }
}

/// Puts up the walls and becomes the program; comes back only with the reason why it cannot.
pub(super) fn enter(_order: &Order, _args: Vec<OsString>) -> String {
    "there are none on this system".to_owned()
}
