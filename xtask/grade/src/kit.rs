//! Which kit judges an exercise: its version, and the content of everything that has a say in a verdict. Two copies of
//! the kit with the same [`Kit`] judge alike; a verdict of another one is not this one's.

use judge::KitError;
use judge::catalog::Exercise;
use judge::files;
use judge::layout::Layout;
use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The version that reports tell.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the crates are called that all checks are written with, and what is in them.
pub(crate) struct Kit {
    common: String,
}

impl Kit {
    /// Reads what all exercises have in common.
    pub(crate) fn read(layout: &Layout) -> Result<Self, KitError> {
        let mut sources = Vec::new();
        for folder in layout.kit_sources() {
            sources.extend(sources_in(&folder)?);
        }
        Ok(Self { common: hash(&layout.root, &sources)? })
    }

    /// The hash of everything that judges one exercise, as hexadecimal digits. Texts for learners are not in it.
    pub(crate) fn of(&self, layout: &Layout, exercise: &Exercise) -> Result<String, KitError> {
        let own = layout.exercise(&exercise.folder);
        let mut sources = ["exercise.toml", "Cargo.toml", "stub.rs"].map(|name| own.join(name)).to_vec();
        sources.extend(sources_in(&layout.checks(&exercise.folder))?);
        // The authors' version takes part in races.
        sources.push(layout.solutions(&exercise.folder).join("lib.rs"));
        let own = hash(&layout.root, &sources)?;
        Ok(hash_of([VERSION, &self.common, &own]))
    }
}

/// Code and manifests; translations judge nobody.
fn sources_in(folder: &Path) -> Result<Vec<PathBuf>, KitError> {
    let mut found = files::all(folder)?;
    found.retain(|path| path.extension().is_some_and(|found| [OsStr::new("rs"), OsStr::new("toml")].contains(&found)));
    Ok(found)
}

/// Names count by where they are in the workspace, wherever that is.
fn hash(root: &Path, paths: &[PathBuf]) -> Result<String, KitError> {
    let mut parts = Vec::new();
    for path in paths {
        let within = path.strip_prefix(root).unwrap_or(path);
        parts.push(within.to_string_lossy().replace('\\', "/").into_bytes());
        parts.push(fs::read(path).map_err(KitError::file("read", path))?);
    }
    Ok(hash_of(&parts))
}

/// One hash of several parts, so that no two lists of parts have the same.
pub(crate) fn hash_of<Part: AsRef<[u8]>>(parts: impl IntoIterator<Item = Part>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.as_ref().len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_where_its_parts_end() {
        assert_eq!(hash_of(["ab", "c"]), hash_of(["ab", "c"]));
        assert_ne!(hash_of(["ab", "c"]), hash_of(["a", "bc"]));
        assert_ne!(hash_of(["ab"]), hash_of(["ab", ""]));
        assert_eq!(hash_of(["x"]).len(), 64);
    }

    #[test]
    fn a_changed_check_is_another_kit_and_another_place_is_not() {
        let write = |text: &str| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("behaviour.rs");
            fs::write(&path, text).unwrap();
            let hash = hash(folder.path(), &sources_in(folder.path()).unwrap()).unwrap();
            fs::write(folder.path().join("ru.po"), "msgid").unwrap();
            assert_eq!(hash, super::hash(folder.path(), &sources_in(folder.path()).unwrap()).unwrap());
            hash
        };
        assert_eq!(write("check!()"), write("check!()"));
        assert_ne!(write("check!()"), write("check!(1)"));
    }
}
