//! What the figures mean, in sentences for somebody who has never heard of speed-ups; what is lost on the way to more
//! cores is in [`losses`]. Pure.

use crate::losses;
use crate::report::{Curve, Race, Report};
use judge::speed::levels::Scale;
use judge::verdict::Origin;
use tr::tr;

/// From how many cores on other programs are worth a word.
const OTHERS: f64 = 0.3;

/// The names of the submission and of the control.
pub(crate) fn names(origin: Origin) -> [String; 2] {
    let authors = tr!("The authors' version");
    let submission = match origin {
        Origin::Exercise => tr!("Your solution"),
        Origin::Reference => authors.clone(),
        Origin::File => tr!("This file"),
    };
    [submission, authors]
}

/// What a race says.
pub(crate) fn on_race(race: &Race, origin: Origin) -> Vec<String> {
    let Some(amdahl) = &race.submission.scaling.amdahl else {
        return vec![tr!(
            "Only one core may be used here, and nobody is faster on one core than on one: about speed-up, nothing can \
             be said."
        )];
    };
    let mut sentences: Vec<String> = race.others.filter(|others| *others > OTHERS).map(disturbed).into_iter().collect();
    let reached = [Some(reached(race, origin)), race.control.as_ref().map(reached_by_the_authors)];
    sentences.push(reached.into_iter().flatten().collect::<Vec<_>>().join(" "));
    sentences.extend(losses::sentences(race, amdahl));
    sentences
}

/// What the machine says.
pub(crate) fn on_machine(report: &Report) -> Vec<String> {
    let mut sentences = Vec::new();
    if report.races.iter().any(|race| race.others.is_none()) {
        sentences.push(tr!("Whether other programs disturbed this, the system does not tell."));
    }
    if !report.keeps_cores && report.races.iter().any(|race| race.scale == Scale::Cores) {
        sentences.push(tr!(
            "This system cannot keep a program on fewer cores than it has. Only Rayon was told how many threads to \
             use; a solution that starts its threads itself had all cores in every run."
        ));
    }
    sentences
}

/// 0.0432 as "4.3%", 0.432 as "43%".
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 0.05 {
        "0%".to_owned()
    } else if percent < 9.95 {
        format!("{percent:.1}%")
    } else {
        format!("{percent:.0}%")
    }
}

/// At the head of a column.
pub(crate) fn column(scale: Scale) -> String {
    match scale {
        Scale::Cores => tr!("cores"),
        Scale::Requests => tr!("at once"),
    }
}

/// Below a chart.
pub(crate) fn axis(scale: Scale) -> String {
    match scale {
        Scale::Cores => tr!("cores"),
        Scale::Requests => tr!("requests at once"),
    }
}

/// What the ideal is called.
pub(crate) fn ideal(scale: Scale) -> String {
    match scale {
        Scale::Cores => tr!("as many times as cores"),
        Scale::Requests => tr!("as many times as requests at once"),
    }
}

/// What is compared, and what `mark` means in a bar.
pub(crate) fn legend(scale: Scale, mark: &str) -> String {
    match scale {
        Scale::Cores => tr!(
            "A speed-up compares two runs of one round, which had the same input; {mark} marks as many times as cores.",
            mark
        ),
        Scale::Requests => tr!(
            "A speed-up compares two runs of one round, which had the same input; {mark} marks as many times as \
             requests at once.",
            mark
        ),
    }
}

fn reached(race: &Race, origin: Origin) -> String {
    let last = race.submission.scaling.last();
    let [min, median, max] = [last.speed_up.min, last.speed_up.median, last.speed_up.max].map(hundredths);
    let [name, _] = names(origin);
    let (who, level, rounds) = (lower(&name), last.level, race.rounds);
    match race.scale {
        Scale::Cores => tr!(
            "On {level} cores, {who} was {median} times as fast as on one ({min} to {max} times in {rounds} rounds).",
            level,
            who,
            median,
            min,
            max,
            rounds
        ),
        Scale::Requests => tr!(
            "With {level} requests at once, {who} was {median} times as fast as with one ({min} to {max} times in \
             {rounds} rounds).",
            level,
            who,
            median,
            min,
            max,
            rounds
        ),
    }
}

fn reached_by_the_authors(control: &Curve) -> String {
    let times = hundredths(control.scaling.last().speed_up.median);
    tr!("In the same rounds, the authors' version was {times} times as fast.", times)
}

fn disturbed(others: f64) -> String {
    let others = format!("{others:.1}");
    tr!(
        "Other programs used {others} cores meanwhile, which disturbs these figures: close what else is running, and \
         measure again.",
        others
    )
}

fn hundredths(number: f64) -> String {
    format!("{number:.2}")
}

/// As within a sentence.
fn lower(name: &str) -> String {
    let mut signs = name.chars();
    signs.next().into_iter().flat_map(char::to_lowercase).chain(signs).collect()
}
