//! rustc, with the model under the names `std` and `core`, and our crate of tests under the name `test`.

use crate::cargo::{Package, Workshop};
use crate::plan::{Entry, Mutation};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate's text: as it was published, or a copy with a mistake.
pub(crate) struct Source<'a> {
    package: &'a Package,
    root: PathBuf,
    /// Differs for different texts of the same package.
    label: String,
}

impl<'a> Source<'a> {
    pub(crate) fn of(package: &'a Package) -> Self {
        let label = format!("{}-{}", package.name, package.version);
        Self { package, root: package.root().to_owned(), label }
    }

    /// A copy with the mistake.
    pub(crate) fn mutated(workshop: &Workshop, package: &'a Package, mutation: &Mutation) -> Self {
        let label = format!("{}-{}-with_a_mistake", package.name, package.version);
        let root = workshop.folder.join(&label).join("text");
        copy(package.root(), &root);
        let path = root.join(&mutation.file);
        let text = fs::read_to_string(&path).unwrap();
        let count = text.matches(&mutation.from).count();
        assert_eq!(count, 1, "{}: `{}` is to occur once", path.display(), mutation.from);
        fs::write(&path, text.replace(&mutation.from, &mutation.to)).unwrap();
        Self { package, root, label }
    }

    /// The file of the package, in this text.
    fn file(&self, published: &Path) -> PathBuf {
        self.root.join(published.strip_prefix(self.package.root()).unwrap())
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// A name in code, and the library.
type Extern = (String, PathBuf);

/// Compiles the unit tests (`unit`) or a file of tests; the binary, or what rustc says.
pub(crate) fn tests(workshop: &Workshop, entry: &Entry, source: &Source<'_>, target: &str) -> Result<PathBuf, String> {
    let package = source.package;
    let mut externs = dependencies(workshop, package)?;
    for name in &entry.uses {
        let used = workshop.package(name, None);
        externs.push((used.library().name.clone(), library(workshop, &Source::of(used))?));
    }
    externs.push(("test".to_owned(), workshop.own("published_crates").to_owned()));
    let (mut file, mut name) = (package.library().src_path.clone(), package.library().name.clone());
    if target != "unit" {
        externs.push((name.clone(), library(workshop, source)?));
        let found = package.targets.iter().find(|known| known.name == target && known.kind == ["test"]);
        file.clone_from(&found.ok_or_else(|| format!("it has no tests `{target}`"))?.src_path);
        target.clone_into(&mut name);
    }
    let output = workshop.folder.join(&source.label).join(format!("{name}-tests{}", std::env::consts::EXE_SUFFIX));
    let mut rustc = rustc(workshop, source, &name, &externs);
    if entry.as_for_miri {
        rustc.args(["--cfg", "miri"]);
    }
    rustc.arg("--test").arg("-o").arg(&output).arg(source.file(&file));
    finish(&mut rustc, output)
}

fn dependencies(workshop: &Workshop, package: &Package) -> Result<Vec<Extern>, String> {
    let compiled = |(name, package): (&str, &Package)| {
        let linked = workshop.linked(package).map(Path::to_owned);
        let file = linked.map_or_else(|| library(workshop, &Source::of(package)), Ok)?;
        Ok((name.to_owned(), file))
    };
    workshop.dependencies(package).map(compiled).collect()
}

/// Compiles a library, unless that is done, and what it depends on before it.
fn library(workshop: &Workshop, source: &Source<'_>) -> Result<PathBuf, String> {
    let target = source.package.library();
    let output = workshop.folder.join(format!("lib{}-{}.rlib", target.name, source.label));
    if !workshop.is_first_time(&output) {
        return Ok(output);
    }
    let externs = dependencies(workshop, source.package)?;
    let mut rustc = rustc(workshop, source, &target.name, &externs);
    rustc.arg("--crate-type=rlib").arg("-o").arg(&output).arg(source.file(&target.src_path));
    finish(&mut rustc, output)
}

fn rustc(workshop: &Workshop, source: &Source<'_>, crate_name: &str, externs: &[Extern]) -> Command {
    let package = source.package;
    fs::create_dir_all(workshop.folder.join(&source.label)).unwrap();
    let mut command = Command::new("rustc");
    command.current_dir(&source.root).env("CARGO_MANIFEST_DIR", &source.root);
    command.env("CARGO_PKG_NAME", &package.name).env("CARGO_PKG_VERSION", &package.version);
    command.args(["--cap-lints=allow", "--crate-name", &crate_name.replace('-', "_")]);
    command.args(["--edition", &package.library().edition, "-Cdebug-assertions=on", "-Copt-level=1"]);
    command.arg(format!("-Cmetadata={}", source.label)).arg(format!("-Ldependency={}", workshop.search().display()));
    command.args(workshop.features(package).iter().map(|feature| format!("--cfg=feature=\"{feature}\"")));
    let model = workshop.own("model_std").to_owned();
    command.arg(format!("-Ldependency={}", workshop.folder.display()));
    let models = ["std", "core"].map(|name| (name.to_owned(), model.clone()));
    for (name, file) in models.iter().chain(externs) {
        command.arg("--extern").arg(format!("{name}={}", file.display()));
    }
    command
}

fn finish(rustc: &mut Command, output: PathBuf) -> Result<PathBuf, String> {
    let done = rustc.output().unwrap();
    if done.status.success() { Ok(output) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}
