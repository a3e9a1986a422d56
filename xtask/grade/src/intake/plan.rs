//! What is to be read of a tree, for whom, and what was read of it. Pure.

use super::assemble::Content;
use super::left_out::joined;
use super::listing::{Item, Kind};
use super::refusal::Refusal;
use super::work::Work;
use judge::submission::Unreadable;
use std::collections::HashMap;

/// What is to be read of a tree.
#[derive(Default)]
pub(super) struct Plan<'a> {
    /// The work on exercises.
    pub(super) claims: Vec<Planned>,
    /// What to do with members, by their paths.
    pub(super) wants: HashMap<&'a str, Want>,
}

/// Somebody's work on an exercise.
pub(super) struct Planned {
    /// The id of the learner.
    pub(super) learner: String,
    /// The exercise's number.
    pub(super) exercise: u32,
    /// Where it is in the tree.
    pub(super) place: String,
    /// Its files; or why it counts nothing.
    pub(super) files: Result<Vec<PlannedFile>, Refusal>,
}

/// A file of it.
pub(super) struct PlannedFile {
    /// Where it belongs below `src`.
    path: String,
    /// What was read, once it is.
    content: Option<Content>,
}

/// What to do with a member.
pub(super) enum Want {
    /// It is a file of somebody's work.
    Read {
        /// Which of the claims.
        claim: usize,
        /// Which of its files.
        file: usize,
    },
    /// It is to be looked through.
    Open {
        /// For whom.
        learner: String,
        /// The exercise of what has no exercise's name in it.
        exercise: Option<u32>,
    },
}

impl<'a> Plan<'a> {
    /// Adds one learner's work, which is in `items`; `top` is where all of it is.
    pub(super) fn add(&mut self, learner: &str, work: Work, items: &'a [Item], top: &str) {
        for claim in work.claims {
            let is_top = claim.files.iter().all(|(index, _)| items[*index].path.ends_with(top));
            for (file, (index, _)) in claim.files.iter().enumerate() {
                self.wants.insert(&items[*index].path, Want::Read { claim: self.claims.len(), file });
            }
            let is_doubled = claim.files.iter().any(|(index, _)| items[*index].kind == Kind::Twice);
            let files = claim.files.into_iter().map(|(_, path)| PlannedFile { path, content: None });
            self.claims.push(Planned {
                learner: learner.to_owned(),
                exercise: claim.exercise,
                place: if is_top && !top.is_empty() { top.to_owned() } else { joined(top, &claim.place) },
                files: if is_doubled { Err(Refusal::Twice) } else { Ok(files.collect()) },
            });
        }
        for nested in work.nested {
            let want = Want::Open { learner: learner.to_owned(), exercise: nested.exercise };
            self.wants.insert(&items[nested.index].path, want);
        }
    }
}

impl Planned {
    /// Keeps what was read of one of its files.
    pub(super) fn put(&mut self, file: usize, content: Result<Content, Refusal>) {
        match (&mut self.files, content) {
            (Ok(files), Ok(content)) => files[file].content = Some(content),
            (Ok(_), Err(refusal)) => self.files = Err(refusal),
            (Err(_), _) => {}
        }
    }
}

impl PlannedFile {
    /// What was read; nothing, when it was not there any more, or when the tree was not read to its end.
    pub(super) fn read(self, passed: &Result<(), Refusal>) -> Result<(String, Content), Refusal> {
        match (self.content, passed) {
            (Some(content), _) => Ok((self.path, content)),
            (None, Ok(())) => Ok((self.path, Err(Unreadable::Missing))),
            (None, Err(refusal)) => Err(refusal.clone()),
        }
    }
}
