//! What the figures mean, in sentences for somebody who has never heard of these laws. Pure.

use crate::report::{Race, Report};
use judge::speed::levels::Scale;
use judge::speed::scaling::{Amdahl, LEVELS_FOR_USL, Scaling, Spread, Usl};
use judge::verdict::Origin;

/// From how many cores on other programs are worth a word.
const OTHERS: f64 = 0.3;
/// From how large an error on a law does not explain what was measured.
const FAR_OFF: f64 = 0.1;
/// A smaller share cannot be told from none.
const NOTHING: f64 = 0.005;

/// The names of the submission and of the control.
pub(crate) fn names(origin: Origin) -> [&'static str; 2] {
    let submission = match origin {
        Origin::Exercise => "Your solution",
        Origin::Reference => AUTHORS,
        Origin::File => "This file",
    };
    [submission, AUTHORS]
}

const AUTHORS: &str = "The authors' version";

/// What a race says.
pub(crate) fn on_race(race: &Race, origin: Origin) -> Vec<String> {
    let scaling = &race.submission.scaling;
    let Some(amdahl) = &scaling.amdahl else {
        return vec![
            "Only one core may be used here, and nobody is faster on one core than on one: about speed-up, nothing can \
             be said."
                .to_owned(),
        ];
    };
    let control = race.control.as_ref().map(|control| &control.scaling);
    let mut sentences: Vec<String> = race.others.filter(|others| *others > OTHERS).map(disturbed).into_iter().collect();
    sentences.push(reached(race, control, origin));
    sentences.push(if scaling.levels.len() == 2 {
        karp_flatt(amdahl, control)
    } else {
        serial_share(amdahl, race.scale)
    });
    sentences.push(match &scaling.usl {
        Some(usl) => crosstalk(usl, scaling, race.scale),
        None => format!(
            "The universal scalability law, which also tells what cores cost each other, is left out: it needs at \
             least {LEVELS_FOR_USL} numbers of cores to go by."
        ),
    });
    sentences
}

/// What the machine says.
pub(crate) fn on_machine(report: &Report) -> Vec<String> {
    let mut sentences = Vec::new();
    if report.races.iter().any(|race| race.others.is_none()) {
        sentences.push("Whether other programs disturbed this, the system does not tell.".to_owned());
    }
    if !report.keeps_cores && report.races.iter().any(|race| race.scale == Scale::Cores) {
        sentences.push(
            "This system cannot keep a program on fewer cores than it has. Only Rayon was told how many threads to \
             use; a solution that starts its threads itself had all cores in every run."
                .to_owned(),
        );
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

fn reached(race: &Race, control: Option<&Scaling>, origin: Origin) -> String {
    let last = race.submission.scaling.last();
    let Spread { min, median, max } = last.speed_up;
    let name = names(origin)[0];
    let compared = control
        .map(|control| {
            format!(
                " In the same rounds, the authors' version was {:.2} times as fast.",
                control.last().speed_up.median
            )
        })
        .unwrap_or_default();
    format!(
        "{}, {} was {median:.2} times as fast as {} ({min:.2} to {max:.2} times in {} rounds).{compared}",
        match race.scale {
            Scale::Cores => format!("On {} cores", last.level),
            Scale::Requests => format!("With {} requests at once", last.level),
        },
        name[..1].to_lowercase() + &name[1..],
        match race.scale {
            Scale::Cores => "on one",
            Scale::Requests => "with one",
        },
        race.rounds
    )
}

fn disturbed(others: f64) -> String {
    format!(
        "Other programs used {others:.1} cores meanwhile, which disturbs these figures: close what else is running, and \
         measure again."
    )
}

/// What one number of cores above one tells.
fn karp_flatt(amdahl: &Amdahl, control: Option<&Scaling>) -> String {
    let Spread { min, median, max } = amdahl.serial_share;
    let authors = control.and_then(|control| control.amdahl.as_ref()).map(|amdahl| amdahl.serial_share.median);
    let compared = authors.map(|share| format!(" The authors' version has {} by the same measure.", percent(share)));
    let compared = compared.unwrap_or_default();
    if median < NOTHING {
        let most = percent(max);
        return format!(
            "No work is to be seen that only one core can do (Karp-Flatt metric; up to {most} in single rounds).{compared}"
        );
    }
    format!(
        "If everything that is missing were work that only one core can do, that would be {} of the work (Karp-Flatt \
         metric; {} to {} in single rounds).{compared} Two points cannot tell such work from other losses: threads that \
         start late, cores that wait for memory, other programs.",
        percent(median),
        percent(min),
        percent(max)
    )
}

fn serial_share(amdahl: &Amdahl, scale: Scale) -> String {
    let Spread { min, median, max } = amdahl.serial_share;
    if median < NOTHING {
        let what = match scale {
            Scale::Cores => "No work is to be seen that only one core can do",
            Scale::Requests => "Next to nothing is to be seen that requests cannot do at the same time",
        };
        return format!("{what} (Amdahl's law; up to {} in single rounds).", percent(max));
    }
    let most = 1.0 / median;
    let most = if most < 10.0 { format!("{most:.1}") } else { format!("{most:.0}") };
    let off = farthest(&amdahl.residuals);
    let fits = if off > FAR_OFF {
        format!("The measured speed-ups are up to {} off that law, so it explains only a part of this.", percent(off))
    } else {
        format!("No measured speed-up is more than {} off that law.", percent(off.max(0.001)))
    };
    let (where_from, what) = match scale {
        Scale::Cores => ("on one core goes into work that only one core can do", "cores"),
        Scale::Requests => (
            "with one request after the other goes into what requests cannot do at the same time, such as sending and \
             receiving on one thread",
            "requests at once",
        ),
    };
    format!(
        "About {} of the time {where_from} (Amdahl's law; {} to {} in single rounds): with any number of {what} it could \
         never be more than {most} times as fast. {fits}",
        percent(median),
        percent(min),
        percent(max)
    )
}

fn crosstalk(usl: &Usl, scaling: &Scaling, scale: Scale) -> String {
    let Usl { sigma, kappa, peak, residuals } = usl;
    let measured = scaling.last().level;
    let (who, name) = (who(scale), scale.name());
    let Some(peak) = peak else {
        return format!(
            "The universal scalability law also tells what {who} cost each other: nothing that could be seen with up to \
             {measured} {name}."
        );
    };
    #[expect(clippy::cast_precision_loss, reason = "a few cores")]
    let is_far = *peak > 2.0 * measured as f64;
    let far = if is_far { format!(", which is far from the {measured} that were measured") } else { String::new() };
    format!(
        "The universal scalability law also tells what {who} cost each other: with {} contention (waiting) and {:.2}% \
         crosstalk (each has to hear from each other) it would be fastest with about {peak:.0} {name}, and slower with \
         more{far}. No measured speed-up is more than {} off that law.",
        percent(*sigma),
        kappa * 100.0,
        percent(farthest(residuals).max(0.001))
    )
}

fn who(scale: Scale) -> &'static str {
    match scale {
        Scale::Cores => "cores",
        Scale::Requests => "requests",
    }
}

/// At the head of a column.
pub(crate) fn column(scale: Scale) -> &'static str {
    match scale {
        Scale::Cores => "cores",
        Scale::Requests => "at once",
    }
}

fn farthest(residuals: &[f64]) -> f64 {
    residuals.iter().copied().map(f64::abs).fold(0.0, f64::max)
}
