//! The figures as data, as `docs/compare.schema.json` describes them.

use crate::lessons::lesson;
use crate::report::{Report, Row, Table, Timing, Topic};
use crate::tutorials::Source;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    cores: usize,
    delay_ms: u64,
    tables: Vec<TableEntry<'a>>,
}

#[derive(Serialize)]
struct TableEntry<'a> {
    table: Topic,
    jobs: usize,
    others_cores: Option<f64>,
    rows: Vec<RowEntry<'a>>,
    sources: Vec<SourceEntry>,
}

#[derive(Serialize)]
struct RowEntry<'a> {
    way: &'static str,
    name: String,
    #[serde(flatten)]
    timing: &'a Timing,
    times_as_fast: f64,
    lesson: String,
    python: Vec<PythonEntry>,
}

#[derive(Serialize)]
struct PythonEntry {
    source: &'static str,
    seconds: f64,
    times_as_fast: f64,
}

#[derive(Serialize)]
struct SourceEntry {
    source: &'static str,
    about: String,
}

/// One document, ended by a line break.
pub(crate) fn render(report: &Report) -> String {
    let document = Document {
        format: "lockstep/compare/v1",
        cores: report.cores,
        delay_ms: report.delay_ms,
        tables: report.tables.iter().map(|table| table_entry(report, table)).collect(),
    };
    serde_json::to_string_pretty(&document).expect("there are no keys but texts in it") + "\n"
}

fn table_entry<'a>(report: &Report, table: &'a Table) -> TableEntry<'a> {
    let source = |source: &Source| SourceEntry { source: source.label, about: (source.about)() };
    TableEntry {
        table: table.topic,
        jobs: table.jobs,
        others_cores: table.others,
        rows: table.rows.iter().map(|row| row_entry(report, table, row)).collect(),
        sources: table.sources().iter().map(source).collect(),
    }
}

fn row_entry<'a>(report: &Report, table: &Table, row: &'a Row) -> RowEntry<'a> {
    let python = |source: &Source| {
        let (seconds, times_as_fast) = (source.seconds(row.way)?, source.times_as_fast(row.way)?);
        Some(PythonEntry { source: source.label, seconds, times_as_fast })
    };
    RowEntry {
        way: row.way.word(),
        name: row.way.name(),
        timing: &row.timing,
        times_as_fast: table.times_as_fast(row),
        lesson: lesson(report, table, row),
        python: table.sources().iter().filter_map(python).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorded;
    use serde_json::Value;

    #[test]
    fn every_report_is_valid_against_the_published_schema() {
        let schema: Value = serde_json::from_str(include_str!("../../../docs/compare.schema.json")).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for report in [recorded::quiet(), recorded::busy(), recorded::without_delay(), recorded::one_core()] {
            let mut document: Value = serde_json::from_str(&render(&report)).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{errors:#?}");
            document["tables"][0]["rows"][0]["surprise"] = Value::Bool(true);
            assert!(!validator.is_valid(&document), "the schema lets unknown fields through");
        }
    }
}
