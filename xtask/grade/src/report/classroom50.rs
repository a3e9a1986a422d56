//! Classroom 50's `result.json`: one for each learner and exercise. The format, `classroom50/result/v1`, is published in
//! <https://github.com/foundation50/classroom50/blob/main/schemas/result-v1.schema.json>, and what its runner does with
//! it in that project's wiki, on the page Advanced Autograding.
//!
//! Many of its required fields are known to its runner alone. A job of Classroom 50 hands them over in variables of the
//! environment ([`Delivery::of_variables`]), and afterwards its runner sets `owner`, `assignment_type`, `datetime`,
//! `graded_at` and `submitted_by` itself. Graded elsewhere, there is no commit and no release to link to. Then the
//! fields hold what its own web page writes down for a grade given by hand: `submit/manual-` and the time.
//!
//! A result without tests counts as a success there: what never ran has one test, which failed.

use super::entries::{Entry, Work};
use super::text::{cut, harmless, one_line};
use crate::class::{Class, Learner};
use serde::Serialize;

/// In characters: what is kept of the reasons of one check. A result may have 10 MiB.
const LONGEST: usize = 2_000;

/// What only Classroom 50 knows of a submission. Whatever is absent has a stand-in. What is there is said of every
/// submission of a class: a job of Classroom 50 grades one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// The short name of the classroom.
    pub(crate) classroom: Option<String>,
    /// The slug of the assignment; else that of the exercise.
    pub(crate) assignment: Option<String>,
    /// `individual`, `group` or `team`.
    pub(crate) assignment_type: Option<String>,
    /// Who owns the repository; else the id of the learner.
    pub(crate) owner: Option<String>,
    /// The tag that was graded, which begins with `submit/`.
    pub(crate) submission: Option<String>,
    /// The address of the commit.
    pub(crate) commit: Option<String>,
    /// The address of the release.
    pub(crate) release: Option<String>,
    /// The address of everything that the learner has changed.
    pub(crate) review: Option<String>,
    /// When it was submitted, as `2026-11-22T09:30:00Z`; else when it was graded.
    pub(crate) submitted_at: Option<String>,
}

impl Delivery {
    /// What a job of Classroom 50 says in its environment. `variable` looks one up. Other names are too common to mean
    /// anything without `CLASSROOM`.
    pub(crate) fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let named = |name| variable(name).filter(|value| !value.is_empty());
        let Some(classroom) = named("CLASSROOM") else { return Self::default() };
        Self {
            classroom: Some(classroom),
            assignment: named("ASSIGNMENT"),
            assignment_type: named("ASSIGNMENT_TYPE"),
            owner: named("OWNER"),
            submission: named("SUBMISSION_TAG"),
            commit: named("COMMIT_URL"),
            release: named("RELEASE_URL"),
            review: named("REVIEW_URL"),
            submitted_at: None,
        }
    }
}

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    classroom: String,
    assignment: String,
    assignment_type: String,
    owner: String,
    submission: String,
    commit: String,
    release: String,
    review: String,
    datetime: String,
    graded_at: String,
    score: u32,
    #[serde(rename = "max-score")]
    max_score: u32,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    #[serde(rename = "test-name")]
    name: String,
    passed: bool,
    score: u32,
    #[serde(rename = "max-score")]
    max_score: u32,
    /// A field of our own, which Classroom 50 keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// One document.
pub(super) fn render(class: &Class, learner: &Learner, work: &Work<'_>, delivery: &Delivery) -> String {
    let Delivery { classroom, assignment, assignment_type, owner, submission, commit, release, review, submitted_at } =
        delivery.clone();
    let submission = submission.unwrap_or_else(|| by_hand(&class.graded_at));
    let commit = commit.unwrap_or_else(|| submission.clone());
    super::document(&Document {
        schema: "classroom50/result/v1",
        classroom: classroom.unwrap_or_else(|| "lockstep".to_owned()),
        // Its slugs have no underscores.
        assignment: assignment.unwrap_or_else(|| work.column.slug.replace('_', "-")),
        assignment_type: assignment_type.unwrap_or_else(|| "individual".to_owned()),
        owner: owner.unwrap_or_else(|| one_line(&learner.id)),
        release: release.unwrap_or_else(|| submission.clone()),
        review: review.unwrap_or_else(|| commit.clone()),
        submission,
        commit,
        datetime: submitted_at.unwrap_or_else(|| class.graded_at.clone()),
        graded_at: class.graded_at.clone(),
        score: work.entries.iter().map(Entry::earned).sum(),
        max_score: work.entries.iter().map(|entry| entry.points).sum(),
        tests: work.entries.iter().map(test).collect(),
    })
}

fn by_hand(graded_at: &str) -> String {
    format!("submit/manual-{}", graded_at.replace(':', "-"))
}

fn test(entry: &Entry<'_>) -> Test {
    Test {
        name: one_line(&entry.sentence()),
        passed: entry.passed(),
        score: entry.earned(),
        max_score: entry.points,
        message: (!entry.passed()).then(|| cut(&harmless(&entry.reasons.join("\n")), LONGEST)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::entries::works;
    use crate::report::fixture;
    use serde_json::Value;

    fn of_a_job() -> Delivery {
        Delivery::of_variables(|name| {
            let value = match name {
                "CLASSROOM" => "cs-principles",
                "ASSIGNMENT" => "ticket-office",
                "ASSIGNMENT_TYPE" => "team",
                "OWNER" => "group-1",
                "SUBMISSION_TAG" => "submit/2026-11-22T09-12-00Z-a1b2c3d",
                "COMMIT_URL" => "https://github.example/o/r/commit/a1b2c3d",
                "RELEASE_URL" => "https://github.example/o/r/releases/tag/submit%2F2026-11-22T09-12-00Z-a1b2c3d",
                "REVIEW_URL" => "",
                _ => return None,
            };
            Some(value.to_owned())
        })
    }

    /// Each document of a made-up class, for what was handed in.
    fn documents(class: &Class, delivery: &Delivery) -> Vec<String> {
        let of_learner = |learner| works(class, learner).map(move |work| (learner, work));
        let handed_in = class.learners.iter().flat_map(of_learner).filter(|(_, work)| work.grade.is_some());
        handed_in.map(|(learner, work)| render(class, learner, &work, delivery)).collect()
    }

    #[test]
    fn it_says_what_the_class_says() {
        insta::assert_snapshot!("classroom50", documents(&fixture::class(), &Delivery::default()).join("\n"));
        insta::assert_snapshot!("classroom50_of_a_job", documents(&fixture::class(), &of_a_job())[0]);
    }

    #[test]
    fn every_document_is_valid_against_the_description() {
        let schema: Value = serde_json::from_str(include_str!("schemas/classroom50.schema.json")).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for delivery in [Delivery::default(), of_a_job()] {
            for document in [fixture::class(), fixture::long()].iter().flat_map(|class| documents(class, &delivery)) {
                let document: Value = serde_json::from_str(&document).unwrap();
                let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{errors:#?} in {document:#}");
            }
        }
    }

    #[test]
    fn scores_never_exceed_what_is_possible_and_nothing_is_a_success_without_tests() {
        for document in documents(&fixture::class(), &Delivery::default()) {
            let document: Value = serde_json::from_str(&document).unwrap();
            let tests = document["tests"].as_array().unwrap();
            assert!(!tests.is_empty());
            let sum = |field| tests.iter().map(|test| test[field].as_u64().unwrap()).sum::<u64>();
            assert_eq!(document["score"], sum("score"));
            assert_eq!(document["max-score"], sum("max-score"));
            assert!(sum("score") <= sum("max-score"));
        }
    }

    #[test]
    fn a_job_says_what_only_it_knows() {
        let delivery = of_a_job();
        assert_eq!(delivery.owner.as_deref(), Some("group-1"));
        assert_eq!(delivery.review, None, "an empty variable says nothing");
        assert_eq!(Delivery::of_variables(|_| None), Delivery::default());
    }
}
