//! Draws counts as upright bars, as SVG within the page, so that they have its colours in light and in dark, and as a
//! table for those who do not see them. The crate `charts` draws documents of their own, with colours of their own.

use maud::{Markup, html};
use tr::tr;

/// In units of the picture: pixels, where there is room for all of it.
const BAR_HEIGHT: f64 = 130.0;
/// Above the bars, for how many there are, and below them, for what they are.
const MARGIN: f64 = 22.0;
const GAP: f64 = 4.0;
/// About the width of a letter of a label.
const LETTER: f64 = 7.5;
const LEAST_WIDTH: f64 = 40.0;

/// Some bars and what is said about them.
pub(super) struct Chart {
    /// Its place in the page.
    pub(super) id: String,
    /// Above it.
    pub(super) title: String,
    /// What the bars stand for, in the head of the table.
    pub(super) unit: String,
    /// From left to right.
    pub(super) bars: Vec<Bar>,
    /// Below it, a sentence each.
    pub(super) summary: Vec<String>,
}

/// One of them.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) count: usize,
}

pub(super) fn render(chart: &Chart) -> Markup {
    html! {
        figure aria-labelledby=(chart.id) {
            h3 #(chart.id) { (chart.title) }
            (picture(chart))
            @if !chart.summary.is_empty() { figcaption { (chart.summary.join(" ")) } }
            details {
                summary { (tr!("As a table")) }
                (table(chart))
            }
        }
    }
}

/// Screen readers read its label, and nothing of what is in it.
fn picture(chart: &Chart) -> Markup {
    let longest = chart.bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
    let slot = LEAST_WIDTH.max(number(longest) * LETTER + 2.0 * GAP);
    let most = chart.bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let (width, height) = (number(chart.bars.len()) * slot, BAR_HEIGHT + 2.0 * MARGIN);
    let figures: Vec<String> = chart.bars.iter().map(|bar| format!("{}: {}", bar.label, bar.count)).collect();
    let view = format!("0 0 {width} {height}");
    html! {
        svg role="img" aria-label=(figures.join("; ")) width=(width) height=(height) viewBox=(view) {
            @for (index, bar) in chart.bars.iter().enumerate() {
                (column(bar, number(index) * slot, slot, number(bar.count) / number(most)))
            }
            line x1="0" x2=(width) y1=(MARGIN + BAR_HEIGHT) y2=(MARGIN + BAR_HEIGHT) {}
        }
    }
}

/// A bar with its label below and its count above it. `share` of the height is its own.
fn column(bar: &Bar, left: f64, width: f64, share: f64) -> Markup {
    let (height, middle) = ((share * BAR_HEIGHT).round(), left + width / 2.0);
    let top = MARGIN + BAR_HEIGHT - height;
    html! {
        rect x=(left + GAP / 2.0) y=(top) width=(width - GAP) height=(height) {}
        @if bar.count > 0 { text x=(middle) y=(top - 6.0) { (bar.count) } }
        text x=(middle) y=(2.0 * MARGIN + BAR_HEIGHT - 6.0) { (bar.label) }
    }
}

fn table(chart: &Chart) -> Markup {
    html! {
        table {
            caption { (chart.title) }
            thead { tr { th scope="col" { (chart.unit) } th scope="col" { (tr!("How many")) } } }
            tbody {
                @for bar in &chart.bars { tr { th scope="row" { (bar.label) } td { (bar.count) } } }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer learners than 2^53")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(counts: &[usize]) -> String {
        let bars = counts.iter().enumerate().map(|(index, count)| Bar { label: format!("<{index}>"), count: *count });
        let (id, title, unit) = ("speed".to_owned(), "a & b".to_owned(), "times".to_owned());
        render(&Chart { id, title, unit, bars: bars.collect(), summary: vec!["one.".to_owned()] }).into_string()
    }

    #[test]
    fn the_longest_bar_is_as_high_as_the_picture_and_all_others_are_in_proportion() {
        let svg = chart(&[2, 4, 0]);
        for height in ["height=\"65\"", "height=\"130\"", "height=\"0\""] {
            assert_eq!(svg.matches(height).count(), 1, "{height}: {svg}");
        }
    }

    #[test]
    fn every_figure_is_in_the_table_and_all_text_is_escaped() {
        let svg = chart(&[3, 5]);
        for row in ["&lt;0&gt;</th><td>3<", "&lt;1&gt;</th><td>5<"] {
            assert!(svg.contains(row), "{row}: {svg}");
        }
        assert!(svg.contains("aria-label=\"&lt;0&gt;: 3; &lt;1&gt;: 5\"") && svg.contains("a &amp; b"), "{svg}");
    }

    #[test]
    fn nothing_can_be_drawn() {
        assert!(chart(&[]).contains("<svg") && !chart(&[0]).contains("NaN"));
    }
}
