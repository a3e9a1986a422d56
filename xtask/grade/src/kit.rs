//! Which kit judges an exercise: its version, and the content of everything that has a say in a verdict. Two copies of
//! the kit with the same [`Kit`] judge alike; a verdict of another one is not this one's.

use judge::KitError;
use judge::catalog::Exercise;
use judge::files;
use judge::hash;
use judge::layout::Layout;
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
        Ok(Self { common: hash_of_files(&layout.root, &sources)? })
    }

    /// The hash of everything that judges one exercise, as hexadecimal digits. Texts for learners are not in it.
    pub(crate) fn of(&self, layout: &Layout, exercise: &Exercise) -> Result<String, KitError> {
        let own = layout.exercise(&exercise.folder);
        let mut sources = ["exercise.toml", "Cargo.toml", "stub.rs"].map(|name| own.join(name)).to_vec();
        sources.extend(sources_in(&layout.checks(&exercise.folder))?);
        // The authors' version takes part in races.
        sources.push(layout.solutions(&exercise.folder).join("lib.rs"));
        let own = hash_of_files(&layout.root, &sources)?;
        Ok(hash::of_parts([VERSION, &self.common, &own]))
    }
}

/// Code and manifests; translations judge nobody.
fn sources_in(folder: &Path) -> Result<Vec<PathBuf>, KitError> {
    let mut found = files::all(folder)?;
    found.retain(|path| path.extension().is_some_and(|found| [OsStr::new("rs"), OsStr::new("toml")].contains(&found)));
    Ok(found)
}

/// Names count by where they are in the workspace, wherever that is.
fn hash_of_files(root: &Path, paths: &[PathBuf]) -> Result<String, KitError> {
    let mut parts = Vec::new();
    for path in paths {
        let within = path.strip_prefix(root).unwrap_or(path);
        parts.push(within.to_string_lossy().replace('\\', "/").into_bytes());
        parts.push(fs::read(path).map_err(KitError::file("read", path))?);
    }
    Ok(hash::of_parts(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_check_is_another_kit_and_another_place_is_not() {
        let write = |text: &str| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("behaviour.rs");
            fs::write(&path, text).unwrap();
            let hash = hash_of_files(folder.path(), &sources_in(folder.path()).unwrap()).unwrap();
            fs::write(folder.path().join("ru.po"), "msgid").unwrap();
            assert_eq!(hash, hash_of_files(folder.path(), &sources_in(folder.path()).unwrap()).unwrap());
            hash
        };
        assert_eq!(write("check!()"), write("check!()"));
        assert_ne!(write("check!()"), write("check!(1)"));
    }
}
