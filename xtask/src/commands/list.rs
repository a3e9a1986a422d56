//! `cargo xtask list`: the exercises and how far the learner is.

use crate::cli::ListArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::overview;
use judge::report::list;

pub(crate) fn run(desk: &Desk, args: &ListArgs) -> anyhow::Result<Exit> {
    let overview = overview::of(&desk.exercises, &desk.progress()?);
    say(&if args.json { list::json(&overview) } else { list::render(&overview, desk.screen()) })?;
    Ok(Exit::Passed)
}
