//! Panics of modelled tasks: noted and not printed, and told apart by task.

use super::{is_active, to_place, with};
use std::any::Any;
use std::panic::{self, PanicHookInfo};
use std::sync::{Once, OnceLock};
use trace::Action;
use trace::{Failure, OnPurpose, Panic};

/// A panic of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// What the panic said, and where.
    pub panic: Panic,
    /// What a check found, when the panic is a check's.
    pub failure: Option<Failure>,
}

/// From now on, panics inside of runs are noted; all others go where they went before.
pub(super) fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| if is_active() { note(info) } else { before(info) }));
    });
}

/// Called with the first panic of a task when a second one follows before it is over: that ends the process.
static BEFORE_ABORT: OnceLock<fn(&Panic)> = OnceLock::new();

/// Sets what is called before a task that panics twice ends the process; the first call counts.
pub fn before_abort(tell: fn(&Panic)) {
    BEFORE_ABORT.get_or_init(|| tell);
}

fn note(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let first = with(|run| run.unwinding.contains(&run.current).then(|| run.panics.last().cloned()).flatten());
    if let (Some(first), Some(tell)) = (first, BEFORE_ABORT.get()) {
        tell(&first.panic);
    }
    super::panic_begins();
    with(|run| {
        let failure = payload.downcast_ref::<Failure>().cloned();
        let message = message_of(payload);
        let place = info.location().map(to_place);
        if run.settings.record {
            let action = Action::Panics { message: message.clone() };
            run.record.add(run.current, run.clock.now(), None, place.clone(), action);
        }
        if !payload.is::<OnPurpose>() {
            let thread = run.tasks[run.current].name.clone();
            let panic = Panic { message, location: place, thread };
            run.panics.push(Noted { panic, failure });
        }
    });
}

/// The words of a panic, whatever kind of string they came in.
#[must_use]
pub fn message_of(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let text = text.or_else(|| payload.downcast_ref::<Failure>().map(|failure| failure.message.as_str()));
    let text = text.or_else(|| payload.is::<OnPurpose>().then_some("the scenario panicked on purpose"));
    // A panic may carry a book; nobody reads it.
    text.unwrap_or("a panic with a payload that is not text").chars().take(2000).collect()
}
