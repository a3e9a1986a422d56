//! Verdicts for programs: the shape is published in `docs/verdicts.schema.json`.

use crate::verdict::{self, Verdict};
use serde_json::{Value, json};

/// Changes when a reader of the old shape would misread the new one.
pub const FORMAT: &str = "lockstep/verdicts/v1";

/// Any number of verdicts as one JSON document.
pub fn render(verdicts: &[Verdict]) -> String {
    let mut document = json!({
        "format": FORMAT,
        "kit_version": env!("CARGO_PKG_VERSION"),
        "standing": verdict::standing_of_all(verdicts),
        "verdicts": verdicts,
    });
    remove_rendered(&mut document);
    let mut text = serde_json::to_string_pretty(&document).expect("a verdict has string keys only");
    text.push('\n');
    text
}

/// One verdict, as the documents of [`render`] hold it.
pub fn value(verdict: &Verdict) -> Value {
    let mut value = serde_json::to_value(verdict).expect("a verdict has string keys only");
    remove_rendered(&mut value);
    value
}

/// What rustc rendered for terminals says nothing that the other fields do not.
fn remove_rendered(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(remove_rendered),
        Value::Object(fields) => {
            fields.remove("rendered");
            fields.values_mut().for_each(remove_rendered);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
