//! How far the measuring is, on a line of standard error that comes and goes; only in a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use judge::bench::Phase;
use judge::events::Event;
use judge::report::terminal::Marks;
use tr::tr;

pub(crate) struct Progress {
    line: ProgressBar,
    timing: ProgressStyle,
}

impl Progress {
    /// Says that nothing is timed yet. The line changes only when it is told to: a thread that moves it would disturb
    /// what is measured.
    pub(crate) fn new(marks: Marks) -> Self {
        let building = ProgressStyle::with_template("{msg}...").expect("the template is right");
        let timing = ProgressStyle::with_template("{prefix} {bar:40} {msg}").expect("so is this one");
        let line = ProgressBar::new(0).with_style(building).with_prefix(tr!("timing")).with_message(tr!("building"));
        line.tick();
        Self { line, timing: timing.progress_chars(&format!("{0}{0} ", marks.full())) }
    }

    /// For the judge, which tells it what takes long before.
    pub(crate) fn watcher(&self) -> impl Fn(Event) + Send + Sync + 'static {
        let line = self.line.clone();
        move |event| match event {
            Event::Libraries => {
                line.set_message(tr!("building the libraries of this exercise, which is needed once"));
            }
            Event::Begun { .. } | Event::Ended(_) | Event::Round { .. } => {}
        }
    }

    pub(crate) fn show(&self, phase: Phase) {
        match phase {
            Phase::Waits => self.line.set_message(tr!("waiting until nobody else judges on this machine")),
            Phase::Times { done, all } => {
                if done == 0 {
                    self.line.set_style(self.timing.clone());
                }
                self.line.set_message(tr!("{done} of {all} runs", done, all));
                self.line.set_length(all as u64);
                self.line.set_position(done as u64);
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}
