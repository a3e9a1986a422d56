//! `cargo xtask ci`: everything that must hold before a change is accepted.

use super::verify;
use crate::cli::VerifyArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::KitError;
use judge::build::Toolchain;
use judge::files;
use judge::layout::Layout;
use judge::process::{self, Ending, Limits, Program, Show};
use std::ffi::OsString;
use std::iter;
use std::path::Path;
use std::time::Duration;

/// No step takes longer, on the slowest machine.
const STEP_DEADLINE: Duration = Duration::from_secs(60 * 60);

const STEPS: [(&str, &[&str]); 4] = [
    ("clippy", &["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]),
    ("tests", &["test", "--locked"]),
    ("published crates under the model", &["test", "--locked", "--package", "published_crates"]),
    ("async scenarios", &["test", "--locked", "--package", "model_tokio"]),
];

pub(crate) fn run(desk: &Desk) -> anyhow::Result<Exit> {
    let toolchain = Toolchain::find()?;
    let formatting = formatting(&desk.layout)?;
    let steps = STEPS.map(|(name, args)| (name, args.iter().map(OsString::from).collect()));
    for (name, args) in iter::once(("formatting", formatting)).chain(steps) {
        say(&format!("\n==== {name}: cargo {}\n", shown(&args)))?;
        if !succeeds(&toolchain, &desk.layout.root, args)? {
            say(&format!("\n`cargo xtask ci` stopped: {name} failed.\n"))?;
            return Ok(Exit::NotPassed);
        }
    }
    say("\n==== verify: cargo xtask verify --strict\n")?;
    verify::run(desk, &VerifyArgs { exercise: None, seed: None, seeds: 3, schedules: None, strict: true })
}

/// Every package, and the source files that belong to none.
fn formatting(layout: &Layout) -> Result<Vec<OsString>, KitError> {
    let mut args: Vec<OsString> = ["fmt", "--all", "--check", "--"].map(OsString::from).to_vec();
    for folder in [layout.root.join("solutions"), layout.exercises()] {
        args.extend(files::with_extension(&folder, "rs")?.into_iter().map(OsString::from));
    }
    Ok(args)
}

/// The arguments without the files.
fn shown(args: &[OsString]) -> String {
    let words = args.iter().take_while(|arg| !Path::new(arg).is_absolute());
    words.map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn succeeds(toolchain: &Toolchain, root: &Path, args: Vec<OsString>) -> anyhow::Result<bool> {
    let limits = Limits { deadline: STEP_DEADLINE, output_bytes: 0, keep_bytes: 0 };
    let program = Program { show: Show::Everything, ..Program::new(&toolchain.cargo, root) };
    Ok(process::run(&program.args(args), &limits)?.ending == Ending::Exited(0))
}
