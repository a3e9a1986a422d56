//! What cargo knows: where the crates' sources are, what they depend on, and where it put our libraries.

use serde::Deserialize;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything that is asked of cargo, once.
pub(crate) struct Workshop {
    packages: BTreeMap<String, Package>,
    nodes: BTreeMap<String, Node>,
    alone: Alone,
    /// The libraries that cargo has built, by the package's id.
    libraries: BTreeMap<String, PathBuf>,
    /// Where compiled crates are put.
    pub(crate) folder: PathBuf,
    /// What has been compiled since.
    compiled: RefCell<BTreeSet<PathBuf>>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

/// A package in the graph of dependencies.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    name: String,
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Debug, Deserialize)]
struct DependencyKind {
    /// `None` for a usual dependency.
    kind: Option<String>,
}

/// A package, as cargo describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) manifest_path: PathBuf,
    pub(crate) targets: Vec<Target>,
}

/// A target of a package.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Vec<String>,
    pub(crate) src_path: PathBuf,
    pub(crate) edition: String,
}

/// Packages that do nothing with threads and need cargo to be built: linked as they are. The model itself is
/// linked with them, so cargo has built them.
const LINKED: [&str; 1] = ["libc"];

/// What this package uses by itself. `cargo metadata` tells of all packages of the workspace together: of features, too,
/// that only others ask for, and of what those depend on.
#[derive(Default)]
struct Alone {
    features: BTreeMap<Named, Vec<String>>,
    edges: BTreeSet<(Named, Named)>,
}

/// A package's name and version.
type Named = (String, String);

impl Workshop {
    /// `name` is of a folder that nobody else uses at the same time.
    pub(crate) fn open(name: &str) -> Self {
        let host = host();
        let metadata = metadata(&host);
        Self {
            packages: metadata.packages.into_iter().map(|package| (package.id.clone(), package)).collect(),
            nodes: metadata.resolve.nodes.into_iter().map(|node| (node.id.clone(), node)).collect(),
            alone: Alone::of(&tree(&host)),
            libraries: build(),
            folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
            compiled: RefCell::default(),
        }
    }

    pub(crate) fn package(&self, name: &str, version: Option<&str>) -> &Package {
        let is_it = |package: &&Package| package.name == name && version.is_none_or(|known| package.version == known);
        let found: Vec<&Package> = self.packages.values().filter(is_it).collect();
        let [package] = found[..] else { panic!("{} packages are `{name}`: say which version", found.len()) };
        package
    }

    pub(crate) fn features(&self, package: &Package) -> &[String] {
        &self.alone.features[&package.named()]
    }

    /// What a package depends on: the name in code, and the package.
    pub(crate) fn dependencies(&self, package: &Package) -> impl Iterator<Item = (&str, &Package)> {
        let usual = |edge: &&Edge| edge.dep_kinds.iter().any(|kind| kind.kind.is_none());
        let edges = self.nodes[&package.id].deps.iter().filter(usual);
        let named = package.named();
        let all = edges.map(|edge| (edge.name.as_str(), &self.packages[&edge.pkg]));
        all.filter(move |(_, used)| self.alone.edges.contains(&(named.clone(), used.named())))
    }

    /// The library of a package that is linked as it is.
    pub(crate) fn linked(&self, package: &Package) -> Option<&Path> {
        LINKED.contains(&package.name.as_str()).then(|| self.libraries[&package.id].as_path())
    }

    /// The library of one of our own packages.
    pub(crate) fn own(&self, name: &str) -> &Path {
        &self.libraries[&self.package(name, None).id]
    }

    /// Whether nobody has asked this for the same file before.
    pub(crate) fn is_first_time(&self, file: &Path) -> bool {
        self.compiled.borrow_mut().insert(file.to_owned())
    }

    /// Where the libraries are that our own and the linked ones are linked with.
    pub(crate) fn search(&self) -> &Path {
        self.own("model_std").parent().unwrap()
    }
}

impl Package {
    fn named(&self) -> Named {
        (self.name.clone(), self.version.clone())
    }

    pub(crate) fn root(&self) -> &Path {
        self.manifest_path.parent().unwrap()
    }

    pub(crate) fn library(&self) -> &Target {
        let is_library = |target: &&Target| target.kind.iter().any(|kind| kind == "lib" || kind == "rlib");
        self.targets.iter().find(is_library).unwrap_or_else(|| panic!("{} has no library", self.name))
    }
}

impl Alone {
    /// Reads lines as [`tree`] gives them: `2smallvec v1.16.5|default,std`, with the depth in front.
    fn of(tree: &str) -> Self {
        let mut alone = Self::default();
        let mut above: Vec<Named> = Vec::new();
        for line in tree.lines() {
            let (depth, rest) = line.split_at(line.find(|sign: char| !sign.is_ascii_digit()).unwrap());
            let (package, features) = rest.split_once('|').unwrap();
            let mut words = package.split(' ');
            let mut word = || words.next().unwrap();
            let named = (word().to_owned(), word().trim_start_matches('v').to_owned());
            above.truncate(depth.parse().unwrap());
            if let Some(parent) = above.last() {
                alone.edges.insert((parent.clone(), named.clone()));
            }
            let features = features.trim_end_matches(" (*)").split(',').filter(|feature| !feature.is_empty());
            alone.features.insert(named.clone(), features.map(str::to_owned).collect());
            above.push(named);
        }
        alone
    }
}

fn host() -> String {
    let text = output(Command::new("rustc").arg("-vV"));
    let found = text.lines().find_map(|line| line.strip_prefix("host: "));
    found.unwrap().to_owned()
}

fn metadata(host: &str) -> Metadata {
    let command = &mut cargo();
    command.args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host]);
    serde_json::from_str(&output(command)).unwrap()
}

/// A line for each dependency of this package, and of those; what was there before is not unfolded again.
fn tree(host: &str) -> String {
    let command = &mut cargo();
    command.args(["tree", "--offline", "--locked", "--package", "published_crates", "--target", host]);
    command.args(["--edges", "normal,dev", "--prefix", "depth", "--format", "{p}|{f}"]);
    output(command)
}

/// Cargo's answer has a line for each library, with its file.
fn build() -> BTreeMap<String, PathBuf> {
    let command = &mut cargo();
    command.args(["build", "--offline", "--locked", "--quiet", "--message-format=json", "--lib"]);
    command.args(["--package", "published_crates"]);
    let text = output(command);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| {
            let files: Vec<PathBuf> = serde_json::from_value(message["filenames"].clone()).ok()?;
            let file = files.into_iter().find(|file| file.extension().is_some_and(|extension| extension == "rlib"))?;
            Some((message["package_id"].as_str()?.to_owned(), file))
        })
        .collect()
}

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// What a command prints; it must succeed.
pub(crate) fn output(command: &mut Command) -> String {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
