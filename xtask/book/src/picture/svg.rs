//! Draws a picture as SVG. It stands inside of a page: words and lines have the colour of the page's text, so that they
//! can be read on dark and on light pages, and each kind of bar differs from the others without its colour, too.

use super::{Arrow, Bar, Kind, Lane, Picture, TIME};
use anyhow::ensure;

// In units of the drawing; a page scales it to its width.
const WIDTH: f64 = 760.0;
const MARGIN: f64 = 4.0;
const NAME_HEIGHT: f64 = 20.0;
const BAR_HEIGHT: f64 = 50.0;
const GAP: f64 = 16.0;
const FOOT_HEIGHT: f64 = 50.0;
const LINE_HEIGHT: f64 = 14.0;
/// Wider than most letters are at this size, Cyrillic ones too, so that no text leaves its bar in another font.
const LETTER_WIDTH: f64 = 7.3;
const MOST_LINES: usize = 3;

const BLUE: &str = "#1d6fb8";
const RED: &str = "#b3261e";

/// The picture with its legend, as one line of HTML a part, without an empty one: Markdown would end the HTML there.
/// `name` tells it from other pictures of a page; `word` translates what every picture says.
///
/// An error names the text that is too long for its bar.
pub fn render(picture: &Picture, name: &str, word: impl Fn(&str) -> String) -> anyhow::Result<String> {
    let bottom = lane_top(picture.lanes.len());
    let height = bottom + FOOT_HEIGHT;
    let scale = Scale { length: picture.length };
    let mut lines = vec![
        "<figure class=\"picture\">".to_owned(),
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             aria-labelledby=\"{name}-title {name}-description\" font-family=\"sans-serif\" font-size=\"12\" \
             fill=\"currentColor\">"
        ),
        format!("<title id=\"{name}-title\">{}</title>", escaped(&picture.title)),
        format!("<desc id=\"{name}-description\">{}</desc>", escaped(&picture.description)),
    ];
    for (index, lane) in picture.lanes.iter().enumerate() {
        lines.extend(lane_with_bars(lane, lane_top(index), &scale)?);
    }
    lines.extend(picture.arrows.iter().flat_map(|arrow| arrow_lines(picture, arrow, &scale)));
    lines.extend(time_axis(picture, bottom, &scale, &word(TIME)));
    lines.extend(legend(picture, bottom + 42.0, &word));
    lines.push("</svg>".to_owned());
    lines.push(format!("<figcaption>{}</figcaption>", escaped(&picture.title)));
    lines.push("</figure>".to_owned());
    Ok(lines.join("\n"))
}

/// From a picture's time to places in the drawing.
struct Scale {
    length: f64,
}

impl Scale {
    fn x(&self, time: f64) -> f64 {
        MARGIN + time / self.length * (WIDTH - 2.0 * MARGIN)
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are a handful of lanes")]
fn lane_top(index: usize) -> f64 {
    MARGIN + index as f64 * (NAME_HEIGHT + BAR_HEIGHT + GAP)
}

fn lane_with_bars(lane: &Lane, top: f64, scale: &Scale) -> anyhow::Result<Vec<String>> {
    let mut lines = vec![text(MARGIN, top + 13.0, "start", " font-weight=\"bold\"", &lane.name)];
    for bar in &lane.bars {
        lines.extend(bar_with_text(bar, top + NAME_HEIGHT, scale)?);
    }
    Ok(lines)
}

fn bar_with_text(bar: &Bar, top: f64, scale: &Scale) -> anyhow::Result<Vec<String>> {
    let (left, right) = (scale.x(bar.from) + 1.0, scale.x(bar.to) - 1.0);
    let words = wrapped(&bar.text, right - left)?;
    let mut lines = vec![rectangle(bar.kind, left, top, right - left, BAR_HEIGHT)];
    let color = match bar.kind {
        Kind::Works | Kind::Wrong => " fill=\"#ffffff\"",
        Kind::Ready | Kind::Waits => "",
    };
    #[expect(clippy::cast_precision_loss, reason = "there are up to three lines")]
    let line_y = |index: usize| {
        let first = top + BAR_HEIGHT / 2.0 + 4.0 - (words.len() as f64 - 1.0) * LINE_HEIGHT / 2.0;
        first + index as f64 * LINE_HEIGHT
    };
    let middle = f64::midpoint(left, right);
    lines.extend(words.iter().enumerate().map(|(index, line)| text(middle, line_y(index), "middle", color, line)));
    Ok(lines)
}

fn rectangle(kind: Kind, x: f64, y: f64, width: f64, height: f64) -> String {
    let look = match kind {
        Kind::Works => format!("fill=\"{BLUE}\""),
        Kind::Ready => "fill=\"none\" stroke=\"currentColor\"".to_owned(),
        Kind::Waits => "fill-opacity=\"0.08\" stroke=\"currentColor\" stroke-dasharray=\"2 4\"".to_owned(),
        Kind::Wrong => format!("fill=\"{RED}\" stroke=\"currentColor\" stroke-width=\"3\""),
    };
    format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\" {look}></rect>")
}

/// The lines of a text in a bar of this width.
fn wrapped(text: &str, width: f64) -> anyhow::Result<Vec<String>> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width is small and positive")]
    let letters = ((width - 6.0) / LETTER_WIDTH) as usize;
    let lines = textwrap::wrap(text, textwrap::Options::new(letters).break_words(false));
    let fits = lines.len() <= MOST_LINES && lines.iter().all(|line| line.chars().count() <= letters);
    ensure!(fits, "`{text}` does not fit into {MOST_LINES} lines of {letters} letters");
    Ok(lines.into_iter().map(Into::into).collect())
}

/// From the edge of one lane to that of another; one that nobody hears ends half-way, with a cross.
fn arrow_lines(picture: &Picture, arrow: &Arrow, scale: &Scale) -> Vec<String> {
    let index = |name| picture.lane(name).expect("`parse` has looked");
    let (from, to) = (index(&arrow.from), index(&arrow.to));
    let bars_top = |index| lane_top(index) + NAME_HEIGHT;
    let is_down = from < to;
    let (begin, end) =
        if is_down { (bars_top(from) + BAR_HEIGHT, bars_top(to)) } else { (bars_top(from), bars_top(to) + BAR_HEIGHT) };
    let x = scale.x(arrow.at);
    let end = if arrow.is_lost { f64::midpoint(begin, end) } else { end };
    let (color, dashes) = if arrow.is_lost { (RED, " stroke-dasharray=\"4 3\"") } else { ("currentColor", "") };
    let back = if is_down { -8.0 } else { 8.0 };
    let line = format!(
        "<line x1=\"{x:.1}\" y1=\"{begin:.1}\" x2=\"{x:.1}\" y2=\"{end:.1}\" stroke=\"{color}\" \
         stroke-width=\"2\"{dashes}></line>"
    );
    let head = if arrow.is_lost { cross(x, end) } else { head(x, end, back) };
    // Beside the lane where it begins, where no bar is in the way.
    let label_y = if is_down { bars_top(from) + BAR_HEIGHT + 22.0 } else { bars_top(from) - 14.0 };
    let (label_x, anchor) = if x > WIDTH * 0.6 { (x - 9.0, "end") } else { (x + 9.0, "start") };
    vec![line, head, text(label_x, label_y, anchor, " font-style=\"italic\"", &arrow.text)]
}

fn head(x: f64, tip: f64, back: f64) -> String {
    let base = tip + back;
    format!("<polygon points=\"{x:.1},{tip:.1} {:.1},{base:.1} {:.1},{base:.1}\"></polygon>", x - 5.0, x + 5.0)
}

fn cross(x: f64, y: f64) -> String {
    let (left, right, top, bottom) = (x - 5.0, x + 5.0, y - 5.0, y + 5.0);
    format!(
        "<path d=\"M{left:.1} {top:.1} L{right:.1} {bottom:.1} M{left:.1} {bottom:.1} L{right:.1} {top:.1}\" \
         stroke=\"{RED}\" stroke-width=\"3\" fill=\"none\"></path>"
    )
}

fn time_axis(picture: &Picture, top: f64, scale: &Scale, time: &str) -> Vec<String> {
    let (left, right) = (scale.x(0.0), scale.x(picture.length));
    let mut lines = vec![axis_line((left, top), (right, top))];
    match &picture.axis {
        None => lines.push(text(right, top + 15.0, "end", "", &format!("{time} →"))),
        Some(axis) => {
            let marks = (0..).map(|index| index * axis.every).take_while(|mark| f64::from(*mark) <= picture.length);
            lines.extend(marks.flat_map(|mark| axis_mark(picture, mark, &axis.unit, top, scale)));
        }
    }
    lines
}

/// A mark with its number, which stays within the picture at both ends.
fn axis_mark(picture: &Picture, mark: u32, unit: &str, top: f64, scale: &Scale) -> [String; 2] {
    let at = f64::from(mark);
    let x = scale.x(at);
    let anchor = if mark == 0 {
        "start"
    } else if at >= picture.length {
        "end"
    } else {
        "middle"
    };
    [axis_line((x, top), (x, top + 4.0)), text(x, top + 16.0, anchor, "", &format!("{mark} {unit}"))]
}

fn axis_line((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    format!("<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"currentColor\"></line>")
}

/// What the kinds of bars mean that are in the picture.
fn legend(picture: &Picture, y: f64, word: impl Fn(&str) -> String) -> Vec<String> {
    let is_there = |kind: &Kind| picture.lanes.iter().flat_map(|lane| &lane.bars).any(|bar| bar.kind == *kind);
    let mut lines = Vec::new();
    let mut x = MARGIN;
    for kind in Kind::ALL.into_iter().filter(is_there) {
        let meaning = word(kind.meaning());
        lines.push(rectangle(kind, x, y - 10.0, 22.0, 12.0));
        lines.push(text(x + 28.0, y, "start", "", &meaning));
        #[expect(clippy::cast_precision_loss, reason = "a few letters")]
        let width = meaning.chars().count() as f64 * LETTER_WIDTH;
        x += 28.0 + width + 24.0;
    }
    lines
}

fn text(x: f64, y: f64, anchor: &str, look: &str, content: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{look}>{}</text>", escaped(content))
}

fn escaped(text: &str) -> String {
    text.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', " ")
}
