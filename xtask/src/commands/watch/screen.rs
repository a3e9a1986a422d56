//! The terminal itself: taken as a whole, and given back however the program ends.

use super::state::{Drawn, Message, State};
use super::view;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use std::env;
use std::io::{self, IsTerminal, Stdout, stdin, stdout};

/// Whether there is a terminal that can be drawn on.
pub(super) fn is_there() -> bool {
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    stdin().is_terminal() && stdout().is_terminal() && !is_dumb
}

/// Whether colours are wanted (`NO_COLOR` and its like).
pub(super) fn has_colours() -> bool {
    anstream::AutoStream::choice(&stdout()) != anstream::ColorChoice::Never
}

/// What the terminal tells next; nothing when that is of no interest.
pub(super) fn next() -> io::Result<Option<Message>> {
    Ok(match event::read()? {
        Event::Key(key) => Some(Message::Key(key)),
        Event::Mouse(mouse) => Some(Message::Mouse(mouse)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(..) => Some(Message::Resized),
        Event::FocusGained | Event::FocusLost => None,
    })
}

/// The terminal while it is ours.
pub(super) struct Taken {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    /// Whether the mouse is ours too. Elsewhere than in the list it marks text, as always.
    has_mouse: bool,
}

impl Taken {
    pub(super) fn take() -> io::Result<Self> {
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(Self { terminal: Terminal::new(CrosstermBackend::new(stdout()))?, has_mouse: false })
    }

    pub(super) fn draw(&mut self, state: &State) -> io::Result<Drawn> {
        let mut drawn = Drawn::default();
        self.terminal.draw(|frame| drawn = view::draw(frame, state))?;
        Ok(drawn)
    }

    pub(super) fn follow_mouse(&mut self, wanted: bool) -> io::Result<()> {
        if wanted && !self.has_mouse {
            execute!(stdout(), EnableMouseCapture)?;
        } else if !wanted && self.has_mouse {
            execute!(stdout(), DisableMouseCapture)?;
        }
        self.has_mouse = wanted;
        Ok(())
    }
}

/// Makes the terminal as it was. Nobody on another thread draws after that: the lock is never let go of.
pub(super) fn give_back() {
    let mut out = stdout().lock();
    // What fails here cannot be told to anybody.
    let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
    std::mem::forget(out);
}
