//! The bytes of an archive: of a file on the disk, or of another archive's entry in memory. Readable in any place, and as
//! often as needed.

use crate::intake::refusal::Refusal;
use rawzip::{FileReader, RangeReader, ReaderAt};
use std::fs::File;
use std::io;

/// The bytes of an archive.
pub(in crate::intake) struct Bytes {
    place: Place,
    length: u64,
}

enum Place {
    Disk(FileReader),
    Memory(Vec<u8>),
}

impl Bytes {
    /// Of an open file.
    pub(in crate::intake) fn of_file(file: File) -> Result<Self, Refusal> {
        let length = file.metadata()?.len();
        Ok(Self { place: Place::Disk(file.into()), length })
    }

    /// Of something in memory.
    pub(in crate::intake) fn of_memory(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len() as u64, place: Place::Memory(bytes) }
    }

    /// How many.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// All of them, from the first one on.
    pub(super) fn reader(&self) -> RangeReader<&Self> {
        RangeReader::new(self, 0..self.length)
    }
}

impl ReaderAt for Bytes {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match &self.place {
            Place::Disk(file) => file.read_at(buffer, offset),
            Place::Memory(bytes) => bytes.read_at(buffer, offset),
        }
    }
}
