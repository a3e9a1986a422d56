//! How the points of the class are spread, and how fast its solutions are.

use super::chart::{self, Bar, Chart};
use super::histogram::{Bin, Histogram};
use super::state::{self, times};
use crate::class::{Class, Column, Learner};
use crate::grade::Grade;
use judge::catalog::Medal;
use maud::{Markup, html};
use tr::tr;

pub(super) fn render(class: &Class) -> Markup {
    let charts: Vec<Chart> =
        points(class).into_iter().chain(class.exercises.iter().filter_map(|column| speed(class, column))).collect();
    html! {
        section {
            h2 #distribution { (tr!("Distribution")) }
            @if charts.is_empty() { p { (tr!("Nobody has handed anything in.")) } }
            div.figures { @for chart in &charts { (chart::render(chart)) } }
        }
    }
}

/// The points of all learners; none when there are no learners.
fn points(class: &Class) -> Option<Chart> {
    let histogram = Histogram::of(class.learners.iter().map(Learner::earned), 0..=class.possible())?;
    let Histogram { least, median, most, .. } = histogram;
    let spread = || {
        tr!(
            "{n} learner: {least} to {most} points, the median is {median}."
                | "{n} learners: {least} to {most} points, the median is {median}." % histogram.count,
            least,
            most,
            median
        )
    };
    // The last bar ends where points do.
    let label = |bin: &Bin| match bin.to.min(class.possible()) {
        to if to <= bin.from => bin.from.to_string(),
        to => format!("{}–{to}", bin.from),
    };
    Some(Chart {
        id: "points".to_owned(),
        title: tr!("Points"),
        unit: tr!("Points"),
        bars: bars(&histogram, label),
        summary: (histogram.count > 1).then(spread).into_iter().collect(),
    })
}

/// The speed-ups in one exercise; none where nobody has any.
fn speed(class: &Class, column: &Column) -> Option<Chart> {
    let grades: Vec<&Grade> = class.learners.iter().filter_map(|learner| learner.grade(column.number)).collect();
    let speed_ups: Vec<u32> = grades.iter().filter_map(|grade| grade.speed_up).map(tenths).collect();
    let range = *speed_ups.iter().min()?..=*speed_ups.iter().max()?;
    let histogram = Histogram::of(speed_ups, range)?;
    let is_one = histogram.least == histogram.most;
    let range = |bin: &Bin| match (f64::from(bin.from) / 10.0, f64::from(bin.to + 1) / 10.0) {
        (from, _) if is_one => from.to_string(),
        (from, to) => format!("{from}–{to}"),
    };
    let [least, most] = [histogram.least, histogram.most].map(|tenths| times(f64::from(tenths) / 10.0));
    let median = times(histogram.median / 10.0);
    let spread = || {
        tr!(
            "{n} submission: {least} to {most}, the median is {median}."
                | "{n} submissions: {least} to {most}, the median is {median}." % histogram.count,
            least,
            most,
            median
        )
    };
    Some(Chart {
        id: format!("speed-{}", column.number),
        title: tr!("Speed-up in exercise {exercise}", exercise = state::exercise(column)),
        unit: tr!("Times as fast"),
        bars: bars(&histogram, range),
        summary: [(histogram.count > 1).then(spread), Some(medals(&grades))].into_iter().flatten().collect(),
    })
}

fn bars(histogram: &Histogram, label: impl Fn(&Bin) -> String) -> Vec<Bar> {
    histogram.bins.iter().map(|bin| Bar { label: label(bin), count: bin.count }).collect()
}

fn medals(grades: &[&Grade]) -> String {
    let count = |medal: Medal| grades.iter().filter(|grade| grade.medal == Some(medal)).count();
    let [gold, silver, bronze] = [Medal::Gold, Medal::Silver, Medal::Bronze].map(count);
    tr!("Medals: {gold} gold, {silver} silver, {bronze} bronze.", gold, silver, bronze)
}

/// Speed-ups are counted in tenths of a time.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped, and NaN becomes 0")]
fn tenths(speed_up: f64) -> u32 {
    (speed_up * 10.0).round().clamp(0.0, 1e9) as u32
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn every_speed_up_has_its_tenths() {
        for (speed_up, expected) in
            [(3.44, 34), (3.46, 35), (0.0, 0), (-1.0, 0), (f64::NAN, 0), (f64::INFINITY, 1_000_000_000)]
        {
            assert_eq!(tenths(speed_up), expected, "{speed_up}");
        }
    }
}
