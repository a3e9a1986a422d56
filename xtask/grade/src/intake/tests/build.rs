//! Archives and folders for tests, honest and others.

use crate::intake::refusal::Refusal;
use crate::intake::tree::{self, Bytes, Tree};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::fs;
use std::io::Write;
use std::path::Path;
use tar::{Builder, EntryType, Header};

/// A regular file's mode.
pub(super) const REGULAR: u32 = 0o100_644;
/// A link's.
pub(super) const LINK: u32 = 0o120_777;

/// Writes files below a folder.
pub(super) fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// A zip file.
pub(super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = Zip::default();
    for (path, bytes) in files {
        zip.add(EntryPath::verbatim(path.as_bytes()), REGULAR, bytes);
    }
    zip.finish()
}

/// A zip file, entry for entry.
pub(super) struct Zip(ZipArchiveWriter<Vec<u8>>);

impl Default for Zip {
    fn default() -> Self {
        Self(ZipArchiveWriter::new(Vec::new()))
    }
}

impl Zip {
    pub(super) fn add(&mut self, path: EntryPath<'_>, mode: u32, bytes: &[u8]) -> &mut Self {
        let file = self.0.new_file(path).unix_permissions(mode).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(bytes).unwrap();
        let (encoder, output) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(output).unwrap();
        self
    }

    /// As it is, with a flag or a method that asks for more.
    pub(super) fn add_stored(&mut self, path: &str, method: CompressionMethod, is_encrypted: bool, bytes: &[u8]) {
        let file = self.0.new_file(path).compression_method(method).encrypted(is_encrypted);
        let (mut entry, config) = file.start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, output) = writer.finish().unwrap();
        entry.finish(output).unwrap();
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finish().unwrap()
    }
}

/// A tar archive.
pub(super) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<_> = files.iter().map(|(path, bytes)| (path.as_bytes(), EntryType::Regular, *bytes)).collect();
    tar_of(&entries)
}

/// A tar archive of any entries. Long names stand in an entry of their own, as GNU tar writes them.
pub(super) fn tar_of(entries: &[(&[u8], EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (path, kind, bytes) in entries {
        if path.len() > 100 {
            let name = [*path, b"\0"].concat();
            builder.append(&header(b"././@LongLink", EntryType::GNULongName, &name), &name[..]).unwrap();
        }
        builder.append(&header(path, *kind, bytes), *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A header that the crate would not write.
fn header(path: &[u8], kind: EntryType, bytes: &[u8]) -> Header {
    let mut header = Header::new_gnu();
    let name = &mut header.as_old_mut().name;
    let length = path.len().min(name.len());
    name[..length].copy_from_slice(&path[..length]);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    header
}

/// A PAX header's record.
pub(super) fn record(key: &str, value: &str) -> Vec<u8> {
    let rest = format!(" {key}={value}\n");
    let length = (rest.len()..rest.len() + 20).find(|length| length.to_string().len() + rest.len() == *length).unwrap();
    format!("{length}{rest}").into_bytes()
}

/// The same, gzipped.
pub(super) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Opens an archive in memory, with a limit.
pub(super) fn open(name: &str, bytes: Vec<u8>, limit: u64) -> Result<Box<dyn Tree>, Refusal> {
    tree::archive(name, Bytes::of_memory(bytes), limit)
}
