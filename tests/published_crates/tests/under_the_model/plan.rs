//! crates.toml: which crates, which of their tests, and why some are left out.

use serde::Deserialize;
use std::fs;

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    /// What the choices of all schedules begin with.
    pub(crate) seed: u64,
    /// How many schedules each strategy tries of each test.
    pub(crate) schedules: usize,
    /// The same for long tests.
    pub(crate) schedules_of_long: usize,
    /// The most points of a schedule.
    pub(crate) max_steps: usize,
    /// How long one test may take, in seconds of real time.
    pub(crate) deadline_s: u64,
    #[serde(rename = "crate")]
    pub(crate) crates: Vec<Entry>,
    #[serde(rename = "mutation")]
    pub(crate) mutations: Vec<Mutation>,
}

/// A published crate. Its features are those that cargo has resolved for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Only where the lock file has more than one.
    pub(crate) version: Option<String>,
    /// `unit` for the unit tests, or the name of a file in its folder `tests`.
    pub(crate) tests: Vec<String>,
    /// Packages that its tests use besides itself and what it depends on.
    #[serde(default)]
    pub(crate) uses: Vec<String>,
    /// For tests that assert exact times: no timer fires before its time.
    #[serde(default)]
    pub(crate) on_time: bool,
    /// Its tests have smaller numbers for Miri, an interpreter; those are taken here too.
    #[serde(default)]
    pub(crate) as_for_miri: bool,
    /// Instead of the plan's.
    pub(crate) max_steps: Option<usize>,
    /// Tests that are long under the model.
    #[serde(default)]
    pub(crate) long: Vec<String>,
    #[serde(default)]
    pub(crate) skip: Vec<Skip>,
    #[serde(default)]
    pub(crate) left_out: Vec<LeftOut>,
}

/// A file of tests that does not compile here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftOut {
    pub(crate) tests: String,
    /// What rustc says; when it no longer does, the tests can be run.
    pub(crate) because: String,
}

/// Tests that cannot pass under the model. They are run all the same: one that passes needs no entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skip {
    pub(crate) reason: String,
    /// Names, as rustc gives them; those of a file of tests as `file::name`.
    pub(crate) tests: Vec<String>,
}

/// A mistake: one change of a text that occurs once.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mutation {
    #[serde(rename = "crate")]
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// Where the test is that notices it: `unit`, or a file of tests.
    pub(crate) target: String,
    pub(crate) test: String,
}

impl Plan {
    pub(crate) fn read() -> Self {
        let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/crates.toml")).unwrap();
        toml::from_str(&text).unwrap_or_else(|error| panic!("crates.toml: {error}"))
    }
}

impl Entry {
    /// Why a test cannot pass under the model, if it cannot.
    pub(crate) fn reason_to_skip(&self, test: &str) -> Option<&str> {
        let skip = self.skip.iter().find(|skip| skip.tests.iter().any(|name| name == test));
        skip.map(|skip| skip.reason.as_str())
    }
}
