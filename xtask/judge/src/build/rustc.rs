//! The judge's own calls of rustc: the learner's crate, in a folder where nothing else is, then the runner.

use super::dependencies::Dependencies;
use super::diagnostics::{self, Diagnostic};
use super::toolchain::Toolchain;
use super::workshop::Workshop;
use super::{Flavour, Misfit, Rejection};
use crate::KitError;
use crate::catalog::Exercise;
use crate::layout::Layout;
use crate::process::{self, Ending, Finished, Limits, Program, UsedUp};
use crate::sandbox::{self, Policy};
use crate::submission::Submission;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// The edition of every crate here; the root manifest says the same.
const EDITION: &str = "--edition=2024";
/// Nothing that only debuggers and optimizers read: a learner waits for the compiler and the linker.
const QUICK: [&str; 2] = ["-Cdebuginfo=0", "-Cembed-bitcode=no"];
/// With more units the linker has more files to read, with fewer a change compiles more anew. After a change in each
/// public function of a solution, 1 unit took up to three times as long as 16, and hundreds (rustc's own choice) up to a
/// tenth longer.
const UNITS: &str = "-Ccodegen-units=16";
/// On Linux the linker drops symbols in passing; elsewhere a further program would have to.
const STRIP: Option<&str> = if cfg!(target_os = "linux") { Some("-Cstrip=symbols") } else { None };
/// A hundred times what a solution needs.
const COMPILE_DEADLINE: Duration = Duration::from_secs(60);
const COMPILE_OUTPUT: usize = 16 << 20;

/// Everything that a build needs to know.
pub(super) struct Job<'a> {
    pub(super) layout: &'a Layout,
    pub(super) toolchain: &'a Toolchain,
    pub(super) exercise: &'a Exercise,
    pub(super) dependencies: &'a Dependencies,
    /// Where the compiler works.
    pub(super) workshop: Workshop,
    /// A fresh folder for the finished runner.
    pub(super) folder: &'a Path,
    pub(super) checks_file: &'a Path,
    pub(super) flavour: Flavour,
}

impl Job<'_> {
    /// What the code calls std and core, where it is not the real ones: both lead to the model, which has all of
    /// core in it.
    fn facade(&self) -> Result<Vec<(String, PathBuf)>, KitError> {
        if self.flavour != Flavour::Model {
            return Ok(Vec::new());
        }
        let library = self.dependencies.of_checks.iter().find(|(name, _)| name == "model_std");
        let (_, path) = library.ok_or_else(|| KitError::Runner {
            slug: self.exercise.slug.clone(),
            reason: "its package of checks does not depend on model_std".to_owned(),
        })?;
        Ok(["std", "core"].map(|name| (name.to_owned(), path.clone())).to_vec())
    }
}

/// Compiles the learner's crate; its warnings, or why it is rejected.
pub(super) fn compile_submission(
    job: &Job<'_>,
    submission: &Submission,
) -> Result<Result<Vec<Diagnostic>, Rejection>, KitError> {
    let folder = job.workshop.submission();
    let sources = folder.join("src");
    write_sources(&sources, submission)?;
    let mut externs = job.dependencies.of_exercise.clone();
    externs.extend(job.facade()?);
    let mut args = common_args(job, &job.exercise.slug, folder, &externs);
    args.extend(["--crate-type=rlib", "--emit=link,dep-info", "-F", "unsafe_code"].map(OsString::from));
    for file in &submission.files {
        let mut mapping = OsString::from("--remap-path-prefix=");
        mapping.push(sources.join(&file.path));
        mapping.push(format!("={}", file.display));
        args.push(mapping);
    }
    args.push(sources.join("lib.rs").into());
    let finished = run(job, folder, folder, args, Vec::new())?;
    let found = diagnostics::parse(&finished.stderr.text());
    match outcome(&finished, found)? {
        Compiled::Yes(warnings) => Ok(match foreign_files(job, &sources)? {
            files if files.is_empty() => Ok(warnings),
            files => Err(Rejection::ReadsForeignFiles { files }),
        }),
        Compiled::No(diagnostics) => Ok(Err(match withheld_files(job, &diagnostics) {
            files if files.is_empty() => Rejection::DoesNotCompile { diagnostics },
            files => Rejection::ReadsForeignFiles { files },
        })),
        Compiled::TooLong => Ok(Err(too_long())),
        Compiled::Crashed => Ok(Err(Rejection::CrashesCompiler)),
    }
}

/// Compiles and links the runner; where it is, or what the submission lacks.
pub(super) fn compile_runner(job: &Job<'_>) -> Result<Result<PathBuf, Rejection>, KitError> {
    let mut externs = job.dependencies.of_checks.clone();
    externs.push((job.exercise.slug.clone(), job.workshop.submission().join(format!("lib{}.rlib", job.exercise.slug))));
    externs.extend(job.facade()?);
    let workshop = job.workshop.path();
    let mut args = common_args(job, "runner", workshop, &externs);
    args.extend(["--crate-type=bin", "--cap-lints=allow", UNITS].into_iter().chain(STRIP).map(OsString::from));
    let mut incremental = OsString::from("-Cincremental=");
    incremental.push(job.workshop.memory());
    args.extend([incremental, job.checks_file.into()]);
    let checks = job.layout.checks(&job.exercise.folder);
    let solution = job.layout.solutions(&job.exercise.folder).join("lib.rs");
    let finished = run(job, &job.layout.root, workshop, args, vec![checks, solution])?;
    let found = diagnostics::parse(&finished.stderr.text());
    Ok(match outcome(&finished, found)? {
        Compiled::Yes(_) => Ok(take_runner(workshop, job.folder)?),
        Compiled::No(found) => Err(Rejection::DoesNotFit { problems: found.into_iter().map(misfit).collect() }),
        Compiled::TooLong => Err(too_long()),
        // The checks alone do not: what they make the compiler do with the submission does.
        Compiled::Crashed => Err(Rejection::CrashesCompiler),
    })
}

fn take_runner(from: &Path, to: &Path) -> Result<PathBuf, KitError> {
    let name = format!("runner{}", std::env::consts::EXE_SUFFIX);
    let runner = to.join(&name);
    fs::rename(from.join(name), &runner).map_err(KitError::file("create", &runner))?;
    Ok(runner)
}

fn misfit(diagnostic: Diagnostic) -> Misfit {
    let labels = diagnostic.spans.into_iter().filter_map(|span| span.label);
    let mut details: Vec<String> = labels.chain(diagnostic.notes).collect();
    details.retain(|detail| !detail.is_empty() && *detail != diagnostic.message);
    details.dedup();
    Misfit { message: diagnostic.message, details }
}

fn too_long() -> Rejection {
    Rejection::TooLongToCompile { deadline_ms: u64::try_from(COMPILE_DEADLINE.as_millis()).unwrap_or(u64::MAX) }
}

fn write_sources(folder: &Path, submission: &Submission) -> Result<(), KitError> {
    for file in &submission.files {
        let path = folder.join(&file.path);
        let parent = path.parent().expect("a source file is in a folder");
        fs::create_dir_all(parent).map_err(KitError::file("create", parent))?;
        fs::write(&path, &file.text).map_err(KitError::file("write", &path))?;
    }
    Ok(())
}

fn common_args(job: &Job<'_>, crate_name: &str, to: &Path, externs: &[(String, PathBuf)]) -> Vec<OsString> {
    let mut args: Vec<OsString> =
        [EDITION, "--error-format=json", "--json=diagnostic-rendered-ansi", "--crate-name", crate_name, "--out-dir"]
            .map(OsString::from)
            .to_vec();
    args.push(to.into());
    args.extend(QUICK.map(OsString::from));
    if job.flavour == Flavour::Timed {
        args.push("-Copt-level=3".into());
    }
    for (name, library) in externs {
        let mut value = OsString::from(format!("{name}="));
        value.push(library);
        args.extend(["--extern".into(), value]);
    }
    for folder in &job.dependencies.search {
        let mut value = OsString::from("dependency=");
        value.push(folder);
        args.extend(["-L".into(), value]);
    }
    args
}

/// Runs the compiler in `folder`. It may read the libraries and `read`, and write in `write`.
fn run(
    job: &Job<'_>,
    folder: &Path,
    write: &Path,
    args: Vec<OsString>,
    mut read: Vec<PathBuf>,
) -> Result<Finished, KitError> {
    let limits = Limits { deadline: COMPILE_DEADLINE, output_bytes: COMPILE_OUTPUT, keep_bytes: COMPILE_OUTPUT };
    // Nothing of the judge's environment: `env!` would read it.
    let env = vec![("TMPDIR".into(), Some(write.into()))];
    let program = Program { empty_env: true, env, ..Program::new(&job.toolchain.rustc, folder) };
    read.extend(job.dependencies.search.iter().cloned());
    let policy = Policy::of_compiler(&job.toolchain.rustc, read, vec![write.to_owned()]);
    sandbox::run(program.args(args), &policy, &limits)
}

enum Compiled {
    Yes(Vec<Diagnostic>),
    No(Vec<Diagnostic>),
    TooLong,
    Crashed,
}

/// An error at a place in the code is the submission's; any other is the machine's or the compiler's.
fn outcome(finished: &Finished, found: Vec<Diagnostic>) -> Result<Compiled, KitError> {
    let relevant: Vec<Diagnostic> = found.into_iter().filter(Diagnostic::has_place).collect();
    let broken = || Err(KitError::Compiler { output: readable(&finished.stderr.text()) });
    match finished.ending {
        Ending::Exited(0) => Ok(Compiled::Yes(relevant)),
        Ending::DeadlineReached(_) => Ok(Compiled::TooLong),
        Ending::Exited(_) if relevant.iter().any(Diagnostic::is_error) => Ok(Compiled::No(relevant)),
        Ending::Aborted | Ending::MemoryFault | Ending::OutOfMemory | Ending::PrintedTooMuch => Ok(Compiled::Crashed),
        Ending::Signalled(signal) => match process::used_up(signal) {
            Some(UsedUp::ProcessorTime) => Ok(Compiled::TooLong),
            Some(UsedUp::FileSize) => Ok(Compiled::Crashed),
            None => broken(),
        },
        Ending::Exited(_) => broken(),
    }
}

/// What rustc wrote, without its JSON.
fn readable(output: &str) -> String {
    let rendered = diagnostics::parse(output).into_iter().map(|diagnostic| diagnostic.rendered);
    let plain = output.lines().filter(|line| !line.starts_with('{')).map(|line| format!("{line}\n"));
    rendered.chain(plain).collect()
}

/// The files that went into the learner's crate and are not part of the submission, from the list that
/// rustc writes for build tools. A path with a space is escaped there as `\ `.
fn foreign_files(job: &Job<'_>, sources: &Path) -> Result<Vec<String>, KitError> {
    let folder = job.workshop.submission();
    let path = folder.join(format!("{}.d", job.exercise.slug));
    let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
    let rules = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    let mut foreign: Vec<String> = rules
        .flat_map(|(_, files)| split_escaped(files))
        .filter(|file| !folder.join(file).starts_with(sources) || leaves_its_folder(file))
        .map(|file| job.layout.display(Path::new(&file)))
        .collect();
    foreign.sort();
    foreign.dedup();
    Ok(foreign)
}

/// The files that are there, and that rustc could not read in its sandbox. It names them in words only.
fn withheld_files(job: &Job<'_>, found: &[Diagnostic]) -> Vec<String> {
    let unread = found.iter().filter_map(|diagnostic| diagnostic.message.strip_prefix("couldn't read `"));
    let paths = unread.filter_map(|rest| Some(Path::new(rest.rsplit_once("`: ")?.0)));
    paths.filter(|path| path.is_file()).map(|path| job.layout.display(path)).collect()
}

fn leaves_its_folder(file: &str) -> bool {
    Path::new(file).components().any(|component| component == Component::ParentDir)
}

fn split_escaped(files: &str) -> Vec<String> {
    files.replace("\\ ", "\0").split(' ').filter(|file| !file.is_empty()).map(|file| file.replace('\0', " ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_spaces_stay_whole() {
        assert_eq!(split_escaped(r"/a/src/lib.rs /b\ c/x.txt"), ["/a/src/lib.rs", "/b c/x.txt"]);
    }

    #[test]
    fn the_edition_is_the_workspaces() {
        let manifest = include_str!("../../../../Cargo.toml");
        assert!(manifest.contains(&EDITION.replace("--edition=", "edition = \"")));
    }
}
