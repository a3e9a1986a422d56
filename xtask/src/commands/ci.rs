//! `cargo xtask ci`: everything that must hold before a change is accepted.

use super::verify;
use crate::cli::VerifyArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::build::Toolchain;
use judge::process::{self, Ending, Limits, Program, Show};
use std::path::Path;
use std::time::Duration;

/// No step takes longer, on the slowest machine.
const STEP_DEADLINE: Duration = Duration::from_secs(60 * 60);

const STEPS: [(&str, &[&str]); 3] = [
    ("formatting", &["fmt", "--all", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]),
    ("tests", &["test", "--locked"]),
];

pub(crate) fn run(desk: &Desk) -> anyhow::Result<Exit> {
    let toolchain = Toolchain::find()?;
    for (name, args) in STEPS {
        say(&format!("\n==== {name}: cargo {}\n", args.join(" ")))?;
        if !succeeds(&toolchain, &desk.layout.root, args)? {
            say(&format!("\n`cargo xtask ci` stopped: {name} failed.\n"))?;
            return Ok(Exit::NotPassed);
        }
    }
    say("\n==== verify: cargo xtask verify --strict\n")?;
    verify::run(desk, &VerifyArgs { exercise: None, seed: None, strict: true })
}

fn succeeds(toolchain: &Toolchain, root: &Path, args: &[&str]) -> anyhow::Result<bool> {
    let limits = Limits { deadline: STEP_DEADLINE, output_bytes: 0, keep_bytes: 0 };
    let program = Program { show: Show::Everything, ..Program::new(&toolchain.cargo, root) };
    Ok(process::run(&program.args(args.iter().copied()), &limits)?.ending == Ending::Exited(0))
}
