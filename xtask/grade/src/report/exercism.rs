//! Exercism's output of a test runner, version 3: one for each learner and exercise. The format is described at
//! <https://exercism.org/docs/building/tooling/test-runners/interface>.
//!
//! A hidden check has no code to show, so there is no `test_code`. What never ran is an `error`, whose message is all
//! that somebody reads; every other check that did not pass is a `fail` or, when nobody can say, an `error`.

use super::document;
use super::entries::{Ending, Entry};
use super::text::{cut_bytes, harmless, one_line};
use crate::grade::Grade;
use serde::Serialize;

/// The published limit of a message. It is counted in bytes, because characters of several make the limit lower.
const LONGEST_MESSAGE: usize = 65_535;
/// The published limit of what a program printed, in characters.
const LONGEST_OUTPUT: usize = 500;
/// The words that the description asks for, in its language.
const TRUNCATED: &str = "\nOutput was truncated. Please limit to 500 chars";

#[derive(Serialize)]
struct Results {
    version: u8,
    status: &'static str,
    message: Option<String>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    status: &'static str,
    message: Option<String>,
    output: Option<String>,
}

/// One document.
pub(super) fn render(grade: &Grade, entries: &[Entry<'_>]) -> String {
    let never_ran = entries.iter().any(|entry| entry.ending == Ending::NeverRan);
    let results = if never_ran {
        let message = Some(message(&grade.rejection));
        Results { version: 3, status: "error", message, tests: Vec::new() }
    } else {
        let status = if entries.iter().all(Entry::passed) { "pass" } else { "fail" };
        Results { version: 3, status, message: None, tests: entries.iter().map(test).collect() }
    };
    document(&results)
}

fn test(entry: &Entry<'_>) -> Test {
    Test {
        name: one_line(&entry.sentence()),
        status: match entry.ending {
            Ending::Passed => "pass",
            Ending::Failed => "fail",
            Ending::Inconclusive | Ending::NotMeasured | Ending::NeverRan | Ending::NotHandedIn => "error",
        },
        message: (!entry.passed()).then(|| message(&entry.reasons)),
        output: (!entry.printed.is_empty()).then(|| output(entry.printed)),
    }
}

fn message(lines: &[String]) -> String {
    cut_bytes(&harmless(&lines.join("\n")), LONGEST_MESSAGE).to_owned()
}

fn output(printed: &str) -> String {
    let printed = harmless(printed);
    if printed.chars().count() <= LONGEST_OUTPUT {
        return printed;
    }
    let kept = LONGEST_OUTPUT - TRUNCATED.chars().count();
    printed.chars().take(kept).collect::<String>() + TRUNCATED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::{Class, Column, Learner};
    use crate::report::entries::works;
    use crate::report::fixture;
    use serde_json::Value;
    use std::slice;

    /// Each document of a made-up class, behind the learner's id and the slug.
    fn documents(class: &Class) -> Vec<(String, String)> {
        let of_learner = |learner: &Learner| -> Vec<(String, String)> {
            let handed_in = works(class, learner).filter_map(|work| Some((work.column, work.grade?, work.entries)));
            handed_in.map(|(column, grade, entries)| (name_of(learner, column), render(grade, &entries))).collect()
        };
        class.learners.iter().flat_map(of_learner).collect()
    }

    fn name_of(learner: &Learner, column: &Column) -> String {
        format!("{}/{}", learner.id, column.slug)
    }

    #[test]
    fn it_says_what_the_class_says() {
        let documents = documents(&fixture::class());
        let text: Vec<String> = documents.iter().map(|(name, document)| format!("{name}\n{document}")).collect();
        insta::assert_snapshot!("exercism", text.join("\n"));
    }

    #[test]
    fn every_document_is_valid_against_the_description() {
        let schema: Value = serde_json::from_str(include_str!("schemas/exercism.schema.json")).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for (name, document) in [fixture::class(), fixture::long()].iter().flat_map(documents) {
            let document: Value = serde_json::from_str(&document).unwrap();
            let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
        }
    }

    #[test]
    fn very_long_texts_are_cut_to_the_limits() {
        let crabs = "🦀".repeat(20_000);
        let message = message(slice::from_ref(&crabs));
        assert!(message.len() <= LONGEST_MESSAGE && message.len() > LONGEST_MESSAGE - 4 && crabs.starts_with(&message));
        let output = output(&crabs);
        assert_eq!(output.chars().count(), LONGEST_OUTPUT);
        assert!(output.ends_with(TRUNCATED));
        assert_eq!(super::output("short"), "short");
    }
}
