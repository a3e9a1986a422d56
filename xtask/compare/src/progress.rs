//! What is being measured at the moment, on standard error: in a terminal only.

use crate::report::Topic;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;
use tr::tr;

/// A line that vanishes in the end.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A line with a clock.
    pub(crate) fn new() -> Self {
        let line = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{elapsed:>4}  {prefix}: {msg}");
        line.set_style(style.expect("the template is right"));
        // Rare enough to disturb nothing.
        line.enable_steady_tick(Duration::from_secs(1));
        Self(line)
    }

    /// A table is begun, as soon as no check runs on this machine.
    pub(crate) fn begin(&self, topic: Topic) {
        self.0.set_prefix(tr!("measuring {table}", table = topic.word()));
        self.say(tr!("waiting for checks that run on this machine"));
    }

    /// Says which way runs now.
    pub(crate) fn say(&self, way: String) {
        self.0.set_message(way);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
