//! Gradescope's `results.json`: one for each learner, with all exercises of the class. The format is described at
//! <https://gradescope-autograders.readthedocs.io/en/latest/specs/>.
//!
//! What was not handed in is listed with no points, so that the total is the same for everybody. Texts are given as
//! `text`, which Gradescope shows as they are; what the grading itself prints stays hidden.

use super::entries::{Entry, Work, works};
use super::text::{cut, harmless, minute, one_line};
use crate::class::{Class, Learner};
use serde::Serialize;
use tr::tr;

/// In characters: what somebody reads of one check.
const LONGEST: usize = 10_000;

#[derive(Serialize)]
struct Results {
    score: u32,
    execution_time: f64,
    output: String,
    output_format: &'static str,
    test_output_format: &'static str,
    test_name_format: &'static str,
    stdout_visibility: &'static str,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    score: u32,
    max_score: u32,
    status: &'static str,
    name: String,
    number: String,
    output: String,
    tags: Vec<String>,
    extra_data: ExtraData,
}

/// For whoever works with the data later; Gradescope keeps it and shows it to nobody.
#[derive(Serialize)]
struct ExtraData {
    ending: &'static str,
    hint: Option<u8>,
}

/// One document.
pub(super) fn render(class: &Class, learner: &Learner) -> String {
    super::document(&Results {
        score: learner.earned(),
        execution_time: learner.grades.iter().map(|grade| seconds(grade.elapsed_ms)).sum(),
        output: tr!(
            "Graded on {time} by Lockstep {version}. Random choices came from seed {seed}.",
            time = minute(&class.graded_at),
            version = one_line(&class.kit_version),
            seed = class.seed
        ),
        output_format: "text",
        test_output_format: "text",
        test_name_format: "text",
        stdout_visibility: "hidden",
        tests: works(class, learner).flat_map(|work| tests(&work)).collect(),
    })
}

fn tests(work: &Work<'_>) -> Vec<Test> {
    work.entries.iter().zip(1..).map(|(entry, number)| test(work, entry, number)).collect()
}

/// `number` is its place in the exercise, from 1.
fn test(work: &Work<'_>, entry: &Entry<'_>, number: usize) -> Test {
    let column = work.column;
    let sentence = entry.sentence();
    Test {
        score: entry.earned(),
        max_score: entry.points,
        status: if entry.passed() { "passed" } else { "failed" },
        name: one_line(&tr!("Exercise {number}: {sentence}", number = column.number, sentence)),
        number: format!("{}.{number}", column.number),
        output: output(column.number, entry),
        tags: [Some(column.slug.as_str()), entry.stage_word()].into_iter().flatten().map(str::to_owned).collect(),
        extra_data: ExtraData { ending: entry.ending.word(), hint: entry.hint },
    }
}

/// Why it did not pass, which hint fits, and what the program printed; nothing for what passed.
fn output(exercise: u32, entry: &Entry<'_>) -> String {
    if entry.passed() {
        return String::new();
    }
    let mut parts = vec![entry.reasons.join("\n")];
    if let Some(hint) = entry.hint {
        parts.push(tr!("The hint that fits: `cargo xtask hint {exercise} {hint}`.", exercise, hint));
    }
    if !entry.printed.is_empty() {
        parts.push(format!("{}\n{}", tr!("It printed:"), entry.printed));
    }
    cut(&harmless(&parts.join("\n\n")), LONGEST)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a few minutes")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use serde_json::Value;

    fn read(class: &Class, learner: &Learner) -> Value {
        serde_json::from_str(&render(class, learner)).unwrap()
    }

    #[test]
    fn it_says_what_the_class_says() {
        let class = fixture::class();
        for (id, name) in [("ada", "ada"), ("grace", "grace"), (fixture::HOSTILE, "hostile")] {
            let learner = class.learners.iter().find(|learner| learner.id == id).unwrap();
            insta::assert_snapshot!(format!("gradescope_{name}"), render(&class, learner));
        }
    }

    #[test]
    fn every_learner_is_valid_against_the_description() {
        let schema: Value = serde_json::from_str(include_str!("schemas/gradescope.schema.json")).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for class in [fixture::class(), fixture::long()] {
            for learner in &class.learners {
                let document = read(&class, learner);
                let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{}: {errors:#?}", learner.id);
            }
        }
    }

    #[test]
    fn scores_add_up_and_the_total_is_the_same_for_everybody() {
        let class = fixture::class();
        for learner in &class.learners {
            let document = read(&class, learner);
            let sum = |field| -> u64 {
                document["tests"].as_array().unwrap().iter().map(|test| test[field].as_u64().unwrap()).sum()
            };
            assert_eq!(sum("score"), document["score"].as_u64().unwrap(), "{}", learner.id);
            assert_eq!(sum("max_score"), u64::from(class.possible()), "{}", learner.id);
        }
    }
}
