//! Tests that could not be tried on this machine: they say so, and `cargo xtask ci` collects it.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};

/// The variable that names the file in which they are collected, a line each.
pub const LIST: &str = "LOCKSTEP_SKIPPED";

/// Says which test was skipped and what it needs, past the test runner, which shows nothing of a test that passes.
///
/// # Panics
/// When nobody can be told.
pub fn tell(sentence: &str) {
    let told = writeln!(io::stderr(), "skipped: {sentence}");
    told.expect("there is somewhere to write");
    if let Some(path) = env::var_os(LIST) {
        let list = OpenOptions::new().create(true).append(true).open(path);
        let written = list.and_then(|mut list| writeln!(list, "{sentence}"));
        written.expect("the list of skipped tests can be written");
    }
}
