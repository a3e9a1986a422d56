//! A git repository without files beside it, as servers keep them: what the last commit of its branch holds.
//!
//! Only objects are read. No configuration counts, no hook, filter or attribute runs, no process is started, and nothing
//! is fetched. A repository with files beside it is a folder like any other: what somebody sees there is what is graded,
//! committed or not.

use super::{Body, Content, Tree, Visit, nested, show};
use crate::intake::limits::{DEPTH_LIMIT, ENTRY_LIMIT, PACKED_LIMIT};
use crate::intake::path;
use crate::intake::refusal::{Fault, Limit, Refusal};
use gix_hash::ObjectId;
use gix_object::FindExt;
use gix_object::tree::{EntryKind, EntryMode};
use gix_odb::store::init::Options;
use gix_odb::{Handle, HeaderExt};
use judge::submission::{self, Unreadable};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How often a name may stand for another name before it stands for a commit.
const NAMES: usize = 5;

/// A repository at a commit.
pub(super) struct Repository {
    objects: Handle,
    top: ObjectId,
}

/// Whether it is a repository and nothing else is there: a bare one, or one that was never checked out.
pub(super) fn is_alone(place: &Path) -> bool {
    git_folder(place).is_some()
}

/// Opens it at the commit that it is at.
pub(super) fn open(place: &Path) -> Result<Box<dyn Tree>, Refusal> {
    let git = git_folder(place).ok_or(Fault::Unreadable)?;
    let objects = git.join("objects");
    if borrows(&objects)? {
        return Err(Fault::Borrows.into());
    }
    // A hostile object may say that it is huge.
    let limit = usize::try_from(PACKED_LIMIT).ok();
    let options = Options { alloc_limit_bytes: limit, ..Options::default() };
    let objects = gix_odb::at_opts(objects, gix_hash::Kind::Sha1, None, options).map_err(|_| Fault::Unreadable)?;
    let commit = head(&git)?;
    let top = objects.find_commit(&commit, &mut Vec::new()).map_err(|_| Fault::Unreadable)?.tree();
    Ok(Box::new(Repository { objects, top }))
}

impl Tree for Repository {
    fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), Refusal> {
        Walk { objects: &self.objects, visit, count: 0 }.folder(&self.top, "", 0)
    }
}

/// On the way through a commit.
struct Walk<'a, 'b> {
    objects: &'a Handle,
    visit: &'a mut Visit<'b>,
    count: usize,
}

impl Walk<'_, '_> {
    fn folder(&mut self, id: &ObjectId, above: &str, depth: usize) -> Result<(), Refusal> {
        if depth > DEPTH_LIMIT {
            return Err(Limit::Depth.into());
        }
        for (name, mode, id) in self.listed(id)? {
            let raw = if above.is_empty() { name } else { format!("{above}/{name}") };
            match mode.kind() {
                EntryKind::Tree if path::is_junk(path::last(&raw)) => {}
                EntryKind::Tree => self.folder(&id, &raw, depth + 1)?,
                EntryKind::Blob | EntryKind::BlobExecutable => {
                    let mut blob = Blob { objects: self.objects, name: path::last(&raw), id };
                    show(&raw, self.visit, Body::File(&mut blob))?;
                }
                EntryKind::Link => show(&raw, self.visit, Body::Link)?,
                // A commit of another repository.
                EntryKind::Commit => show(&raw, self.visit, Body::Special)?,
            }
        }
        Ok(())
    }

    fn listed(&mut self, id: &ObjectId) -> Result<Vec<(String, EntryMode, ObjectId)>, Refusal> {
        let mut buffer = Vec::new();
        let tree = self.objects.find_tree(id, &mut buffer).map_err(|_| Fault::Unreadable)?;
        self.count += tree.entries.len();
        if self.count > ENTRY_LIMIT {
            return Err(Limit::Entries(ENTRY_LIMIT).into());
        }
        let entries = tree.entries.iter();
        Ok(entries.map(|entry| (path::decoded(entry.filename), entry.mode, entry.oid.to_owned())).collect())
    }
}

/// A file of a commit.
struct Blob<'a> {
    objects: &'a Handle,
    name: &'a str,
    id: ObjectId,
}

impl Content for Blob<'_> {
    fn read(&mut self, limit: u64) -> Result<Result<Vec<u8>, Unreadable>, Refusal> {
        let bytes = self.objects.header(self.id).map_err(|_| Fault::Unreadable)?.size();
        if bytes > limit {
            return Ok(Err(Unreadable::TooLarge { bytes, limit_bytes: limit }));
        }
        let mut buffer = Vec::new();
        let blob = self.objects.find_blob(&self.id, &mut buffer).map_err(|_| Fault::Unreadable)?;
        Ok(Ok(blob.data.to_vec()))
    }

    fn open(&mut self) -> Result<Box<dyn Tree>, Refusal> {
        nested(self.name, self)
    }
}

/// The folder with git's own files, if there is nothing beside it.
fn git_folder(place: &Path) -> Option<PathBuf> {
    let is_git = |folder: &Path| {
        let kind = |name: &str| folder.join(name).symlink_metadata().map(|data| data.file_type());
        kind("HEAD").is_ok_and(|kind| kind.is_file())
            && ["objects", "refs"].iter().all(|name| kind(name).is_ok_and(|kind| kind.is_dir()))
    };
    if is_git(place) {
        return Some(place.to_owned());
    }
    let mut names = fs::read_dir(place).ok()?.take(2).flatten().map(|entry| entry.file_name());
    let is_only = names.next()? == ".git" && names.next().is_none();
    Some(place.join(".git")).filter(|inner| is_only && is_git(inner))
}

/// Whether objects would be read from elsewhere: whose repository lies there is nothing that a learner may choose.
fn borrows(objects: &Path) -> io::Result<bool> {
    if objects.join("info").join("alternates").symlink_metadata().is_ok() {
        return Ok(true);
    }
    for entry in fs::read_dir(objects)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_symlink() || kind.is_dir() && has_links(&entry.path())? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_links(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_type()?.is_symlink() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The commit that the repository is at. Its files are read as any learner's file is.
fn head(git: &Path) -> Result<ObjectId, Refusal> {
    let mut name = "HEAD".to_owned();
    for _ in 0..NAMES {
        let Some(text) = text(&git.join(&name))? else { return packed(git, &name) };
        let Some(other) = text.strip_prefix("ref:") else { return id(&text) };
        other.trim().clone_into(&mut name);
        if !name.starts_with("refs/") || path::clean(&name).as_ref() != Ok(&name) {
            return Err(Fault::Unreadable.into());
        }
    }
    Err(Fault::Unreadable.into())
}

/// The commit of a name that has no file of its own: `packed-refs` has a line for each, the commit before the name.
fn packed(git: &Path, name: &str) -> Result<ObjectId, Refusal> {
    let text = text(&git.join("packed-refs"))?.ok_or(Fault::NoCommit)?;
    let found = text.lines().filter_map(|line| line.split_once(' ')).find(|(_, known)| *known == name);
    found.map_or(Err(Fault::NoCommit.into()), |(commit, _)| id(commit))
}

fn id(text: &str) -> Result<ObjectId, Refusal> {
    ObjectId::from_hex(text.trim().as_bytes()).map_err(|_| Fault::Unreadable.into())
}

fn text(file: &Path) -> Result<Option<String>, Refusal> {
    let read = submission::read_file(file).map_err(|error| Refusal::System(error.to_string()))?;
    match read {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| Fault::Unreadable.into()),
        Err(Unreadable::Missing) => Ok(None),
        Err(_) => Err(Fault::Unreadable.into()),
    }
}
