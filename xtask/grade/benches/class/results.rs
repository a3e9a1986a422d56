//! What a class has got, without what is different each time: times and dates.

use crate::command;
use crate::submissions::{Kind, Submission};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What a submission has got.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Result {
    pub(crate) standing: String,
    earned: u64,
    /// How each check ended.
    checks: Vec<(String, String)>,
}

/// What differs between two times that the same class was graded.
#[derive(Default)]
pub(crate) struct Differences {
    /// What may never differ, a sentence each.
    pub(crate) real: Vec<String>,
    /// Failed both times, with other checks: real threads do not make the same mistake twice. A sentence each.
    pub(crate) by_luck: Vec<String>,
    /// How many differ only in that one of the two could not be timed.
    pub(crate) timing: usize,
}

/// By learner and exercise.
pub(crate) struct Results(BTreeMap<(String, u64), Result>);

/// The results in an output folder.
pub(crate) fn read(out: &Path) -> Results {
    let class = command::read(out);
    let mut results = BTreeMap::new();
    for learner in class["learners"].as_array().expect("there are learners") {
        for grade in learner["grades"].as_array().expect("there are grades") {
            results.insert((text_of(&learner["id"]), grade["exercise"].as_u64().unwrap_or_default()), result(grade));
        }
    }
    Results(results)
}

fn result(grade: &Value) -> Result {
    let checks = grade["checks"].as_array().expect("there are checks");
    Result {
        standing: text_of(&grade["standing"]),
        earned: grade["earned"].as_u64().unwrap_or_default(),
        checks: checks.iter().map(|check| (text_of(&check["name"]), text_of(&check["ending"]))).collect(),
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Result {
    fn is_open(&self) -> bool {
        self.standing == "inconclusive" || self.checks.iter().any(|(_, ending)| ending == "inconclusive")
    }
}

impl Results {
    /// Submissions that have got what they do not deserve, a sentence each. What could not be timed is only counted.
    pub(crate) fn unexpected(&self, submissions: &[Submission]) -> Vec<String> {
        let mut problems = Vec::new();
        for Submission { learner, kind, origin, .. } in submissions {
            let expected = match kind {
                Kind::Right => "passed",
                Kind::Wrong => "not_passed",
                Kind::Hostile => continue,
            };
            match self.0.iter().find(|((id, _), _)| id == learner) {
                None => problems.push(format!("{learner} ({origin}) has no grade")),
                Some((_, result)) if result.standing == expected || result.standing == "inconclusive" => {}
                Some((_, result)) => problems.push(format!("{learner} ({origin}) is {}: {result:?}", result.standing)),
            }
        }
        let open = self.0.values().filter(|result| result.standing == "inconclusive").count();
        println!("{} of {} could not be timed; {} are not as they must be", open, self.0.len(), problems.len());
        problems
    }

    /// What differs from the results of another time.
    pub(crate) fn differences(&self, other: &Self) -> Differences {
        let mut found = Differences::default();
        for ((learner, exercise), result) in &self.0 {
            let who = format!("{learner}, exercise {exercise}");
            match other.0.get(&(learner.clone(), *exercise)) {
                Some(same) if same == result => {}
                Some(another) if another.is_open() || result.is_open() => found.timing += 1,
                Some(another) if another.standing == result.standing && result.standing == "not_passed" => {
                    let others = result.checks.iter().zip(&another.checks).filter(|(one, other)| one != other);
                    let checks: Vec<&str> = others.map(|((name, _), _)| name.as_str()).collect();
                    let (points, then) = (result.earned, another.earned);
                    found.by_luck.push(format!("{who}: {points} points, then {then}; {}", checks.join("; ")));
                }
                another => found.real.push(format!("{who}: {result:?}, and then {another:?}")),
            }
        }
        let new = other.0.keys().filter(|place| !self.0.contains_key(*place));
        found.real.extend(new.map(|(learner, exercise)| format!("{learner}, exercise {exercise} is new")));
        found
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
