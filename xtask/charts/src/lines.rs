//! Line charts: measurements with the range that they were seen in, the curve of a law through them, and a dashed line
//! for what would be ideal.
//!
//! The background is white, so that a chart can be read on a dark page too. Letters are written as text: fonts are the
//! reader's.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use std::error::Error;
use std::ops::Range;

/// Of one chart, in pixels.
const SIZE: (u32, u32) = (720, 480);
/// Easily told apart, also by people who see fewer colours (M. Okabe and K. Ito).
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];
const IDEAL: RGBColor = RGBColor(110, 110, 110);
const FONT: &str = "sans-serif";
/// How far the points of a series are beside those of the one before, as a share of the width: ranges must not hide each
/// other.
const BESIDE: f64 = 0.012;
/// How close two numbers below the axis may be, as a share of the width.
const BETWEEN_TICKS: f64 = 0.03;

/// One chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Above it.
    pub title: String,
    /// Below the horizontal axis.
    pub x: String,
    /// Beside the vertical axis.
    pub y: String,
    /// What was measured.
    pub series: Vec<Series>,
    /// A dashed line.
    pub ideal: Line,
}

/// Measurements that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// In the legend.
    pub name: String,
    /// From left to right.
    pub points: Vec<Point>,
    /// Drawn through them, thinner; without one, the points are connected.
    pub law: Option<Line>,
}

/// A measurement and the range that it was seen in.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "they say it themselves")]
pub struct Point {
    pub x: f64,
    pub low: f64,
    pub y: f64,
    pub high: f64,
}

/// A line from point to point.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// In the legend.
    pub name: String,
    /// x and y, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// The charts, one below the other, as one SVG document. There must be one, each with a measurement.
pub fn svg(charts: &[Chart]) -> String {
    let mut text = String::new();
    draw(charts, &mut text).expect("text takes whatever is drawn");
    text
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, RangedCoordf64>>;
type Drawn<'a> = Result<(), Box<dyn Error + 'a>>;

/// An axis with ticks of our choice.
struct Axis {
    range: RangedCoordf64,
    ticks: Vec<f64>,
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.range.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.range()
    }
}

fn draw<'a>(charts: &[Chart], text: &'a mut String) -> Drawn<'a> {
    let rows = charts.len().max(1);
    let height = SIZE.1 * u32::try_from(rows)?;
    let root = SVGBackend::with_string(text, (SIZE.0, height)).into_drawing_area();
    root.fill(&WHITE)?;
    for (chart, area) in charts.iter().zip(root.split_evenly((rows, 1))) {
        draw_chart(chart, &area)?;
    }
    root.present()?;
    Ok(())
}

fn draw_chart<'a>(chart: &Chart, area: &Area<'a>) -> Drawn<'a> {
    let (right, top) = corner(chart);
    let x = Axis { range: (0.0..right * 1.05).into(), ticks: ticks(chart, right) };
    let mut plot = ChartBuilder::on(area)
        .caption(&chart.title, (FONT, 20))
        .margin(16)
        .x_label_area_size(48)
        .y_label_area_size(56)
        .build_cartesian_2d(x, 0.0..top * 1.05)?;
    let mesh = &mut plot.configure_mesh();
    mesh.x_desc(&chart.x).y_desc(&chart.y).label_style((FONT, 15)).axis_desc_style((FONT, 16));
    mesh.light_line_style(TRANSPARENT).bold_line_style(RGBColor(225, 225, 225)).x_label_formatter(&|x| format!("{x}"));
    mesh.draw()?;
    draw_ideal(&chart.ideal, &mut plot)?;
    for (series, (shift, colour)) in chart.series.iter().zip((0..).zip(COLOURS.into_iter().cycle())) {
        draw_series(series, colour, f64::from(shift) * right * BESIDE, &mut plot)?;
    }
    plot.configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE)
        .border_style(RGBColor(200, 200, 200))
        .label_font((FONT, 15))
        .draw()?;
    Ok(())
}

/// Where measurements are, as far as there is room for numbers.
fn ticks(chart: &Chart, right: f64) -> Vec<f64> {
    let mut ticks: Vec<f64> = Vec::new();
    for point in chart.series.iter().take(1).flat_map(|series| &series.points) {
        if ticks.last().is_none_or(|last| point.x - last >= right * BETWEEN_TICKS) {
            ticks.push(point.x);
        }
    }
    ticks
}

/// The largest x and y that have to fit.
fn corner(chart: &Chart) -> (f64, f64) {
    let points = || chart.series.iter().flat_map(|series| &series.points);
    let ideal = || chart.ideal.points.iter();
    let right = points().map(|point| point.x).chain(ideal().map(|(x, _)| *x)).fold(0.0, f64::max);
    let top = points().map(|point| point.high).chain(ideal().map(|(_, y)| *y)).fold(0.0, f64::max);
    (right, top)
}

fn draw_ideal<'a>(ideal: &Line, plot: &mut Plot<'_, 'a>) -> Drawn<'a> {
    let dashes = DashedLineSeries::new(ideal.points.iter().copied(), 6, 5, IDEAL.stroke_width(2));
    let sample = |(x, y): (i32, i32)| PathElement::new([(x, y), (x + 20, y)], IDEAL.stroke_width(2));
    plot.draw_series(dashes)?.label(&ideal.name).legend(sample);
    Ok(())
}

/// The points are shifted to the right a little, the lines are not.
fn draw_series<'a>(series: &Series, colour: RGBColor, shift: f64, plot: &mut Plot<'_, 'a>) -> Drawn<'a> {
    let bars = series
        .points
        .iter()
        .map(|point| ErrorBar::new_vertical(point.x + shift, point.low, point.y, point.high, colour.filled(), 12));
    let sample = move |(x, y): (i32, i32)| Circle::new((x + 10, y), 4, colour.filled());
    plot.draw_series(bars)?.label(&series.name).legend(sample);
    let thin = colour.stroke_width(1);
    if let Some(law) = &series.law {
        let sample = move |(x, y): (i32, i32)| PathElement::new([(x, y), (x + 20, y)], thin);
        plot.draw_series(LineSeries::new(law.points.iter().copied(), thin))?.label(&law.name).legend(sample);
    } else {
        plot.draw_series(LineSeries::new(series.points.iter().map(|point| (point.x, point.y)), thin))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(title: &str) -> Chart {
        let points = [(1.0, 1.0), (2.0, 1.9), (4.0, 3.4)].map(|(x, y)| Point { x, low: y * 0.9, y, high: y * 1.05 });
        let line = |name: &str, top: f64| Line { name: name.to_owned(), points: vec![(1.0, 1.0), (4.0, top)] };
        Chart {
            title: title.to_owned(),
            x: "cores".to_owned(),
            y: "times as fast".to_owned(),
            series: vec![
                Series { name: "yours".to_owned(), points: points.to_vec(), law: Some(line("law", 3.5)) },
                Series { name: "the authors'".to_owned(), points: points.to_vec(), law: None },
            ],
            ideal: line("ideal", 4.0),
        }
    }

    #[test]
    fn every_word_is_in_the_document_as_text() {
        let text = svg(&[chart("a < b"), chart("second")]);
        for word in ["a &lt; b", "second", "cores", "times as fast", "yours", "the authors&apos;", "law", "ideal"] {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
        assert!(text.starts_with("<svg ") && text.trim_end().ends_with("</svg>"), "{text}");
        assert!(text.contains("height=\"960\""), "two charts, one below the other");
    }

    #[test]
    fn the_background_is_white() {
        assert!(svg(&[chart("one")]).contains("fill=\"#FFFFFF\""));
    }

    #[test]
    fn ticks_are_where_measurements_are() {
        let text = svg(&[chart("one")]);
        let labels: Vec<&str> =
            text.lines().map(str::trim).filter(|line| ["1", "2", "3", "4"].contains(line)).collect();
        assert_eq!(labels, ["1", "2", "4"], "{text}");
    }
}
