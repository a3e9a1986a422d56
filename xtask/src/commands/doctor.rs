//! `cargo xtask doctor`: what this machine has, and how to get what it lacks.

use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::build::Toolchain;
use judge::process::{self, Ending, Limits, Program};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// The oldest compiler that builds this workspace, from its manifest.
const NEEDED_RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// One thing that was looked at.
struct Finding {
    name: &'static str,
    /// What was found.
    found: String,
    /// What to do, when something is missing.
    remedy: Option<&'static str>,
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
        writable("build folder", &desk.layout.scratch()),
        writable("progress folder", &desk.layout.state()),
    ];
    for finding in &findings {
        say(&line(finding, desk))?;
    }
    let broken = findings.iter().any(|finding| finding.remedy.is_some() && !finding.optional);
    say(if broken {
        "\nSomething is missing; see above.\n"
    } else {
        "\nReady: `cargo xtask list` shows the exercises.\n"
    })?;
    Ok(if broken { Exit::Broken } else { Exit::Passed })
}

fn line(finding: &Finding, desk: &Desk) -> String {
    let mark = match (finding.remedy, finding.optional) {
        (None, _) => desk.marks.passed(),
        (Some(_), true) => "-",
        (Some(_), false) => desk.marks.failed(),
    };
    let mut text = format!("{mark} {:16} {}\n", finding.name, finding.found);
    if let Some(remedy) = finding.remedy {
        text += &format!("  {:16} {remedy}\n", "");
    }
    text
}

fn compiler(toolchain: &Toolchain) -> anyhow::Result<Finding> {
    let text = toolchain.version()?;
    let release = text.lines().find_map(|line| line.strip_prefix("release: ")).unwrap_or("unknown").to_owned();
    let too_old = version(&release) < version(NEEDED_RUST);
    Ok(Finding {
        name: "Rust compiler",
        found: format!("{release} ({}); {NEEDED_RUST} or newer is needed", toolchain.rustc.display()),
        remedy: too_old.then_some("rustup update stable"),
        optional: false,
    })
}

/// "1.95.0-nightly" as numbers that compare.
fn version(text: &str) -> Vec<u32> {
    text.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
}

/// Links a program that does nothing.
fn linker(toolchain: &Toolchain) -> anyhow::Result<Finding> {
    const REMEDY: &str = if cfg!(windows) {
        "install the \"Desktop development with C++\" part of the Visual Studio Build Tools"
    } else if cfg!(target_os = "macos") {
        "xcode-select --install"
    } else {
        "install a C compiler: `sudo apt install gcc`, `sudo dnf install gcc`, or your system's way"
    };
    let folder = std::env::temp_dir().join(format!("lockstep-doctor-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("main.rs"), "fn main() {}\n")?;
    let program = Program::new(&toolchain.rustc, &folder).args(["main.rs", "-o", "program"]);
    let works = process::run(&program, &limits())?.ending == Ending::Exited(0);
    fs::remove_dir_all(&folder)?;
    let found = if works { "works" } else { "cannot link a program" };
    Ok(Finding { name: "linker", found: found.to_owned(), remedy: (!works).then_some(REMEDY), optional: false })
}

/// A part of the toolchain that only `cargo xtask ci` uses.
fn component(
    toolchain: &Toolchain,
    name: &'static str,
    remedy: &'static str,
    args: &[&str],
) -> anyhow::Result<Finding> {
    let program = Program::new(&toolchain.cargo, std::env::temp_dir()).args(args.iter().copied());
    let works = process::run(&program, &limits())?.ending == Ending::Exited(0);
    let found = if works { "there" } else { "missing; only `cargo xtask ci` uses it" };
    Ok(Finding { name, found: found.to_owned(), remedy: (!works).then_some(remedy), optional: true })
}

fn cores() -> Finding {
    let cores = thread::available_parallelism().map_or(1, Into::into);
    let found = format!("{cores} that this program may use");
    Finding { name: "processor cores", found, remedy: None, optional: false }
}

/// What is left of a submission's processes when a check is over.
fn clean_up() -> Finding {
    let found = if cfg!(target_os = "linux") {
        "every process that a submission starts is ended with it"
    } else if cfg!(windows) {
        "every process in a submission's job object is ended with it"
    } else {
        "processes that leave a submission's process group are not ended on this system"
    };
    Finding { name: "clean-up", found: found.to_owned(), remedy: None, optional: false }
}

fn writable(name: &'static str, folder: &Path) -> Finding {
    let probe = folder.join(format!("doctor-{}", std::process::id()));
    let result =
        fs::create_dir_all(folder).and_then(|()| fs::write(&probe, "x")).and_then(|()| fs::remove_file(&probe));
    let (found, remedy) = match result {
        Ok(()) => (format!("{} can be written", folder.display()), None),
        Err(error) => (format!("{}: {error}", folder.display()), Some("free space there, or look at its owner")),
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
