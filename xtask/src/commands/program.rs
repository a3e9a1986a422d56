//! Commands that are a program of their own: a package below `xtask/`, because it brings crates that nobody should have to
//! build before the first check. It answers everything itself, `--help` too.

use crate::desk::Desk;
use crate::exit::Exit;
use anyhow::Context;
use judge::build::Toolchain;
use judge::language;
use judge::layout::Profile;
use judge::process::{self, Limits, Program, Show};
use std::env;
use std::ffi::OsString;
use std::time::Duration;
use tr::tr;

/// It ends itself; so long may its work take.
const DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);

/// Starts the program through cargo, which builds it when that is needed, and ends as it ends.
pub(crate) fn run(desk: &Desk, package: &str, profile: Profile, args: &[OsString]) -> anyhow::Result<Exit> {
    let toolchain = Toolchain::find()?;
    let here = env::current_dir().with_context(|| tr!("the current folder is gone"))?;
    let mut words = vec!["run", "--package", package];
    match profile {
        Profile::Debug => {}
        Profile::Release => words.push("--release"),
    }
    if desk.layout.program(profile, package).exists() {
        words.push("--quiet");
    } else {
        eprintln!("{}", tr!("The program for this is built first, which is needed once:"));
    }
    words.push("--");
    // `--lang` may stand before its name, where it does not see it.
    let env = vec![(language::VARIABLE.into(), Some(language::spoken().code().into()))];
    let program = Program { show: Show::Everything, env, ..Program::new(&toolchain.cargo, here) };
    let limits = Limits { deadline: DEADLINE, output_bytes: 0, keep_bytes: 0 };
    let finished = process::run(&program.args(words).args(args), &limits)?;
    Ok(Exit::passed_on(finished.ending))
}
