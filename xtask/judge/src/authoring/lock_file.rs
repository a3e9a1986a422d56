//! Cargo.lock after packages came or went: cargo itself brings it up to date, offline, and changes nothing else in it.

use crate::KitError;
use crate::build::Toolchain;
use crate::process::{self, Ending, Limits, Program};
use std::path::Path;
use std::time::Duration;

/// Cargo looks at manifests only, and never at the network.
const LIMITS: Limits = Limits { deadline: Duration::from_secs(300), output_bytes: 16 << 20, keep_bytes: 64 << 10 };

/// Does it for the workspace at `root`. The inner error is what cargo says where it cannot.
pub fn bring_up_to_date(toolchain: &Toolchain, root: &Path) -> Result<Result<(), String>, KitError> {
    let update = Program::new(&toolchain.cargo, root).args(["update", "--workspace", "--offline", "--quiet"]);
    let finished = process::run(&update, &LIMITS)?;
    Ok(if finished.ending == Ending::Exited(0) { Ok(()) } else { Err(finished.stderr.text()) })
}
