//! A zip file. Its central directory says what is in it; local headers say only where the bytes begin.
//!
//! `rawzip` finds the entries one by one, so that a directory of a million entries takes no memory; `flate2` unpacks.

use super::{Body, Bytes, Content, Tree, Visit, nested, show};
use crate::intake::limits::ENTRY_LIMIT;
use crate::intake::path;
use crate::intake::refusal::{Flaw, Limit, Refusal};
use flate2::read::DeflateDecoder;
use judge::submission::Unreadable;
use rawzip::extra_fields::ExtraFieldId;
use rawzip::{
    CompressionMethod, ErrorKind, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, RECOMMENDED_BUFFER_SIZE, ZipArchive,
    ZipArchiveEntryWayfinder, ZipEntry, ZipFileHeaderRecord, ZipLocator, crc32,
};
use std::collections::BTreeMap;
use std::io::Read;

/// What a zip file begins with, unless it is empty.
const MAGIC: [u8; 4] = *b"PK\x03\x04";
/// The part of a Unix mode that says what kind of file it is, and the kinds.
const KIND: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const FILE: u32 = 0o100_000;
const LINK: u32 = 0o120_000;

/// An open zip file.
pub(super) struct Zip {
    archive: ZipArchive<Bytes>,
}

impl Zip {
    /// Finds its directory.
    pub(super) fn open(bytes: Bytes) -> Result<Self, Refusal> {
        let length = bytes.length();
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let archive = ZipLocator::new().locate_in_reader(bytes, &mut buffer, length);
        let archive = archive.map_err(|(bytes, error)| match error.into_kind() {
            ErrorKind::MissingEndOfCentralDirectory if begins_like_one(&bytes) => Flaw::CutShort.into(),
            ErrorKind::MissingEndOfCentralDirectory => Flaw::NoArchive.into(),
            kind => refusal(kind),
        })?;
        Ok(Self { archive })
    }
}

impl Tree for Zip {
    fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), Refusal> {
        let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let mut entries = self.archive.entries(&mut buffer);
        let mut taken = Ranges::default();
        let mut count = 0;
        while let Some(header) = entries.next_entry().map_err(|error| refusal(error.into_kind()))? {
            count += 1;
            if count > ENTRY_LIMIT {
                return Err(Limit::Entries(ENTRY_LIMIT).into());
            }
            let raw = name(&header);
            let mut entry = Entry {
                archive: &self.archive,
                name: path::last(&raw),
                place: header.wayfinder(),
                method: header.compression_method(),
                is_encrypted: header.flags().is_encrypted() || header.flags().has_strong_encryption(),
                taken: &mut taken,
            };
            match header.mode().value() & KIND {
                FOLDER => {}
                LINK => show(&raw, visit, Body::Link)?,
                0 | FILE => show(&raw, visit, Body::File(&mut entry))?,
                _ => show(&raw, visit, Body::Special)?,
            }
        }
        Ok(())
    }
}

/// A file in a zip file.
struct Entry<'a> {
    archive: &'a ZipArchive<Bytes>,
    name: &'a str,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
    taken: &'a mut Ranges,
}

impl Content for Entry<'_> {
    fn read(&mut self, limit: u64) -> Result<Result<Vec<u8>, Unreadable>, Refusal> {
        if self.is_encrypted {
            return Err(Flaw::Encrypted.into());
        }
        let entry = self.archive.get_entry(self.place).map_err(|error| refusal(error.into_kind()))?;
        self.taken.add(entry.compressed_data_range())?;
        let bytes = unpacked(&entry, self.method, limit)?;
        if bytes.len() as u64 > limit {
            let bytes = self.place.uncompressed_size_hint().max(limit + 1);
            return Ok(Err(Unreadable::TooLarge { bytes, limit_bytes: limit }));
        }
        Ok(Ok(bytes))
    }

    fn open(&mut self) -> Result<Box<dyn Tree>, Refusal> {
        nested(self.name, self)
    }
}

/// What comes out, with its checksum verified; one byte more than the limit where that is not all.
fn unpacked(entry: &ZipEntry<'_, Bytes>, method: CompressionMethod, limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    match method {
        CompressionMethod::STORE => {
            entry.verifying_reader(entry.reader()).take(limit + 1).read_to_end(&mut bytes)?;
        }
        CompressionMethod::DEFLATE => {
            let inflated = DeflateDecoder::new(entry.reader());
            entry.verifying_reader(inflated).take(limit + 1).read_to_end(&mut bytes)?;
        }
        _ => return Err(Flaw::OtherCompression.into()),
    }
    Ok(bytes)
}

/// The name of an entry: UTF-8 where the entry says so, here or in a field beside it; else in the encoding that its
/// bytes look like.
fn name(header: &ZipFileHeaderRecord<'_>) -> String {
    let path = header.file_path();
    let raw = path.as_bytes();
    let unicode = header.extra_fields().find_map(|(id, field)| match field {
        // A version, the checksum of the name that it stands for, and the name in UTF-8.
        [1, a, b, c, d, name @ ..]
            if id == ExtraFieldId::INFO_ZIP_UNICODE_PATH && u32::from_le_bytes([*a, *b, *c, *d]) == crc32(raw) =>
        {
            String::from_utf8(name.to_vec()).ok()
        }
        _ => None,
    });
    match unicode {
        Some(name) => name,
        None if header.flags().is_utf8() => String::from_utf8_lossy(raw).into_owned(),
        None => path::decoded(raw),
    }
}

fn begins_like_one(bytes: &Bytes) -> bool {
    let mut start = [0; MAGIC.len()];
    bytes.reader().read_exact(&mut start).is_ok() && start == MAGIC
}

fn refusal(kind: ErrorKind) -> Refusal {
    match kind {
        ErrorKind::IO(error) => error.into(),
        ErrorKind::Eof => Flaw::CutShort.into(),
        _ => Flaw::Damaged.into(),
    }
}

/// The bytes that entries were read from. No two of them share any, unless somebody made them so in order to have much
/// come out of little.
#[derive(Default)]
struct Ranges {
    /// Ends, by their starts.
    ends: BTreeMap<u64, u64>,
}

impl Ranges {
    fn add(&mut self, (start, end): (u64, u64)) -> Result<(), Refusal> {
        if start == end {
            return Ok(());
        }
        let before = self.ends.range(..end).next_back();
        if before.is_some_and(|(_, end)| *end > start) {
            return Err(Flaw::Overlapping.into());
        }
        self.ends.insert(start, end);
        Ok(())
    }
}
