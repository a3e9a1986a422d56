//! What goes through the queue: a submission to be judged, and what came of it. Both hold everything that they are
//! about, so that whoever judges needs no folder in common with whoever asks.

use crate::grade::Grade;
use apalis_core::task::task_id::TaskId;
use judge::catalog::Exercise;
use judge::hash;
use judge::layout::Layout;
use judge::sandbox::Level;
use judge::submission::{COUNT_LIMIT, FILE_LIMIT, SourceFile};
use serde::{Deserialize, Serialize};
use std::path::{Component, Path, PathBuf};
use ulid::Ulid;

/// Changes with the shape of [`Job`] and [`Answer`], so that nobody misreads them.
pub(super) const NAME: &str = "lockstep:jobs:v1";

/// The file that every submission has, and has first.
const MAIN: &str = "lib.rs";

/// A submission to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Job {
    /// The slug of the exercise.
    pub(crate) exercise: String,
    /// The hash of the kit that is to judge; see [`crate::kit`].
    pub(crate) kit: String,
    /// What all random choices are made from.
    pub(crate) seed: u64,
    /// The least that has to stand between it and the machine.
    pub(crate) sandbox: Level,
    /// The code of the language that its grade is to be told in: `en`, `ru`.
    pub(crate) language: String,
    /// What was handed in.
    pub(crate) files: Vec<JobFile>,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JobFile {
    /// Below `src`, with `/` on every system.
    path: String,
    text: String,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// It was judged.
    Graded {
        /// Whether other submissions may have been the reason for what went wrong.
        is_doubtful: bool,
        /// Its grade.
        grade: Box<Grade>,
    },
    /// The judge could not judge it; that says nothing about the submission.
    Broken {
        /// Why.
        problem: String,
    },
    /// This worker is not one that may judge it.
    Refused {
        /// Why.
        reason: String,
    },
}

/// A file of a job that no submission has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misshapen;

impl Job {
    /// The files as a job holds them.
    pub(crate) fn files(files: &[SourceFile]) -> Vec<JobFile> {
        let path = |file: &SourceFile| file.path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        files.iter().map(|file| JobFile { path: path(file), text: file.text.clone() }).collect()
    }

    /// The files as the judge takes them. A queue is no place to trust: nothing gets by that would be written elsewhere
    /// than into a folder of its own.
    pub(crate) fn sources(&self, layout: &Layout, exercise: &Exercise) -> Result<Vec<SourceFile>, Misshapen> {
        let src = layout.exercise(&exercise.folder).join("src");
        let source = |file: &JobFile| {
            let path = file.path.split('/').collect::<PathBuf>();
            let is_small = file.text.len() as u64 <= FILE_LIMIT;
            let display = layout.display(&src.join(&path));
            let text = file.text.clone();
            (is_source(&file.path, &path) && is_small).then_some(SourceFile { path, display, text }).ok_or(Misshapen)
        };
        let has_main = self.files.first().is_some_and(|file| file.path == MAIN);
        if !has_main || self.files.len() > COUNT_LIMIT {
            return Err(Misshapen);
        }
        self.files.iter().map(source).collect()
    }
}

/// A name below `src`, and nothing else.
fn is_source(name: &str, path: &Path) -> bool {
    !name.contains(|sign: char| sign.is_control() || sign == '\\')
        && path.extension().is_some_and(|extension| extension == "rs")
        && path.components().all(|component| matches!(component, Component::Normal(_)))
        && path.components().count() == name.split('/').count()
}

/// What one try of one job is known by, in all queues and after every restart. `salt` tells tries apart that are not to
/// be taken for each other, and is 0 for the first.
pub(crate) fn task_id(class: u64, key: &str, salt: u64) -> TaskId {
    let hash = hash::of_parts([&class.to_string(), key, &salt.to_string()]);
    let bits = u128::from_str_radix(&hash[..32], 16).expect("a hash has hexadecimal digits");
    TaskId::from_ulid(Ulid::from(bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    fn sources(paths: &[&str]) -> Result<Vec<PathBuf>, Misshapen> {
        let files = paths.iter().map(|path| JobFile { path: (*path).to_owned(), text: "fn a() {}".to_owned() });
        let job = Job {
            exercise: "say_hello".to_owned(),
            kit: String::new(),
            seed: 1,
            sandbox: Level::Confined,
            language: "en".to_owned(),
            files: files.collect(),
        };
        let layout = Layout::find(&env::current_dir().unwrap()).unwrap();
        let exercises = judge::catalog::load(&layout).unwrap();
        let found = job.sources(&layout, &exercises[0])?;
        assert!(found.iter().all(|file| file.display.starts_with("exercises/01_say_hello/src/")));
        assert_eq!(Job::files(&found), job.files);
        Ok(found.into_iter().map(|file| file.path).collect())
    }

    #[test]
    fn files_arrive_where_they_belong_and_nowhere_else() {
        assert_eq!(sources(&["lib.rs", "a/mod.rs"]), Ok(vec!["lib.rs".into(), Path::new("a").join("mod.rs")]));
        let bad =
            ["../lib.rs", "/lib.rs", "a/../lib.rs", "a//lib.rs", "./lib.rs", "lib.toml", "a\nb.rs", "a\\b.rs", ""];
        for path in bad {
            assert_eq!(sources(&["lib.rs", path]), Err(Misshapen), "{path:?}");
        }
        assert_eq!(sources(&[]), Err(Misshapen));
        assert_eq!(sources(&["lib.rs"; COUNT_LIMIT + 1]), Err(Misshapen));
    }

    #[test]
    fn a_try_has_the_same_name_after_a_restart_and_no_other_has_it() {
        let id = task_id(1, "key", 0);
        assert_eq!(task_id(1, "key", 0), id);
        for other in [task_id(1, "key", 1), task_id(2, "key", 0), task_id(1, "other", 0)] {
            assert_ne!(other, id);
        }
        assert_eq!(id.to_string().parse::<Ulid>().map(TaskId::from_ulid), Ok(id));
    }
}
