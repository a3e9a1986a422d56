//! The words for a race: what was reached, what was not, and when nobody can say.

use crate::speed::certificate::Decision;
use crate::speed::{Medal, RaceReport};

/// What a race came to that was not won; none for one that was.
pub(super) fn lines(race: &RaceReport) -> Option<Vec<String>> {
    let RaceReport { tally, asked, cores, .. } = race;
    let [least, median, most] = race.speed_up;
    let spread = format!("{median:.2} times as fast as on one core ({least:.2} to {most:.2} in {} runs)", tally.rounds);
    match race.decision {
        Decision::Reached => None,
        Decision::Missed => Some(vec![
            format!("On {cores} cores it is {spread}, and has to be {asked:.2} times as fast."),
            format!(
                "The authors' version reached that in {} of {} runs meanwhile, so it was not the machine.",
                tally.control_hits, tally.rounds
            ),
        ]),
        Decision::TooSlow => Some(vec![format!(
            "On {cores} cores it takes {:.1} times as long as the plain serial version on one. More cores do not make \
             up for that: look for work that need not be done at all.",
            1.0 / tally.over_baseline
        )]),
        Decision::Open => {
            let mut lines = vec![
                format!("Nobody can say: it was {spread}, and has to be {asked:.2} times as fast."),
                format!("The authors' version reached that in {} of {} runs only.", tally.control_hits, tally.rounds),
            ];
            if let Some(others) = tally.others {
                lines.push(format!("Other programs used {others:.1} cores meanwhile."));
            }
            lines.push("Close what else is running, and check again.".to_owned());
            Some(lines)
        }
    }
}

pub(super) fn worked_on(cpu_us: u64) -> Vec<String> {
    vec![
        format!("It went on computing after its answer: {:.1} ms in a pause of 4 ms.", milliseconds(cpu_us)),
        "Whoever starts threads waits for them before it answers.".to_owned(),
    ]
}

/// Behind the name of a race that was won.
pub(super) fn won(race: &RaceReport) -> String {
    let medal = match race.medal {
        Some(Medal::Bronze) => "bronze",
        Some(Medal::Silver) => "silver",
        Some(Medal::Gold) => "gold",
        None => return String::new(),
    };
    let [.., most] = race.speed_up;
    format!(" ({most:.1}x on {} cores; {medal})", race.cores)
}

/// What is left to gain.
pub(super) fn to_gain(race: &RaceReport) -> Option<String> {
    let (next, share) = match race.medal? {
        Medal::Bronze => ("silver", race.shares.silver),
        Medal::Silver => ("gold", race.shares.gold),
        Medal::Gold => return None,
    };
    Some(format!(
        "Left to gain: {next}, at {:.0}% of the speed of the authors' version; yours has {:.0}%.",
        share * 100.0,
        race.tally.share * 100.0
    ))
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a few milliseconds")]
fn milliseconds(microseconds: u64) -> f64 {
    microseconds as f64 / 1000.0
}
