//! The figures of one contestant as a table: a line for each number of cores, with a bar. Pure.

use crate::report::{Curve, Race};
use crate::text::{QUIET, WIDTH};
use crate::words;
use judge::report::terminal::Marks;
use judge::speed::levels::Scale;
use judge::speed::scaling::Level;
use std::ops::Range;
use tr::tr;

const COLUMNS: usize = 8;
/// Their widths; a longer heading makes one wider.
const LEAST: [usize; COLUMNS] = [7, 8, 8, 8, 7, 7, 7, 8];
/// Which of them show times, and which speed-ups.
const TIMES: Range<usize> = 1..4;
const SPEED_UPS: Range<usize> = 4..7;

pub(crate) fn render(race: &Race, curve: &Curve, marks: Marks) -> String {
    let levels = &curve.scaling.levels;
    let headings = Headings::of(race.scale);
    let mut text = headings.render();
    let ideal = count(curve.scaling.last().level);
    let top = levels.iter().map(|level| level.speed_up.median).fold(ideal, f64::max);
    for level in levels {
        let shares = [level.speed_up.median, count(level.level)].map(|speed_up| speed_up / top);
        text += &format!("{}{}\n", headings.row(&cells(level)), bar(shares, headings.room(), marks));
    }
    text
}

/// What stands above the columns, and how wide they are.
struct Headings {
    /// The first half of the last one.
    efficiency: String,
    names: [String; COLUMNS],
    widths: [usize; COLUMNS],
}

impl Headings {
    fn of(scale: Scale) -> Self {
        let efficiency = tr!("effi-\nciency");
        let (upper, lower) = efficiency.split_once('\n').unwrap_or(("", efficiency.as_str()));
        let (level, median, min, max) = (words::column(scale), tr!("median"), tr!("min"), tr!("max"));
        let names: [&str; COLUMNS] = [&level, &median, &min, &max, &median, &min, &max, lower];
        let names = names.map(str::to_owned);
        let mut widths = LEAST;
        // One more keeps it from the one before.
        for (width, name) in widths.iter_mut().zip(&names).skip(1) {
            *width = (*width).max(1 + name.chars().count());
        }
        Self { efficiency: upper.to_owned(), names, widths }
    }

    fn render(&self) -> String {
        let [first, .., last] = self.widths;
        let group = |columns: Range<usize>, name: &str| {
            let width = self.widths[columns].iter().sum::<usize>() - 1;
            format!(" {name:^width$}")
        };
        let groups = group(TIMES, &tr!("time in ms")) + &group(SPEED_UPS, &tr!("speed-up"));
        let above = format!("{:first$}{groups}{:>last$}", "", self.efficiency);
        format!("{QUIET}{above}{QUIET:#}\n{QUIET}{}{QUIET:#}\n", self.row(&self.names))
    }

    fn row(&self, cells: &[String; COLUMNS]) -> String {
        let cells = cells.iter().zip(self.widths).map(|(cell, width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().concat()
    }

    /// For bars, without the mark behind the longest one.
    fn room(&self) -> usize {
        WIDTH - self.widths.iter().sum::<usize>() - 1
    }
}

fn cells(level: &Level) -> [String; COLUMNS] {
    let time = |milliseconds: f64| format!("{milliseconds:.1}");
    let times = |speed_up: f64| format!("{speed_up:.2}x");
    let Level { wall_ms, speed_up, .. } = level;
    [
        level.level.to_string(),
        time(wall_ms.median),
        time(wall_ms.min),
        time(wall_ms.max),
        times(speed_up.median),
        times(speed_up.min),
        times(speed_up.max),
        // The bar begins behind it.
        words::percent(level.efficiency) + "  ",
    ]
}

/// A bar for a share of the room, and a mark where it would end if it were ideal.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "all are at most the width of a line"
)]
fn bar([share, ideal]: [f64; 2], room: usize, marks: Marks) -> String {
    let halves = (share * room as f64 * 2.0).round() as usize;
    let ideal = (ideal * room as f64).round() as usize;
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
