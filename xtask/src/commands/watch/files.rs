//! Sees that a submission was saved, by its content. The system is asked to tell at once (inotify and its like), and
//! because it does not on every file system (network folders, shared folders of virtual machines), the few files are
//! also read ten times a second, which costs nothing that can be felt. A save that changes nothing is none.

use judge::catalog::Exercise;
use judge::layout::Layout;
use judge::submission::{self, Source, Unreadable};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// How often the files are read when the system tells nothing.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// An editor that writes in several steps has taken the last one when nothing happens for so long.
const QUIET: Duration = Duration::from_millis(15);
/// It is not waited for longer than this.
const LONGEST_SAVE: Duration = Duration::from_millis(100);
/// For so long a file may be empty or away, as it is while some editors write.
const LONGEST_GAP: Duration = Duration::from_millis(250);

/// Who looks at the files of one exercise at a time.
pub(super) struct Files {
    layout: Layout,
    say: Sender<Told>,
}

enum Told {
    /// Look at these files from now on.
    Follow(Box<Followed>),
    /// Something happened in their folder.
    Changed,
}

struct Followed {
    exercise: Exercise,
    content: Content,
}

/// What was handed in: its hash, or why it cannot be read.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Hash(String),
    Missing,
    Empty,
    Unreadable(String),
}

impl Files {
    /// Starts to look; `on_save` is called from another thread.
    pub(super) fn start(layout: Layout, on_save: impl Fn() + Send + 'static) -> Self {
        let (say, hears) = mpsc::channel();
        let tell = say.clone();
        let native = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| writes(event.kind)) {
                let _ = tell.send(Told::Changed);
            }
        });
        let look = Look { layout: layout.clone(), native: native.ok(), hears };
        thread::spawn(move || look.forever(on_save));
        Self { layout, say }
    }

    /// Follows another exercise. What is there now is known; what differs from it was saved after this call.
    pub(super) fn follow(&self, exercise: &Exercise) {
        let followed = Followed { exercise: exercise.clone(), content: content(&self.layout, exercise) };
        // The thread runs as long as the program.
        let _ = self.say.send(Told::Follow(Box::new(followed)));
    }
}

/// The judge reads these files too: to look is no change.
fn writes(kind: EventKind) -> bool {
    !kind.is_access() || kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// The thread's own.
struct Look {
    layout: Layout,
    /// Absent where the system has none, or no more of them.
    native: Option<RecommendedWatcher>,
    hears: Receiver<Told>,
}

impl Look {
    fn forever(mut self, on_save: impl Fn()) {
        let Ok(Told::Follow(mut followed)) = self.hears.recv() else { return };
        self.watch(&followed.exercise, None);
        loop {
            match self.hears.recv_timeout(LOOK_EVERY) {
                Ok(Told::Follow(next)) => {
                    self.watch(&next.exercise, Some(&followed.exercise));
                    followed = next;
                }
                Ok(Told::Changed) => {
                    if let Some(next) = self.until_quiet() {
                        self.watch(&next.exercise, Some(&followed.exercise));
                        followed = next;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let now = self.settled(&followed);
            if now != followed.content {
                followed.content = now;
                on_save();
            }
        }
    }

    /// The folder, not the file: an editor may write beside it and rename. Where that fails, looking is enough.
    fn watch(&mut self, exercise: &Exercise, before: Option<&Exercise>) {
        let Some(native) = &mut self.native else { return };
        if let Some(before) = before {
            let _ = native.unwatch(&self.layout.exercise(&before.folder));
        }
        let _ = native.watch(&self.layout.exercise(&exercise.folder), RecursiveMode::Recursive);
    }

    /// Waits for the end of a save; the next exercise, when that came instead.
    fn until_quiet(&self) -> Option<Box<Followed>> {
        let end = Instant::now() + LONGEST_SAVE;
        while let Ok(told) = self.hears.recv_timeout(QUIET.min(end.saturating_duration_since(Instant::now()))) {
            if let Told::Follow(next) = told {
                return Some(next);
            }
        }
        None
    }

    /// What is there; a gap only if it lasts.
    fn settled(&self, followed: &Followed) -> Content {
        let end = Instant::now() + LONGEST_GAP;
        loop {
            let now = content(&self.layout, &followed.exercise);
            if !now.is_gap() || now == followed.content || Instant::now() >= end {
                return now;
            }
            thread::sleep(QUIET);
        }
    }
}

impl Content {
    /// Whether it may be so only until the editor goes on.
    fn is_gap(&self) -> bool {
        match self {
            Self::Missing | Self::Empty => true,
            Self::Hash(_) | Self::Unreadable(_) => false,
        }
    }
}

fn content(layout: &Layout, exercise: &Exercise) -> Content {
    match submission::read(layout, exercise, &Source::Exercise) {
        Ok(Ok(submission)) => Content::Hash(submission.hash()),
        Ok(Err((_, Unreadable::Missing))) => Content::Missing,
        Ok(Err((_, Unreadable::Empty))) => Content::Empty,
        Ok(Err((file, why))) => Content::Unreadable(format!("{file}: {why:?}")),
        Err(error) => Content::Unreadable(error.to_string()),
    }
}
