//! How much has to stand between strangers' code and this machine, and how much of it may run at the same time.

use crate::cli::SandboxOption;
use judge::KitError;
use judge::process::machine;
use judge::sandbox::{self, Level, probe};
use tr::tr;

/// Sees to it that the level is there that was asked for; without a word, that there is one at all. Gives the least that
/// every submission is to be run at.
pub(crate) fn begin(option: &SandboxOption) -> anyhow::Result<Level> {
    if let Some(level) = option.sandbox {
        sandbox::require(level)?;
        return Ok(level);
    }
    let best = probe::best();
    if best.level < Level::Confined {
        let reasons = best.missing.clone();
        let error = KitError::SandboxTooLow { asked: Level::Confined, found: best.level, reasons };
        let why = tr!(
            "this is strangers' code, which could do here whatever you can; docs/THREAT_MODEL.md says how to protect a \
             machine. `--sandbox none` runs it all the same"
        );
        return Err(anyhow::Error::from(error).context(why));
    }
    Ok(Level::Confined)
}

/// How many submissions are judged at the same time: as many as there are cores, unless they could disturb each other.
pub(crate) fn width(asked: Option<usize>) -> usize {
    let usual = || if sandbox::keeps_apart() { machine::usable_cores() } else { 1 };
    asked.unwrap_or_else(usual)
}
