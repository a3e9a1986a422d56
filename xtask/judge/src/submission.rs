//! Second stage: a learner's source files, read once, so that every later stage sees the same version.
//! A submission is `src/**/*.rs` and nothing else: regular files, limited in size and number, no links.

use crate::KitError;
use crate::catalog::Exercise;
use crate::hash;
use crate::layout::Layout;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: a thousand times a solution.
pub const FILE_LIMIT: u64 = 1024 * 1024;
/// The most files that are read.
pub const COUNT_LIMIT: usize = 64;
/// The file that every submission has.
const MAIN: &str = "lib.rs";

/// Which submission to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The learner's `src` folder.
    Exercise,
    /// The authors' reference.
    Reference,
    /// One file, in place of `src/lib.rs`.
    File(PathBuf),
    /// Files that were read before, from wherever they were handed in.
    Files(Files),
}

/// What a learner handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// `lib.rs` first.
    pub files: Vec<SourceFile>,
    /// Whether it is the stub that the exercise started with.
    pub is_stub: bool,
}

/// One source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to `src`.
    pub path: PathBuf,
    /// As learners know it, for messages.
    pub display: String,
    /// Its content.
    pub text: String,
}

/// A file before anybody has looked at what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Relative to `src`.
    pub path: PathBuf,
    /// As learners know it, for messages.
    pub display: String,
    /// Its bytes, or why there are none.
    pub content: Result<Vec<u8>, Unreadable>,
}

/// Why what was handed in is not source text that can be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Unreadable {
    /// There is no such file.
    Missing,
    /// It holds nothing but blank space.
    Empty,
    /// A link stands in its place.
    Link,
    /// It is a folder, a pipe or a device.
    NotAFile,
    /// It is larger than [`FILE_LIMIT`].
    TooLarge {
        /// Its size.
        bytes: u64,
        /// What is accepted.
        limit_bytes: u64,
    },
    /// It is not UTF-8 text.
    NotUtf8 {
        /// The first line that is not, from 1.
        line: usize,
    },
    /// A name in its folder has a line end or another control character.
    OddName,
    /// There are more files than [`COUNT_LIMIT`].
    TooManyFiles {
        /// What is accepted.
        limit: usize,
    },
}

/// The source files that were read, or the file that could not be, and why.
pub type Files = Result<Vec<SourceFile>, (String, Unreadable)>;

/// What was read, or the file that could not be, and why.
pub type Reading = Result<Submission, (String, Unreadable)>;

/// Where the file is that `source` stands for (`lib.rs`).
pub fn main_file(layout: &Layout, exercise: &Exercise, source: &Source) -> PathBuf {
    match source {
        Source::Exercise | Source::Files(_) => layout.exercise(&exercise.folder).join("src/lib.rs"),
        Source::Reference => layout.solutions(&exercise.folder).join("lib.rs"),
        Source::File(path) => path.clone(),
    }
}

/// Where the pristine stub is kept.
pub fn stub_file(layout: &Layout, exercise: &Exercise) -> PathBuf {
    layout.exercise(&exercise.folder).join("stub.rs")
}

/// Reads a submission.
pub fn read(layout: &Layout, exercise: &Exercise, source: &Source) -> Result<Reading, KitError> {
    let main = main_file(layout, exercise, source);
    let files = match source {
        Source::Exercise => read_folder(layout, &main)?,
        Source::Reference | Source::File(_) => {
            gather([Found { path: MAIN.into(), display: layout.display(&main), content: read_file(&main)? }])
        }
        Source::Files(files) => files.clone(),
    };
    let stub = fs::read_to_string(stub_file(layout, exercise)).ok();
    Ok(files
        .map(|files| Submission { is_stub: matches!(&files[..], [only] if Some(&only.text) == stub.as_ref()), files }))
}

/// The source text of files, in their order. One that has nothing in it counts only if it is `lib.rs`.
pub fn gather(found: impl IntoIterator<Item = Found>) -> Files {
    let mut files = Vec::new();
    for Found { path, display, content } in found {
        match content.and_then(as_source_text) {
            Ok(text) => files.push(SourceFile { path, display, text }),
            Err(Unreadable::Empty) if path != Path::new(MAIN) => {}
            Err(why) => return Err((display, why)),
        }
    }
    Ok(files)
}

impl SourceFile {
    /// What tells it from others.
    fn parts(&self) -> [&[u8]; 2] {
        [self.path.as_os_str().as_encoded_bytes(), self.text.as_bytes()]
    }
}

impl Submission {
    /// A hash of everything that was handed in, as hexadecimal digits.
    pub fn hash(&self) -> String {
        hash::of_parts(self.files.iter().flat_map(SourceFile::parts))
    }
}

/// Reads `src/**/*.rs` of the folder that `main` is in.
fn read_folder(layout: &Layout, main: &Path) -> Result<Files, KitError> {
    let src = main.parent().expect("lib.rs is in a folder");
    let mut paths = vec![main.to_owned()];
    if let Err(why) = collect(src, main, &mut paths)? {
        return Ok(Err((layout.display(src), why)));
    }
    let mut found = Vec::new();
    for path in paths {
        found.push(Found {
            path: path.strip_prefix(src).expect("found inside src").to_owned(),
            display: layout.display(&path),
            content: read_file(&path)?,
        });
    }
    Ok(gather(found))
}

/// Adds the other source files below `folder`, in the order of their names.
fn collect(folder: &Path, main: &Path, paths: &mut Vec<PathBuf>) -> Result<Result<(), Unreadable>, KitError> {
    if folder.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
        return Ok(Err(Unreadable::Link));
    }
    if folder.to_string_lossy().contains(char::is_control) {
        return Ok(Err(Unreadable::OddName));
    }
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Ok(())) };
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(KitError::file("read", folder))?;
    found.sort();
    for path in found {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            // What editors and systems leave; no module has such a name.
            continue;
        }
        if path.is_dir() {
            if let Err(why) = collect(&path, main, paths)? {
                return Ok(Err(why));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") && path != main {
            if path.to_string_lossy().contains(char::is_control) {
                return Ok(Err(Unreadable::OddName));
            }
            paths.push(path);
        }
        if paths.len() > COUNT_LIMIT {
            return Ok(Err(Unreadable::TooManyFiles { limit: COUNT_LIMIT }));
        }
    }
    Ok(Ok(()))
}

/// Reads one file, if it is a regular one of at most [`FILE_LIMIT`].
pub fn read_file(path: &Path) -> Result<Result<Vec<u8>, Unreadable>, KitError> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Err(Unreadable::Missing));
        }
        Err(error) => return Err(KitError::file("read", path)(error)),
    };
    if metadata.is_symlink() {
        return Ok(Err(Unreadable::Link));
    }
    if !metadata.is_file() {
        return Ok(Err(Unreadable::NotAFile));
    }
    let file = open_without_following(path).map_err(KitError::file("read", path))?;
    let mut bytes = Vec::new();
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(KitError::file("read", path))?;
    if bytes.len() as u64 > FILE_LIMIT {
        let bytes = metadata.len().max(FILE_LIMIT + 1);
        return Ok(Err(Unreadable::TooLarge { bytes, limit_bytes: FILE_LIMIT }));
    }
    Ok(Ok(bytes))
}

/// UTF-8 with something in it. A byte order mark, which some editors write, is not part of the text.
fn as_source_text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Unreadable::NotUtf8 { line: valid.split(|byte| *byte == b'\n').count() }
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() { Err(Unreadable::Empty) } else { Ok(text) }
}

/// Opens a file, and neither what a link leads to nor a pipe that nobody writes to.
#[cfg(unix)]
pub fn open_without_following(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    // NONBLOCK: a pipe that was put in place since the check above must not hang the judge.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// Opens a file.
#[cfg(not(unix))]
pub fn open_without_following(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_source_text_is_named() {
        for (bytes, expected) in [
            (&b""[..], Err(Unreadable::Empty)),
            (b" \n\t\n", Err(Unreadable::Empty)),
            (b"fn a() {}\n// \xff\n", Err(Unreadable::NotUtf8 { line: 2 })),
            (b"\xef\xbb\xbffn a() {}", Ok("fn a() {}".to_owned())),
        ] {
            assert_eq!(as_source_text(bytes.to_vec()), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_file_is_read_only_when_it_is_a_regular_file_of_a_sensible_size() {
        let folder = tempfile::tempdir().unwrap();
        let large = folder.path().join("large.rs");
        fs::write(&large, vec![b' '; 10 * 1024 * 1024]).unwrap();
        let bytes = 10 * 1024 * 1024;
        assert_eq!(read_file(&large).unwrap(), Err(Unreadable::TooLarge { bytes, limit_bytes: FILE_LIMIT }));
        assert_eq!(read_file(folder.path()).unwrap(), Err(Unreadable::NotAFile));
        assert_eq!(read_file(&folder.path().join("none.rs")).unwrap(), Err(Unreadable::Missing));
        #[cfg(unix)]
        {
            let link = folder.path().join("link.rs");
            std::os::unix::fs::symlink(&large, &link).unwrap();
            assert_eq!(read_file(&link).unwrap(), Err(Unreadable::Link));
        }
    }

    #[test]
    fn the_hash_depends_on_names_and_texts() {
        let file = |path: &str, text: &str| SourceFile { path: path.into(), display: String::new(), text: text.into() };
        let hash = |files: Vec<SourceFile>| Submission { files, is_stub: false }.hash();
        let one = hash(vec![file("lib.rs", "ab"), file("x.rs", "c")]);
        assert_eq!(one, hash(vec![file("lib.rs", "ab"), file("x.rs", "c")]));
        assert_ne!(one, hash(vec![file("lib.rs", "a"), file("x.rs", "bc")]));
        assert_ne!(one, hash(vec![file("lib.rs", "ab"), file("y.rs", "c")]));
    }
}
