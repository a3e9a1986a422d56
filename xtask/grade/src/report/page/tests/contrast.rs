//! Whether the colours of the page can be told apart, in light and in dark: WCAG 2.2 asks for a ratio of 4.5 for text
//! (success criterion 1.4.3) and of 3 for parts of controls and pictures (1.4.11).

use crate::report::page::assets;
use std::collections::BTreeMap;

/// Text, and what it stands on.
const TEXT: [(&str, &str); 12] = [
    ("ink", "paper"),
    ("ink", "band"),
    ("quiet", "paper"),
    ("quiet", "band"),
    ("link", "paper"),
    ("link", "band"),
    ("passed-ink", "passed"),
    ("not-passed-ink", "not-passed"),
    ("inconclusive-ink", "inconclusive"),
    ("medal-ink", "gold"),
    ("medal-ink", "silver"),
    ("medal-ink", "bronze"),
];
/// Bars, the edges of fields, and what marks the focus (in the colour of links).
const SHAPES: [(&str, &str); 4] = [("bar", "paper"), ("control", "paper"), ("control", "band"), ("link", "band")];
/// Lines between what stands apart without them.
const ORNAMENTS: [&str; 1] = ["line"];

type Palette = BTreeMap<String, [u8; 3]>;

/// The colours of the light scheme, and those of the dark one.
fn palettes() -> [Palette; 2] {
    let style = assets::style();
    let (light, dark) = style.split_once("prefers-color-scheme: dark").expect("there is a dark scheme");
    let light: Palette = light.lines().filter_map(colour).collect();
    let mut both = light.clone();
    both.extend(dark.lines().filter_map(colour));
    [light, both]
}

/// `--name: #rrggbb;`
fn colour(line: &str) -> Option<(String, [u8; 3])> {
    let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
    let digits = value.strip_suffix(';')?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("six hexadecimal digits");
    Some((name.to_owned(), [part(0), part(2), part(4)]))
}

/// Relative luminance, 0 to 1, as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| match f64::from(part) / 255.0 {
        part if part <= 0.04045 => part / 12.92,
        part => ((part + 0.055) / 1.055).powf(2.4),
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// 1 (the same) to 21 (black and white).
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let [one, other] = [one, other].map(luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn colours_can_be_told_apart_in_light_and_in_dark() {
    for palette in palettes() {
        for (pairs, least) in [(&TEXT[..], 4.5), (&SHAPES[..], 3.0)] {
            for (front, back) in pairs {
                let ratio = contrast(palette[*front], palette[*back]);
                assert!(ratio >= least, "{front} on {back}: {ratio:.2}, and at least {least} is needed");
            }
        }
    }
}

#[test]
fn no_colour_is_left_out() {
    let [light, dark] = palettes();
    assert!(light.keys().eq(dark.keys()), "a colour is named for the dark scheme only");
    for name in light.keys() {
        let is_in = |pairs: &[(&str, &str)]| pairs.iter().any(|(front, back)| name == front || name == back);
        assert!(is_in(&TEXT) || is_in(&SHAPES) || ORNAMENTS.contains(&name.as_str()), "{name} is in no pair");
    }
}

#[test]
fn the_ratio_is_that_of_the_definition() {
    let (black, white, grey) = ([0; 3], [255; 3], [119; 3]);
    for (one, other, expected) in [(black, white, 21.0), (white, white, 1.0), (white, grey, 4.48)] {
        assert!((contrast(one, other) - expected).abs() < 0.01, "{one:?} {other:?}");
    }
}
