//! Hostile and broken archives. Each costs the learner who handed it in, and tells why; the others are graded.

use super::build::{LINK, REGULAR, Zip, gzipped, open, record, tar, tar_of, write, zip};
use super::{lines, take};
use crate::intake::limits::{HEADER_LIMIT, PACKED_LIMIT};
use crate::intake::listing;
use crate::intake::refusal::{Flaw, Limit, Refusal};
use judge::submission::FILE_LIMIT;
use rawzip::CompressionMethod;
use rawzip::path::EntryPath;
use tar::EntryType;

const MAIN: &str = "03_ticket_office/src/lib.rs";
const FINE: &str = "alice 3 lib.rs=a";
const NO_ARCHIVE: &str = "- FILE: It is no archive, whatever its name says. Ask for it again as .zip or .tar.gz.";
const CUT_SHORT: &str = "- FILE: Its end is missing, as after a download that broke off. Get it again.";
const DAMAGED: &str = "- FILE: It is damaged: its content is not what it says of itself. Get it again.";
const DAMAGED_WORK: &str =
    "- FILE/03_ticket_office: It is damaged: its content is not what it says of itself. Get it again.";
const ODD_SIZE: &str =
    "- FILE: It has a sparse file (one with holes), or one with two sizes. Ask for it again as .zip.";
const ODD_NAME: &str = "Its name leads out of its folder, is too long, or has characters that cannot be shown.";
const TWICE: &str =
    "- FILE/03_ticket_office: Two files have this name (up to capitals), so that nobody knows which one counts.";

/// What becomes of an archive that alice hands in beside bob's honest file. `FILE` stands for its name.
#[track_caller]
fn check(attack: &str, file: &str, bytes: &[u8], expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[(file, bytes), ("bob/ticket_office.rs", b"b")]);
    let mut expected: Vec<String> = expected.iter().map(|line| line.replace("FILE", file)).collect();
    expected.push("bob 3 lib.rs=b".to_owned());
    expected.sort_by_key(|line| line.starts_with("- "));
    assert_eq!(lines(&take(folder.path(), None, None), folder.path()), expected, "{attack}");
}

/// With four bytes put in place of those at a distance from the nth central header.
fn patched(mut bytes: Vec<u8>, nth: usize, distance: usize, value: u32) -> Vec<u8> {
    let starts: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    let at = starts[nth] + distance;
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    bytes
}

fn stored(method: CompressionMethod, is_encrypted: bool) -> Vec<u8> {
    let mut zip = Zip::default();
    zip.add_stored(MAIN, method, is_encrypted, b"UNIQUE");
    zip.finish()
}

#[test]
fn broken_zip_files() {
    let good = zip(&[(MAIN, b"a")]);
    let mut wrong = stored(CompressionMethod::STORE, false);
    let at = wrong.windows(6).position(|bytes| bytes == b"UNIQUE").unwrap();
    wrong[at] = b'V';
    for (attack, bytes, expected) in [
        ("nothing", vec![], NO_ARCHIVE),
        ("a text", b"fn main() {}".to_vec(), NO_ARCHIVE),
        ("half of it", good[..good.len() / 2].to_vec(), CUT_SHORT),
        ("without its last byte", good[..good.len() - 1].to_vec(), CUT_SHORT),
        ("another byte", wrong, DAMAGED_WORK),
        ("a smaller size", patched(zip(&[(MAIN, b"abc")]), 0, 24, 1), DAMAGED_WORK),
        ("a larger size", patched(good.clone(), 0, 24, 9), DAMAGED_WORK),
        ("another start", patched(good.clone(), 0, 42, 7), DAMAGED_WORK),
        (
            "a start beyond its end",
            patched(good, 0, 42, 0x00ff_ffff),
            "- FILE/03_ticket_office: Its end is missing, as after a download that broke off. Get it again.",
        ),
        (
            "a password",
            stored(CompressionMethod::STORE, true),
            "- FILE/03_ticket_office: It is encrypted. Ask for it without a password.",
        ),
        (
            "another method",
            stored(CompressionMethod::XZ, false),
            "- FILE/03_ticket_office: It is compressed in a way that is not read here. Ask for an ordinary .zip or .tar.gz.",
        ),
    ] {
        check(attack, "alice.zip", &bytes, &[expected]);
    }
}

#[test]
fn zip_files_of_which_much_comes_out() {
    let zeros = vec![b' '; 2 << 20];
    let size = zeros.len();
    let too_large = format!(
        "alice 3 exercises/03_ticket_office/src/lib.rs: TooLarge {{ bytes: {size}, limit_bytes: {FILE_LIMIT} }}"
    );
    check("one large file", "alice.zip", &zip(&[(MAIN, &zeros)]), &[&too_large]);
    let many: Vec<String> = (0..70).map(|number| format!("03_ticket_office/src/a{number}.rs")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|path| (path.as_str(), &b"a"[..])).collect();
    let expected = "alice 3 exercises/03_ticket_office/src: TooManyFiles { limit: 64 }";
    check("many files", "alice.zip", &zip(&many), &[expected]);
    let some: Vec<String> = (0..9).map(|number| format!("03_ticket_office/src/a{number}.rs")).collect();
    let some: Vec<(&str, &[u8])> = some.iter().map(|path| (path.as_str(), &zeros[..1 << 20])).collect();
    let expected = "- FILE/03_ticket_office: The source texts of one learner have more than 4 MiB; a whole course takes a \
                    hundredth.";
    check("several large files", "alice.zip", &zip(&some), &[expected]);
    let two = zip(&[(MAIN, b"a"), ("03_ticket_office/src/b.rs", b"a")]);
    let expected =
        "- FILE/03_ticket_office: Files in it share their bytes, which no ordinary program does. Ask for it again.";
    check("the same bytes twice", "alice.zip", &patched(two, 1, 42, 0), &[expected]);
    let deep = zip(&[("a.zip", &zip(&[("a.zip", &zip(&[(MAIN, b"a")]))]))]);
    check(
        "zip in zip in zip",
        "alice.zip",
        &deep,
        &["- FILE/a.zip: It is an archive within archives, and was not opened."],
    );
}

#[test]
fn names_that_lead_elsewhere() {
    for (name, shown) in [
        ("../../evil.rs", "../../evil.rs"),
        ("/etc/evil.rs", "/etc/evil.rs"),
        ("C:/evil.rs", "C:/evil.rs"),
        ("..\\..\\evil.rs", "..\\..\\evil.rs"),
        ("a\nb/evil.rs", "a\\u{a}b/evil.rs"),
        ("a\u{1b}[2J.rs", "a\\u{1b}[2J.rs"),
    ] {
        let line = format!("- FILE/{shown}: {ODD_NAME}");
        let files: &[(&str, &[u8])] = &[(name, b"evil"), (MAIN, b"a")];
        check(name, "alice.zip", &zip(files), &[FINE, &line]);
        check(name, "alice.tar", &tar(files), &[FINE, &line]);
    }
    let line = format!("- FILE/evil.rs\\u{{0}}.txt: {ODD_NAME}");
    check("a name with two ends", "alice.zip", &zip(&[("evil.rs\0.txt", b"evil"), (MAIN, b"a")]), &[FINE, &line]);
}

#[test]
fn files_that_nobody_can_tell_apart() {
    for other in [MAIN, "03_ticket_office/src/Lib.rs", "03_ticket_office//src/./lib.rs"] {
        let files: &[(&str, &[u8])] = &[(MAIN, b"a"), (other, b"b")];
        check(other, "alice.zip", &zip(files), &[TWICE]);
        check(other, "alice.tar", &tar(files), &[TWICE]);
    }
}

#[test]
fn what_is_no_file() {
    let link = "alice 3 exercises/03_ticket_office/src/lib.rs: Link";
    let no_file = "alice 3 exercises/03_ticket_office/src/lib.rs: NotAFile";
    for (mode, expected) in [(LINK, link), (0o020_644, no_file), (0o010_644, no_file), (0o140_644, no_file)] {
        let mut zip = Zip::default();
        zip.add(EntryPath::verbatim(MAIN.as_bytes()), mode, b"/etc/passwd");
        check(&format!("mode {mode:o}"), "alice.zip", &zip.finish(), &[expected]);
    }
    for (kind, expected) in [
        (EntryType::Symlink, link),
        (EntryType::Link, link),
        (EntryType::Char, no_file),
        (EntryType::Block, no_file),
        (EntryType::Fifo, no_file),
        (EntryType::new(b'Z'), no_file),
        (EntryType::GNUSparse, ODD_SIZE),
    ] {
        check(&format!("{kind:?}"), "alice.tar", &tar_of(&[(MAIN.as_bytes(), kind, b"")]), &[expected]);
    }
}

#[test]
fn broken_tar_archives() {
    let good = tar(&[(MAIN, b"a")]);
    let zipped = gzipped(&good);
    let mut wrong = zipped.clone();
    let at = wrong.len() - 6;
    wrong[at] ^= 1;
    let mut second = tar(&[("a.rs", b"a"), (MAIN, b"a")]);
    second[1024] ^= 1;
    for (attack, file, bytes, expected) in [
        ("a text", "alice.tar", vec![b'x'; 2000], NO_ARCHIVE),
        ("a short text", "alice.tar", b"x".to_vec(), NO_ARCHIVE),
        ("no gzip", "alice.tar.gz", good.clone(), NO_ARCHIVE),
        ("gzip of a text", "alice.tgz", gzipped(&[b'x'; 2000]), NO_ARCHIVE),
        ("nothing", "alice.tgz", vec![], NO_ARCHIVE),
        ("half of it", "alice.tar.gz", zipped[..zipped.len() / 2].to_vec(), CUT_SHORT),
        ("without its end", "alice.tar.gz", zipped[..zipped.len() - 4].to_vec(), CUT_SHORT),
        ("another checksum", "alice.tar.gz", wrong, DAMAGED),
        ("another header", "alice.tar", second, DAMAGED),
        ("cut in a file", "alice.tar", tar(&[(MAIN, &[b'a'; 2000])])[..1024].to_vec(), CUT_SHORT),
    ] {
        check(attack, file, &bytes, &[expected]);
    }
}

/// An entry with a PAX header before it.
fn with_pax(records: &[Vec<u8>], path: &str) -> Vec<u8> {
    let records = records.concat();
    tar_of(&[(b"pax", EntryType::XHeader, &records), (path.as_bytes(), EntryType::Regular, b"a")])
}

#[test]
fn names_and_sizes_in_headers_of_their_own() {
    let long = format!("{}/03_ticket_office/src/lib.rs", "long".repeat(40));
    check("a long name", "alice.tar", &tar(&[(&long, b"a")]), &[FINE]);
    check("a name in PAX", "alice.tar", &with_pax(&[record("path", &long)], "short"), &[FINE]);
    let binary = record("SCHILY.xattr.com.apple.provenance", "\u{1}\n\u{2}\n");
    check("an attribute", "alice.tar", &with_pax(&[binary, record("path", MAIN)], "short"), &[FINE]);
    let line = format!("- FILE/../evil.rs: {ODD_NAME}");
    let evil = [with_pax(&[record("path", "../evil.rs")], MAIN)[..2048].to_vec(), tar(&[(MAIN, b"a")])].concat();
    check("a name in PAX that leads elsewhere", "alice.tar", &evil, &[FINE, &line]);
    check("the same size", "alice.tar", &with_pax(&[record("size", "1")], MAIN), &[FINE]);
    check("another size", "alice.tar", &with_pax(&[record("size", "9000")], MAIN), &[ODD_SIZE]);
    check("holes", "alice.tar", &with_pax(&[record("GNU.sparse.major", "1")], MAIN), &[ODD_SIZE]);
    check("no record", "alice.tar", &with_pax(&[b"99 x".to_vec()], MAIN), &[DAMAGED]);
    let endless = vec![b'a'; usize::try_from(HEADER_LIMIT).unwrap() + 1];
    let endless = tar_of(&[(b"L", EntryType::GNULongName, &endless), (MAIN.as_bytes(), EntryType::Regular, b"a")]);
    check("an endless name", "alice.tgz", &gzipped(&endless), &[DAMAGED]);
}

#[test]
fn names_in_old_encodings() {
    let mut zip = Zip::default();
    zip.add(EntryPath::verbatim(&b"\x8f\xa5\xe2\xe0/ticket_office.rs"[..]), REGULAR, b"p");
    zip.add(EntryPath::verbatim(&b"M\x81ller/ticket_office.rs"[..]), REGULAR, b"m");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("class.zip", &zip.finish())]);
    let place = folder.path().join("class.zip");
    assert_eq!(lines(&take(&place, None, None), &place), ["Müller 3 lib.rs=m", "Петр 3 lib.rs=p"]);
}

#[test]
fn one_broken_archive_in_the_archive_of_a_class() {
    let large = vec![b' '; usize::try_from(PACKED_LIMIT).unwrap() + 1];
    let good = zip(&[(MAIN, b"a")]);
    let files: &[(&str, &[u8])] = &[
        ("alice.zip", &good),
        ("bob.zip", &good[..50]),
        ("carol.zip", &large),
        ("dora.tgz", &gzipped(&large[..1000])),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("class.zip", zip(files)), ("class.tgz", gzipped(&tar(files)))] {
        write(folder.path(), &[(name, &bytes)]);
        let place = folder.path().join(name);
        let too_large = "- carol.zip: An archive within an archive may have 16 MiB at most. Ask for it without `target`, where cargo builds.";
        let expected =
            [FINE, &CUT_SHORT.replace("FILE", "bob.zip"), too_large, &NO_ARCHIVE.replace("FILE", "dora.tgz")];
        assert_eq!(lines(&take(&place, None, None), &place), expected, "{name}");
    }
}

#[test]
fn what_comes_out_of_a_tar_archive_is_limited() {
    let zeros = vec![0; 1 << 20];
    let bomb = gzipped(&tar(&[("target.bin", &zeros)]));
    assert!(bomb.len() < 1 << 14);
    let listed =
        |limit: u64| open("a.tgz", bomb.clone(), limit).and_then(|mut tree| listing::of(&mut *tree)).map(|_| ());
    assert_eq!(listed(1 << 20), Err(Limit::Inflated(1 << 20).into()));
    assert_eq!(listed(2 << 20), Ok(()));
    assert_eq!(open("a.7z", bomb, 1).err(), Some(Refusal::from(Flaw::OtherFormat(".7z".to_owned()))));
}
