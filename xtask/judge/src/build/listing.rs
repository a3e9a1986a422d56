//! Which checks a runner has. It is asked once for each version of the checks: a submission changes nothing about them.

use super::Flavour;
use crate::KitError;
use crate::catalog::Exercise;
use crate::layout::Layout;
use crate::process::{Ending, Limits, Program};
use crate::sandbox::{self, Network, Policy};
use protocol::CheckInfo;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tr::tr;

/// The checks of a runner, in the order of their file. `version` is that of the checks: the same word, the same list.
pub(super) fn of_runner(
    layout: &Layout,
    exercise: &Exercise,
    flavour: Flavour,
    version: &str,
    program: &Path,
) -> Result<Vec<CheckInfo>, KitError> {
    let folder = layout.listings();
    let path = folder.join(format!("{}-{}.json", exercise.slug, flavour.name()));
    if let Some(known) = known(&path, version) {
        return Ok(known);
    }
    let checks = ask(exercise, program)?;
    fs::create_dir_all(&folder).map_err(KitError::file("create", &folder))?;
    let text = serde_json::to_string(&(version, &checks)).expect("strings and numbers");
    fs::write(&path, text).map_err(KitError::file("write", &path))?;
    Ok(checks)
}

/// A list that was only half written is none.
fn known(path: &Path, version: &str) -> Option<Vec<CheckInfo>> {
    let (known_version, checks): (String, _) = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
    (known_version == version).then_some(checks)
}

/// No code of a learner runs: `main` is the kit's.
fn ask(exercise: &Exercise, program: &Path) -> Result<Vec<CheckInfo>, KitError> {
    let folder = program.parent().expect("a runner is in a folder");
    let limits = Limits { deadline: Duration::from_secs(20), output_bytes: 1 << 20, keep_bytes: 1 << 20 };
    let policy = Policy::of_checks(program, Network::None);
    let listing = Program { empty_env: true, ..Program::new(program, folder) }.args([protocol::LIST]);
    let finished = sandbox::run(listing, &policy, &limits)?;
    let checks = protocol::from_line::<Vec<CheckInfo>>(finished.stdout.text().trim());
    checks.filter(|checks| finished.ending == Ending::Exited(0) && !checks.is_empty()).ok_or_else(|| KitError::Runner {
        slug: exercise.slug.clone(),
        reason: tr!("its program did not list any check"),
    })
}
