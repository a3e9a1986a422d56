//! Progress as a JSON document: the same in the learner's own file and in one that was exported.

use super::{ExerciseProgress, Progress};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Format 2 added medals, speed-ups and the latest check; format 1 is read as well.
pub(super) const FORMAT: u64 = 2;

#[derive(Serialize, Deserialize)]
struct Document<'a> {
    format: u64,
    exercises: Cow<'a, BTreeMap<String, ExerciseProgress>>,
}

/// Why a document is no progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unusable {
    /// A later kit wrote it, in this format.
    Newer(u64),
    /// It is something else.
    NotProgress,
    /// It is broken, at this place.
    Damaged(String),
}

pub(super) fn render(progress: &Progress) -> String {
    let document = Document { format: FORMAT, exercises: Cow::Borrowed(&progress.exercises) };
    let mut text = serde_json::to_string_pretty(&document).expect("progress has string keys and finite numbers only");
    text.push('\n');
    text
}

pub(super) fn parse(bytes: &[u8]) -> Result<Progress, Unusable> {
    let damaged = |error: serde_json::Error| Unusable::Damaged(error.to_string());
    let value: Value = serde_json::from_slice(bytes).map_err(damaged)?;
    match value["format"].as_u64() {
        Some(format) if format > FORMAT => return Err(Unusable::Newer(format)),
        Some(1..) if value["exercises"].is_object() => {}
        Some(_) | None => return Err(Unusable::NotProgress),
    }
    // From the text again, so that an error names its line.
    let document: Document<'_> = serde_json::from_slice(bytes).map_err(damaged)?;
    Ok(Progress { exercises: document.exercises.into_owned() })
}
