//! `cargo xtask watch`: judges an exercise again at every save, and shows it on the whole terminal, or line by line where
//! there is none. This file wires the parts together: what happens comes in on one channel, from the keyboard, the files
//! and the judge; `state` says what follows, and `view` draws it.

mod files;
#[cfg(test)]
mod fixtures;
mod markdown;
mod plain;
mod screen;
mod state;
mod view;
mod worker;

use super::{hint, reset, solution};
use crate::cli::WatchArgs;
use crate::desk::Desk;
use crate::exit::{self, Exit};
use files::Files;
use judge::KitError;
use judge::catalog::Exercise;
use judge::language;
use judge::layout::Layout;
use judge::overview;
use judge::process;
use judge::process::machine;
use judge::progress::{self, Progress};
use judge::report::terminal::Screen;
use judge::{hints, report};
use state::{Content, Effect, Front, Message, State};
use std::fs;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};
use tr::tr;
use worker::Worker;

/// How often the clock on the screen moves while something runs.
const TICK: Duration = Duration::from_millis(100);
/// How wide statements are set.
const WIDTH: usize = 80;

pub(crate) fn run(desk: &Desk, args: &WatchArgs) -> anyhow::Result<Exit> {
    let (progress, loaded) = progress::load(&desk.layout)?;
    crate::desk::warn_if_set_aside(&loaded, &desk.layout);
    let asked = args.exercise.as_deref().map(|asked| desk.exercise(asked)).transpose()?;
    let open = overview::of(&desk.exercises, &progress).rows.into_iter().find(|row| !row.is_done());
    let first = asked.or(open.map(|row| row.exercise)).unwrap_or(&desk.exercises[0]);
    if args.plain || !screen::is_there() {
        return plain::run(desk, first);
    }
    let at = desk.exercises.iter().position(|exercise| exercise == first).expect("it is one of them");
    let surroundings =
        state::Surroundings { marks: desk.marks, has_colours: screen::has_colours(), cores: machine::usable_cores() };
    let state = State::new(desk.exercises.clone(), progress, surroundings);
    let ended = Watch::start(desk.layout.clone(), state).until_quit(at);
    screen::give_back();
    process::end_all();
    ended?;
    Ok(Exit::Passed)
}

/// Watch mode while it runs.
struct Watch {
    layout: Layout,
    state: State,
    worker: Worker,
    files: Files,
    inbox: Receiver<Message>,
    /// When the run began.
    began: Instant,
    quits: bool,
}

impl Watch {
    fn start(layout: Layout, state: State) -> Self {
        let (outbox, inbox) = mpsc::channel();
        listen(outbox.clone());
        let say = outbox.clone();
        // Whoever cannot say something any more is about to end with this program.
        let worker = Worker::start(layout.clone(), move |job, news| drop(say.send(Message::News(job, news))));
        let files = Files::start(layout.clone(), move || drop(outbox.send(Message::Saved)));
        Self { layout, state, worker, files, inbox, began: Instant::now(), quits: false }
    }

    /// Draws when something has changed, and otherwise sleeps.
    fn until_quit(mut self, at: usize) -> anyhow::Result<()> {
        exit::give_back_the_terminal(screen::give_back);
        let mut screen = screen::Taken::take()?;
        let effects = self.state.open(at);
        self.perform(effects);
        while !self.quits {
            screen.follow_mouse(matches!(self.state.front, Front::List(_)))?;
            let drawn = screen.draw(&self.state)?;
            self.state.was_drawn(drawn);
            let message = self.next();
            self.hear(message);
            while let Some(message) = self.inbox.try_iter().next() {
                self.hear(message);
            }
        }
        Ok(())
    }

    /// What happens next; while something runs, the clock goes on.
    fn next(&self) -> Message {
        if !self.state.run.goes_on() {
            return self.inbox.recv().unwrap_or(Message::Hangup);
        }
        match self.inbox.recv_timeout(TICK) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => Message::Elapsed(self.began.elapsed()),
            Err(RecvTimeoutError::Disconnected) => Message::Hangup,
        }
    }

    fn hear(&mut self, message: Message) {
        if self.state.run.goes_on() {
            self.state.update(Message::Elapsed(self.began.elapsed()));
        }
        let effects = self.state.update(message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Err(error) = self.perform_one(effect) {
                self.state.show(tr!("that did not work"), Content::Text(error.to_string()));
            }
        }
    }

    fn perform_one(&mut self, effect: Effect) -> Result<(), KitError> {
        let exercise = |at: usize| self.state.exercises[at].clone();
        match effect {
            Effect::Follow(at) => self.files.follow(&exercise(at)),
            Effect::Judge(job, at) => {
                self.began = Instant::now();
                self.worker.judge(job, exercise(at));
            }
            Effect::ShowStatement(at) => {
                let path = language::page(&self.layout.exercise(&exercise(at).folder), "README");
                let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
                self.state.show(self.layout.display(&path), Content::Text(markdown::render(&text, WIDTH)));
            }
            Effect::ShowHint(at) => self.show_hint(&exercise(at))?,
            Effect::ShowSolution(at) => {
                let exercise = exercise(at);
                let screen = Screen { marks: self.state.marks, width: WIDTH };
                let text = solution::text(&self.layout, &exercise, screen, |note| markdown::render(note, WIDTH))?;
                self.state.show(tr!("solution of {slug}", slug = exercise.slug), Content::Text(text));
            }
            Effect::Reset(at) => {
                let exercise = exercise(at);
                let done = reset::reset(&self.layout, &exercise)?;
                self.state.notice = Some(done.text(&self.layout, &exercise).trim_end().replace('\n', " "));
            }
            Effect::Quit => self.quits = true,
        }
        Ok(())
    }

    fn show_hint(&mut self, exercise: &Exercise) -> Result<(), KitError> {
        let texts = hints::load(&self.layout, exercise)?;
        let number = hint::next(self.state.progress.of(&exercise.slug).hints_seen());
        let after = if number < hints::COUNT {
            tr!("Hints cost nothing, but are counted. h shows the next one.")
        } else {
            tr!("That is the last one. After them, there is only the solution (o).")
        };
        let text = report::hint::render(exercise, number, &texts[usize::from(number) - 1]) + &after;
        self.state.show(tr!("hint for {slug}", slug = exercise.slug), Content::Text(text));
        let update = |progress: &mut Progress| progress.record_hints(&exercise.slug, number);
        (self.state.progress, ..) = progress::update(&self.layout, update)?;
        Ok(())
    }
}

/// Passes on what the keyboard, the mouse and the window do. A terminal that is gone ends the program.
fn listen(outbox: Sender<Message>) {
    thread::spawn(move || {
        while let Ok(message) = screen::next() {
            if let Some(message) = message
                && outbox.send(message).is_err()
            {
                return;
            }
        }
        let _ = outbox.send(Message::Hangup);
    });
}
