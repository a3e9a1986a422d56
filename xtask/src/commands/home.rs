//! `cargo xtask` alone: where the learner is, what to do next, and the commands.

use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::overview;
use judge::report::home;

pub(crate) fn run(desk: &Desk) -> anyhow::Result<Exit> {
    let overview = overview::of(&desk.exercises, &desk.progress()?);
    say(&home::render(&overview, desk.screen()))?;
    Ok(Exit::Passed)
}
