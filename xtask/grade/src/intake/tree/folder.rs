//! A folder on the disk. Links are shown and never followed, nor is anything that is no regular file opened: what
//! learners hand in is read as `judge::submission` reads their own folder.

use super::{Body, Bytes, Content, Member, Tree, Visit, archive, repository};
use crate::intake::limits::{ENTRY_LIMIT, INFLATED_LIMIT};
use crate::intake::path;
use crate::intake::refusal::{Limit, Refusal};
use judge::submission::{self, Unreadable};
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

/// A folder, or one file of it.
pub(super) struct Folder {
    place: PathBuf,
    is_single: bool,
}

impl Folder {
    /// All of a folder.
    pub(super) fn new(place: &Path) -> Self {
        Self { place: place.to_owned(), is_single: false }
    }

    /// A file, as if nothing else were in its folder.
    pub(super) fn single(place: &Path) -> Self {
        Self { place: place.to_owned(), is_single: true }
    }
}

impl Tree for Folder {
    fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), Refusal> {
        let mut walk = Walk { visit, count: 0 };
        if self.is_single {
            let name = self.place.file_name().unwrap_or_default();
            let kind = fs::symlink_metadata(&self.place)?.file_type();
            return walk.entry(&self.place, kind, "", name);
        }
        walk.folder(&self.place, "")
    }
}

/// On the way through a folder.
struct Walk<'a, 'b> {
    visit: &'a mut Visit<'b>,
    count: usize,
}

impl Walk<'_, '_> {
    /// Everything in a folder, in the order of the names.
    fn folder(&mut self, place: &Path, above: &str) -> Result<(), Refusal> {
        for (name, kind) in self.listed(place)? {
            self.entry(&place.join(&name), kind, above, &name)?;
        }
        Ok(())
    }

    fn listed(&mut self, place: &Path) -> Result<Vec<(OsString, FileType)>, Refusal> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(place)? {
            let entry = entry?;
            self.count += 1;
            if self.count > ENTRY_LIMIT {
                return Err(Limit::Entries(ENTRY_LIMIT).into());
            }
            entries.push((entry.file_name(), entry.file_type()?));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(entries)
    }

    /// One entry; `above` is the clean path of the folder that it is in.
    fn entry(&mut self, place: &Path, kind: FileType, above: &str, name: &OsStr) -> Result<(), Refusal> {
        // What is no UTF-8 becomes a replacement character, which is refused.
        let name = name.to_string_lossy();
        if path::is_junk(&name) {
            return Ok(());
        }
        let raw = if above.is_empty() { name.into_owned() } else { format!("{above}/{name}") };
        let clean = match path::clean(&raw) {
            Ok(clean) => clean,
            Err(refusal) => return self.show(&path::shown(&raw), Body::Refused(refusal)),
        };
        if kind.is_symlink() {
            self.show(&clean, Body::Link)
        } else if kind.is_file() {
            self.show(&clean, Body::File(&mut OnDisk(place)))
        } else if !kind.is_dir() {
            self.show(&clean, Body::Special)
        } else if repository::is_alone(place) {
            self.show(&clean, Body::Repository(&mut OnDisk(place)))
        } else {
            match self.folder(place, &clean) {
                // A folder that may not be read costs nothing but itself.
                Err(refusal @ Refusal::System(_)) => self.show(&clean, Body::Refused(refusal)),
                result => result,
            }
        }
    }

    fn show(&mut self, path: &str, body: Body<'_>) -> Result<(), Refusal> {
        (self.visit)(Member { path, body })
    }
}

/// A file or a repository.
struct OnDisk<'a>(&'a Path);

impl Content for OnDisk<'_> {
    fn read(&mut self, limit: u64) -> Result<Result<Vec<u8>, Unreadable>, Refusal> {
        let read = submission::read_file(self.0).map_err(|error| Refusal::System(error.to_string()))?;
        Ok(read.and_then(|bytes| {
            let length = bytes.len() as u64;
            if length > limit { Err(Unreadable::TooLarge { bytes: length, limit_bytes: limit }) } else { Ok(bytes) }
        }))
    }

    fn open(&mut self) -> Result<Box<dyn Tree>, Refusal> {
        if self.0.is_dir() {
            return repository::open(self.0);
        }
        let file = submission::open_without_following(self.0)?;
        if !file.metadata()?.is_file() {
            return Err(Refusal::Special);
        }
        let name = self.0.file_name().unwrap_or_default().to_string_lossy();
        archive(&name, Bytes::of_file(file)?, INFLATED_LIMIT)
    }
}
