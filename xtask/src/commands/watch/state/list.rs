//! The list of exercises: what is searched for, and which are left out.

use judge::catalog::{Exercise, Track};
use judge::language::said;
use judge::progress::Progress;

/// The list while it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    /// What was typed after `/`.
    pub(crate) search: String,
    /// Whether keys are letters of the search.
    pub(crate) types: bool,
    pub(crate) done: Done,
    /// All of them when absent.
    pub(crate) track: Option<Track>,
    /// Which of those that are shown is chosen.
    pub(crate) chosen: usize,
}

/// Which exercises are shown, by how far the learner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    All,
    Pending,
    Passed,
}

impl List {
    /// Opens with everything, at one of the exercises.
    pub(super) fn at(exercise: usize) -> Self {
        Self { search: String::new(), types: false, done: Done::All, track: None, chosen: exercise }
    }

    /// The exercises that are shown, as indices.
    pub(crate) fn shown(&self, exercises: &[Exercise], progress: &Progress) -> Vec<usize> {
        (0..exercises.len()).filter(|index| self.shows(&exercises[*index], progress)).collect()
    }

    fn shows(&self, exercise: &Exercise, progress: &Progress) -> bool {
        let passed = progress.of(&exercise.slug).passed_at.is_some();
        let by_done = match self.done {
            Done::All => true,
            Done::Pending => !passed,
            Done::Passed => passed,
        };
        let title = said(&exercise.settings.title);
        let text = format!("{} {} {title}", exercise.number, exercise.slug).to_lowercase();
        let by_track = self.track.is_none_or(|track| track == exercise.settings.track);
        by_done && by_track && self.search.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    /// The next way to look at what is done.
    pub(super) fn next_done(&mut self) {
        self.done = match self.done {
            Done::All => Done::Pending,
            Done::Pending => Done::Passed,
            Done::Passed => Done::All,
        };
        self.chosen = 0;
    }

    /// The next track.
    pub(super) fn next_track(&mut self) {
        self.track = match self.track {
            None => Some(Track::Threads),
            Some(Track::Threads) => Some(Track::Async),
            Some(Track::Async) => Some(Track::Parallel),
            Some(Track::Parallel) => None,
        };
        self.chosen = 0;
    }

    /// Adds to what is searched for. What is pasted may hold anything; one line of it counts.
    pub(super) fn add(&mut self, text: &str) {
        let line = text.split(char::is_control).find(|line| !line.is_empty()).unwrap_or_default();
        self.search.extend(line.chars().take(60));
        self.chosen = 0;
    }

    /// Takes the last letter away.
    pub(super) fn take_back(&mut self) {
        self.search.pop();
        self.chosen = 0;
    }
}
