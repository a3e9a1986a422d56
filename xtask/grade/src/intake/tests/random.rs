//! Bytes without sense, and archives with some of their bytes changed: nothing panics, and no limit is broken.

use super::build::{gzipped, open, tar, zip};
use crate::intake::limits::INFLATED_LIMIT;
use crate::intake::tree::Body;
use proptest::prelude::*;
use proptest::sample::Index;

const NAMES: [&str; 3] = ["a.zip", "a.tar", "a.tgz"];
/// How much of each file is asked for.
const LIMIT: u64 = 64;

fn archives() -> [Vec<u8>; 3] {
    let files: &[(&str, &[u8])] = &[
        ("03_ticket_office/src/lib.rs", b"fn a() {}"),
        ("03_ticket_office/src/large.rs", &[b'x'; 200]),
        (&format!("{}.rs", "long".repeat(60)), b"b"),
    ];
    [zip(files), tar(files), gzipped(&tar(files))]
}

/// Opens it and reads everything in it.
fn read(name: &str, bytes: Vec<u8>) {
    let Ok(mut tree) = open(name, bytes, INFLATED_LIMIT) else { return };
    let _ = tree.each(&mut |member| {
        if let Body::File(content) = member.body
            && let Ok(Ok(bytes)) = content.read(LIMIT)
        {
            assert!(bytes.len() as u64 <= LIMIT, "{}: {}", member.path, bytes.len());
        }
        Ok(())
    });
}

proptest! {
    #[test]
    fn bytes_without_sense(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for name in NAMES {
            read(name, bytes.clone());
        }
        read("a.tgz", gzipped(&bytes));
    }

    #[test]
    fn archives_with_other_bytes(changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..8)) {
        for (name, mut bytes) in NAMES.into_iter().zip(archives()) {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            read(name, bytes);
        }
    }

    #[test]
    fn zip_directories_with_other_bytes(changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4)) {
        let [mut bytes, ..] = archives();
        let start = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
        for (at, byte) in &changes {
            let at = start + at.index(bytes.len() - start);
            bytes[at] = *byte;
        }
        read("a.zip", bytes);
    }

    #[test]
    fn tar_headers_with_other_bytes(changes in prop::collection::vec((0usize..512, any::<u8>()), 1..4)) {
        let [_, mut bytes, _] = archives();
        for (at, byte) in &changes {
            bytes[*at] = *byte;
        }
        // With a checksum that fits, so that the header is believed.
        let sum: u32 = bytes[..512].iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) }).sum();
        bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        read("a.tar", bytes.clone());
        read("a.tgz", gzipped(&bytes));
    }

    #[test]
    fn archives_cut_anywhere(at in any::<Index>()) {
        for (name, bytes) in NAMES.into_iter().zip(archives()) {
            read(name, bytes[..at.index(bytes.len())].to_vec());
        }
    }
}
