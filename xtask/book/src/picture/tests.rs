//! Pictures that cannot be drawn are refused with a reason, and those that can are the same each time.

use super::{Picture, render};

const SIMPLE: &str = r#"
title = "A <signal>"
description = "B wakes A."
length = 4
lanes = [
    { name = "A", bars = [{ from = 0, to = 3, kind = "waits", text = "asleep" }] },
    { name = "B", bars = [{ from = 1, to = 2, kind = "works", text = "puts two words" }] },
]
arrows = [{ at = 2, from = "B", to = "A", text = "wakes" }]
"#;

fn drawn(picture: &str) -> anyhow::Result<String> {
    render(&Picture::parse(picture)?, "simple", str::to_owned)
}

#[test]
fn lanes_bars_and_arrows_are_drawn() {
    insta::assert_snapshot!(drawn(SIMPLE).unwrap());
}

#[test]
fn there_is_no_empty_line_that_would_end_the_html() {
    assert!(drawn(SIMPLE).unwrap().lines().all(|line| !line.trim().is_empty()));
}

#[test]
fn what_cannot_be_drawn_is_named() {
    let refuse = |from: &str, to: &str| format!("{:#}", drawn(&SIMPLE.replace(from, to)).unwrap_err());
    insta::assert_snapshot!(refuse("from = 1, to = 2", "from = 2, to = 1"), @"`B`: no room for 2 to 1");
    insta::assert_snapshot!(refuse("from = 1, to = 2", "from = 1, to = 5"), @"`B`: no room for 1 to 5");
    insta::assert_snapshot!(refuse("to = \"A\"", "to = \"C\""), @"an arrow names the lane `C`, which is not there");
    insta::assert_snapshot!(refuse("at = 2", "at = 9"), @"the arrow at 9 is outside of the picture");
    let long = "word ".repeat(40);
    assert!(refuse("two words", &long).ends_with("does not fit into 3 lines of 24 letters"));
    assert!(refuse("two words", &"x".repeat(25)).contains("does not fit"));
}

#[test]
fn every_word_can_be_translated() {
    let picture = Picture::parse(SIMPLE).unwrap();
    let shouted = picture.translated(str::to_uppercase);
    assert_eq!(shouted.texts(), picture.texts().iter().map(|text| text.to_uppercase()).collect::<Vec<_>>());
    assert!(render(&shouted, "simple", str::to_owned).unwrap().contains("PUTS TWO WORDS"));
}
