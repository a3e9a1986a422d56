//! What every command works with: the workspace, its exercises, and the terminal.

use anyhow::{Context, bail};
use judge::KitError;
use judge::catalog::{self, Exercise};
use judge::layout::Layout;
use judge::pipeline::Judge;
use judge::progress::{self, Loaded, Progress};
use judge::report::terminal::{Marks, Screen};
use judge::submission::Source;
use std::env;
use std::io::{self, Write};
use std::path::Path;
use tr::tr;

/// The workspace and the terminal.
pub struct Desk {
    /// Where everything is.
    pub layout: Layout,
    /// By number.
    pub exercises: Vec<Exercise>,
    /// Which signs the terminal shows.
    pub marks: Marks,
}

impl Desk {
    /// Finds the workspace around the current folder.
    pub fn open() -> anyhow::Result<Self> {
        let here = env::current_dir().with_context(|| tr!("the current folder is gone"))?;
        let layout = Layout::find(&here)?;
        let exercises = catalog::load(&layout)?;
        Ok(Self { layout, exercises, marks: marks() })
    }

    /// The exercise that was asked for.
    pub fn exercise(&self, asked: &str) -> Result<&Exercise, KitError> {
        catalog::find(&self.exercises, asked)
    }

    /// The exercises that were asked for: one, or all.
    pub fn exercises(&self, asked: Option<&str>) -> Result<Vec<&Exercise>, KitError> {
        match asked {
            None | Some("all") => Ok(self.exercises.iter().collect()),
            Some(name) => Ok(vec![self.exercise(name)?]),
        }
    }

    /// What reports are written for.
    pub fn screen(&self) -> Screen {
        Screen { marks: self.marks, width: width() }
    }

    /// What the learner has done so far. Tells when a damaged file was set aside.
    pub fn progress(&self) -> Result<Progress, KitError> {
        let (progress, loaded) = progress::load(&self.layout)?;
        warn_if_set_aside(&loaded, &self.layout);
        Ok(progress)
    }

    /// Up to which hint of an exercise the learner has seen; none where nobody can say.
    pub fn hints_seen(&self, slug: &str) -> u8 {
        self.progress().map_or(0, |progress| progress.of(slug).hints_seen())
    }

    /// Changes the progress. Where it cannot be written, that is told, and the command goes on: what was asked for does
    /// not depend on it.
    pub fn keep(&self, change: impl FnOnce(&mut Progress)) {
        match progress::update(&self.layout, change) {
            Ok((_, loaded, ())) => warn_if_set_aside(&loaded, &self.layout),
            Err(error) => warn_unsaved(&error.to_string()),
        }
    }

    /// The judge, once no other one is at work in this checkout.
    pub fn judge(&self) -> Result<Judge, KitError> {
        Judge::open(self.layout.clone(), || {
            eprintln!("{}", waits());
        })
    }
}

/// Told while another judge is at work.
pub fn waits() -> String {
    tr!("Another `cargo xtask` is judging in this folder; waiting for it to finish...")
}

/// Where the submission is that was asked for on the command line.
pub fn source(solution: bool, file: Option<&Path>) -> anyhow::Result<Source> {
    match file {
        Some(path) if path.symlink_metadata().is_err() => {
            bail!(tr!("there is no file {file}", file = path.display()))
        }
        Some(path) => Ok(Source::File(std::path::absolute(path)?)),
        None if solution => Ok(Source::Reference),
        None => Ok(Source::Exercise),
    }
}

/// Prints to standard output, without colours where they do not belong. A reader that went away (`... | head`)
/// is no error: the exit code still says what was found.
pub fn say(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Tells that a damaged progress file was set aside.
pub fn warn_if_set_aside(loaded: &Loaded, layout: &Layout) {
    match loaded {
        Loaded::Fine => {}
        Loaded::SetAside(path) => warn(&tr!(
            "your progress could not be read; the damaged file is kept as {file}, and a new one begins.",
            file = layout.display(path)
        )),
    }
}

/// Tells that what was done could not be saved.
pub fn warn_unsaved(why: &str) {
    warn(&tr!("your progress is not saved: {why}", why));
}

/// Tells on standard error what does not keep a command from going on.
pub(crate) fn warn(message: &str) {
    // Nothing is left to be done when standard error is gone.
    let _ = writeln!(io::stderr(), "{}", tr!("warning: {message}", message));
}

/// The signs that the terminal shows, as far as the environment tells.
pub fn marks() -> Marks {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let is_utf8 = locale.is_some_and(|name| name.to_lowercase().replace('-', "").contains("utf8"));
    if cfg!(windows) || is_utf8 { Marks::UNICODE } else { Marks::ASCII }
}

/// The terminal's width; 80 where there is none. Lines longer than 160 are hard to read.
fn width() -> usize {
    const USUAL: u16 = 80;
    let found = terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0);
    usize::from(found.clamp(USUAL, 160))
}
