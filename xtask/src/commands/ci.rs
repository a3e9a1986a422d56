//! `cargo xtask ci`: everything that must hold before a change is accepted.

use super::verify;
use crate::cli::{CiArgs, VerifyArgs};
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::KitError;
use judge::build::Toolchain;
use judge::files;
use judge::layout::Layout;
use judge::process::{self, Ending, Limits, Program, Show};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::iter;
use std::path::Path;
use std::time::Duration;
use xtask::skipped;

/// No step takes longer, on the slowest machine.
const STEP_DEADLINE: Duration = Duration::from_secs(60 * 60);

const STEPS: [(&str, &[&str]); 4] = [
    ("clippy", &["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]),
    ("tests", &["test", "--locked"]),
    ("published crates under the model", &["test", "--locked", "--package", "published_crates"]),
    ("async scenarios", &["test", "--locked", "--package", "model_tokio"]),
];

pub(crate) fn run(desk: &Desk, args: &CiArgs) -> anyhow::Result<Exit> {
    let scratch = desk.layout.scratch();
    fs::create_dir_all(&scratch)?;
    let list = scratch.join(format!("skipped-{}", std::process::id()));
    let exit = run_steps(desk, &list)?;
    let skipped = take_skipped(&list)?;
    if !skipped.is_empty() {
        say("\nNot tried on this machine:\n")?;
    }
    for sentence in &skipped {
        say(&format!("  {sentence}\n"))?;
    }
    Ok(if exit == Exit::Passed && args.complete && !skipped.is_empty() { Exit::NotPassed } else { exit })
}

/// What tests have told, each once.
fn take_skipped(list: &Path) -> anyhow::Result<BTreeSet<String>> {
    if !list.exists() {
        return Ok(BTreeSet::new());
    }
    let told = fs::read_to_string(list)?.lines().map(str::to_owned).collect();
    fs::remove_file(list)?;
    Ok(told)
}

/// Stops at the first step that fails.
fn run_steps(desk: &Desk, skipped: &Path) -> anyhow::Result<Exit> {
    let toolchain = Toolchain::find()?;
    let formatting = formatting(&desk.layout)?;
    let steps = STEPS.map(|(name, args)| (name, args.iter().map(OsString::from).collect()));
    for (name, args) in iter::once(("formatting", formatting)).chain(steps) {
        say(&format!("\n==== {name}: cargo {}\n", shown(&args)))?;
        if !succeeds(&toolchain, &desk.layout.root, args, skipped)? {
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
    for folder in [layout.root.join("solutions"), layout.exercises(), layout.template()] {
        args.extend(files::with_extension(&folder, "rs")?.into_iter().map(OsString::from));
    }
    Ok(args)
}

/// The arguments without the files.
fn shown(args: &[OsString]) -> String {
    let words = args.iter().take_while(|arg| !Path::new(arg).is_absolute());
    words.map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn succeeds(toolchain: &Toolchain, root: &Path, args: Vec<OsString>, skipped: &Path) -> anyhow::Result<bool> {
    let limits = Limits { deadline: STEP_DEADLINE, output_bytes: 0, keep_bytes: 0 };
    let env = vec![(skipped::LIST.into(), Some(skipped.into()))];
    let program = Program { show: Show::Everything, env, ..Program::new(&toolchain.cargo, root) };
    Ok(process::run(&program.args(args), &limits)?.ending == Ending::Exited(0))
}
