//! What files are in: a folder, an archive or a repository, looked through in one way. Nothing is ever unpacked onto the
//! disk: what is asked for is read into memory, up to a limit.

mod bytes;
mod folder;
mod repository;
mod tar;
mod zip;

pub(super) use bytes::Bytes;

use super::limits::{INFLATED_LIMIT, PACKED_LIMIT};
use super::path;
use super::refusal::{Flaw, Limit, Refusal};
use folder::Folder;
use judge::submission::Unreadable;
use std::path::Path;

/// Something that files are in.
pub(super) trait Tree {
    /// Shows every member to `visit`, in the same order each time. A refusal ends it: either the visitor's, or one that
    /// leaves nothing else to be seen. What is wrong with one member alone is told with that member.
    fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), Refusal>;
}

/// Who looks at the members of a tree.
pub(super) type Visit<'a> = dyn FnMut(Member<'_, '_>) -> Result<(), Refusal> + 'a;

/// A file in a tree, or what is there in its place.
pub(super) struct Member<'path, 'body> {
    /// Where it is, as [`path::clean`] makes it; where it is refused, only to be shown.
    pub(super) path: &'path str,
    /// What it is.
    pub(super) body: Body<'body>,
}

/// What a member is. Folders are not shown, but for those that are a tree of another kind.
pub(super) enum Body<'a> {
    /// A regular file.
    File(&'a mut dyn Content),
    /// A git repository without files beside it.
    Repository(&'a mut dyn Content),
    /// A link, whatever it leads to.
    Link,
    /// A pipe, a device, or what else is no file.
    Special,
    /// Something that cannot be looked at.
    Refused(Refusal),
}

/// What is in a member; only read when somebody asks.
pub(super) trait Content {
    /// Its bytes; at most `limit` of them are accepted.
    fn read(&mut self, limit: u64) -> Result<Result<Vec<u8>, Unreadable>, Refusal>;
    /// What is in it, when it is a tree itself.
    fn open(&mut self) -> Result<Box<dyn Tree>, Refusal>;
}

/// How files are packed into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `.zip`
    Zip,
    /// `.tar`
    Tar,
    /// `.tar.gz`, `.tgz`
    TarGz,
    /// One that is not read here; how the name of such a file ends.
    Other(&'static str),
}

impl Format {
    const ENDINGS: [(&str, Self); 10] = [
        (".zip", Self::Zip),
        (".tar", Self::Tar),
        (".tar.gz", Self::TarGz),
        (".tgz", Self::TarGz),
        (".rar", Self::Other(".rar")),
        (".7z", Self::Other(".7z")),
        (".tar.xz", Self::Other(".tar.xz")),
        (".tar.bz2", Self::Other(".tar.bz2")),
        (".tar.zst", Self::Other(".tar.zst")),
        (".gz", Self::Other(".gz")),
    ];

    /// The format that the name of a file promises, and its name without that.
    pub(super) fn of(name: &str) -> Option<(&str, Self)> {
        Self::ENDINGS.into_iter().find_map(|(ending, format)| {
            let at = name.len().checked_sub(ending.len()).filter(|at| *at > 0 && name.is_char_boundary(*at))?;
            name[at..].eq_ignore_ascii_case(ending).then(|| (&name[..at], format))
        })
    }
}

/// A folder on the disk; a repository without files beside it is read as its last commit says.
pub(super) fn folder(place: &Path) -> Result<Box<dyn Tree>, Refusal> {
    if repository::is_alone(place) { repository::open(place) } else { Ok(Box::new(Folder::new(place))) }
}

/// Whether a folder on the disk is a repository without files beside it.
pub(super) fn is_repository(place: &Path) -> bool {
    repository::is_alone(place)
}

/// One file on the disk, as if it were alone in its folder.
pub(super) fn single_file(place: &Path) -> Box<dyn Tree> {
    Box::new(Folder::single(place))
}

/// The archive that `name` promises; at most `limit` bytes are unpacked on the way through it.
pub(super) fn archive(name: &str, bytes: Bytes, limit: u64) -> Result<Box<dyn Tree>, Refusal> {
    match Format::of(name) {
        Some((_, Format::Zip)) => Ok(Box::new(zip::Zip::open(bytes)?)),
        Some((_, Format::Tar)) => Ok(Box::new(tar::Tar::plain(bytes, limit))),
        Some((_, Format::TarGz)) => Ok(Box::new(tar::Tar::gzipped(bytes, limit))),
        Some((_, Format::Other(ending))) => Err(Flaw::OtherFormat(ending.to_owned()).into()),
        None => Err(Flaw::NoArchive.into()),
    }
}

/// An archive within another one.
fn nested(name: &str, content: &mut dyn Content) -> Result<Box<dyn Tree>, Refusal> {
    let bytes = content.read(PACKED_LIMIT)?.map_err(|_| Limit::Packed)?;
    archive(name, Bytes::of_memory(bytes), INFLATED_LIMIT)
}

/// Shows a file under the name that an archive has for it, or says what is wrong with that.
fn show(raw: &str, visit: &mut Visit<'_>, body: Body<'_>) -> Result<(), Refusal> {
    match path::clean(raw) {
        Ok(path) if path::is_in_junk(&path) => Ok(()),
        Ok(path) => visit(Member { path: &path, body }),
        Err(refusal) => visit(Member { path: &path::shown(raw), body: Body::Refused(refusal) }),
    }
}
