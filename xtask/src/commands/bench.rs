//! `cargo xtask bench`: starts the program that measures and draws. It is a package of its own, because it brings crates
//! for charts and progress bars, which nobody should have to build before the first check.

use crate::cli::BenchArgs;
use crate::desk::Desk;
use crate::exit::Exit;
use anyhow::Context;
use judge::build::Toolchain;
use judge::process::{self, Limits, Program, Show};
use std::env;
use std::time::Duration;

/// It ends itself; so long may a benchmark take.
const DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) fn run(desk: &Desk, args: &BenchArgs) -> anyhow::Result<Exit> {
    let toolchain = Toolchain::find()?;
    let here = env::current_dir().context("the current folder is gone")?;
    let mut words = vec!["run", "--package", "bench"];
    if desk.layout.program("bench").exists() {
        words.push("--quiet");
    } else {
        eprintln!("The program for this is built first, which is needed once:");
    }
    words.push("--");
    let program = Program { show: Show::Everything, ..Program::new(&toolchain.cargo, here) };
    let limits = Limits { deadline: DEADLINE, output_bytes: 0, keep_bytes: 0 };
    let finished = process::run(&program.args(words).args(&args.args), &limits)?;
    Ok(Exit::passed_on(finished.ending))
}
