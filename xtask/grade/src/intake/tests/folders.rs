//! Folders on the disk: what is no file is not opened; and git repositories.

use super::build::write;
use super::{lines, take};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use gix_object::Kind;
use std::fs;
use std::io::Write;
use std::path::Path;

const LINK: &str = "It is a link, and links are not followed. Put the file or folder itself there.";

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (class, secret) = (folder.path().join("class"), folder.path().join("secret"));
    write(
        &secret,
        &[("lib.rs", b"secret"), ("exercises/03_ticket_office/src/lib.rs", b"secret"), ("a.zip", b"secret")],
    );
    write(
        &class,
        &[
            ("alice/03_ticket_office/Cargo.toml", b""),
            ("bob/exercises/03_ticket_office/src/window.rs", b""),
            ("carol/Cargo.toml", b""),
            ("frank/ticket_office.rs", b"f"),
        ],
    );
    symlink(&secret, class.join("alice/03_ticket_office/src")).unwrap();
    symlink(secret.join("lib.rs"), class.join("bob/exercises/03_ticket_office/src/lib.rs")).unwrap();
    symlink(secret.join("exercises"), class.join("carol/exercises")).unwrap();
    symlink(&secret, class.join("dora")).unwrap();
    symlink(secret.join("a.zip"), class.join("eve.zip")).unwrap();
    let expected = [
        "alice 3 exercises/03_ticket_office/src/lib.rs: Link",
        "bob 3 exercises/03_ticket_office/src/lib.rs: Link",
        "frank 3 lib.rs=f",
        &format!("- carol/exercises: {LINK}"),
        &format!("- dora: {LINK}"),
        &format!("- eve.zip: {LINK}"),
    ];
    assert_eq!(lines(&take(&class, None, None), &class), expected);
}

#[cfg(unix)]
#[test]
fn pipes_and_odd_names_are_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::UnixListener;
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("alice/ticket_office/window.rs", b"a"), ("bob/ticket_office.rs", b"b"), ("bob/a\tb.rs", b"x")],
    );
    let _socket = UnixListener::bind(folder.path().join("alice/ticket_office/lib.rs")).unwrap();
    fs::write(folder.path().join("bob").join(OsStr::from_bytes(b"\xff.rs")), "x").unwrap();
    let odd = "Its name leads out of its folder, is too long, or has characters that cannot be shown.";
    let expected = [
        "alice 3 exercises/03_ticket_office/src/lib.rs: NotAFile",
        "bob 3 lib.rs=b",
        &format!("- bob/a\\u{{9}}b.rs: {odd}"),
        &format!("- bob/\u{fffd}.rs: {odd}"),
    ];
    assert_eq!(lines(&take(folder.path(), None, None), folder.path()), expected);
}

#[test]
fn folders_without_end_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!("alice/{}/ticket_office.rs", "d/".repeat(40).trim_end_matches('/'));
    write(folder.path(), &[(&deep, b"a"), ("bob/ticket_office.rs", b"b")]);
    let found = lines(&take(folder.path(), None, None), folder.path());
    assert_eq!(found[0], "bob 3 lib.rs=b");
    assert!(found[1].ends_with("Its folders lie too deep within each other."), "{found:?}");
}

#[test]
fn one_file_may_be_the_place() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("alice_ticket_office.rs", b"a"), ("bob_ticket_office.rs", b"b")]);
    let place = folder.path().join("alice_ticket_office.rs");
    assert_eq!(lines(&take(&place, None, None), &place), ["alice 3 lib.rs=a"]);
}

/// Writes an object of git's; its name.
fn object(git: &Path, kind: Kind, content: &[u8]) -> String {
    let bytes = [format!("{kind} {}\0", content.len()).as_bytes(), content].concat();
    let name = gix_object::compute_hash(gix_hash::Kind::Sha1, kind, content).unwrap().to_string();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&bytes).unwrap();
    write(&git.join("objects").join(&name[..2]), &[(&name[2..], &encoder.finish().unwrap())]);
    name
}

/// An entry of a tree.
fn entry(mode: &str, name: &str, id: &str) -> Vec<u8> {
    let id: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).unwrap()).collect();
    [format!("{mode} {name}\0").as_bytes(), &id].concat()
}

/// Makes a repository with one commit: a learner's folder of exercise 3, whose `lib.rs` is this.
fn repository(git: &Path, mode: &str, text: &str) {
    fs::create_dir_all(git.join("refs/heads")).unwrap();
    let lib = object(git, Kind::Blob, text.as_bytes());
    let src = object(git, Kind::Tree, &entry(mode, "lib.rs", &lib));
    let exercise = object(git, Kind::Tree, &entry("40000", "src", &src));
    let top = object(git, Kind::Tree, &entry("40000", "03_ticket_office", &exercise));
    let who = "A <a@b> 0 +0000";
    let commit = object(git, Kind::Commit, format!("tree {top}\nauthor {who}\ncommitter {who}\n\nm\n").as_bytes());
    write(git, &[("HEAD", b"ref: refs/heads/main\n"), ("refs/heads/main", format!("{commit}\n").as_bytes())]);
}

#[test]
fn repositories_are_read_at_their_commit_unless_files_lie_beside() {
    let folder = tempfile::tempdir().unwrap();
    let class = folder.path();
    repository(&class.join("alice.git"), "100644", "committed");
    repository(&class.join("bob/.git"), "100644", "committed");
    repository(&class.join("carol/.git"), "100644", "committed");
    write(class, &[("carol/03_ticket_office/src/lib.rs", b"edited")]);
    repository(&class.join("dora.git"), "120000", "/etc/passwd");
    let git = class.join("eve.git");
    repository(&git, "100755", "packed");
    let commit = fs::read_to_string(git.join("refs/heads/main")).unwrap();
    fs::remove_file(git.join("refs/heads/main")).unwrap();
    write(&git, &[("packed-refs", format!("# pack-refs\n{} refs/heads/main\n", commit.trim()).as_bytes())]);
    let expected = [
        "alice 3 lib.rs=committed",
        "bob 3 lib.rs=committed",
        "carol 3 lib.rs=edited",
        "dora 3 exercises/03_ticket_office/src/lib.rs: Link",
        "eve 3 lib.rs=packed",
    ];
    assert_eq!(lines(&take(class, None, None), class), expected);
    let place = class.join("alice.git");
    assert_eq!(lines(&take(&place, None, None), &place), ["alice 3 lib.rs=committed"]);
}

#[test]
fn broken_and_borrowing_repositories_are_told() {
    let no_commit = "It is a git repository, and its current branch has no commit.";
    let borrows = "It is a git repository whose objects are links, or another repository's. Clone it anew.";
    let unreadable = "It is a git repository that cannot be read. Clone it, and grade the clone.";
    for (file, text, expected) in [
        ("HEAD", "ref: refs/heads/none\n", no_commit),
        ("HEAD", "ref: refs/heads/../../../x\n", unreadable),
        ("HEAD", "ref: HEAD\n", unreadable),
        ("HEAD", "nonsense", unreadable),
        ("HEAD", "0123456789012345678901234567890123456789", unreadable),
        ("refs/heads/main", "ref: refs/heads/main", unreadable),
        ("objects/info/alternates", "/elsewhere/objects\n", borrows),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let git = folder.path().join("alice.git");
        repository(&git, "100644", "a");
        write(&git, &[(file, text.as_bytes())]);
        let found = lines(&take(folder.path(), None, None), folder.path());
        assert_eq!(found, [format!("- alice.git: {expected}")], "{file}: {text}");
    }
}

#[test]
fn objects_with_other_bytes_break_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let git = folder.path().join("alice.git");
    repository(&git, "100644", "a");
    for fan in fs::read_dir(git.join("objects")).unwrap().flatten() {
        for file in fs::read_dir(fan.path()).unwrap().flatten() {
            let good = fs::read(file.path()).unwrap();
            for at in 0..good.len() {
                let mut bad = good.clone();
                bad[at] ^= 0x55;
                fs::write(file.path(), bad).unwrap();
                let intake = take(folder.path(), None, None);
                assert!(intake.hand_ins.len() + intake.left_out.len() > 0);
            }
            fs::write(file.path(), good).unwrap();
        }
    }
}
