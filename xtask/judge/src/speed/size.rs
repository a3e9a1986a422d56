//! How large an input has to be for a run of a wanted length. Found by trying, since every submission and every
//! machine is different.

use super::run::Took;
use crate::KitError;
use crate::catalog::CpuSettings;
use crate::checks::Outcome;
use std::time::Duration;

/// The size with which a run takes about `wanted` processor time: from the smallest, in steps. `Err` in the result is
/// what became of a run that has no time to show.
pub(super) fn find(
    settings: &CpuSettings,
    wanted: Duration,
    mut run: impl FnMut(u64) -> Result<Result<Took, Outcome>, KitError>,
) -> Result<Result<u64, Outcome>, KitError> {
    let mut size = settings.first_size;
    loop {
        let took = match run(size)? {
            Ok(took) => took,
            Err(outcome) => return Ok(Err(outcome)),
        };
        if took.cpu >= wanted.mul_f64(0.7) || size >= settings.last_size {
            return Ok(Ok(size));
        }
        let missing = (wanted.as_secs_f64() / took.cpu.as_secs_f64().max(1e-6)).clamp(1.2, 20.0);
        size = times(size, missing).min(settings.last_size);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "sizes are far below 2^53, factors positive"
)]
fn times(size: u64, factor: f64) -> u64 {
    (size as f64 * factor) as u64
}
