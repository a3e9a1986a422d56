//! A tar archive, gzipped or not. It has no directory: whoever looks for a file unpacks all that comes before it, so what
//! comes out is limited, and each look begins anew.
//!
//! The `tar` crate reads header for header here. The long names that stand in entries of their own are put together in this
//! file, because the crate would read them without a limit.

use super::{Body, Bytes, Content, Tree, Visit, nested, show};
use crate::intake::limits::{ENTRY_LIMIT, HEADER_LIMIT};
use crate::intake::path;
use crate::intake::refusal::{Flaw, Limit, Refusal};
use flate2::bufread::MultiGzDecoder;
use judge::submission::Unreadable;
use std::cell::Cell;
use std::io::{self, BufReader, Read};
use tar::{Archive, EntryType};

/// What gzip begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A tar archive.
pub(super) struct Tar {
    bytes: Bytes,
    is_gzipped: bool,
    limit: u64,
}

/// An entry of it.
type Entry<'a, 'b> = tar::Entry<'a, Limited<'b>>;

impl Tar {
    /// As tar wrote it.
    pub(super) fn plain(bytes: Bytes, limit: u64) -> Self {
        Self { bytes, is_gzipped: false, limit }
    }

    /// As gzip made it smaller.
    pub(super) fn gzipped(bytes: Bytes, limit: u64) -> Self {
        Self { bytes, is_gzipped: true, limit }
    }

    /// What tar wrote, from the start.
    fn stream(&self) -> Result<Box<dyn Read + '_>, Refusal> {
        let raw = BufReader::new(self.bytes.reader());
        if !self.is_gzipped {
            return Ok(Box::new(raw));
        }
        let mut start = [0; GZIP.len()];
        if self.bytes.reader().read_exact(&mut start).is_err() || start != GZIP {
            return Err(Flaw::NoArchive.into());
        }
        Ok(Box::new(MultiGzDecoder::new(raw)))
    }
}

impl Tree for Tar {
    fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), Refusal> {
        let is_over = Cell::new(false);
        let from = self.stream()?;
        let mut archive = Archive::new(Limited { from, left: self.limit, limit: self.limit, is_over: &is_over });
        let mut told = Told::default();
        for (count, entry) in archive.entries()?.raw(true).enumerate() {
            let mut entry = entry.map_err(|error| match Refusal::from(error) {
                Refusal::Archive(Flaw::Damaged) if count == 0 => Flaw::NoArchive.into(),
                Refusal::Archive(Flaw::Damaged) if is_over.get() => Flaw::CutShort.into(),
                refusal => refusal,
            })?;
            if count >= ENTRY_LIMIT {
                return Err(Limit::Entries(ENTRY_LIMIT).into());
            }
            if !told.listen(&mut entry)? {
                show_entry(&mut entry, std::mem::take(&mut told), visit)?;
            }
        }
        if self.is_gzipped {
            // The checksum comes last.
            io::copy(&mut archive.into_inner(), &mut io::sink())?;
        }
        Ok(())
    }
}

/// Shows an entry that is no header for another one.
fn show_entry(entry: &mut Entry<'_, '_>, told: Told, visit: &mut Visit<'_>) -> Result<(), Refusal> {
    if told.size.is_some_and(|size| size != entry.size()) {
        return Err(Flaw::OddSize.into());
    }
    let raw = path::decoded(&told.name.unwrap_or_else(|| entry.path_bytes().into_owned()));
    match entry.header().entry_type() {
        EntryType::Directory => Ok(()),
        // So older tars wrote folders.
        EntryType::Regular if raw.ends_with('/') => Ok(()),
        EntryType::Regular | EntryType::Continuous => {
            show(&raw, visit, Body::File(&mut Packed { name: path::last(&raw), entry }))
        }
        EntryType::Symlink | EntryType::Link => show(&raw, visit, Body::Link),
        EntryType::GNUSparse => Err(Flaw::OddSize.into()),
        _ => show(&raw, visit, Body::Special),
    }
}

/// What headers have told about the entry that comes after them.
#[derive(Default)]
struct Told {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Told {
    /// Takes in what an entry tells about the next one, if it is there for that.
    fn listen(&mut self, entry: &mut Entry<'_, '_>) -> Result<bool, Refusal> {
        match entry.header().entry_type() {
            EntryType::GNULongName => {
                let mut name = header(entry)?;
                name.truncate(name.iter().position(|byte| *byte == 0).unwrap_or(name.len()));
                // A PAX header says it better.
                self.name.get_or_insert(name);
            }
            EntryType::XHeader => {
                for (key, value) in records(&header(entry)?).ok_or(Flaw::Damaged)? {
                    self.record(key, value)?;
                }
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn record(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        match key {
            b"path" => self.name = Some(value.to_vec()),
            b"size" => {
                let size = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                self.size = Some(size.ok_or(Flaw::Damaged)?);
            }
            _ if key.starts_with(b"GNU.sparse.") => return Err(Flaw::OddSize.into()),
            _ => {}
        }
        Ok(())
    }
}

/// All of an entry that is a header for another one.
fn header(entry: &mut Entry<'_, '_>) -> Result<Vec<u8>, Refusal> {
    if entry.size() > HEADER_LIMIT {
        return Err(Flaw::Damaged.into());
    }
    whole(entry)
}

fn whole(entry: &mut Entry<'_, '_>) -> Result<Vec<u8>, Refusal> {
    let size = entry.size();
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    if bytes.len() as u64 == size { Ok(bytes) } else { Err(Flaw::CutShort.into()) }
}

/// The records of a PAX header: `LENGTH KEY=VALUE` and a line end each. The length counts all of a record, itself too, and
/// a value may have line ends in it.
fn records(mut bytes: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(&bytes[..space]).ok()?.parse().ok()?;
        let record = bytes.get(space + 1..length)?.strip_suffix(b"\n")?;
        let equals = record.iter().position(|byte| *byte == b'=')?;
        records.push((&record[..equals], &record[equals + 1..]));
        bytes = &bytes[length..];
    }
    Some(records)
}

/// A file in a tar archive.
struct Packed<'a, 'b, 'c> {
    entry: &'a mut Entry<'b, 'c>,
    name: &'a str,
}

impl Content for Packed<'_, '_, '_> {
    fn read(&mut self, limit: u64) -> Result<Result<Vec<u8>, Unreadable>, Refusal> {
        let bytes = self.entry.size();
        if bytes > limit {
            return Ok(Err(Unreadable::TooLarge { bytes, limit_bytes: limit }));
        }
        whole(self.entry).map(Ok)
    }

    fn open(&mut self) -> Result<Box<dyn Tree>, Refusal> {
        nested(self.name, self)
    }
}

/// Bytes that are counted, and refused from some number on.
struct Limited<'a> {
    from: Box<dyn Read + 'a>,
    left: u64,
    limit: u64,
    /// Whether there are no more.
    is_over: &'a Cell<bool>,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.is_over.set(count == 0 && !buffer.is_empty());
        self.left = self.left.checked_sub(count as u64).ok_or(Refusal::from(Limit::Inflated(self.limit)))?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_by_their_length() {
        let pair = |key: &'static str, value: &'static str| (key.as_bytes(), value.as_bytes());
        for (bytes, expected) in [
            (&b""[..], Some(vec![])),
            (b"12 path=a/b\n", Some(vec![pair("path", "a/b")])),
            (b"9 x=a\nbc\n7 y=ab\n", Some(vec![pair("x", "a\nbc"), pair("y", "ab")])),
            (b"99 path=a/b\n", None),
            (b"3 path=a/b\n", None),
            (b"0 path=a/b\n", None),
            (b"12 path=a/bc", None),
            (b"9 pathabc\n", None),
            (b"99999999999999999999 path=a\n", None),
            (b"path", None),
        ] {
            assert_eq!(records(bytes), expected, "{bytes:?}");
        }
    }
}
