use super::*;
use crate::commands::watch::fixtures::{
    begun, broken, end, failed, hear, over, passed, press, press_key, reject, state,
};
use crate::commands::watch::worker::News;
use judge::checks::Stage;
use judge::events::Event;
use ratatui::crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEventKind};

fn names(state: &State) -> Vec<&str> {
    state.run.rows.iter().map(|row| row.info.name.as_str()).collect()
}

#[test]
fn a_save_during_a_run_begins_the_next_one_and_the_old_one_is_not_heard() {
    let mut state = state(0);
    let old = state.run.job;
    begun(&mut state, Stage::Behaviour, &["a", "b"]);
    over(&mut state, failed("a"));
    assert_eq!(state.update(Message::Saved), [Effect::Judge(old + 1, 0)]);
    state.update(Message::News(old, News::Event(Event::Ended(Box::new(passed("b"))))));
    assert_eq!(names(&state), ["a", "b"], "the names stay");
    assert!(state.run.rows.iter().all(|row| row.result.is_none()), "what was found does not");
    assert!(state.run.goes_on());
}

#[test]
fn a_run_that_follows_a_waiting_one_waits_too() {
    let mut state = state(0);
    hear(&mut state, News::Waits);
    state.update(Message::Saved);
    assert!(matches!(state.run.phase, Phase::Waits));
    hear(&mut state, News::Begins);
    assert!(matches!(state.run.phase, Phase::Compiles));
}

#[test]
fn stages_stand_in_the_order_of_a_report() {
    let mut state = state(0);
    begun(&mut state, Stage::Interleavings, &["c"]);
    begun(&mut state, Stage::Behaviour, &["a", "b"]);
    over(&mut state, broken("c"));
    assert_eq!(names(&state), ["a", "b", "c"]);
    assert_eq!(state.explained(), Some(2));
}

#[test]
fn the_first_that_failed_is_explained_until_another_is_chosen() {
    let mut state = state(0);
    begun(&mut state, Stage::Behaviour, &["a", "b", "c", "d"]);
    over(&mut state, failed("d"));
    assert_eq!(state.explained(), Some(3));
    over(&mut state, failed("b"));
    assert_eq!(state.explained(), Some(1));
    press(&mut state, "j");
    assert_eq!(state.explained(), Some(2));
    press_key(&mut state, KeyCode::Tab);
    assert_eq!(state.explained(), Some(3));
    press_key(&mut state, KeyCode::Tab);
    assert_eq!(state.explained(), Some(1), "from the last one to the first");
    press(&mut state, "kkk");
    assert_eq!(state.explained(), Some(0));
    state.update(Message::Saved);
    assert_eq!(state.explained(), None);
}

#[test]
fn a_pass_stays_until_the_learner_goes_on() {
    let mut state = state(0);
    end(&mut state, vec![passed("a")], false);
    assert_eq!(state.at, 0);
    assert_eq!(press(&mut state, "n"), [Effect::Follow(1), Effect::Judge(2, 1)]);
    assert_eq!((state.at, names(&state)), (1, vec![]));
    assert_eq!(press(&mut state, "p"), [Effect::Follow(0), Effect::Judge(3, 0)]);
    assert_eq!(press(&mut state, "p"), []);
    assert!(state.notice.is_some(), "there is none before the first");
}

#[test]
fn every_way_out_works_while_something_runs() {
    for key in [KeyCode::Char('q'), KeyCode::Esc] {
        assert_eq!(press_key(&mut state(0), key), [Effect::Quit]);
    }
    let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    for keys in ["", "s", "l", "l/", "R", "?"] {
        let mut state = state(0);
        press(&mut state, keys);
        assert_eq!(state.update(Message::Key(interrupt)), [Effect::Quit], "after {keys:?}");
    }
    assert_eq!(state(0).update(Message::Hangup), [Effect::Quit]);
}

#[test]
fn keys_work_on_a_russian_keyboard_as_well() {
    assert_eq!(press(&mut state(0), "й"), [Effect::Quit]);
    assert_eq!(press(&mut state(0), "т"), [Effect::Follow(1), Effect::Judge(2, 1)]);
    let mut state = state(0);
    assert_eq!(press(&mut state, "Кн"), [Effect::Reset(0)], "R and y");
    press(&mut state, "д/й");
    let Front::List(list) = &state.front else { panic!("the list is open") };
    assert_eq!(list.search, "й", "what is searched for is what was typed");
}

#[test]
fn what_cannot_be_taken_back_is_asked_for() {
    for (key, effect) in [("R", Effect::Reset(0)), ("o", Effect::ShowSolution(0))] {
        let mut state = state(0);
        assert_eq!(press(&mut state, key), []);
        assert_eq!(press(&mut state, "n"), [], "no");
        assert_eq!(state.at, 0, "the answer is no other key");
        press(&mut state, key);
        assert_eq!(press(&mut state, "y"), [effect]);
    }
}

#[test]
fn the_list_searches_and_filters() {
    let mut state = state(0);
    press(&mut state, "l/sema");
    let Front::List(list) = &state.front else { panic!("the list is open") };
    assert_eq!(list.shown(&state.exercises, &state.progress), [1]);
    press_key(&mut state, KeyCode::Enter);
    assert_eq!(press_key(&mut state, KeyCode::Enter), [Effect::Follow(1), Effect::Judge(2, 1)]);

    press(&mut state, "lttt");
    let Front::List(list) = &state.front else { panic!("the list is open") };
    assert_eq!(list.shown(&state.exercises, &state.progress), [2]);
    press(&mut state, "tff");
    let Front::List(list) = &state.front else { panic!("the list is open") };
    assert!(list.shown(&state.exercises, &state.progress).is_empty(), "nothing has passed");
    assert_eq!(press_key(&mut state, KeyCode::Enter), []);
}

#[test]
fn what_is_pasted_is_no_command() {
    let mut state = state(0);
    assert_eq!(state.update(Message::Paste("q\nq".into())), []);
    press(&mut state, "l/");
    assert_eq!(state.update(Message::Paste("sieve\rq".into())), []);
    let Front::List(list) = &state.front else { panic!("the list is open") };
    assert_eq!(list.search, "sieve");
}

#[test]
fn a_click_in_the_list_opens_an_exercise() {
    let mut state = state(0);
    press(&mut state, "l");
    state.was_drawn(Drawn { list: Rect::new(0, 5, 80, 10), ..Drawn::default() });
    let click = |row| MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: 10,
        row,
        modifiers: KeyModifiers::NONE,
    };
    assert_eq!(state.update(Message::Mouse(click(12))), [], "below the last one");
    assert_eq!(state.update(Message::Mouse(click(7))), [Effect::Follow(2), Effect::Judge(2, 2)]);
}

#[test]
fn nobody_scrolls_further_than_to_the_end() {
    let mut state = state(0);
    reject(&mut state);
    state.was_drawn(Drawn { page_height: 10, last_line: 15, last_column: 20, ..Drawn::default() });
    for (key, down, across) in [
        (KeyCode::PageDown, 9, 0),
        (KeyCode::End, 15, 0),
        (KeyCode::PageDown, 15, 0),
        (KeyCode::Right, 15, 8),
        (KeyCode::Home, 0, 8),
        (KeyCode::PageUp, 0, 8),
        (KeyCode::Left, 0, 0),
    ] {
        press_key(&mut state, key);
        assert_eq!(state.scroll, Scroll { down, across }, "{key:?}");
    }
}

#[test]
fn a_broken_kit_ends_the_run_and_the_next_one_can_begin() {
    let mut state = state(0);
    hear(&mut state, News::Broke("the disk is full".into()));
    assert!(!state.run.goes_on());
    assert_eq!(press(&mut state, "r"), [Effect::Judge(2, 0)]);
}
