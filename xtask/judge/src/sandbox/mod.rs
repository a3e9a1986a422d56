//! The walls around strangers' code: what the compiler and the checks may read, write, reach and use up.
//!
//! A [`Policy`] says what one process may do, as plain data. [`run`] starts that process through a launcher, which is
//! this very program started once more: it puts the walls around itself ([`launch`]) and then becomes the process
//! that was asked for. Walls cannot be taken down again, and whatever is started behind them stays behind them.
//! How much of this a system can do is tried out once ([`probe`]); how it is done stands in `linux`, and for systems
//! that have no walls yet in `elsewhere`. What each wall is for, and what no wall stops, is in `docs/THREAT_MODEL.md`.

mod launch;
mod policy;
pub mod probe;
#[cfg_attr(
    all(target_os = "linux", any(target_arch = "aarch64", target_arch = "riscv64", target_arch = "x86_64")),
    path = "linux/mod.rs"
)]
#[cfg_attr(
    not(all(target_os = "linux", any(target_arch = "aarch64", target_arch = "riscv64", target_arch = "x86_64"))),
    path = "elsewhere.rs"
)]
mod system;

pub use launch::enter_if_asked;
pub use policy::{Network, Policy, Resources};

use crate::KitError;
use crate::process::{self, Ending, Finished, Limits, Program, Times};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;
use system::Group;
use tr::tr;

/// How much stands between a submission and the machine; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing but a process of its own: the submission may do what its user may do.
    None,
    /// Files, network, other processes and resources are out of reach, by rules that the kernel checks.
    Confined,
    /// In addition, a network and other system-wide names of its own, in which there is nobody else, and for checks a
    /// root folder that holds nothing but what they may read.
    Namespaces,
}

/// All levels, the lowest first.
pub const LEVELS: [Level; 3] = [Level::None, Level::Confined, Level::Namespaces];

impl Level {
    /// The word for it on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Confined => "confined",
            Self::Namespaces => "namespaces",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = LEVELS.into_iter().find(|level| level.name() == word);
        known.ok_or_else(|| tr!("the levels are namespaces, confined and none"))
    }
}

/// The level that was asked for by name. One program judges at one level.
static ASKED: OnceLock<Level> = OnceLock::new();

/// From here on, everything runs at this level; an error when the system cannot give it. To be called once at most,
/// before anything is run.
pub fn require(level: Level) -> Result<(), KitError> {
    let best = probe::best();
    if best.level < level {
        let reasons = best.missing.clone();
        return Err(KitError::SandboxTooLow { asked: level, found: best.level, reasons });
    }
    // Asked for twice, the first one counts.
    let _ = ASKED.set(level);
    Ok(())
}

/// The level that everything runs at: what was asked for, or the best there is.
pub fn level() -> Level {
    ASKED.get().copied().unwrap_or_else(|| probe::best().level)
}

/// Whether submissions that run at the same time cannot fail each other: each has to have its own count of threads, and
/// nobody may leave a process behind that is charged to another.
pub fn keeps_apart() -> bool {
    match level() {
        Level::Namespaces => true,
        Level::Confined => system::counts_threads_apart(),
        Level::None => false,
    }
}

/// Runs a program behind its walls, to its end, its deadline or its output limit.
pub fn run(program: Program, policy: &Policy, limits: &Limits) -> Result<Finished, KitError> {
    let run = |program: &Program| Ok((process::run(program, limits)?, ()));
    behind_walls(program, policy, run).map(|(finished, ())| finished)
}

/// The same on the judge's clock; see [`process::run_timed`].
pub fn run_timed(
    program: Program,
    policy: &Policy,
    limits: &Limits,
    signal: &str,
) -> Result<(Finished, Times), KitError> {
    behind_walls(program, policy, |program| process::run_timed(program, limits, signal))
}

/// Has a program run behind its walls, in a group of its own where there are groups.
fn behind_walls<More>(
    program: Program,
    policy: &Policy,
    run: impl FnOnce(&Program) -> Result<(Finished, More), KitError>,
) -> Result<(Finished, More), KitError> {
    let group = group(policy)?;
    let folder = group.as_ref().map(Group::folder);
    let (finished, more) = run(&launch::behind_walls(program, policy, level(), folder)?)?;
    Ok((ended(finished, group.as_ref())?, more))
}

/// A group for one process, where there are groups and walls.
fn group(policy: &Policy) -> Result<Option<Group>, KitError> {
    if level() == Level::None {
        return Ok(None);
    }
    Group::new(&policy.resources).map_err(|cause| KitError::Sandbox { cause: launch::in_words(&cause) })
}

/// An error when the walls could not be put up; the program was not started then.
fn ended(finished: Finished, group: Option<&Group>) -> Result<Finished, KitError> {
    if let Some(cause) = launch::failure(&finished) {
        return Err(KitError::Sandbox { cause });
    }
    let is_out_of_memory =
        matches!(finished.ending, Ending::Signalled(_)) && group.is_some_and(Group::ran_out_of_memory);
    let ending = if is_out_of_memory { Ending::OutOfMemory } else { finished.ending };
    Ok(Finished { ending, ..finished })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_named_and_ordered() {
        for level in LEVELS {
            assert_eq!(level.name().parse(), Ok(level));
        }
        assert!(LEVELS.is_sorted());
        assert!("much".parse::<Level>().is_err());
    }

    #[test]
    fn who_asks_for_more_than_there_is_reads_why() {
        let reasons = vec!["no namespaces: a user namespace: Operation not permitted".to_owned()];
        let error = KitError::SandboxTooLow { asked: Level::Namespaces, found: Level::Confined, reasons };
        assert_eq!(
            error.to_string(),
            "the sandbox `namespaces` was asked for, and this system gives `confined` at best\n  \
             no namespaces: a user namespace: Operation not permitted"
        );
    }
}
