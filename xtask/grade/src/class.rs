//! A class: everybody who handed something in, everything they handed in, and what it has earned. Plain data; every
//! report is made from it and from nothing else.

use crate::grade::Grade;
use judge::sandbox::Level;
use serde::{Deserialize, Serialize};

/// Changes when a reader of the old shape would misread the new one.
pub(crate) const FORMAT: &str = "lockstep/class/v1";

/// The results of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Class {
    /// [`FORMAT`].
    pub(crate) format: String,
    /// The version of the kit that graded.
    pub(crate) kit_version: String,
    /// When the last of these grades was given, as `2026-11-22T09:30:00Z`.
    pub(crate) graded_at: String,
    /// The source of every random choice; `--seed` brings it back.
    pub(crate) seed: u64,
    /// The lowest level of protection that any submission was run at.
    pub(crate) sandbox: Level,
    /// The exercises that were graded, by number.
    pub(crate) exercises: Vec<Column>,
    /// Everybody, in the order of their names.
    pub(crate) learners: Vec<Learner>,
    /// Submissions that are the same but for names, spacing and comments. Somebody should look at them; nothing follows
    /// from it by itself.
    pub(crate) alike: Vec<Alike>,
    /// What could not be taken in: a file or folder, and why.
    pub(crate) left_out: Vec<LeftOut>,
}

/// An exercise that was graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// Its number.
    pub(crate) number: u32,
    /// Its slug, such as `ticket_office`.
    pub(crate) slug: String,
    /// Its title.
    pub(crate) title: String,
    /// What it is worth.
    pub(crate) points: u32,
}

/// Somebody who handed something in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Learner {
    /// The name of what they handed in: of a folder, of an archive or of a repository.
    pub(crate) id: String,
    /// What the roster calls them; the id where it knows nothing.
    pub(crate) name: String,
    /// What they have earned, by number of the exercise; what they have not handed in is absent.
    pub(crate) grades: Vec<Grade>,
}

/// Submissions to one exercise that are the same but for names, spacing and comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Alike {
    /// The exercise's number.
    pub(crate) exercise: u32,
    /// The ids of the learners.
    pub(crate) learners: Vec<String>,
    /// Whether they are also the same as a solution that the kit shows after solving.
    pub(crate) is_published: bool,
}

/// What could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftOut {
    /// The file or folder.
    pub(crate) path: String,
    /// Why.
    pub(crate) reason: String,
}

impl Class {
    /// What can be earned in all exercises together.
    pub(crate) fn possible(&self) -> u32 {
        self.exercises.iter().map(|column| column.points).sum()
    }
}

impl Learner {
    /// What they have earned in one exercise, if they have handed it in.
    pub(crate) fn grade(&self, exercise: u32) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.exercise == exercise)
    }

    /// What they have earned in all exercises together.
    pub(crate) fn earned(&self) -> u32 {
        self.grades.iter().map(|grade| grade.earned).sum()
    }
}
