//! The results of a class in every format that somebody reads: pure functions from [`Class`] to text, one file a
//! format. Nothing is written here; [`files`] says what is to be written where.
//!
//! What learners are called, and what their programs said, is hostile: `text` takes out what steers terminals, and
//! each format escapes the rest as its readers need it. `class.json` alone holds everything as it was.

pub(crate) mod classroom50;
mod entries;
mod exercism;
mod facts;
#[cfg(test)]
mod fixture;
pub(crate) mod github;
mod gradescope;
mod json;
mod junit;
mod learner;
mod markdown;
mod names;
pub(crate) mod page;
mod tables;
#[cfg(test)]
mod tests;
mod text;

use crate::class::{Class, Learner};
use classroom50::Delivery;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Every file of a report: its path within the output folder, and its content. `delivery` is what Classroom 50 alone
/// knows; its default will do where that does not matter.
pub(crate) fn files(class: &Class, delivery: &Delivery) -> Vec<(PathBuf, String)> {
    let mut files: Vec<(PathBuf, String)> = vec![
        ("class.json".into(), json::render(class)),
        ("class.csv".into(), tables::class(class)),
        ("checks.csv".into(), tables::checks(class)),
        ("junit.xml".into(), junit::render(class)),
        ("github/commands.txt".into(), github::commands(class)),
        ("github/summary.md".into(), github::summary(class)),
    ];
    let names = names::of_files(class.learners.iter().map(|learner| learner.id.as_str()));
    for (learner, name) in class.learners.iter().zip(names) {
        files.push((format!("learners/{name}.md").into(), learner::render(class, learner)));
        files.push((Path::new("gradescope").join(&name).join("results.json"), gradescope::render(class, learner)));
        files.extend(files_of_exercises(class, learner, &name, delivery));
    }
    files
}

/// What is written for each exercise by itself; nothing for those that were not handed in.
fn files_of_exercises(class: &Class, learner: &Learner, name: &str, delivery: &Delivery) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for work in entries::works(class, learner) {
        let Some(grade) = work.grade else { continue };
        let slug = &work.column.slug;
        let classroom50 = classroom50::render(class, learner, &work, delivery);
        files.push((Path::new("classroom50").join(name).join(format!("{slug}.json")), classroom50));
        let exercism = exercism::render(grade, &work.entries);
        files.push((Path::new("exercism").join(name).join(slug).join("results.json"), exercism));
    }
    files
}

/// A document for programs, ended by a line break.
fn document(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("there are no keys but texts in it") + "\n"
}
