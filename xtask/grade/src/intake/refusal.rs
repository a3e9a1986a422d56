//! Why something that was handed in was not taken, in sentences that say what to ask for instead.

use super::limits::{CLASS_LIMIT, LEARNER_LIMIT, PACKED_LIMIT};
use judge::report::thousands;
use std::fmt::{self, Display, Formatter};
use std::io;
use thiserror::Error;
use tr::tr;

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum Refusal {
    /// Something is wrong with an archive.
    Archive(Flaw),
    /// There is too much of it.
    TooMuch(Limit),
    /// Something is wrong with a git repository.
    Repository(Fault),
    /// It is not where it can be understood.
    Misplaced(Misplaced),
    /// The name of an entry leads somewhere else, or cannot be shown.
    OddName,
    /// It is a link.
    Link,
    /// It is neither a file nor a folder.
    Special,
    /// Two files whose names differ at most in capitals.
    Twice,
    /// There are more of the same: so many.
    More(usize),
    /// The system did not give it.
    System(String),
}

/// What can be wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// An archive's name, and something else inside.
    NoArchive,
    /// Packed in a way that is not read here; this is how its name ends.
    OtherFormat(String),
    /// The end is missing.
    CutShort,
    /// A checksum or a size is wrong.
    Damaged,
    /// A password is needed.
    Encrypted,
    /// A zip file's entry is compressed in a way that is not read here.
    OtherCompression,
    /// Entries of a zip file share bytes.
    Overlapping,
    /// A tar file has a file with holes, or one whose size is told twice.
    OddSize,
    /// An archive within an archive within an archive.
    NestedTooDeep,
}

/// What there can be too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// More than so many entries, or source files and archives.
    Entries(usize),
    /// More bytes than these come out of it.
    Inflated(u64),
    /// It is within another archive, and more than [`PACKED_LIMIT`] bytes.
    Packed,
    /// Folders within folders.
    Depth,
    /// More than [`LEARNER_LIMIT`] bytes of source text by one learner.
    Learner,
    /// More than [`CLASS_LIMIT`] bytes of source text by all.
    Class,
}

/// What can be wrong with a git repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has no commit.
    NoCommit,
    /// It takes objects from elsewhere.
    Borrows,
    /// It cannot be read.
    Unreadable,
}

/// What is not where it can be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// No exercise is in it.
    NoExercise,
    /// The exercise that it belongs to is unknown.
    WhichExercise,
    /// The learner that it belongs to is unknown.
    Whose,
    /// An exercise that is there more than once: the places.
    Several(Vec<String>),
    /// Something that nobody asked for.
    Unasked,
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::Archive(flaw) => flaw.sentence(),
            Self::TooMuch(limit) => limit.sentence(),
            Self::Repository(fault) => fault.sentence(),
            Self::Misplaced(misplaced) => misplaced.sentence(),
            Self::OddName => {
                tr!("Its name leads out of its folder, is too long, or has characters that cannot be shown.")
            }
            Self::Link => tr!("It is a link, and links are not followed. Put the file or folder itself there."),
            Self::Special => tr!("It is neither a file nor a folder."),
            Self::Twice => tr!("Two files have this name (up to capitals), so that nobody knows which one counts."),
            Self::More(count) => tr!("There is {n} more like this." | "There are {n} more like this." % *count),
            Self::System(cause) => tr!("It cannot be read: {cause}", cause),
        };
        f.write_str(&sentence)
    }
}

impl Flaw {
    fn sentence(&self) -> String {
        match self {
            Self::NoArchive => tr!("It is no archive, whatever its name says. Ask for it again as .zip or .tar.gz."),
            Self::OtherFormat(ending) => {
                tr!("Archives that end in {ending} are not read. Ask for it again as .zip or .tar.gz.", ending)
            }
            Self::CutShort => tr!("Its end is missing, as after a download that broke off. Get it again."),
            Self::Damaged => tr!("It is damaged: its content is not what it says of itself. Get it again."),
            Self::Encrypted => tr!("It is encrypted. Ask for it without a password."),
            Self::OtherCompression => {
                tr!("It is compressed in a way that is not read here. Ask for an ordinary .zip or .tar.gz.")
            }
            Self::Overlapping => {
                tr!("Files in it share their bytes, which no ordinary program does. Ask for it again.")
            }
            Self::OddSize => {
                tr!("It has a sparse file (one with holes), or one with two sizes. Ask for it again as .zip.")
            }
            Self::NestedTooDeep => tr!("It is an archive within archives, and was not opened."),
        }
    }
}

impl Limit {
    fn sentence(self) -> String {
        match self {
            Self::Entries(count) => tr!("It holds more than {limit} files.", limit = thousands(count)),
            Self::Inflated(bytes) => tr!(
                "Unpacked, it has more than {limit} MiB. Ask for it without `target`, where cargo builds.",
                limit = bytes >> 20
            ),
            Self::Packed => tr!(
                "An archive within an archive may have {limit} MiB at most. Ask for it without `target`, where cargo builds.",
                limit = PACKED_LIMIT >> 20
            ),
            Self::Depth => tr!("Its folders lie too deep within each other."),
            Self::Learner => tr!(
                "The source texts of one learner have more than {limit} MiB; a whole course takes a hundredth.",
                limit = LEARNER_LIMIT >> 20
            ),
            Self::Class => tr!(
                "All source texts together have more than {limit} MiB. Grade the class in several parts.",
                limit = CLASS_LIMIT >> 20
            ),
        }
    }
}

impl Fault {
    fn sentence(self) -> String {
        match self {
            Self::NoCommit => tr!("It is a git repository, and its current branch has no commit."),
            Self::Borrows => {
                tr!("It is a git repository whose objects are links, or another repository's. Clone it anew.")
            }
            Self::Unreadable => tr!("It is a git repository that cannot be read. Clone it, and grade the clone."),
        }
    }
}

impl Misplaced {
    fn sentence(&self) -> String {
        match self {
            Self::NoExercise => {
                tr!("No exercise is in it. What counts is a copy of the kit, and folders or files with the name of an \
                 exercise, such as `03_ticket_office/src/lib.rs` or `ticket_office.rs`.")
            }
            Self::WhichExercise => {
                tr!(
                    "Its name does not say which exercise it solves. Put it into a folder with the exercise's name, or say \
                 `--exercise`."
                )
            }
            Self::Whose => tr!(
                "Its name does not say whose it is. Name it as `LEARNER_ticket_office.rs`, or put it into a folder with the \
                 learner's name."
            ),
            Self::Several(places) => tr!(
                "The exercise is there more than once ({places}). Leave the one that counts.",
                places = places.join(", ")
            ),
            Self::Unasked => tr!("It is no part of a solution, so it does not count."),
        }
    }
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Self::Archive(flaw)
    }
}

impl From<Limit> for Refusal {
    fn from(limit: Limit) -> Self {
        Self::TooMuch(limit)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Repository(fault)
    }
}

impl From<Misplaced> for Refusal {
    fn from(misplaced: Misplaced) -> Self {
        Self::Misplaced(misplaced)
    }
}

impl From<io::Error> for Refusal {
    /// What reading an archive tells; a refusal that a reader of ours put into it comes out again.
    fn from(error: io::Error) -> Self {
        let kind = error.kind();
        match error.downcast::<Self>() {
            Ok(refusal) => refusal,
            Err(error) => match kind {
                io::ErrorKind::UnexpectedEof => Flaw::CutShort.into(),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => Flaw::Damaged.into(),
                _ => Self::System(error.to_string()),
            },
        }
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}
