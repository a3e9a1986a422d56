//! The walls on Linux, each put up by the launcher around itself, and then the program in its place.
//!
//! Every step only takes away. Landlock and seccomp come last, since they would forbid the steps before.

mod calls;
mod files;
mod group;
mod limits;
mod namespaces;
mod root;
mod user;

pub(super) use group::{Group, limited};

use super::Level;
use super::launch::Order;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::File;
use std::os::fd::IntoRawFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether there are walls.
pub(super) const HAS_WALLS: bool = true;

/// Whether the threads of each process behind walls are counted by themselves: root gives each a user of its own.
pub(super) fn counts_threads_apart() -> bool {
    user::is_root() || group::are_there_for_threads()
}

/// Puts up the walls and becomes the program; comes back only with the reason why it cannot.
pub(super) fn enter(order: &Order, args: Vec<OsString>) -> String {
    match put_up(order) {
        Ok(path) => {
            let error = Command::new(path).arg0(&order.program).args(args).exec();
            format!("{}: {error}", order.program.display())
        }
        Err(cause) => cause,
    }
}

/// The path to start the program by.
fn put_up(order: &Order) -> Result<PathBuf, String> {
    let policy = &order.policy;
    if let Some(group) = &order.group {
        group::join(group)?;
    }
    let rules = files::rules(policy)?;
    let has_own_count = order.group.as_deref().is_some_and(group::counts_threads);
    let is_alone = order.level == Level::Namespaces;
    if is_alone {
        namespaces::leave(policy.network)?;
    }
    // A linker may need more than anybody lists; it is not strange, and names are no secret to it.
    let has_own_root = is_alone && policy.is_strange;
    if has_own_root {
        root::enter(policy, &order.program)?;
    }
    if policy.is_strange {
        user::let_others_run(&order.program);
    }
    limits::set(&policy.resources, has_own_count)?;
    let path = if policy.is_strange && !has_own_root { kept_open(&order.program)? } else { order.program.clone() };
    if policy.is_strange {
        user::stop_being_root()?;
    } else {
        user::keep_only_files()?;
    }
    files::close(rules)?;
    calls::forbid(policy)?;
    Ok(path)
}

/// What the launcher says when a step fails. The judge looks the step's name up: it knows the reader's language.
fn failed<Cause: Display>(step: &str) -> impl FnOnce(Cause) -> String {
    move |cause| format!("{step}: {cause}")
}

/// A path to the program by which it can be started by a user who cannot reach its folders. It stays open until this
/// process has become the program.
fn kept_open(program: &Path) -> Result<PathBuf, String> {
    let opened = File::open(program).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(format!("/proc/self/fd/{}", opened.into_raw_fd()).into())
}
