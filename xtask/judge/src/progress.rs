//! Last stage: what a learner has done so far, in one small versioned file outside of git.
//!
//! It is replaced atomically, so that a crash leaves the old or the new one. One that cannot be read is set
//! aside, never overwritten.

use crate::KitError;
use crate::files;
use crate::layout::Layout;
use crate::lock;
use crate::verdict::Verdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

const FORMAT: u64 = 1;
const FILE: &str = "progress.json";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    format: u64,
    exercises: BTreeMap<String, ExerciseProgress>,
}

/// What was done in one exercise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExerciseProgress {
    /// How often it was checked.
    pub attempts: u64,
    /// When it first passed, in seconds since 1970.
    pub passed_at: Option<u64>,
    /// The most points that it earned.
    pub best_points: u32,
    /// How many hints were shown, 0 to 3.
    pub hints_shown: u8,
}

/// What loading found besides the progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// A file in order, or none yet.
    Fine,
    /// A damaged one, now at this path.
    SetAside(PathBuf),
}

impl Progress {
    /// What was done in an exercise; nothing is the default.
    pub fn of(&self, slug: &str) -> ExerciseProgress {
        self.exercises.get(slug).cloned().unwrap_or_default()
    }

    fn entry(&mut self, slug: &str) -> &mut ExerciseProgress {
        self.exercises.entry(slug.to_owned()).or_default()
    }

    /// Adds a verdict on the learner's own submission.
    pub fn record(&mut self, verdict: &Verdict, now: SystemTime) {
        let entry = self.entry(&verdict.exercise.slug);
        entry.attempts = entry.attempts.saturating_add(1);
        entry.best_points = entry.best_points.max(verdict.points.earned);
        if verdict.passed() {
            let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
            entry.passed_at.get_or_insert(seconds);
        }
    }

    /// Notes that the first `count` hints have been shown.
    pub fn record_hints(&mut self, slug: &str, count: u8) {
        let entry = self.entry(slug);
        entry.hints_shown = entry.hints_shown.max(count);
    }
}

/// Reads the progress, to look at it.
pub fn load(layout: &Layout) -> Result<(Progress, Loaded), KitError> {
    read(&layout.state().join(FILE))
}

/// Reads the progress, changes it and writes it back; nobody else writes in between.
pub fn update(layout: &Layout, change: impl FnOnce(&mut Progress)) -> Result<(Progress, Loaded), KitError> {
    let folder = layout.state();
    let path = folder.join(FILE);
    let _lock = lock::acquire(&folder.join("progress.lock"), || ())?;
    let (mut progress, loaded) = read(&path)?;
    change(&mut progress);
    progress.format = FORMAT;
    write(&folder, &path, &progress)?;
    Ok((progress, loaded))
}

fn read(path: &Path) -> Result<(Progress, Loaded), KitError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Progress::default(), Loaded::Fine)),
        Err(error) => return Err(KitError::file("read", path)(error)),
    };
    match parse(&bytes) {
        Parsed::Known(progress) => Ok((progress, Loaded::Fine)),
        Parsed::Newer(found) => Err(KitError::NewerProgress { path: path.to_owned(), found, known: FORMAT }),
        Parsed::Damaged => Ok((Progress::default(), Loaded::SetAside(set_aside(path)?))),
    }
}

enum Parsed {
    Known(Progress),
    Newer(u64),
    Damaged,
}

fn parse(bytes: &[u8]) -> Parsed {
    #[derive(Deserialize)]
    struct Format {
        format: u64,
    }
    match serde_json::from_slice(bytes) {
        Ok(Format { format }) if format > FORMAT => Parsed::Newer(format),
        Ok(_) => serde_json::from_slice(bytes).map_or(Parsed::Damaged, Parsed::Known),
        Err(_) => Parsed::Damaged,
    }
}

/// Moves a damaged file to the first free name beside it.
fn set_aside(path: &Path) -> Result<PathBuf, KitError> {
    let free = files::free_name(path, |number| format!("progress.damaged-{number}.json"));
    fs::rename(path, &free).map_err(KitError::file("set aside", path))?;
    Ok(free)
}

fn write(folder: &Path, path: &Path, progress: &Progress) -> Result<(), KitError> {
    let save = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, progress)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    save().map_err(KitError::file("save your progress in", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> (tempfile::TempDir, Layout) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("exercises")).unwrap();
        fs::write(folder.path().join("Cargo.toml"), "").unwrap();
        let layout = Layout::find(folder.path()).unwrap();
        (folder, layout)
    }

    #[test]
    fn what_was_saved_is_loaded() {
        let (_folder, layout) = workspace();
        assert_eq!(load(&layout).unwrap(), (Progress::default(), Loaded::Fine));
        update(&layout, |progress| progress.record_hints("ticket_office", 2)).unwrap();
        update(&layout, |progress| progress.record_hints("ticket_office", 1)).unwrap();
        assert_eq!(load(&layout).unwrap().0.of("ticket_office").hints_shown, 2);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_never_overwritten() {
        let (_folder, layout) = workspace();
        fs::create_dir(layout.state()).unwrap();
        for (number, damage) in ["", "{", "\u{0}\u{0}", "{\"format\":1,\"exercises\":7}"].iter().enumerate() {
            fs::write(layout.state().join(FILE), damage).unwrap();
            let (_, loaded) = update(&layout, |progress| progress.record_hints("x", 1)).unwrap();
            let kept = layout.state().join(format!("progress.damaged-{}.json", number + 1));
            assert_eq!(loaded, Loaded::SetAside(kept.clone()));
            assert_eq!(&fs::read_to_string(kept).unwrap(), damage);
            assert_eq!(load(&layout).unwrap().0.of("x").hints_shown, 1);
        }
    }

    #[test]
    fn the_file_of_a_newer_kit_is_left_alone() {
        let (_folder, layout) = workspace();
        fs::create_dir(layout.state()).unwrap();
        let newer = "{\"format\":2,\"medals\":[]}";
        fs::write(layout.state().join(FILE), newer).unwrap();
        assert!(matches!(update(&layout, |_| ()), Err(KitError::NewerProgress { found: 2, .. })));
        assert_eq!(fs::read_to_string(layout.state().join(FILE)).unwrap(), newer);
    }
}
