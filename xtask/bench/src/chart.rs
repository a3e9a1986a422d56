//! The figures as charts: one for each race. Pure.

use crate::report::{Curve, Race, Report};
use crate::words;
use charts::lines::{Chart, Line, Point, Series};
use judge::language::said;
use judge::speed::laws;
use judge::speed::scaling::Scaling;
use tr::tr;

/// A law is drawn from one core to all in so many steps.
const STEPS: u32 = 60;

pub(crate) fn svg(report: &Report) -> String {
    let charts: Vec<Chart> = report.races.iter().map(|race| chart(report, race)).collect();
    charts::lines::svg(&charts)
}

fn chart(report: &Report, race: &Race) -> Chart {
    let most = count(race.submission.scaling.last().level);
    let names = words::names(report.submission.origin);
    let with_law = [true, false];
    let series = race.curves().zip(names).zip(with_law).map(|((curve, name), with_law)| series(curve, name, with_law));
    Chart {
        title: format!("{}: {}", report.exercise.slug, said(&race.name)),
        x: words::axis(race.scale),
        y: tr!("times as fast as on one (median, least and most of {rounds})", rounds = race.rounds),
        series: series.collect(),
        ideal: Line { name: words::ideal(race.scale), points: vec![(1.0, 1.0), (most, most)] },
    }
}

fn series(curve: &Curve, name: String, with_law: bool) -> Series {
    let point = |level: &judge::speed::scaling::Level| Point {
        x: count(level.level),
        low: level.speed_up.min,
        y: level.speed_up.median,
        high: level.speed_up.max,
    };
    Series {
        name,
        points: curve.scaling.levels.iter().map(point).collect(),
        law: if with_law { law(&curve.scaling) } else { None },
    }
}

/// The law that says most: none from two points, which any law would go through.
fn law(scaling: &Scaling) -> Option<Line> {
    let amdahl = scaling.amdahl.as_ref().filter(|_| scaling.levels.len() > 2)?;
    let most = count(scaling.last().level);
    let line = |name: String, law: &dyn Fn(f64) -> f64| {
        let at = |step: u32| 1.0 + (most - 1.0) * f64::from(step) / f64::from(STEPS);
        Line { name, points: (0..=STEPS).map(at).map(|cores| (cores, law(cores))).collect() }
    };
    let usl = scaling.usl.as_ref().filter(|usl| usl.peak.is_some());
    let share = amdahl.serial_share.median;
    Some(if let Some(usl) = usl {
        line(tr!("universal scalability law"), &|cores| laws::usl(cores, usl.sigma, usl.kappa))
    } else {
        let name = tr!("Amdahl's law, {share} serial", share = words::percent(share));
        line(name, &|cores| laws::amdahl(cores, share))
    })
}

#[expect(clippy::cast_precision_loss, reason = "a few cores")]
fn count(number: usize) -> f64 {
    number as f64
}
