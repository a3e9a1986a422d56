//! The class as tables for spreadsheets and for statistics, in CSV: a row for each learner, and a row for each learner
//! and check. Words in them are for programs, so they are English and stay the same, but for the
//! reasons; a cell without a value is empty.
//!
//! A spreadsheet computes what begins like a formula, whoever wrote it. An apostrophe in front keeps it a text.

use super::entries::{Entry, Work, works};
use super::text::{cut, one_line};
use crate::class::{Class, Column, Learner};
use csv::Writer;
use judge::catalog::Medal;
use judge::checks::Stage;

/// In characters: of the reasons of one check.
const LONGEST: usize = 1_000;
/// What a formula begins with, in ASCII and in full width.
const BEGINS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What some spreadsheets take for the border of a cell, depending on the country.
const BORDERS: [char; 2] = [';', '|'];

/// A row for each learner: `id`, `name`, the points of each exercise (`03_ticket_office`), `total`, `possible`; and for
/// each exercise that looks at speed, the best medal and the best speed-up.
pub(super) fn class(class: &Class) -> String {
    let timed: Vec<&Column> = class.exercises.iter().filter(|column| is_timed(class, column)).collect();
    let mut header = vec!["id".to_owned(), "name".to_owned()];
    header.extend(class.exercises.iter().map(name));
    header.extend(["total".to_owned(), "possible".to_owned()]);
    for column in &timed {
        header.extend([format!("{}_medal", name(column)), format!("{}_speed_up", name(column))]);
    }
    let rows = class.learners.iter().map(|learner| learner_row(class, learner, &timed));
    table(&header, rows)
}

/// A row for each learner and check, and one for what never ran, was not measured or was not handed in.
pub(super) fn checks(class: &Class) -> String {
    let header = [
        "id",
        "name",
        "exercise",
        "slug",
        "stage",
        "check",
        "points",
        "earned",
        "ending",
        "hint",
        "elapsed_ms",
        "reasons",
    ];
    let of_learner = |learner| works(class, learner).flat_map(move |work| work_rows(learner, &work));
    table(&header.map(str::to_owned), class.learners.iter().flat_map(of_learner))
}

fn learner_row(class: &Class, learner: &Learner, timed: &[&Column]) -> Vec<String> {
    let mut row = vec![text(&learner.id), text(&learner.name)];
    let earned =
        |column: &Column| learner.grade(column.number).map_or_else(String::new, |grade| grade.earned.to_string());
    row.extend(class.exercises.iter().map(earned));
    row.extend([learner.earned().to_string(), class.possible().to_string()]);
    for column in timed {
        let grade = learner.grade(column.number);
        let medal = grade.and_then(|grade| grade.medal).map_or("", word);
        let speed_up = grade.and_then(|grade| grade.speed_up).map_or_else(String::new, |times| format!("{times:.2}"));
        row.extend([medal.to_owned(), speed_up]);
    }
    row
}

fn work_rows(learner: &Learner, work: &Work<'_>) -> Vec<Vec<String>> {
    work.entries.iter().map(|entry| check_row(learner, work.column, entry)).collect()
}

fn check_row(learner: &Learner, column: &Column, entry: &Entry<'_>) -> Vec<String> {
    vec![
        text(&learner.id),
        text(&learner.name),
        column.number.to_string(),
        text(&column.slug),
        entry.stage_word().unwrap_or_default().to_owned(),
        text(entry.name),
        entry.points.to_string(),
        entry.earned().to_string(),
        entry.ending.word().to_owned(),
        entry.hint.map_or_else(String::new, |hint| hint.to_string()),
        entry.elapsed_ms.to_string(),
        text(&cut(&entry.reasons.join(" "), LONGEST)),
    ]
}

/// Whether anybody was timed in it.
fn is_timed(class: &Class, column: &Column) -> bool {
    let mut grades = class.learners.iter().filter_map(|learner| learner.grade(column.number));
    grades.any(|grade| {
        let has_races = grade.checks.iter().any(|check| check.stage == Stage::Speed);
        has_races || grade.medal.is_some() || grade.speed_up.is_some()
    })
}

fn name(column: &Column) -> String {
    format!("{:02}_{}", column.number, column.slug)
}

fn word(medal: Medal) -> &'static str {
    match medal {
        Medal::Bronze => "bronze",
        Medal::Silver => "silver",
        Medal::Gold => "gold",
    }
}

/// A cell that stays a text.
fn text(cell: &str) -> String {
    let mut text = String::new();
    let mut begins_a_cell = true;
    for c in one_line(cell).chars() {
        if begins_a_cell && BEGINS_A_FORMULA.contains(&c) {
            text.push('\'');
        }
        text.push(c);
        begins_a_cell = BORDERS.contains(&c) || begins_a_cell && (c.is_whitespace() || c == '"');
    }
    text
}

fn table(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(header).expect("a table in memory takes everything");
    for row in rows {
        writer.write_record(row).expect("every row has as many cells as there are columns");
    }
    let bytes = writer.into_inner().expect("a table in memory takes everything");
    String::from_utf8(bytes).expect("every cell is a text")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use csv::{Reader, StringRecord};

    fn read(text: &str) -> (StringRecord, Vec<StringRecord>) {
        let mut reader = Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        (header, reader.records().map(Result::unwrap).collect())
    }

    #[test]
    fn they_say_what_the_class_says() {
        insta::assert_snapshot!("class_table", class(&fixture::class()));
        insta::assert_snapshot!("checks_table", checks(&fixture::class()));
    }

    #[test]
    fn what_is_read_back_is_what_was_written() {
        let made_up = fixture::class();
        let (header, rows) = read(&class(&made_up));
        assert_eq!(rows.len(), made_up.learners.len());
        let place = |name: &str| header.iter().position(|column| column == name).unwrap();
        for (row, learner) in rows.iter().zip(&made_up.learners) {
            assert_eq!(row[place("id")], text(&learner.id));
            assert_eq!(row[place("total")], learner.earned().to_string());
            assert_eq!(row[place("possible")], made_up.possible().to_string());
        }
        let (header, rows) = read(&checks(&made_up));
        assert_eq!(header.len(), 12);
        let points: u32 = rows.iter().map(|row| row[6].parse::<u32>().unwrap()).sum();
        assert_eq!(points, made_up.possible() * u32::try_from(made_up.learners.len()).unwrap());
    }

    #[test]
    fn only_exercises_with_speed_have_columns_for_it() {
        let (header, rows) = read(&class(&fixture::class()));
        let header: Vec<&str> = header.iter().collect();
        let expected = "id name 03_ticket_office 06_parallel_sieve total possible 06_parallel_sieve_medal \
                        06_parallel_sieve_speed_up";
        assert_eq!(header.join(" "), expected);
        let ada = rows.iter().find(|row| &row[0] == "ada").unwrap();
        assert_eq!((&ada[6], &ada[7]), ("silver", "1.86"));
    }

    #[test]
    fn no_text_is_computed() {
        let check = |cell: &str, expected: &str| assert_eq!(text(cell), expected, "{cell:?}");
        check("Ada", "Ada");
        check("Ada-Marie + Grace", "Ada-Marie + Grace");
        check("", "");
        for cell in ["=1+1", "+1", "-1", "@SUM(1)", "＝1", "－1"] {
            check(cell, &format!("'{cell}"));
        }
        check("\t=1", "'=1");
        check("\r\n=1", "'=1");
        check("\u{0}=1", "\u{fffd}=1");
        check("\"=1", "\"'=1");
        check("a;=1|+2; @3", "a;'=1|'+2; '@3");
    }

    #[test]
    fn no_cell_of_any_row_begins_a_formula() {
        for made_up in [fixture::class(), fixture::long()] {
            for table in [class(&made_up), checks(&made_up)] {
                let (_, rows) = read(&table);
                let mut cells = rows.iter().flat_map(StringRecord::iter);
                assert!(!cells.any(|cell| cell.starts_with(BEGINS_A_FORMULA)), "{table}");
            }
        }
    }
}
