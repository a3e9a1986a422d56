//! What an exercise and its checks are linked with: built by cargo, once.
//!
//! Cargo builds the library target of the exercise's package of checks (which is empty, but depends on
//! everything that is needed) and says in JSON where each library lies. The answer is kept as long as
//! nothing that went into it changes, so that a usual check does not start cargo at all.

use super::toolchain::{Toolchain, stamp};
use crate::KitError;
use crate::catalog::Exercise;
use crate::events::{self, Event, Tell};
use crate::files;
use crate::hash::hex;
use crate::layout::Layout;
use crate::process::{self, Ending, Limits, Program, Show};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tr::tr;

/// A slow network and a slow machine must be able to finish the first build.
const CARGO_DEADLINE: Duration = Duration::from_secs(60 * 60);
const CARGO_OUTPUT: usize = 64 << 20;

/// The libraries of one exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Dependencies {
    /// Changes whenever one of the libraries does.
    pub(super) key: String,
    /// What the learner's crate may use: crate name and library.
    pub(super) of_exercise: Vec<(String, PathBuf)>,
    /// What the runner uses besides the learner's crate.
    pub(super) of_checks: Vec<(String, PathBuf)>,
    /// Where the libraries' own libraries are.
    pub(super) search: BTreeSet<PathBuf>,
    /// Each library file with its stamp: when one is gone or changed, cargo is asked again.
    files: Vec<(PathBuf, String)>,
}

/// The libraries of an exercise, from the last answer of cargo or from cargo itself.
pub(super) fn prepare(
    layout: &Layout,
    toolchain: &Toolchain,
    exercise: &Exercise,
    whom: Tell<'_>,
) -> Result<Dependencies, KitError> {
    let inputs = fingerprint(layout, toolchain, exercise)?;
    let folder = layout.dependencies();
    let path = folder.join(format!("{}.json", exercise.slug));
    if let Some(known) = load(&path, &inputs) {
        return Ok(known);
    }
    events::tell(whom, || Event::Libraries);
    let artifacts = run_cargo(layout, toolchain, exercise, whom.is_none() && stderr().is_terminal())?;
    let dependencies = resolve(layout, exercise, &artifacts, &inputs)?;
    fs::create_dir_all(&folder).map_err(KitError::file("create", &folder))?;
    let text = serde_json::to_string(&(inputs, &dependencies)).expect("strings and paths that came from JSON");
    fs::write(&path, text).map_err(KitError::file("write", &path))?;
    Ok(dependencies)
}

fn load(path: &Path, inputs: &str) -> Option<Dependencies> {
    let (known_inputs, known): (String, Dependencies) = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
    let unchanged = |(file, known): &(PathBuf, String)| stamp(file).as_ref() == Some(known);
    (known_inputs == inputs && known.files.iter().all(unchanged)).then_some(known)
}

/// Everything that cargo's answer depends on. Sources of our own crates count by size and time of change.
fn fingerprint(layout: &Layout, toolchain: &Toolchain, exercise: &Exercise) -> Result<String, KitError> {
    let mut hasher = Sha256::new();
    hasher.update(&toolchain.fingerprint);
    for path in [
        layout.lock_file(),
        layout.root.join("Cargo.toml"),
        layout.exercise(&exercise.folder).join("Cargo.toml"),
        layout.checks(&exercise.folder).join("Cargo.toml"),
    ] {
        hasher.update(fs::read(&path).map_err(KitError::file("read", &path))?);
    }
    for folder in layout.kit_sources() {
        for path in files::all(&folder)? {
            hasher.update(format!("{} {:?}", path.display(), stamp(&path)));
        }
    }
    Ok(hex(&hasher.finalize()))
}

/// One line of cargo's JSON that says where a library was put.
#[derive(Debug, Deserialize)]
struct Artifact {
    package_id: String,
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Message {
    CompilerArtifact(Artifact),
    #[serde(other)]
    Other,
}

fn run_cargo(
    layout: &Layout,
    toolchain: &Toolchain,
    exercise: &Exercise,
    show: bool,
) -> Result<Vec<Artifact>, KitError> {
    if show {
        let slug = &exercise.slug;
        eprintln!("{}", tr!("Building the libraries that `{slug}` uses. This happens once.", slug));
    }
    let package = format!("{}_checks", exercise.slug);
    let program = Program {
        // The flags are always ours: these would change what is built, or where.
        env: ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO_BUILD_TARGET"]
            .map(|name| (name.into(), None))
            .to_vec(),
        show: if show { Show::Errors } else { Show::Nothing },
        ..Program::new(&toolchain.cargo, &layout.root)
    }
    .args(["build", "--locked", "--message-format=json-render-diagnostics", "--lib", "--package", &package]);
    let limits = Limits { deadline: CARGO_DEADLINE, output_bytes: CARGO_OUTPUT, keep_bytes: CARGO_OUTPUT };
    let finished = process::run(&program, &limits)?;
    if finished.ending != Ending::Exited(0) {
        return Err(KitError::Dependencies { slug: exercise.slug.clone(), output: finished.stderr.text() });
    }
    let output = finished.stdout.text();
    let messages = output.lines().filter_map(|line| serde_json::from_str(line).ok());
    Ok(messages
        .filter_map(|message| if let Message::CompilerArtifact(found) = message { Some(found) } else { None })
        .collect())
}

fn resolve(
    layout: &Layout,
    exercise: &Exercise,
    artifacts: &[Artifact],
    inputs: &str,
) -> Result<Dependencies, KitError> {
    let lock_file = read_toml(&layout.lock_file())?;
    let find = |folder: &Path, package: &str| -> Result<Vec<(String, PathBuf)>, KitError> {
        let manifest_path = folder.join("Cargo.toml");
        let manifest = read_toml(&manifest_path)?;
        direct_dependencies(&manifest)
            .into_iter()
            .map(|(name, dependency)| {
                let version = locked_version(&lock_file, package, &dependency);
                let library = library_of(artifacts, &dependency, version.as_deref());
                library.map(|path| (name, path)).ok_or_else(|| KitError::BrokenExercise {
                    path: manifest_path.clone(),
                    message: format!(
                        "cargo built no library for the dependency `{dependency}`: is it also under [dependencies] in {}?",
                        layout.display(&layout.checks(&exercise.folder).join("Cargo.toml"))
                    ),
                })
            })
            .collect()
    };
    let files: Vec<(PathBuf, String)> =
        artifacts.iter().filter_map(library).filter_map(|path| Some((path.clone(), stamp(path)?))).collect();
    let mut hasher = Sha256::new();
    hasher.update(format!("{inputs} {files:?}"));
    Ok(Dependencies {
        key: hex(&hasher.finalize()),
        of_exercise: find(&layout.exercise(&exercise.folder), &exercise.slug)?,
        of_checks: find(&layout.checks(&exercise.folder), &format!("{}_checks", exercise.slug))?,
        search: files.iter().filter_map(|(path, _)| path.parent()).map(Path::to_owned).collect(),
        files,
    })
}

fn read_toml(path: &Path) -> Result<toml::Table, KitError> {
    let text = fs::read_to_string(path).map_err(KitError::file("read", path))?;
    toml::from_str(&text)
        .map_err(|error| KitError::BrokenExercise { path: path.to_owned(), message: error.to_string() })
}

/// `[dependencies]` of a manifest: the name in code, and the package's name.
fn direct_dependencies(manifest: &toml::Table) -> BTreeMap<String, String> {
    let table = manifest.get("dependencies").and_then(toml::Value::as_table);
    let package = |key: &String, value: &toml::Value| {
        value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned()
    };
    table.into_iter().flatten().map(|(key, value)| (key.replace('-', "_"), package(key, value))).collect()
}

/// The version of `dependency` that the lock file has for `package`; `None` when there is only one.
fn locked_version(lock_file: &toml::Table, package: &str, dependency: &str) -> Option<String> {
    let packages = lock_file.get("package")?.as_array()?;
    let entry = packages.iter().find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))?;
    let mut names = entry.get("dependencies")?.as_array()?.iter().filter_map(toml::Value::as_str);
    names.find_map(|name| name.strip_prefix(dependency)?.strip_prefix(' ')?.split(' ').next().map(str::to_owned))
}

fn library_of(artifacts: &[Artifact], package: &str, version: Option<&str>) -> Option<PathBuf> {
    let of_package = |artifact: &&Artifact| {
        let (name, found) = name_and_version(artifact);
        name == package && version.is_none_or(|version| found == version)
    };
    artifacts.iter().filter(of_package).find_map(library).cloned()
}

/// From a package id: `...#name@1.2.3`, or `.../name#1.2.3` where the folder has the package's name.
fn name_and_version(artifact: &Artifact) -> (&str, &str) {
    let (source, fragment) = artifact.package_id.rsplit_once('#').unwrap_or(("", &artifact.package_id));
    fragment.split_once('@').unwrap_or_else(|| (source.rsplit('/').next().unwrap_or(&artifact.target.name), fragment))
}

/// The file of an artifact that rustc takes after `--extern`, if it is a library.
fn library(artifact: &Artifact) -> Option<&PathBuf> {
    let is_library = |path: &&PathBuf| {
        path.extension().is_some_and(|extension| ["rlib", "so", "dylib", "dll"].iter().any(|known| extension == *known))
    };
    artifact.filenames.iter().find(is_library)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(package_id: &str, file: &str) -> Artifact {
        let target = Target { name: "unused".to_owned() };
        Artifact { package_id: package_id.to_owned(), target, filenames: vec!["lib.rmeta".into(), file.into()] }
    }

    #[test]
    fn a_library_is_found_by_name_and_by_version_where_there_are_two() {
        let artifacts = [
            artifact("registry+somewhere#rand@0.8.5", "librand-8.rlib"),
            artifact("registry+somewhere#rand@0.9.1", "librand-9.rlib"),
            artifact("path+file:///a/tests/kit#0.1.0", "libkit.rlib"),
        ];
        for (package, version, expected) in [
            ("rand", Some("0.9.1"), Some("librand-9.rlib")),
            ("kit", None, Some("libkit.rlib")),
            ("kit", Some("0.1.0"), Some("libkit.rlib")),
            ("serde", None, None),
        ] {
            assert_eq!(library_of(&artifacts, package, version), expected.map(PathBuf::from), "{package}");
        }
    }

    #[test]
    fn names_and_versions_come_from_manifest_and_lock_file() {
        let manifest =
            "[dependencies]\ntokio-test.workspace = true\njson = { package = \"serde_json\", version = \"1\" }\n";
        let found = direct_dependencies(&toml::from_str(manifest).unwrap());
        let expected = [("json", "serde_json"), ("tokio_test", "tokio-test")].map(|(a, b)| (a.into(), b.into()));
        assert_eq!(found, BTreeMap::from(expected));

        let lock = "[[package]]\nname = \"x\"\nversion = \"1.0.0\"\ndependencies = [\"rand 0.9.1\", \"serde\"]\n";
        let lock = toml::from_str(lock).unwrap();
        assert_eq!(locked_version(&lock, "x", "rand"), Some("0.9.1".to_owned()));
        assert_eq!(locked_version(&lock, "x", "serde"), None);
    }
}
