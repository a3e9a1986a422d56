//! How a run fails, and how that is learned from shuttle, which tells everything by panicking.

use shuttle::Runner;
use shuttle::scheduler::RandomScheduler;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

/// How a run failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A task panicked: a check of the scenario failed, or the code under it did.
    Panicked {
        /// The message.
        message: String,
        /// The file, the line and the column.
        place: String,
    },
    /// No task could go on, and the scenario had not ended.
    Deadlocked {
        /// Shuttle's words on every task that waits.
        waiting: String,
    },
    /// The run was stopped after [`MAX_STEPS`](crate::MAX_STEPS): tasks that never let it end, as in a loop that
    /// asks again and again.
    Endless,
}

/// A panic, as the hook saw it.
struct Panic {
    message: String,
    file: String,
    place: String,
}

thread_local! {
    /// The panics of the exploration on this thread; `None` outside of one.
    static PANICS: RefCell<Option<Vec<Panic>>> = const { RefCell::new(None) };
}

/// Makes runs with a panic hook that keeps what it hears, and says how they failed.
pub(crate) fn watch<T>(runs: impl FnOnce() -> Result<T, Box<dyn Any + Send>>) -> Result<T, Failure> {
    static HOOK: Once = Once::new();
    HOOK.call_once(replace_hook);
    PANICS.set(Some(Vec::new()));
    let outcome = runs();
    let panics = PANICS.take().unwrap_or_default();
    outcome.map_err(|payload| classify(message_of(payload.as_ref()), &panics))
}

/// Shuttle installs a hook with the first run, and it prints. Ours takes its place, and that of whoever was there
/// before during explorations only.
fn replace_hook() {
    let before = panic::take_hook();
    Runner::new(RandomScheduler::new_from_seed(0, 1), crate::config()).run(|| ());
    panic::set_hook(Box::new(move |info| {
        let is_ours = PANICS.with_borrow_mut(|panics| panics.as_mut().map(|panics| panics.push(note(info)))).is_some();
        if !is_ours {
            before(info);
        }
    }));
}

fn note(info: &PanicHookInfo) -> Panic {
    let location = info.location();
    Panic {
        message: message_of(info.payload()),
        file: location.map(|location| location.file().to_owned()).unwrap_or_default(),
        place: location.map(ToString::to_string).unwrap_or_default(),
    }
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message").to_owned()
}

/// Shuttle reports deadlocks by a panic too, and nothing but its words tells them apart. They count only where they
/// come from its own source, so that no scenario can say them.
fn classify(message: String, panics: &[Panic]) -> Failure {
    let panic = panics.iter().rev().find(|panic| panic.message == message);
    let is_shuttles = panic.is_some_and(|panic| panic.file.contains("shuttle-engine"));
    match message.strip_prefix("deadlock! blocked tasks: ") {
        Some(waiting) if is_shuttles => Failure::Deadlocked { waiting: waiting.to_owned() },
        _ if is_shuttles && message.starts_with("exceeded max_steps") => Failure::Endless,
        _ => Failure::Panicked { message, place: panic.map(|panic| panic.place.clone()).unwrap_or_default() },
    }
}
