//! The figures as a terminal shows them: a line for each number of cores, and below it what they mean. Pure. Written
//! with colours; whoever prints it strips them where they do not belong.

use crate::report::{Curve, Race, Report};
use crate::words;
use anstyle::Style;
use judge::report::terminal::Marks;
use judge::speed::levels::Scale;
use judge::speed::scaling::Level;

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
/// Every terminal has as many columns.
const WIDTH: usize = 80;
/// Of the bars, without the mark behind the longest one.
const BAR: f64 = 19.0;

pub(crate) fn render(report: &Report, marks: Marks) -> String {
    let Report { exercise, submission, .. } = report;
    let mut text = format!("{STRONG}Exercise {}, {}: {}{STRONG:#}\n", exercise.number, exercise.slug, exercise.title);
    text += &format!("{QUIET}{}{QUIET:#}\n", submission.file);
    for race in &report.races {
        text += &format!("\n{}, {} rounds\n", race.name, race.rounds);
        for (curve, name) in race.curves().zip(words::names(submission.origin)) {
            text += &format!("\n{STRONG}{name}{STRONG:#}\n{}", table(race, curve, marks));
        }
        text += &format!("{QUIET}{}{QUIET:#}\n", legend(race.scale, marks));
        text += &words::on_race(race, submission.origin).iter().map(|sentence| wrapped(sentence)).collect::<String>();
    }
    text += &words::on_machine(report).iter().map(|sentence| wrapped(sentence)).collect::<String>();
    text += &format!("{QUIET}Random choices came from seed {0}: `--seed {0}` repeats them.{QUIET:#}\n", report.seed);
    text
}

fn legend(scale: Scale, marks: Marks) -> String {
    let ideal = marks.ideal();
    wrapped(&format!(
        "A speed-up compares two runs of one round, which had the same input; {ideal} marks as many times as {}.",
        scale.name()
    ))
}

fn wrapped(sentence: &str) -> String {
    textwrap::fill(sentence, textwrap::Options::new(WIDTH).break_words(false)) + "\n"
}

fn table(race: &Race, curve: &Curve, marks: Marks) -> String {
    let levels = &curve.scaling.levels;
    let mut text = format!(
        "{QUIET}              time in ms              speed-up         effi-{QUIET:#}\n\
         {QUIET}{:>7}  median     min     max median    min    max  ciency{QUIET:#}\n",
        words::column(race.scale)
    );
    let ideal = count(curve.scaling.last().level);
    let top = levels.iter().map(|level| level.speed_up.median).fold(ideal, f64::max);
    for level in levels {
        let Level { wall_ms: time, speed_up, .. } = level;
        text += &format!(
            "{:>7}{:8.1}{:8.1}{:8.1}{:6.2}x{:6.2}x{:6.2}x{:>6}  {}\n",
            level.level,
            time.median,
            time.min,
            time.max,
            speed_up.median,
            speed_up.min,
            speed_up.max,
            words::percent(level.efficiency),
            bar(speed_up.median / top, count(level.level) / top, marks)
        );
    }
    text
}

/// A bar for a share of the width, and a mark where it would end if it were ideal.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are at most the width of a line")]
fn bar(share: f64, ideal: f64, marks: Marks) -> String {
    let halves = (share * BAR * 2.0).round() as usize;
    let ideal = (ideal * BAR).round() as usize;
    let cell = |column: usize| match column {
        _ if column == ideal => marks.ideal(),
        _ if 2 * column + 1 < halves => marks.full(),
        _ if 2 * column < halves => marks.half(),
        _ => " ",
    };
    (0..=(halves / 2).max(ideal)).map(cell).collect::<String>().trim_end().to_owned()
}

#[expect(clippy::cast_precision_loss, reason = "a few cores")]
fn count(number: usize) -> f64 {
    number as f64
}
