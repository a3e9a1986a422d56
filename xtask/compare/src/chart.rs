//! A table as a chart: for each way a bar, and one for each tutorial. A bar is as long as its time is, compared with the
//! time of one after another on the same machine; so that seconds of different machines fit into one picture.

use crate::report::{Report, Row, Table};
use crate::text::{seconds, times, title};
use charts::bars::{Bar, BarChart, Group};
use std::iter;
use tr::tr;

/// The table as SVG.
pub(crate) fn draw(report: &Report, table: &Table) -> String {
    let tutorials = table.sources().iter().map(|source| source.label.to_owned());
    let chart = BarChart {
        title: title(report, table),
        subtitle: tr!("time, compared with one after another on the same machine; shorter is faster"),
        series: iter::once(tr!("Rust, here")).chain(tutorials).collect(),
        groups: table.rows.iter().map(|row| group(table, row)).collect(),
    };
    charts::bars::draw(&chart)
}

fn group(table: &Table, row: &Row) -> Group {
    let bar = |time: f64, faster: f64| {
        let (time, times) = (seconds(time), times(faster));
        Bar { length: 1.0 / faster, label: tr!("{time}, {times} as fast", time, times) }
    };
    let here = Some(bar(row.timing.best_s, table.times_as_fast(row)));
    let python =
        table.sources().iter().map(|source| Some(bar(source.seconds(row.way)?, source.times_as_fast(row.way)?)));
    Group { name: row.way.name(), bars: iter::once(here).chain(python).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorded;

    #[test]
    fn a_bar_is_as_long_as_its_time_compared_with_one_after_another() {
        let report = recorded::quiet();
        let groups: Vec<Group> = report.tables[1].rows.iter().map(|row| group(&report.tables[1], row)).collect();
        let lengths =
            |group: &Group| group.bars.iter().map(|bar| bar.as_ref().map(|bar| bar.length)).collect::<Vec<_>>();
        assert_eq!(lengths(&groups[0]), [Some(1.0); 3]);
        assert_eq!(lengths(&groups[1]), [Some(0.1 / 0.17), None, None]);
        assert_eq!(groups[3].bars[1].as_ref().unwrap().label, "50.9 s, 0.9 times as fast");
        assert!((groups[3].bars[1].as_ref().unwrap().length - 50.93 / 45.81).abs() < 1e-9);
    }
}
