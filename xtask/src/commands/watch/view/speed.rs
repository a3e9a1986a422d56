//! Speed as a small bar, with a letter where each medal begins: rounds as they come in, then what was reached.

use crate::commands::watch::state::{Run, State};
use judge::catalog::{Medal, Races, Thresholds};
use judge::checks::{CheckResult, Outcome};
use judge::report::speed::times;
use judge::report::terminal::Marks;
use judge::speed::{RaceReport, Work};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use tr::tr;

/// How many columns the bar has.
const COLUMNS: usize = 24;

/// What the bar shows.
#[derive(Debug, Clone, PartialEq)]
struct Gauge {
    value: f64,
    /// Where medals begin.
    medals: Vec<(Medal, f64)>,
    /// What was won, once that is known.
    won: Option<Medal>,
    words: String,
}

/// The bar; nothing as long as nothing was timed.
pub(super) fn line(state: &State) -> Option<Line<'static>> {
    gauge(state).map(|gauge| draw(&gauge, state.marks))
}

fn gauge(state: &State) -> Option<Gauge> {
    let run = &state.run;
    let results = || run.rows.iter().filter_map(|row| row.result.as_ref());
    if let Some(raced) = results().find_map(race) {
        return Some(over(raced));
    }
    if run.round.is_some() {
        return round(run, state.exercise().settings.races()?, state.cores);
    }
    let slowest = results().filter_map(|result| result.overlap).min_by(|a, b| a.speed_up.total_cmp(&b.speed_up))?;
    let words = over_one_by_one(&format!("{:.1}", slowest.speed_up));
    Some(Gauge { value: slowest.speed_up, medals: medals(slowest.thresholds), won: slowest.medal, words })
}

fn race(result: &CheckResult) -> Option<&RaceReport> {
    if let Outcome::Raced { race } = &result.outcome { Some(race) } else { None }
}

/// A race that goes on.
fn round(run: &Run, races: Races<'_>, cores: usize) -> Option<Gauge> {
    let round = run.round?;
    let medals = match races {
        #[expect(clippy::cast_precision_loss, reason = "a few cores")]
        Races::CpuBound(cpu) => vec![(Medal::Bronze, cpu.efficiency * cores.min(cpu.cores) as f64)],
        Races::IoBound(io) => medals(io.speed_up),
    };
    let words = tr!("{times} times as fast, round {round}", times = times(round.speed_up), round = round.number);
    Some(Gauge { value: round.speed_up, medals, won: None, words })
}

/// A race that is over. What won bronze on all cores is compared with the authors' version from there on.
fn over(race: &RaceReport) -> Gauge {
    let [_, median, _] = race.speed_up;
    match &race.work {
        Work::CpuBound(report) if race.medal.is_some() => Gauge {
            value: report.tally.share,
            medals: vec![(Medal::Silver, report.shares.silver), (Medal::Gold, report.shares.gold)],
            won: race.medal,
            words: tr!("{share} of the authors' speed", share = format!("{:.0}%", report.tally.share * 100.0)),
        },
        Work::CpuBound(report) => Gauge {
            value: median,
            medals: vec![(Medal::Bronze, race.asked)],
            won: None,
            words: tr!(
                "{speed_up}x on {cores} cores, bronze at {asked}x",
                speed_up = format!("{median:.2}"),
                cores = report.cores,
                asked = format!("{:.2}", race.asked)
            ),
        },
        Work::IoBound(report) => {
            let value = report.best.unwrap_or(median);
            let words = over_one_by_one(&times(value));
            Gauge { value, medals: medals(report.thresholds), won: race.medal, words }
        }
    }
}

fn over_one_by_one(times: &str) -> String {
    tr!("{times} times as fast as one by one", times)
}

fn medals(Thresholds { bronze, silver, gold }: Thresholds) -> Vec<(Medal, f64)> {
    vec![(Medal::Bronze, bronze), (Medal::Silver, silver), (Medal::Gold, gold)]
}

fn draw(gauge: &Gauge, marks: Marks) -> Line<'static> {
    let highest = gauge.medals.iter().map(|(_, at)| *at).fold(gauge.value, f64::max) * 1.1;
    let filled = column(gauge.value, highest);
    let empty = if marks == Marks::UNICODE { "░" } else { "." };
    let style = color(gauge.won);
    let mut spans = vec![Span::raw(format!(" {} ", tr!("speed")))];
    for index in 0..COLUMNS {
        // Of medals at the same place, the best.
        let medal = gauge.medals.iter().rev().find(|(_, at)| column(*at, highest) == index);
        spans.push(match medal {
            Some((medal, _)) => Span::styled(letter(*medal), color(Some(*medal)).bold()),
            None if index < filled => Span::styled(marks.full(), style),
            None => Span::styled(empty, Style::new().dim()),
        });
    }
    let won = gauge.won.map_or_else(String::new, |medal| format!("{}: ", medal.name()));
    spans.push(Span::raw(format!(" {won}{}", gauge.words)));
    Line::from(spans)
}

/// Which column stands for a value.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a few columns"
)]
fn column(value: f64, highest: f64) -> usize {
    if highest > 0.0 { ((value / highest) * COLUMNS as f64).clamp(0.0, (COLUMNS - 1) as f64) as usize } else { 0 }
}

/// The first one of its name.
fn letter(medal: Medal) -> String {
    medal.name().chars().take(1).flat_map(char::to_uppercase).collect()
}

fn color(medal: Option<Medal>) -> Style {
    match medal {
        None => Style::new().fg(Color::Cyan),
        Some(Medal::Bronze) => Style::new().fg(Color::Red),
        Some(Medal::Silver) => Style::new().fg(Color::Gray),
        Some(Medal::Gold) => Style::new().fg(Color::Yellow),
    }
}
