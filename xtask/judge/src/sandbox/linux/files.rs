//! Files: Landlock, which also keeps signals and sockets without a path from leaving, where the kernel is new enough.

use super::failed;
use crate::sandbox::Policy;
use landlock::{
    ABI, Access, AccessFs, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, PathFdError, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetError, Scope, make_bitflags,
};
use std::path::{Path, PathBuf};

/// The newest rules that are used, where there are any.
const NEWEST: ABI = ABI::V6;
/// Some things are written to nowhere.
pub(super) const ALWAYS: [&str; 1] = ["/dev/null"];
/// What a process reads about itself: its threads, its memory's size, and the group that limits its cores.
pub(super) const OF_ITSELF: [&str; 4] = ["task", "status", "cgroup", "mountinfo"];

/// The rules of a policy. The paths are opened here, as long as all of them can be reached.
pub(super) fn rules(policy: &Policy) -> Result<RulesetCreated, String> {
    let ruleset = create().map_err(failed("Landlock"))?;
    add_all(ruleset, policy).map_err(failed("Landlock"))
}

/// From here on only they count.
pub(super) fn close(rules: RulesetCreated) -> Result<(), String> {
    rules.restrict_self().map(|_| ()).map_err(failed("Landlock"))
}

fn create() -> Result<RulesetCreated, RulesetError> {
    Ruleset::default()
        // Without at least the first version there are no walls at all.
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()
}

fn add_all(mut ruleset: RulesetCreated, policy: &Policy) -> Result<RulesetCreated, RulesetError> {
    let read = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    // What cannot be read cannot be run: the kernel opens it to read.
    let run = make_bitflags!(AccessFs::{ReadFile | ReadDir | Execute});
    for path in ALWAYS {
        ruleset = add(ruleset, Path::new(path), make_bitflags!(AccessFs::{ReadFile | WriteFile}))?;
    }
    for path in &policy.read {
        ruleset = add(ruleset, path, read)?;
    }
    for path in &policy.execute {
        ruleset = add(ruleset, path, run)?;
    }
    for path in &policy.write {
        ruleset = add(ruleset, path, AccessFs::from_all(NEWEST) & !AccessFs::Execute)?;
    }
    for name in OF_ITSELF {
        ruleset = add(ruleset, &of_itself(name), read)?;
    }
    Ok(ruleset)
}

/// The process keeps its number when it becomes another program.
pub(super) fn of_itself(name: &str) -> PathBuf {
    format!("/proc/{}/{name}", std::process::id()).into()
}

/// A path that does not exist needs no rule.
fn add(ruleset: RulesetCreated, path: &Path, access: BitFlags<AccessFs>) -> Result<RulesetCreated, RulesetError> {
    let opened: Result<PathFd, PathFdError> = PathFd::new(path);
    let Ok(opened) = opened else { return Ok(ruleset) };
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(NEWEST) };
    ruleset.add_rule(PathBeneath::new(opened, access))
}
