//! Where rustc remembers the hidden checks of an exercise, so that it compiles anew only what a submission has changed.
//! What it remembers belongs to one compilation at a time: whoever comes second takes the next folder.

use super::Flavour;
use crate::KitError;
use crate::layout::Layout;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Those that are in use. Only one process builds in a checkout, so that nobody else has to know.
static TAKEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// One of them; free again when it is dropped.
pub(super) struct Workshop {
    folder: PathBuf,
}

impl Workshop {
    /// Takes the first that is free. Their names stay the same, and so do the paths in what rustc remembers.
    pub(super) fn take(layout: &Layout, slug: &str, flavour: Flavour) -> Result<Self, KitError> {
        let all = layout.incremental(slug);
        let folder = first_free(&mut taken(), (1..).map(|number| all.join(name(flavour, number))));
        let workshop = Self { folder };
        fs::create_dir_all(&workshop.folder).map_err(KitError::file("create", &workshop.folder))?;
        Ok(workshop)
    }

    pub(super) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        taken().remove(&self.folder);
    }
}

fn first_free(taken: &mut BTreeSet<PathBuf>, mut folders: impl Iterator<Item = PathBuf>) -> PathBuf {
    let free = folders.find(|folder| !taken.contains(folder)).expect("there is always a next number");
    taken.insert(free.clone());
    free
}

fn name(flavour: Flavour, number: u32) -> String {
    if number == 1 { flavour.name().to_owned() } else { format!("{}-{number}", flavour.name()) }
}

fn taken() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_once_never_share_a_folder_and_a_free_one_is_taken_again() {
        let names = || (1..).map(|number| PathBuf::from(name(Flavour::Real, number)));
        let mut taken = BTreeSet::new();
        assert_eq!(first_free(&mut taken, names()), Path::new("real"));
        assert_eq!(first_free(&mut taken, names()), Path::new("real-2"));
        assert_eq!(first_free(&mut taken, names()), Path::new("real-3"));
        taken.remove(Path::new("real-2"));
        assert_eq!(first_free(&mut taken, names()), Path::new("real-2"));
    }
}
