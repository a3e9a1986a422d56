//! What each key does, and the mouse in the list.

use super::{Content, Effect, Front, List, Question, Scroll, State};
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::Position;
use tr::tr;

/// How far an arrow scrolls to the side.
const COLUMNS: usize = 8;

/// A key is pressed.
pub(super) fn press(state: &mut State, key: KeyEvent) -> Vec<Effect> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    state.notice = None;
    let code = in_latin(key.code);
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return if code == KeyCode::Char('c') { vec![Effect::Quit] } else { Vec::new() };
    }
    match &mut state.front {
        Front::Nothing => over_checks(state, code),
        Front::Page(_) => over_page(state, code),
        Front::List(list) if list.types => search(list, key.code),
        Front::List(_) => over_list(state, code),
        Front::Question(question) => {
            let question = *question;
            state.front = Front::Nothing;
            answer(state, question, code)
        }
    }
}

/// The key in the same place of a keyboard with Latin letters: whoever writes Russian need not switch for each key.
fn in_latin(key: KeyCode) -> KeyCode {
    const RUSSIAN: &str = "йцукенгшщзфывапролдячсмить";
    const LATIN: &str = "qwertyuiopasdfghjklzxcvbnm";
    let KeyCode::Char(letter) = key else { return key };
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let latin = RUSSIAN.chars().zip(LATIN.chars()).find(|(russian, _)| *russian == small);
    latin.map_or(key, |(_, latin)| KeyCode::Char(if letter == small { latin } else { latin.to_ascii_uppercase() }))
}

fn over_checks(state: &mut State, key: KeyCode) -> Vec<Effect> {
    match key {
        KeyCode::Char('q') | KeyCode::Esc => vec![Effect::Quit],
        KeyCode::Char('n') if state.at + 1 < state.exercises.len() => state.open(state.at + 1),
        KeyCode::Char('p') if state.at > 0 => state.open(state.at - 1),
        KeyCode::Char('n') => note(state, tr!("This is the last exercise.")),
        KeyCode::Char('p') => note(state, tr!("This is the first exercise.")),
        KeyCode::Char('r') => state.begin(),
        KeyCode::Char('s') => vec![Effect::ShowStatement(state.at)],
        KeyCode::Char('h') => vec![Effect::ShowHint(state.at)],
        KeyCode::Char('o') if state.has_passed() => vec![Effect::ShowSolution(state.at)],
        KeyCode::Char('o') => front(state, Front::Question(Question::Spoil)),
        KeyCode::Char('R') => front(state, Front::Question(Question::Reset)),
        KeyCode::Char('l') => front(state, Front::List(List::at(state.at))),
        KeyCode::Char('v') if state.run.verdict().is_some() => page(state, tr!("The whole report"), Content::Report),
        KeyCode::Char('v') => note(state, tr!("There is no report yet.")),
        KeyCode::Char('?') | KeyCode::F(1) => page(state, tr!("Keys"), Content::Help),
        KeyCode::Down | KeyCode::Char('j') => choose(state, 1),
        KeyCode::Up | KeyCode::Char('k') => choose(state, -1),
        KeyCode::Tab => next_failed(state),
        other => scroll(state, other),
    }
}

fn over_page(state: &mut State, key: KeyCode) -> Vec<Effect> {
    match key {
        KeyCode::Char('q' | 'b' | 's' | 'v' | '?') | KeyCode::Esc => front(state, Front::Nothing),
        KeyCode::Char('h') => vec![Effect::ShowHint(state.at)],
        KeyCode::Down | KeyCode::Char('j') => down(state, 1),
        KeyCode::Up | KeyCode::Char('k') => up(state, 1),
        other => scroll(state, other),
    }
}

fn over_list(state: &mut State, key: KeyCode) -> Vec<Effect> {
    let Front::List(list) = &mut state.front else { return Vec::new() };
    let shown = list.shown(&state.exercises, &state.progress);
    match key {
        KeyCode::Char('q' | 'l') | KeyCode::Esc => return front(state, Front::Nothing),
        KeyCode::Enter => {
            if let Some(exercise) = shown.get(list.chosen) {
                return state.open(*exercise);
            }
        }
        KeyCode::Char('/') => list.types = true,
        KeyCode::Char('f') => list.next_done(),
        KeyCode::Char('t') => list.next_track(),
        KeyCode::Down | KeyCode::Char('j') => list.chosen = (list.chosen + 1).min(shown.len().saturating_sub(1)),
        KeyCode::Up | KeyCode::Char('k') => list.chosen = list.chosen.saturating_sub(1),
        KeyCode::Home => list.chosen = 0,
        KeyCode::End => list.chosen = shown.len().saturating_sub(1),
        _ => {}
    }
    Vec::new()
}

fn search(list: &mut List, key: KeyCode) -> Vec<Effect> {
    match key {
        KeyCode::Enter | KeyCode::Down | KeyCode::Up => list.types = false,
        KeyCode::Esc => {
            list.types = false;
            list.search.clear();
        }
        KeyCode::Backspace => list.take_back(),
        KeyCode::Char(letter) => list.add(&letter.to_string()),
        _ => {}
    }
    Vec::new()
}

fn answer(state: &State, question: Question, key: KeyCode) -> Vec<Effect> {
    if key != KeyCode::Char('y') {
        return Vec::new();
    }
    match question {
        Question::Reset => vec![Effect::Reset(state.at)],
        Question::Spoil => vec![Effect::ShowSolution(state.at)],
    }
}

/// Keys that scroll, wherever there is a text.
fn scroll(state: &mut State, key: KeyCode) -> Vec<Effect> {
    let page = state.drawn.page_height.saturating_sub(1).max(1);
    match key {
        KeyCode::PageDown | KeyCode::Char(' ') => down(state, page),
        KeyCode::PageUp => up(state, page),
        KeyCode::Home | KeyCode::Char('g') => up(state, usize::MAX),
        KeyCode::End | KeyCode::Char('G') => down(state, usize::MAX),
        KeyCode::Right => across(state, |column| column + COLUMNS),
        KeyCode::Left => across(state, |column| column.saturating_sub(COLUMNS)),
        _ => Vec::new(),
    }
}

/// The mouse chooses in the list, and scrolls.
pub(super) fn point(state: &mut State, mouse: MouseEvent) -> Vec<Effect> {
    let Front::List(list) = &mut state.front else { return Vec::new() };
    let shown = list.shown(&state.exercises, &state.progress);
    match mouse.kind {
        MouseEventKind::ScrollDown => list.chosen = (list.chosen + 1).min(shown.len().saturating_sub(1)),
        MouseEventKind::ScrollUp => list.chosen = list.chosen.saturating_sub(1),
        MouseEventKind::Down(MouseButton::Left) => {
            let at = Position::new(mouse.column, mouse.row);
            if state.drawn.list.contains(at) {
                let row = state.drawn.first_row + usize::from(at.y - state.drawn.list.y);
                if let Some(exercise) = shown.get(row) {
                    return state.open(*exercise);
                }
            }
        }
        _ => {}
    }
    Vec::new()
}

fn choose(state: &mut State, by: isize) -> Vec<Effect> {
    let last = state.run.rows.len().saturating_sub(1);
    let chosen = match state.explained() {
        Some(explained) => explained.saturating_add_signed(by).min(last),
        None => 0,
    };
    choose_row(state, chosen)
}

fn next_failed(state: &mut State) -> Vec<Effect> {
    let now = state.explained();
    let next = state.run.failed().find(|index| now.is_some_and(|now| *index > now));
    match next.or_else(|| state.run.failed().next()) {
        Some(next) => choose_row(state, next),
        None => note(state, tr!("No check has failed.")),
    }
}

fn choose_row(state: &mut State, row: usize) -> Vec<Effect> {
    state.chosen = (!state.run.rows.is_empty()).then_some(row);
    state.scroll = Scroll::default();
    Vec::new()
}

fn down(state: &mut State, lines: usize) -> Vec<Effect> {
    let last = state.drawn.last_line;
    let scroll = state.scroll();
    scroll.down = scroll.down.saturating_add(lines).min(last);
    Vec::new()
}

fn up(state: &mut State, lines: usize) -> Vec<Effect> {
    let scroll = state.scroll();
    scroll.down = scroll.down.saturating_sub(lines);
    Vec::new()
}

fn across(state: &mut State, to: impl FnOnce(usize) -> usize) -> Vec<Effect> {
    let scroll = state.scroll();
    scroll.across = to(scroll.across);
    Vec::new()
}

fn front(state: &mut State, front: Front) -> Vec<Effect> {
    state.front = front;
    Vec::new()
}

fn page(state: &mut State, title: String, content: Content) -> Vec<Effect> {
    state.show(title, content);
    Vec::new()
}

fn note(state: &mut State, words: String) -> Vec<Effect> {
    state.notice = Some(words);
    Vec::new()
}
