//! From what a teacher has on disk to plain data: who handed in what.
//!
//! The place is a folder, an archive (`.zip`, `.tar`, `.tar.gz`, `.tgz`), a git repository or a file. It holds the work of
//! one learner, or that of a class, where everything at its top is somebody's:
//!
//! | at the top | whose |
//! |---|---|
//! | a folder, an archive, a bare git repository | of the learner whose name it has, or whom Moodle or Canvas put into its name |
//! | `LEARNER_ticket_office.rs`, `LEARNER_03.rs` | of LEARNER |
//! | with `--exercise 3`: `LEARNER.rs` | of LEARNER |
//! | `doejane_LATE_123_456_lib.rs` (Canvas), `Jane Doe_123_assignsubmission_file_lib.rs` (Moodle) | of doejane, of Jane Doe |
//!
//! In one learner's work, these are an exercise, in folders of any names: `03_ticket_office/src/**.rs` as in a copy of the
//! kit, `03_ticket_office/lib.rs`, `03_ticket_office.rs`, and what is in an archive or a bare repository. `ticket_office`
//! and `3` mean the same; with `--exercise 3`, so do `src/**.rs`, `lib.rs` and an only file. Of a repository with files
//! beside it, those files count, committed or not: what a teacher sees there is graded, and an unpacked archive is graded
//! as the archive itself.
//!
//! Everything is read into memory at once, under the limits in [`limits`]; nothing is unpacked onto the disk, no link is
//! followed, no process started, nothing fetched. What could not be taken is told ([`LeftOut`]), and costs nobody else
//! anything.

mod assemble;
mod budget;
mod collect;
mod label;
mod left_out;
mod limits;
mod listing;
mod naming;
mod path;
mod place;
mod plan;
mod refusal;
mod roster;
mod taken;
#[cfg(test)]
mod tests;
mod tree;
mod whose;
mod work;

pub(crate) use place::take_in;
pub(crate) use roster::Roster;

use crate::class::{Learner, LeftOut};
use judge::catalog::Exercise;
use judge::submission::Files;
use std::path::Path;

/// What a class has handed in.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Intake {
    /// Everybody who handed something in or is on the roster, in the order of their names, as yet without grades.
    pub(crate) learners: Vec<Learner>,
    /// What they handed in, in the order of their ids and of the exercises.
    pub(crate) hand_ins: Vec<HandIn>,
    /// What could not be taken, in the order of where it is.
    pub(crate) left_out: Vec<LeftOut>,
}

/// One learner's work on one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HandIn {
    /// The learner's id.
    pub(crate) learner: String,
    /// The exercise's number.
    pub(crate) exercise: u32,
    /// The source files, named as in the learner's own copy of the kit; or why they cannot be judged. This is what
    /// `judge::submission::Source::Files` takes.
    pub(crate) files: Files,
}

/// What is to be taken in.
pub(crate) struct Request<'a> {
    /// The exercises of the kit.
    pub(crate) exercises: &'a [Exercise],
    /// The number of the exercise of everything that has no exercise's name.
    pub(crate) exercise: Option<u32>,
    /// Who is in the class, if that is known.
    pub(crate) roster: Option<&'a Roster>,
    /// Where the reports will be. Nobody has handed them in, though they may lie beside what was.
    pub(crate) out: Option<&'a Path>,
}
