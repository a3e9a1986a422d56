//! What is lost on the way to more cores, as far as the laws of scaling tell it: in sentences for somebody who has
//! never heard of these laws. Pure.

use crate::report::Race;
use crate::words::percent;
use judge::report::speed::times;
use judge::speed::levels::Scale;
use judge::speed::scaling::{Amdahl, LEVELS_FOR_USL, Spread, Usl};
use tr::tr;

/// From how large an error on a law does not explain what was measured.
const FAR_OFF: f64 = 0.1;
/// A smaller share cannot be told from none.
const NOTHING: f64 = 0.005;

/// What Amdahl's law says of a race, and what the universal scalability law does.
pub(crate) fn sentences(race: &Race, amdahl: &Amdahl) -> [String; 2] {
    let scaling = &race.submission.scaling;
    let control = race.control.as_ref().and_then(|control| control.scaling.amdahl.as_ref());
    let serial = if scaling.levels.len() == 2 { karp_flatt(amdahl, control) } else { serial_share(amdahl, race.scale) };
    let crosstalk = match &scaling.usl {
        Some(usl) => crosstalk(usl, scaling.last().level, race.scale),
        None => tr!(
            "The universal scalability law, which also tells what cores cost each other, is left out: it needs at \
             least {least} numbers of cores to go by.",
            least = LEVELS_FOR_USL
        ),
    };
    [serial, crosstalk]
}

/// What one number of cores above one tells.
fn karp_flatt(amdahl: &Amdahl, control: Option<&Amdahl>) -> String {
    let is_nothing = amdahl.serial_share.median < NOTHING;
    let [min, median, max] = percents(amdahl.serial_share);
    let share = if is_nothing {
        tr!("No work is to be seen that only one core can do (Karp-Flatt metric; up to {max} in single rounds).", max)
    } else {
        tr!(
            "If everything that is missing were work that only one core can do, that would be {median} of the work \
             (Karp-Flatt metric; {min} to {max} in single rounds).",
            median,
            min,
            max
        )
    };
    let authors = control.map(|control| {
        let share = percent(control.serial_share.median);
        tr!("The authors' version has {share} by the same measure.", share)
    });
    let doubt = (!is_nothing).then(|| {
        tr!("Two points cannot tell such work from other losses: threads that start late, cores that wait for memory, \
             other programs.")
    });
    [Some(share), authors, doubt].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn serial_share(amdahl: &Amdahl, scale: Scale) -> String {
    let [min, median, max] = percents(amdahl.serial_share);
    if amdahl.serial_share.median < NOTHING {
        return no_serial_share(&max, scale);
    }
    let most = times(1.0 / amdahl.serial_share.median);
    let share = match scale {
        Scale::Cores => tr!(
            "About {median} of the time on one core goes into work that only one core can do (Amdahl's law; {min} to \
             {max} in single rounds): with any number of cores it could never be more than {most} times as fast.",
            median,
            min,
            max,
            most
        ),
        Scale::Requests => tr!(
            "About {median} of the time with one request after the other goes into what requests cannot do at the same \
             time, such as sending and receiving on one thread (Amdahl's law; {min} to {max} in single rounds): with \
             any number of requests at once it could never be more than {most} times as fast.",
            median,
            min,
            max,
            most
        ),
    };
    format!("{share} {}", fit(&amdahl.residuals))
}

fn no_serial_share(max: &str, scale: Scale) -> String {
    match scale {
        Scale::Cores => {
            tr!("No work is to be seen that only one core can do (Amdahl's law; up to {max} in single rounds).", max)
        }
        Scale::Requests => tr!(
            "Next to nothing is to be seen that requests cannot do at the same time (Amdahl's law; up to {max} in \
             single rounds).",
            max
        ),
    }
}

/// How well Amdahl's law explains what was measured.
fn fit(residuals: &[f64]) -> String {
    let off = farthest(residuals);
    if off > FAR_OFF {
        tr!(
            "The measured speed-ups are up to {off} off that law, so it explains only a part of this.",
            off = percent(off)
        )
    } else {
        within(off)
    }
}

fn within(off: f64) -> String {
    tr!("No measured speed-up is more than {off} off that law.", off = percent(off.max(0.001)))
}

fn crosstalk(usl: &Usl, measured: usize, scale: Scale) -> String {
    let Some(peak) = usl.peak else { return no_crosstalk(measured, scale) };
    let far = far(peak, measured);
    let peak = format!("{peak:.0}");
    let (contention, crosstalk) = (percent(usl.sigma), format!("{:.2}%", usl.kappa * 100.0));
    let costs = match scale {
        Scale::Cores => tr!(
            "The universal scalability law also tells what cores cost each other: with {contention} contention \
             (waiting) and {crosstalk} crosstalk (each has to hear from each other) it would be fastest with about \
             {peak} cores, and slower with more{far}.",
            contention,
            crosstalk,
            peak,
            far
        ),
        Scale::Requests => tr!(
            "The universal scalability law also tells what requests cost each other: with {contention} contention \
             (waiting) and {crosstalk} crosstalk (each has to hear from each other) it would be fastest with about \
             {peak} requests at once, and slower with more{far}.",
            contention,
            crosstalk,
            peak,
            far
        ),
    };
    format!("{costs} {}", within(farthest(&usl.residuals)))
}

fn no_crosstalk(measured: usize, scale: Scale) -> String {
    match scale {
        Scale::Cores => tr!(
            "The universal scalability law also tells what cores cost each other: nothing that could be seen with up \
             to {measured} cores.",
            measured
        ),
        Scale::Requests => tr!(
            "The universal scalability law also tells what requests cost each other: nothing that could be seen with \
             up to {measured} requests at once.",
            measured
        ),
    }
}

/// Put behind a number of cores that is much larger than those that were measured.
fn far(peak: f64, measured: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a few cores")]
    let is_far = peak > 2.0 * measured as f64;
    if is_far { tr!(", which is far from the {measured} that were measured", measured) } else { String::new() }
}

/// The smallest, the median and the largest.
fn percents(shares: Spread) -> [String; 3] {
    [shares.min, shares.median, shares.max].map(percent)
}

fn farthest(residuals: &[f64]) -> f64 {
    residuals.iter().copied().map(f64::abs).fold(0.0, f64::max)
}
