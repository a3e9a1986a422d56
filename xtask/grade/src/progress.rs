//! How far the grading is, on a line of standard error that comes and goes; only in a terminal. What somebody has to
//! know is told everywhere.

use crate::hand_out::Event;
use indicatif::{ProgressBar, ProgressStyle};
use judge::report::terminal::Marks;
use std::time::Duration;
use tr::tr;

pub(crate) struct Progress {
    line: ProgressBar,
    style: ProgressStyle,
}

impl Progress {
    /// Says that it begins. The line changes only when it is told to: a thread that moves it would disturb what is timed.
    pub(crate) fn new(marks: Marks) -> Self {
        let waiting = ProgressStyle::with_template("{msg}...").expect("the template is right");
        let line = ProgressBar::new(0).with_style(waiting).with_message(tr!("getting ready"));
        line.tick();
        let style = ProgressStyle::with_template("{prefix} {bar:40} {msg}").expect("so is this one");
        Self { line, style: style.progress_chars(&format!("{0}{0} ", marks.full())) }
    }

    /// Shows what happens.
    pub(crate) fn show(&self, event: Event) {
        match event {
            Event::Round { tasks, alone } => self.begin(tasks, alone),
            Event::Answered => {
                self.line.inc(1);
                self.line.set_message(words(&self.line));
            }
            Event::Trouble(sentence) => self.line.suspend(|| eprintln!("{sentence}")),
        }
    }

    fn begin(&self, tasks: usize, alone: bool) {
        self.line.reset();
        self.line.set_style(self.style.clone());
        self.line.set_prefix(if alone { tr!("once more, alone") } else { tr!("grading") });
        self.line.set_length(tasks as u64);
        self.line.set_message(words(&self.line));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}

fn words(line: &ProgressBar) -> String {
    let (done, all) = (line.position(), line.length().unwrap_or_default());
    if done == 0 {
        return tr!("{done} of {all}", done, all);
    }
    tr!(
        "{done} of {all}, {rate} a minute, {left} left",
        done,
        all,
        rate = format!("{:.0}", line.per_sec() * 60.0),
        left = short(line.eta())
    )
}

/// 83 s as "1:23", 3,723 s as "1:02:03".
fn short(time: Duration) -> String {
    let (seconds, minutes, hours) = (time.as_secs() % 60, time.as_secs() / 60 % 60, time.as_secs() / 3600);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        for (seconds, expected) in [(0, "0:00"), (83, "1:23"), (3_723, "1:02:03"), (90_000, "25:00:00")] {
            assert_eq!(short(Duration::from_secs(seconds)), expected);
        }
    }
}
