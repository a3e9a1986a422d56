//! Speed on a learner's page: what it has won, and what is left to gain.

use crate::grade::Grade;
use crate::report::facts;
use judge::catalog::Medal;
use judge::report::speed::times;
use tr::tr;

/// A section, or nothing where speed was not looked at.
pub(super) fn render(grade: &Grade) -> String {
    let won = match (grade.speed_up.map(times), grade.medal.map(Medal::name)) {
        (Some(times), Some(medal)) => Some(tr!("At best it was {times} times as fast: {medal}.", times, medal)),
        (Some(times), None) => Some(tr!("At best it was {times} times as fast.", times)),
        (None, Some(medal)) => Some(tr!("It won {medal}.", medal)),
        (None, None) => None,
    };
    let to_gain = grade.checks.iter().filter_map(|check| facts::to_gain(grade, &check.name));
    let mut sentences: Vec<String> = won.into_iter().chain(to_gain).collect();
    sentences.dedup();
    if sentences.is_empty() {
        return String::new();
    }
    format!("### {}\n\n{}\n\n", tr!("Speed"), sentences.join(" "))
}
