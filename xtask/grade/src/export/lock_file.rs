//! The lock file of a learners' kit: this repository's, without what the kit does not use.
//!
//! Cargo does it, offline, in the folder of the kit; afterwards we look whether each version and each checksum is one of
//! this repository's, so that a kit is built from what its teacher has tried.

use anyhow::{Context, bail};
use judge::KitError;
use judge::authoring::lock_file;
use judge::build::Toolchain;
use judge::layout::Layout;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tr::tr;

/// Writes it.
pub(super) fn fit(toolchain: &Toolchain, layout: &Layout, kit: &Path) -> anyhow::Result<()> {
    let (ours, theirs) = (layout.lock_file(), kit.join("Cargo.lock"));
    fs::copy(&ours, &theirs).map_err(KitError::file("write", &theirs))?;
    if let Err(output) = lock_file::bring_up_to_date(toolchain, kit)? {
        bail!(
            "{}:\n{}\n{}",
            tr!("cargo could not make the lock file of the kit"),
            output.trim_end(),
            tr!("`cargo fetch --locked` in this repository fetches what may be missing.")
        );
    }
    let new = new_packages(&read(&ours)?, &read(&theirs)?);
    if !new.is_empty() {
        bail!(tr!(
            "the lock file of the kit has packages that this repository's has not: {packages}",
            packages = new.join(", ")
        ));
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<LockFile> {
    let text = fs::read_to_string(path).map_err(KitError::file("read", path))?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

#[derive(Debug, Deserialize)]
struct LockFile {
    #[serde(default)]
    package: Vec<Package>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Package {
    name: String,
    version: String,
    /// None for our own.
    source: Option<String>,
    checksum: Option<String>,
}

/// Those of `theirs` that are not in `ours`, as name and version.
fn new_packages(ours: &LockFile, theirs: &LockFile) -> Vec<String> {
    let known: BTreeSet<&Package> = ours.package.iter().collect();
    let new = theirs.package.iter().filter(|package| !known.contains(package));
    new.map(|package| format!("{} {}", package.name, package.version)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_or_checksum_is_noticed() {
        let package = |version: &str, checksum: &str| {
            format!("[[package]]\nname = \"a\"\nversion = \"{version}\"\nsource = \"r\"\nchecksum = \"{checksum}\"\n")
        };
        let ours: LockFile =
            toml::from_str(&(package("1.0.0", "c") + "[[package]]\nname = \"xtask\"\nversion = \"0.1.0\"\n")).unwrap();
        for (theirs, expected) in [
            (package("1.0.0", "c"), &[][..]),
            (String::new(), &[]),
            (package("1.0.1", "c"), &["a 1.0.1"]),
            (package("1.0.0", "d"), &["a 1.0.0"]),
        ] {
            assert_eq!(new_packages(&ours, &toml::from_str(&theirs).unwrap()), expected, "{theirs}");
        }
    }
}
