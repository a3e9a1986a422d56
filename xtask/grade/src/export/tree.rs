//! Files to be written somewhere, as plain data, and how they are read from this repository.
//!
//! What is read is listed by its caller, folder by folder. Whatever else lies in a repository (history, builds, progress,
//! what learners handed in, reports) is never looked at.

use anyhow::Context;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use judge::KitError;
use judge::files;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A regular file that everybody may read.
const REGULAR: u32 = 0o100_644;
/// The same, which can be started.
const PROGRAM: u32 = 0o100_755;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Relative to where everything is written.
    pub(super) path: PathBuf,
    /// Its content.
    pub(super) bytes: Vec<u8>,
    /// Whether it can be started.
    pub(super) is_program: bool,
}

impl File {
    pub(super) fn text(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: text.into().into_bytes(), is_program: false }
    }

    pub(super) fn program(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { is_program: true, ..Self::text(path, text) }
    }

    /// A file of the repository at `root`, in the same place.
    pub(super) fn copy(root: &Path, path: &Path) -> Result<Self, KitError> {
        let from = root.join(path);
        let bytes = fs::read(&from).map_err(KitError::file("read", &from))?;
        Ok(Self { path: path.to_owned(), bytes, is_program: false })
    }
}

/// The files below `folder`, relative to `root`, whose names end in one of `extensions`. Folders of snapshots hold what
/// tests compare with.
pub(super) fn copy_folder(root: &Path, folder: &Path, extensions: &[&str]) -> Result<Vec<File>, KitError> {
    let from = root.join(folder);
    if !from.is_dir() {
        return Ok(Vec::new());
    }
    let has_extension = |path: &&PathBuf| {
        let extension = path.extension().and_then(OsStr::to_str);
        extension.is_some_and(|extension| extensions.contains(&extension))
    };
    let is_left_out =
        |path: &&PathBuf| path.components().any(|part| LEFT_OUT.iter().any(|name| part.as_os_str() == *name));
    let relative = |path: &PathBuf| path.strip_prefix(root).expect("it was found below it").to_owned();
    let found: Vec<PathBuf> = files::all(&from)?.iter().filter(has_extension).map(relative).collect();
    found.iter().filter(|path| !is_left_out(path)).map(|path| File::copy(root, path)).collect()
}

/// Folders that are not taken, wherever they are.
const LEFT_OUT: [&str; 5] = [".git", ".lockstep", "node_modules", "snapshots", "target"];

/// All of them as one archive.
pub(super) fn zip(files: &[File]) -> anyhow::Result<Vec<u8>> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for file in files {
        let name = file.path.to_str().context("file names of this repository are Unicode")?.replace('\\', "/");
        let mode = if file.is_program { PROGRAM } else { REGULAR };
        let new = archive.new_file(EntryPath::verbatim(name.as_bytes()));
        let (mut entry, config) = new.unix_permissions(mode).compression_method(CompressionMethod::DEFLATE).start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(&file.bytes)?;
        let (encoder, output) = writer.finish()?;
        encoder.finish()?;
        entry.finish(output)?;
    }
    Ok(archive.finish()?)
}
