//! Where rustc works: what it remembers of the hidden checks of an exercise, so that it compiles anew only what a
//! submission has changed, and beside it the submission. A submission's place stays the same as well: it is part of what
//! rustc compares. All that belongs to one compilation at a time: whoever comes second takes the next folder.

use super::Flavour;
use crate::KitError;
use crate::layout::Layout;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Those that are in use. Only one process builds in a checkout, so that nobody else has to know.
static TAKEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// One of them; free again when it is dropped.
pub(super) struct Workshop {
    folder: PathBuf,
    submission: PathBuf,
}

impl Workshop {
    /// Takes the first that is free. Their names stay the same, and so do the paths in what rustc remembers.
    pub(super) fn take(layout: &Layout, slug: &str, flavour: Flavour) -> Result<Self, KitError> {
        let all = layout.incremental(slug);
        let folder = first_free(&mut taken(), (1..).map(|number| all.join(name(flavour, number))));
        let workshop = Self { submission: folder.join("submission"), folder };
        workshop.tidy_up()?;
        Ok(workshop)
    }

    /// Nothing of a submission before, whose judge may have been killed.
    fn tidy_up(&self) -> Result<(), KitError> {
        match fs::remove_dir_all(&self.submission) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(KitError::file("remove", &self.submission)(error));
            }
            Ok(()) | Err(_) => {}
        }
        fs::create_dir_all(&self.submission).map_err(KitError::file("create", &self.submission))
    }

    /// All of it.
    pub(super) fn path(&self) -> &Path {
        &self.folder
    }

    /// The place of the submission and of its library; nothing else is in there.
    pub(super) fn submission(&self) -> &Path {
        &self.submission
    }

    /// What rustc remembers of the checks.
    pub(super) fn memory(&self) -> PathBuf {
        self.folder.join("memory")
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What cannot be removed now, the next one removes.
        let _ = fs::remove_dir_all(&self.submission);
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
