//! Whole frames, as they are seen.

use super::*;
use crate::commands::watch::fixtures::{
    begun, broken, end, failed, hear, over, overlapped, passed, press, press_key, raced, reject, state,
};
use crate::commands::watch::state::Message;
use crate::commands::watch::worker::News;
use judge::catalog::Medal;
use judge::checks::Stage;
use judge::events::Event;
use protocol::CheckInfo;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use std::time::Duration;

fn frame(state: &mut State, width: u16, height: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = draw(frame, state)).unwrap();
    state.was_drawn(drawn);
    terminal.backend().buffer().clone()
}

/// The signs of a frame, without trailing blanks.
fn text(buffer: &Buffer) -> String {
    let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..buffer.area.height).map(|y| row(y).trim_end().to_owned() + "\n").collect()
}

/// The smallest frame that everything works in.
fn small(state: &mut State) -> String {
    text(&frame(state, 80, 24))
}

#[test]
fn a_newcomer_is_told_what_to_do() {
    let mut state = state(0);
    end(&mut state, vec![failed("an empty name is refused"), failed("a name is greeted")], true);
    insta::assert_snapshot!("stub", small(&mut state));
}

#[test]
fn checks_turn_green_one_by_one() {
    let mut state = state(0);
    begun(&mut state, Stage::Behaviour, &["an empty name is refused", "a name is greeted", "nobody is blocked"]);
    begun(&mut state, Stage::Interleavings, &["two greetings do not meet"]);
    over(&mut state, passed("a name is greeted"));
    state.update(Message::Elapsed(Duration::from_millis(2345)));
    insta::assert_snapshot!("running", small(&mut state));
}

fn with_a_deadlock() -> State {
    let mut state = state(1);
    let mut results = vec![passed("a permit comes back"), failed("an empty name is refused")];
    results.push(broken("two clients never wait for each other"));
    end(&mut state, results, false);
    press_key(&mut state, KeyCode::Tab);
    state
}

#[test]
fn the_failing_check_is_explained_with_its_timeline() {
    let mut state = with_a_deadlock();
    insta::assert_snapshot!("timeline", small(&mut state));
    insta::assert_snapshot!("timeline_large", text(&frame(&mut state, 120, 40)));
    press_key(&mut state, KeyCode::End);
    press_key(&mut state, KeyCode::Right);
    insta::assert_snapshot!("timeline_scrolled", small(&mut state));
}

#[test]
fn ascii_is_enough() {
    let mut state = with_a_deadlock();
    state.marks = Marks::ASCII;
    let text = small(&mut state);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!("ascii", text);
}

#[test]
fn colours_are_left_out_where_they_are_not_wanted() {
    let mut state = with_a_deadlock();
    let coloured =
        |buffer: &Buffer| buffer.content.iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
    assert!(coloured(&frame(&mut state, 80, 24)));
    state.has_colours = false;
    assert!(!coloured(&frame(&mut state, 80, 24)));
}

#[test]
fn what_a_program_prints_does_not_steer_the_terminal() {
    let mut state = state(1);
    end(&mut state, vec![failed("an empty name is refused")], false);
    let text = small(&mut state);
    assert!(text.contains("my own words") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn errors_are_shown_as_the_compiler_prints_them() {
    let mut state = state(1);
    reject(&mut state);
    let buffer = frame(&mut state, 80, 24);
    insta::assert_snapshot!("compile_error", text(&buffer));
    assert_eq!(buffer[(0, 3)].fg, Color::Red, "with its colours");
}

#[test]
fn a_pass_says_what_was_won_and_what_comes_next() {
    let mut state = state(0);
    end(&mut state, vec![passed("a name is greeted"), overlapped("greetings wait together", 3.2)], false);
    insta::assert_snapshot!("passed", small(&mut state));
}

#[test]
fn a_race_is_a_bar_against_the_medals() {
    let mut state = state(2);
    begun(&mut state, Stage::Behaviour, &["both functions agree"]);
    over(&mut state, passed("both functions agree"));
    insta::assert_snapshot!("race_waits", small(&mut state));
    begun(&mut state, Stage::Speed, &["it uses every core"]);
    let race = CheckInfo { name: "it uses every core".into(), points: 2, hint: 3 };
    hear(&mut state, News::Event(Event::Round { race, rounds: 4, speed_up: 1.42 }));
    insta::assert_snapshot!("race_round", small(&mut state));
    end(&mut state, vec![raced("it uses every core", Some(Medal::Silver))], false);
    insta::assert_snapshot!("race_won", small(&mut state));
    end(&mut state, vec![raced("it uses every core", None)], false);
    insta::assert_snapshot!("race_missed", small(&mut state));
}

#[test]
fn the_list_shows_what_is_searched_for() {
    let mut state = state(1);
    press(&mut state, "lf");
    insta::assert_snapshot!("list", small(&mut state));
    press(&mut state, "/sieve");
    insta::assert_snapshot!("list_search", small(&mut state));
}

#[test]
fn help_fits_into_the_smallest_terminal() {
    let mut state = state(1);
    press(&mut state, "?");
    insta::assert_snapshot!("help", small(&mut state));
}

#[test]
fn questions_are_asked_below_the_checks() {
    let mut state = state(1);
    press(&mut state, "R");
    insta::assert_snapshot!("reset", small(&mut state));
}

#[test]
fn a_broken_kit_is_told() {
    let mut state = state(1);
    hear(&mut state, News::Broke("cannot write /work: the disk is full".into()));
    insta::assert_snapshot!("broke", small(&mut state));
}

#[test]
fn no_size_is_too_small_to_draw() {
    for (width, height) in [(1, 1), (30, 8), (60, 16), (80, 5), (300, 100)] {
        for mut state in [state(0), with_a_deadlock()] {
            for keys in ["", "?", "q", "l", "qR"] {
                press(&mut state, keys);
                frame(&mut state, width, height);
            }
        }
    }
    insta::assert_snapshot!("too_small", text(&frame(&mut state(0), 50, 8)));
}
