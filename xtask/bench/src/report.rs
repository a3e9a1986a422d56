//! The figures of a benchmark as one value, that feeds the terminal, the JSON and the chart. Pure. The JSON's shape is
//! published in `docs/bench.schema.json`.

use judge::bench::Bench;
use judge::speed::levels::Scale;
use judge::speed::scaling::Scaling;
use judge::speed::sweep::{Sweep, Times};
use judge::verdict::{ExerciseName, SubmissionName};
use serde::Serialize;

/// Changes when a reader of the old shape would misread the new one.
const FORMAT: &str = "lockstep/bench/v1";

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Report {
    format: &'static str,
    kit_version: &'static str,
    pub(crate) exercise: ExerciseName,
    pub(crate) submission: SubmissionName,
    pub(crate) seed: u64,
    /// Whether each run could really be kept on its cores; if not, only Rayon was told about them.
    pub(crate) keeps_cores: bool,
    pub(crate) races: Vec<Race>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Race {
    pub(crate) name: String,
    pub(crate) scale: Scale,
    pub(crate) rounds: usize,
    /// How many cores other programs used meanwhile, where the system tells.
    pub(crate) others: Option<f64>,
    pub(crate) submission: Curve,
    /// Absent when the submission is the authors' version itself.
    pub(crate) control: Option<Curve>,
}

/// One contestant's figures, and the times that they come from.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Curve {
    size: u64,
    #[serde(flatten)]
    pub(crate) scaling: Scaling,
    /// For each round, in the order of the levels.
    samples_ms: Vec<Vec<f64>>,
}

impl Report {
    pub(crate) fn of(bench: Bench, seed: u64, keeps_cores: bool) -> Self {
        Self {
            format: FORMAT,
            kit_version: env!("CARGO_PKG_VERSION"),
            exercise: bench.exercise,
            submission: bench.submission,
            seed,
            keeps_cores,
            races: bench.sweeps.into_iter().map(Race::of).collect(),
        }
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a report has string keys only") + "\n"
    }
}

impl Race {
    fn of(sweep: Sweep) -> Self {
        let curve = |times: &Times| Curve {
            size: times.size,
            scaling: Scaling::of(&sweep.levels.numbers, times),
            samples_ms: times
                .rounds
                .iter()
                .map(|round| round.iter().map(|time| time.as_secs_f64() * 1e3).collect())
                .collect(),
        };
        Self {
            rounds: sweep.submission.rounds.len(),
            scale: sweep.levels.scale,
            others: sweep.others,
            submission: curve(&sweep.submission),
            control: sweep.control.as_ref().map(curve),
            name: sweep.race,
        }
    }

    /// The submission, and the authors' version where it was timed too.
    pub(crate) fn curves(&self) -> impl Iterator<Item = &Curve> {
        [&self.submission].into_iter().chain(&self.control)
    }
}
