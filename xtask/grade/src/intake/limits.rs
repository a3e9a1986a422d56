//! How much is read. What comes out is counted, never what an archive says about itself, so that it makes no difference
//! how strongly something was compressed. One file and one submission have the judge's own limits
//! (`judge::submission`).

/// The most entries of a folder or an archive that are looked at.
pub(super) const ENTRY_LIMIT: usize = 1_000_000;
/// The most source files and archives that are remembered of them: a class of 500, each with a whole kit.
pub(super) const LISTED_LIMIT: usize = 400_000;
/// The most bytes that are unpacked on the way through the archive of a class: in a tar archive, nothing can be skipped.
pub(super) const CLASS_INFLATED_LIMIT: u64 = 4 << 30;
/// The same for the archive of one learner.
pub(super) const INFLATED_LIMIT: u64 = 256 << 20;
/// The largest archive within another one, in bytes: it is kept in memory.
pub(super) const PACKED_LIMIT: u64 = 16 << 20;
/// The most source text of one learner, in bytes: a hundred times a whole course.
pub(super) const LEARNER_LIMIT: u64 = 4 << 20;
/// The most source text of all learners, which is kept in memory, in bytes.
pub(super) const CLASS_LIMIT: u64 = 96 << 20;
/// How deep folders are looked into.
pub(super) const DEPTH_LIMIT: usize = 32;
/// The longest path within a folder or an archive, in bytes.
pub(super) const PATH_LIMIT: usize = 1024;
/// The longest header of a tar archive that is no file: a long name, or a few attributes.
pub(super) const HEADER_LIMIT: u64 = 64 << 10;
/// How many things that were left out of one learner's work are told one by one.
pub(super) const TOLD_LIMIT: usize = 5;
