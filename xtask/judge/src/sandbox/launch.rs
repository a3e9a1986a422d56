//! The launcher: this program, started once more with an order. It puts the walls around itself and then becomes the
//! program that was asked for.
//!
//! So no code of ours runs between `fork` and `exec`, where little is allowed; and the launcher is always built.

use super::{Level, Policy};
use crate::KitError;
use crate::language;
use crate::process::{Ending, Finished, Program};
use serde::{Deserialize, Serialize};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The argument that an order follows.
const ENTER: &str = "--lockstep-behind-walls";
/// The argument that makes a process behind walls try them.
const TRY: &str = "--lockstep-try-walls";
/// What the launcher ends with, and says first, when it cannot put the walls up.
const FAILED: u8 = 118;
const FAILED_PREFIX: &str = "lockstep cannot put up the walls: ";

/// Whether this program is one that becomes a launcher when asked.
static IS_LAUNCHER: OnceLock<()> = OnceLock::new();

/// What the launcher is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) level: Level,
    pub(super) policy: Policy,
    pub(super) program: PathBuf,
    /// The folder of the control group to join first.
    pub(super) group: Option<PathBuf>,
}

/// The first line of `main` of every program that judges: does not return when this process was started as a
/// launcher.
pub fn enter_if_asked() {
    let mut args = env::args_os().skip(1);
    match args.next() {
        Some(word) if word == ENTER => {
            let order = args.next();
            let cause = enter(order, args.collect());
            println!("{FAILED_PREFIX}{cause}");
            std::process::exit(FAILED.into());
        }
        Some(word) if word == TRY => super::probe::try_walls(),
        Some(_) | None => {}
    }
    IS_LAUNCHER.get_or_init(|| ());
}

/// Whether [`enter_if_asked`] was called: otherwise the program would take an order for something else.
pub(super) fn is_there() -> bool {
    IS_LAUNCHER.get().is_some()
}

/// The arguments that make this program try its walls.
pub(super) fn trial() -> [OsString; 1] {
    [TRY.into()]
}

/// Becomes the program that was asked for; comes back with the reason when it cannot.
fn enter(order: Option<OsString>, args: Vec<OsString>) -> String {
    let order = order.and_then(|order| serde_json::from_str::<Order>(order.to_str()?).ok());
    match order {
        Some(order) => super::system::enter(&order, args),
        None => "the order cannot be read".to_owned(),
    }
}

/// The same program, started by the launcher.
pub(super) fn behind_walls(
    program: Program,
    policy: &Policy,
    level: Level,
    group: Option<&Path>,
) -> Result<Program, KitError> {
    if level == Level::None {
        return Ok(program);
    }
    let order =
        Order { level, policy: policy.clone(), program: program.path.clone(), group: group.map(Path::to_owned) };
    let order = serde_json::to_string(&order).map_err(|error| KitError::Sandbox { cause: error.to_string() })?;
    let mut args = vec![ENTER.into(), order.into()];
    args.extend(program.args);
    // Not by its name: it may have been built anew meanwhile.
    Ok(Program { path: "/proc/self/exe".into(), args, ..program })
}

/// Why the walls could not be put up, if so, in the reader's language. What a submission prints never gets there.
pub(super) fn failure(finished: &Finished) -> Option<String> {
    if finished.ending != Ending::Exited(FAILED.into()) {
        return None;
    }
    let text = finished.stdout.text();
    Some(in_words(text.strip_prefix(FAILED_PREFIX)?.trim_end()))
}

/// The launcher does not know the language, and says it in English: the step that failed, a colon, and the system's
/// words, which stay what they are.
pub(super) fn in_words(cause: &str) -> String {
    match cause.split_once(": ") {
        Some((step, said)) => format!("{}: {said}", language::looked_up(step)),
        None => language::looked_up(cause).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Captured;
    use crate::sandbox::Network;

    #[test]
    fn without_walls_a_program_stays_what_it_is() {
        let program = Program::new("runner", "/").args(["--judged"]);
        let policy = Policy::of_checks(&program.path, Network::None);
        let started = behind_walls(program.clone(), &policy, Level::None, None).unwrap();
        assert_eq!((started.path, started.args), (program.path, program.args));
    }

    #[test]
    fn an_order_arrives_as_it_was_given() {
        let program = Program::new("/tmp/a b/runner", "/").args(["--judged"]);
        let policy = Policy::of_checks(&program.path, Network::Loopback);
        let started = behind_walls(program.clone(), &policy, Level::Confined, Some(Path::new("/group"))).unwrap();
        assert_eq!((started.args[0].to_str(), &started.args[2..]), (Some(ENTER), &program.args[..]));
        let order: Order = serde_json::from_str(started.args[1].to_str().unwrap()).unwrap();
        assert_eq!((order.level, order.policy, order.program), (Level::Confined, policy, program.path));
        assert_eq!(order.group.as_deref(), Some(Path::new("/group")));
    }

    #[test]
    fn only_the_launchers_own_words_are_its_failure() {
        let finished = |code: i32, text: &str| Finished {
            ending: Ending::Exited(code),
            stdout: Captured { start: text.into(), total: text.len() },
            stderr: Captured::default(),
            left_behind: 0,
        };
        let words = format!("{FAILED_PREFIX}Landlock: no\n");
        assert_eq!(failure(&finished(FAILED.into(), &words)).as_deref(), Some("Landlock: no"));
        assert_eq!(failure(&finished(0, &words)), None);
        assert_eq!(failure(&finished(FAILED.into(), "Landlock: no\n")), None);
    }
}
