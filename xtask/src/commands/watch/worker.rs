//! The thread that judges: one run at a time, always the newest that was asked for. It draws nothing; what happens is
//! said to whoever holds the other end of the channel.

use crate::commands::check;
use judge::KitError;
use judge::catalog::Exercise;
use judge::events::Event;
use judge::interleavings::Request;
use judge::layout::Layout;
use judge::pipeline::{self, Judge};
use judge::process;
use judge::progress::{self, Loaded, Progress};
use judge::submission::Source;
use judge::verdict::Verdict;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::SystemTime;

/// What a run says. Runs are numbered; what an old one still says is for nobody.
pub(super) enum News {
    /// Another judge is at work in this folder, and has to finish first.
    Waits,
    /// It can begin.
    Begins,
    /// Something happened.
    Event(Event),
    /// It is over.
    Over(Box<Ended>),
    /// There is no verdict, because of the kit or the machine.
    Broke(String),
}

/// A run that has ended.
pub(super) struct Ended {
    pub(super) verdict: Verdict,
    /// When it counts: the progress after it, or why that was not saved.
    pub(super) progress: Option<Result<(Progress, Loaded), String>>,
}

/// Who gives orders to the thread.
pub(super) struct Worker {
    orders: Sender<(u64, Exercise)>,
}

impl Worker {
    /// Starts the thread. `say` is called with the number of the run.
    pub(super) fn start(layout: Layout, say: impl Fn(u64, News) + Clone + Send + Sync + 'static) -> Self {
        let (orders, inbox) = mpsc::channel();
        thread::spawn(move || {
            while let Ok(order) = inbox.recv() {
                let (job, exercise) = inbox.try_iter().last().unwrap_or(order);
                process::begin(job);
                match judge(&layout, &exercise, job, &say) {
                    Ok(ended) => say(job, News::Over(Box::new(ended))),
                    Err(KitError::Cancelled) => {}
                    Err(error) => say(job, News::Broke(error.to_string())),
                }
            }
        });
        Self { orders }
    }

    /// Ends what is being judged, and judges this exercise.
    pub(super) fn judge(&self, job: u64, exercise: Exercise) {
        process::end_jobs_before(job);
        self.orders.send((job, exercise)).expect("the worker waits for orders as long as this program runs");
    }
}

fn judge(
    layout: &Layout,
    exercise: &Exercise,
    job: u64,
    say: &(impl Fn(u64, News) + Clone + Send + Sync + 'static),
) -> Result<Ended, KitError> {
    let seed = pipeline::random_seed()?;
    let judge = Judge::open(layout.clone(), || say(job, News::Waits))?;
    say(job, News::Begins);
    let tell = say.clone();
    let judge = judge.watched_by(move |event| tell(job, News::Event(event)));
    let verdict = judge.check(exercise, &Source::Exercise, seed, &Request::default())?;
    drop(judge);
    let progress = check::counts(&verdict).then(|| {
        let kept = progress::update(layout, |progress| progress.record(&verdict, SystemTime::now()));
        kept.map(|(progress, loaded, ())| (progress, loaded)).map_err(|error| error.to_string())
    });
    Ok(Ended { verdict, progress })
}
