//! A result as the text of a file, pure. Nothing is believed that does not fit together: a file that was cut short,
//! written by hand, copied from another place or made by another version is no result.

use super::Key;
use crate::grade::Grade;
use judge::hash;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tr::tr;

/// Changes when a reader of the old shape would misread the new one.
const FORMAT: &str = "lockstep/result/v1";

/// A grade, and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Graded {
    /// When, as `2026-11-22T09:30:00Z`.
    pub(crate) time: String,
    /// Whether other submissions may have been the reason for what went wrong: a check that was killed, or that computed
    /// at its deadline.
    pub(crate) is_doubtful: bool,
    /// Whether nothing else of the class was judged at the same time.
    pub(crate) was_alone: bool,
    /// The grade.
    pub(crate) grade: Grade,
}

#[derive(Serialize, Deserialize)]
struct Document<'a> {
    format: String,
    key: String,
    /// Of the text of `result`.
    sha256: String,
    #[serde(borrow)]
    result: &'a RawValue,
}

pub(super) fn render(key: &Key, graded: &Graded) -> String {
    let text = serde_json::to_string(graded).expect("a grade has string keys only");
    let sha256 = hash::of_parts([&text]);
    let result = RawValue::from_string(text).expect("it was just made");
    let document = Document { format: FORMAT.to_owned(), key: key.to_string(), sha256, result: &result };
    serde_json::to_string(&document).expect("there are no keys but texts in it") + "\n"
}

/// The result of this key, or what is wrong with the text.
pub(super) fn parse(key: &Key, text: &str) -> Result<Graded, String> {
    let document: Document<'_> =
        serde_json::from_str(text).map_err(|error| tr!("it is damaged: {cause}", cause = error))?;
    if document.format != FORMAT {
        return Err(tr!("it has the format {found}, and this is {known}", found = document.format, known = FORMAT));
    }
    if document.key != key.as_str() {
        return Err(tr!("it is the result of something else"));
    }
    if document.sha256 != hash::of_parts([document.result.get()]) {
        return Err(tr!("it was changed since it was written"));
    }
    serde_json::from_str(document.result.get()).map_err(|error| tr!("it is damaged: {cause}", cause = error))
}
