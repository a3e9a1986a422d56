//! What tests within the program and tests of the command share.
#![allow(dead_code, clippy::unwrap_used, reason = "each of them uses a part of this")]

pub(crate) mod optional;
pub(crate) mod redis;
