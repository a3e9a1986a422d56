//! What watch mode knows, and how that changes. No I/O: what has to be done is returned, and somebody else does it.

mod keys;
mod list;
mod run;
#[cfg(test)]
mod tests;

pub(super) use list::{Done, List};
pub(super) use run::{Phase, Row, Run};

use super::worker::News;
use judge::catalog::Exercise;
use judge::progress::{Loaded, Progress};
use judge::report::terminal::Marks;
use ratatui::crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Rect;
use std::time::Duration;
use tr::tr;

/// Everything that is shown.
#[derive(Debug)]
pub(super) struct State {
    pub(super) exercises: Vec<Exercise>,
    pub(super) progress: Progress,
    pub(super) marks: Marks,
    pub(super) has_colours: bool,
    pub(super) cores: usize,
    /// Which exercise it is about.
    pub(super) at: usize,
    pub(super) run: Run,
    /// The check that the learner chose; until then the first one that failed is shown.
    pub(super) chosen: Option<usize>,
    /// Of the explanation.
    pub(super) scroll: Scroll,
    pub(super) front: Front,
    /// Something to be said once, until the next key.
    pub(super) notice: Option<String>,
    /// Where what was drawn last can be clicked, and how far it can be scrolled.
    pub(super) drawn: Drawn,
}

/// What the terminal shows, and how many cores may be used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    pub(super) marks: Marks,
    pub(super) has_colours: bool,
    pub(super) cores: usize,
}

/// What lies in front of the checks.
#[derive(Debug)]
pub(super) enum Front {
    Nothing,
    Page(Page),
    List(List),
    Question(Question),
}

/// A text that fills the screen.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) content: Content,
    pub(super) scroll: Scroll,
}

/// What is on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// With colours.
    Text(String),
    /// The keys.
    Help,
    /// The verdict in full, as `check` prints it.
    Report,
}

/// What has to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Before the file is replaced.
    Reset,
    /// Before the solution of an exercise that has not passed.
    Spoil,
}

/// Which part of a text is seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scroll {
    /// Lines above the first one that is seen.
    pub(super) down: usize,
    /// Columns to its left.
    pub(super) across: usize,
}

/// What a frame came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// How many lines of the text are seen at a time.
    pub(super) page_height: usize,
    /// How far down it can be scrolled.
    pub(super) last_line: usize,
    /// And to the side.
    pub(super) last_column: usize,
    /// Where the rows of the list are, and the index of the first.
    pub(super) list: Rect,
    pub(super) first_row: usize,
}

/// What happens.
pub(super) enum Message {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    /// The terminal has another size.
    Resized,
    /// The submission was saved, with a change.
    Saved,
    /// A run says something.
    News(u64, News),
    /// The run has been going on for so long.
    Elapsed(Duration),
    /// The terminal is gone.
    Hangup,
}

/// What is to be done. Each is about the exercise with this index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Look at its files from now on.
    Follow(usize),
    /// Begin a run with this number; end the one before.
    Judge(u64, usize),
    ShowStatement(usize),
    ShowHint(usize),
    ShowSolution(usize),
    Reset(usize),
    Quit,
}

impl State {
    /// At the beginning, before the first run.
    pub(super) fn new(exercises: Vec<Exercise>, progress: Progress, surroundings: Surroundings) -> Self {
        let Surroundings { marks, has_colours, cores } = surroundings;
        Self {
            exercises,
            progress,
            marks,
            has_colours,
            cores,
            at: 0,
            run: Run::first(),
            chosen: None,
            scroll: Scroll::default(),
            front: Front::Nothing,
            notice: None,
            drawn: Drawn::default(),
        }
    }

    /// The exercise that it is about.
    pub(super) fn exercise(&self) -> &Exercise {
        &self.exercises[self.at]
    }

    /// Whether the exercise has passed once.
    pub(super) fn has_passed(&self) -> bool {
        self.progress.of(&self.exercise().slug).passed_at.is_some()
    }

    /// How many exercises have passed.
    pub(super) fn passed(&self) -> usize {
        self.exercises.iter().filter(|exercise| self.progress.of(&exercise.slug).passed_at.is_some()).count()
    }

    /// The check that is explained: the chosen one, else the first that failed. A stub fails everywhere: nothing of that
    /// needs an explanation.
    pub(super) fn explained(&self) -> Option<usize> {
        let is_stub = self.run.verdict().is_some_and(|verdict| verdict.submission.is_stub);
        let first = self.run.failed().next().filter(|_| !is_stub);
        self.chosen.filter(|chosen| *chosen < self.run.rows.len()).or(first)
    }

    /// Takes in what happened.
    pub(super) fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => return keys::press(self, key),
            Message::Mouse(mouse) => return keys::point(self, mouse),
            Message::Paste(text) => {
                if let Front::List(list) = &mut self.front
                    && list.types
                {
                    list.add(&text);
                }
            }
            Message::Hangup => return vec![Effect::Quit],
            Message::Saved => return self.begin(),
            Message::News(job, news) if job == self.run.job => self.hear(news),
            // What an old run says is for nobody; and every message is followed by a new frame.
            Message::News(..) | Message::Resized => {}
            Message::Elapsed(elapsed) => self.run.elapsed = elapsed,
        }
        Vec::new()
    }

    fn hear(&mut self, news: News) {
        if let News::Over(ended) = &news {
            match &ended.progress {
                Some(Ok((progress, loaded))) => {
                    self.progress = progress.clone();
                    if let Loaded::SetAside(path) = loaded {
                        let name = path.file_name().unwrap_or_default().display();
                        self.notice =
                            Some(tr!("Your progress could not be read: the damaged file is kept as {name}.", name));
                    }
                }
                Some(Err(why)) => self.notice = Some(tr!("Your progress is not saved: {why}", why)),
                None => {}
            }
        }
        self.run.hear(news);
    }

    /// Goes to an exercise and judges it.
    pub(super) fn open(&mut self, at: usize) -> Vec<Effect> {
        self.at = at;
        self.front = Front::Nothing;
        self.run.rows.clear();
        let mut effects = vec![Effect::Follow(at)];
        effects.extend(self.begin());
        effects
    }

    /// Judges the file as it is now.
    fn begin(&mut self) -> Vec<Effect> {
        self.run = self.run.next();
        self.chosen = None;
        self.scroll = Scroll::default();
        vec![Effect::Judge(self.run.job, self.at)]
    }

    /// Shows a page.
    pub(super) fn show(&mut self, title: String, content: Content) {
        self.front = Front::Page(Page { title, content, scroll: Scroll::default() });
    }

    /// What the keys scroll now.
    fn scroll(&mut self) -> &mut Scroll {
        match &mut self.front {
            Front::Page(page) => &mut page.scroll,
            Front::Nothing | Front::List(_) | Front::Question(_) => &mut self.scroll,
        }
    }

    /// Takes in what the last frame came to: nobody scrolls further than to the end.
    pub(super) fn was_drawn(&mut self, drawn: Drawn) {
        self.drawn = drawn;
        let scroll = self.scroll();
        scroll.down = scroll.down.min(drawn.last_line);
        scroll.across = scroll.across.min(drawn.last_column);
    }
}
