//! Those who do the jobs of a queue: so many threads of this process, kept at work whatever happens to the queue.

use crate::queue::{Answer, Job, Queue};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::sleep;
use tr::tr;

/// How long to wait before a queue is asked again that has failed.
pub(crate) const PAUSE_AFTER_TROUBLE: Duration = Duration::from_secs(3);

/// What is done with a job; it may take long, and may panic.
pub(crate) type Doing = Arc<dyn Fn(&Job) -> Answer + Send + Sync>;

/// Hands at work.
#[derive(Clone)]
pub(crate) struct Hands {
    /// How many jobs are done at the same time.
    pub(crate) width: usize,
    /// How one is done.
    pub(crate) doing: Doing,
}

impl Hands {
    /// Does jobs until one has to be refused. Trouble with the queue is told each time that it is another one, and waited
    /// out: the jobs that were under way are done again, by these hands or others.
    pub(crate) async fn work(&self, queue: &Queue, tell: impl Fn(&str)) {
        let mut told = String::new();
        loop {
            let doing = Arc::clone(&self.doing);
            let handle = move |job| answer(Arc::clone(&doing), job);
            let Err(error) = queue.work(&name(), self.width, handle).await else { return };
            let trouble = format!("{error:#}");
            if trouble != told {
                tell(&tr!("the queue has failed, and is tried again: {trouble}", trouble));
                told = trouble;
            }
            sleep(PAUSE_AFTER_TROUBLE).await;
        }
    }
}

/// Judges on a thread of its own. A panic there is a mistake of the judge's, and costs this job only.
async fn answer(doing: Doing, job: Job) -> Answer {
    let done = spawn_blocking(move || doing(&job)).await;
    done.unwrap_or_else(|error| Answer::Broken { problem: tr!("the judge itself panicked: {why}", why = words(error)) })
}

fn words(error: JoinError) -> String {
    let of_panic = |panic: Box<dyn Any + Send>| {
        let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
        words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
    };
    error.try_into_panic().map_or_else(|error| error.to_string(), of_panic)
}

/// A name that no other worker has, now or later.
fn name() -> String {
    let random = getrandom::u64().unwrap_or_default();
    format!("{}-{random:016x}", std::process::id())
}
