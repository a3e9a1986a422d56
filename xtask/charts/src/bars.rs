//! Horizontal bars, one or more for each thing that is compared, with labels at their ends.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const WIDTH: i32 = 860;
const MARGIN: i32 = 16;
const TITLE_HEIGHT: i32 = 60;
const LEGEND_HEIGHT: i32 = 28;
const BAR_HEIGHT: i32 = 20;
const GROUP_GAP: i32 = 14;
/// From the left edge to where bars begin.
const NAMES_WIDTH: i32 = 200;
/// Kept free behind the longest bar, for its label.
const LABEL_WIDTH: i32 = 210;

/// The same on every page: the background is drawn too.
const BACKGROUND: RGBColor = RGBColor(255, 255, 255);
const INK: RGBColor = RGBColor(33, 37, 41);
const QUIET_INK: RGBColor = RGBColor(95, 101, 107);
/// Easily told apart, also by people who see fewer colours (M. Okabe and K. Ito).
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(230, 159, 0), RGBColor(0, 158, 115)];

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct BarChart {
    /// Above everything.
    pub title: String,
    /// What the length of a bar means.
    pub subtitle: String,
    /// What the first, second, ... bar of each group stands for; at most four.
    pub series: Vec<String>,
    /// From top to bottom.
    pub groups: Vec<Group>,
}

/// What is compared with the other groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Left of its bars; about 25 characters fit.
    pub name: String,
    /// One for each of the series; absent where there is no figure.
    pub bars: Vec<Option<Bar>>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// In any unit, the same for all bars; not negative.
    pub length: f64,
    /// Behind its end.
    pub label: String,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The chart as an SVG document.
pub fn draw(chart: &BarChart) -> String {
    let mut document = String::new();
    {
        let size = (WIDTH.unsigned_abs(), height(chart).unsigned_abs());
        let area = SVGBackend::with_string(&mut document, size).into_drawing_area();
        draw_all(&area, chart).expect("a text takes everything that is drawn");
    }
    document
}

type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

fn height(chart: &BarChart) -> i32 {
    let groups: i32 = chart.groups.iter().map(group_height).sum();
    TITLE_HEIGHT + LEGEND_HEIGHT + groups + MARGIN
}

fn group_height(group: &Group) -> i32 {
    let bars = group.bars.iter().flatten().map(|_| BAR_HEIGHT).sum::<i32>();
    bars.max(BAR_HEIGHT) + GROUP_GAP
}

fn draw_all(area: &Area, chart: &BarChart) -> Drawn {
    area.fill(&BACKGROUND)?;
    text(area, &chart.title, (MARGIN, 26), 20, INK, HPos::Left)?;
    text(area, &chart.subtitle, (MARGIN, 48), 15, QUIET_INK, HPos::Left)?;
    legend(area, &chart.series)?;
    let longest = chart.groups.iter().flat_map(|group| group.bars.iter().flatten()).map(|bar| bar.length);
    let scale = f64::from(WIDTH - NAMES_WIDTH - LABEL_WIDTH - MARGIN) / longest.fold(f64::MIN_POSITIVE, f64::max);
    let mut top = TITLE_HEIGHT + LEGEND_HEIGHT + GROUP_GAP / 2;
    for group in &chart.groups {
        draw_group(area, group, top, scale)?;
        top += group_height(group);
    }
    let (first, last) = (TITLE_HEIGHT + LEGEND_HEIGHT, top - GROUP_GAP / 2);
    area.draw(&PathElement::new(vec![(NAMES_WIDTH, first), (NAMES_WIDTH, last)], QUIET_INK))
}

fn legend(area: &Area, series: &[String]) -> Drawn {
    let mut left = NAMES_WIDTH;
    for (name, colour) in series.iter().zip(COLOURS) {
        let middle = TITLE_HEIGHT + LEGEND_HEIGHT / 2;
        area.draw(&Rectangle::new([(left, middle - 6), (left + 12, middle + 6)], colour.filled()))?;
        text(area, name, (left + 18, middle), 15, INK, HPos::Left)?;
        left += 150;
    }
    Ok(())
}

fn draw_group(area: &Area, group: &Group, top: i32, scale: f64) -> Drawn {
    let middle = top + (group_height(group) - GROUP_GAP) / 2;
    text(area, &group.name, (NAMES_WIDTH - 10, middle), 15, INK, HPos::Right)?;
    let bars = group.bars.iter().zip(COLOURS).filter_map(|(bar, colour)| Some((bar.as_ref()?, colour)));
    let mut top = top;
    for (bar, colour) in bars {
        let end = NAMES_WIDTH + pixels(bar.length * scale).max(1);
        area.draw(&Rectangle::new([(NAMES_WIDTH, top + 2), (end, top + BAR_HEIGHT - 2)], colour.filled()))?;
        text(area, &bar.label, (end + 6, top + BAR_HEIGHT / 2), 14, INK, HPos::Left)?;
        top += BAR_HEIGHT;
    }
    Ok(())
}

#[expect(clippy::cast_possible_truncation, reason = "the scale keeps it below the width")]
fn pixels(length: f64) -> i32 {
    length.round() as i32
}

fn text(area: &Area, words: &str, at: (i32, i32), size: i32, colour: RGBColor, from: HPos) -> Drawn {
    let style = ("sans-serif", size).into_text_style(area).color(&colour).pos(Pos::new(from, VPos::Center));
    area.draw(&Text::new(words, at, style))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(length: f64) -> Bar {
        Bar { length, label: format!("<{length}>") }
    }

    fn chart(groups: Vec<Group>) -> BarChart {
        BarChart { title: "a & b".into(), subtitle: "time".into(), series: vec!["here".into(), "there".into()], groups }
    }

    #[test]
    fn every_bar_is_drawn_with_its_label_and_all_text_is_escaped() {
        let groups = vec![
            Group { name: "first".into(), bars: vec![Some(bar(1.0)), Some(bar(2.0))] },
            Group { name: "second".into(), bars: vec![Some(bar(0.5)), None] },
        ];
        let svg = draw(&chart(groups));
        for words in ["a &amp; b", "time", "here", "there", "first", "second", "&lt;1&gt;", "&lt;2&gt;", "&lt;0.5&gt;"]
        {
            assert_eq!(svg.matches(&format!("\n{words}\n")).count(), 1, "{words}: {svg}");
        }
        // The background, two series in the legend, and three bars.
        assert_eq!(svg.matches("<rect").count(), 6, "{svg}");
    }

    #[test]
    fn a_chart_of_nothing_and_bars_of_no_length_can_be_drawn() {
        assert!(draw(&chart(Vec::new())).starts_with("<svg"));
        assert!(
            draw(&chart(vec![Group { name: "none".into(), bars: vec![Some(bar(0.0)), None] }])).contains("&lt;0&gt;")
        );
    }
}
