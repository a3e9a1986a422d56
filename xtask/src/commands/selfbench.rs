//! `cargo xtask selfbench`: how long the judge takes.

use crate::cli::SelfbenchArgs;
use crate::desk::Desk;
use crate::exit::Exit;

pub(crate) fn run(_desk: &Desk, _args: &SelfbenchArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Broken)
}
