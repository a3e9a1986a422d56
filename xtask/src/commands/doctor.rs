//! `cargo xtask doctor`: what this machine has, and how to get what it lacks.

use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::build::Toolchain;
use judge::process::{self, Ending, Limits, Program};
use judge::sandbox::{self, Level, Policy, probe};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;
use tr::tr;

/// The oldest compiler that builds this workspace, from its manifest.
const NEEDED_RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// One thing that was looked at.
struct Finding {
    name: String,
    /// What was found.
    found: String,
    /// What to do, when something is missing.
    remedy: Option<String>,
    /// Whether learners can do without it.
    optional: bool,
}

pub(crate) fn run(desk: &Desk) -> anyhow::Result<Exit> {
    let toolchain = Toolchain::find()?;
    let findings = [
        compiler(&toolchain)?,
        linker(&toolchain)?,
        component(&toolchain, "rustfmt", "rustup component add rustfmt", &["fmt", "--version"])?,
        component(&toolchain, "clippy", "rustup component add clippy", &["clippy", "--version"])?,
        cores(),
        clean_up(),
        sandbox(),
        writable(tr!("build folder"), &desk.layout.scratch()),
        writable(tr!("progress folder"), &desk.layout.state()),
    ];
    for finding in &findings {
        say(&line(finding, desk))?;
    }
    let broken = findings.iter().any(|finding| finding.remedy.is_some() && !finding.optional);
    let end = if broken {
        tr!("Something is missing; see above.")
    } else {
        tr!("Ready: `cargo xtask list` shows the exercises.")
    };
    say(&format!("\n{end}\n"))?;
    Ok(if broken { Exit::Broken } else { Exit::Passed })
}

fn line(finding: &Finding, desk: &Desk) -> String {
    let mark = match (&finding.remedy, finding.optional) {
        (None, _) => desk.marks.passed(),
        (Some(_), true) => "-",
        (Some(_), false) => desk.marks.failed(),
    };
    let mut text = format!("{mark} {:16} {}\n", finding.name, finding.found);
    if let Some(remedy) = &finding.remedy {
        text += &format!("  {:16} {remedy}\n", "");
    }
    text
}

fn compiler(toolchain: &Toolchain) -> anyhow::Result<Finding> {
    let text = toolchain.version()?;
    let release = text.lines().find_map(|line| line.strip_prefix("release: "));
    let release = release.map_or_else(|| tr!("unknown"), str::to_owned);
    let too_old = version(&release) < version(NEEDED_RUST);
    let found = tr!(
        "{release} ({compiler}); {needed} or newer is needed",
        release,
        compiler = toolchain.rustc.display(),
        needed = NEEDED_RUST
    );
    Ok(Finding {
        name: tr!("Rust compiler"),
        found,
        remedy: too_old.then(|| "rustup update stable".to_owned()),
        optional: false,
    })
}

/// "1.95.0-nightly" as numbers that compare.
fn version(text: &str) -> Vec<u32> {
    text.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
}

/// Links a program that does nothing.
fn linker(toolchain: &Toolchain) -> anyhow::Result<Finding> {
    let folder = std::env::temp_dir().join(format!("lockstep-doctor-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("main.rs"), "fn main() {}\n")?;
    let env = vec![("TMPDIR".into(), Some(folder.clone().into()))];
    let program = Program { env, ..Program::new(&toolchain.rustc, &folder) }.args(["main.rs", "-o", "program"]);
    let policy = Policy::of_compiler(&toolchain.rustc, Vec::new(), vec![folder.clone()]);
    let works = process::run(&program, &limits())?.ending == Ending::Exited(0);
    let works_behind_walls = sandbox::run(program, &policy, &limits())?.ending == Ending::Exited(0);
    fs::remove_dir_all(&folder)?;
    let (found, remedy) = match (works, works_behind_walls) {
        (true, true) => (tr!("works"), None),
        (true, false) => {
            (tr!("works, but not in the sandbox"), Some(tr!("check with `--sandbox none`, your own code only")))
        }
        (false, _) => (tr!("cannot link a program"), Some(how_to_get_a_linker())),
    };
    Ok(Finding { name: tr!("linker"), found, remedy, optional: false })
}

fn how_to_get_a_linker() -> String {
    if cfg!(windows) {
        tr!("install the \"Desktop development with C++\" part of the Visual Studio Build Tools")
    } else if cfg!(target_os = "macos") {
        "xcode-select --install".to_owned()
    } else {
        tr!("install a C compiler: `sudo apt install gcc`, `sudo dnf install gcc`, or your system's way")
    }
}

/// A part of the toolchain that only `cargo xtask ci` uses.
fn component(toolchain: &Toolchain, name: &str, remedy: &str, args: &[&str]) -> anyhow::Result<Finding> {
    let program = Program::new(&toolchain.cargo, std::env::temp_dir()).args(args.iter().copied());
    let works = process::run(&program, &limits())?.ending == Ending::Exited(0);
    let found = if works { tr!("there") } else { tr!("missing; only `cargo xtask ci` uses it") };
    Ok(Finding { name: name.to_owned(), found, remedy: (!works).then(|| remedy.to_owned()), optional: true })
}

fn cores() -> Finding {
    let cores: usize = thread::available_parallelism().map_or(1, Into::into);
    let found = tr!("{cores} that this program may use", cores);
    Finding { name: tr!("processor cores"), found, remedy: None, optional: false }
}

/// What is left of a submission's processes when a check is over.
fn clean_up() -> Finding {
    let found = if cfg!(target_os = "linux") {
        tr!("every process that a submission starts is ended with it")
    } else if cfg!(windows) {
        tr!("every process in a submission's job object is ended with it")
    } else {
        tr!("processes that leave a submission's process group are not ended on this system")
    };
    Finding { name: tr!("clean-up"), found, remedy: None, optional: false }
}

/// What stands between a submission and this machine.
fn sandbox() -> Finding {
    let best = probe::best();
    let (level, what) = (best.level, probe::not_protected(best.level));
    let mut found = tr!("{level}; not protected: {what}", level, what);
    best.missing.iter().for_each(|reason| found += &format!("\n  {:16} {reason}", ""));
    if best.level > Level::None {
        let groups = match probe::groups() {
            Ok(limited) => tr!("control groups: for {limited}, and to end processes", limited = limited.join(", ")),
            Err(cause) => tr!("no control groups: {cause}", cause),
        };
        found += &format!("\n  {:16} {groups}", "");
    }
    let remedy = (!best.missing.is_empty()).then(|| tr!("docs/THREAT_MODEL.md says what the levels need"));
    Finding { name: tr!("sandbox"), found, remedy, optional: true }
}

fn writable(name: String, folder: &Path) -> Finding {
    let probe = folder.join(format!("doctor-{}", std::process::id()));
    let result =
        fs::create_dir_all(folder).and_then(|()| fs::write(&probe, "x")).and_then(|()| fs::remove_file(&probe));
    let folder = folder.display();
    let (found, remedy) = match result {
        Ok(()) => (tr!("{folder} can be written", folder), None),
        Err(error) => (format!("{folder}: {error}"), Some(tr!("free space there, or look at its owner"))),
    };
    Finding { name, found, remedy, optional: false }
}

fn limits() -> Limits {
    Limits { deadline: Duration::from_secs(60), output_bytes: 1 << 20, keep_bytes: 1 << 10 }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("1.100.0") > version("1.89"));
        assert!(version("1.89.0-nightly") >= version("1.89"));
        assert!(version("1.88.1") < version("1.89"));
    }
}
