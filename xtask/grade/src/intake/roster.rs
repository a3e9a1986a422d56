//! Who is in a class: a CSV file with the columns `id` and `name`, as spreadsheets and learning platforms write it.
//!
//! Further columns, the order of the columns, capitals in their names, spaces around values, a byte order mark, and
//! semicolons or tabs for commas make no difference.

use super::label::Label;
use super::path;
use anyhow::bail;
use csv::{ReaderBuilder, StringRecord, Trim};
use judge::submission::{self, Unreadable};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use tr::tr;

/// A class as its teacher knows it.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    /// Where it was read from; it may lie among what was handed in.
    pub(super) file: Option<PathBuf>,
    pub(super) people: Vec<Person>,
    by_id: HashMap<String, Found>,
    by_name: HashMap<String, Found>,
}

/// Somebody in a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    /// What their work is called.
    pub(super) id: String,
    /// What they are called.
    pub(super) name: String,
}

/// Who has an id or a name.
#[derive(Debug, Clone, Copy)]
enum Found {
    One(usize),
    Several,
}

impl Roster {
    /// Reads it. The error names everything that is wrong with it, by line.
    pub(crate) fn read(file: &Path) -> anyhow::Result<Self> {
        let shown = file.display();
        // The teacher may well keep it behind a link.
        let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        let text = match submission::read_file(&place)?.map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => bail!(tr!(
                "the roster {file} is not UTF-8 text: in a spreadsheet, save it as \"CSV UTF-8\"",
                file = shown
            )),
            Err(Unreadable::Missing) => bail!(tr!("there is no roster {file}", file = shown)),
            Err(Unreadable::TooLarge { .. }) => bail!(tr!("the roster {file} is too large to be one", file = shown)),
            Err(_) => bail!(tr!("the roster {file} is no file", file = shown)),
        };
        match Self::parse(&text) {
            Ok(roster) => Ok(Self { file: Some(place), ..roster }),
            Err(problems) => {
                let what = tr!("the roster {file} cannot be used:", file = shown);
                bail!("{what}\n  {}", problems.join("\n  "))
            }
        }
    }

    /// Everything that is wrong with it, by line, where something is.
    fn parse(text: &str) -> Result<Self, Vec<String>> {
        let text = text.trim_start_matches('\u{feff}');
        let head = text.lines().next().unwrap_or_default();
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter(head)).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
        let columns = reader.headers().map(columns).map_err(|error| vec![error.to_string()])?;
        let Some((id, name)) = columns else {
            return Err(vec![tr!("line 1: it has to name the columns `id` and `name`, as in \"id,name\"")]);
        };
        let mut roster = Self::default();
        let mut problems = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) if record.iter().all(str::is_empty) => {}
                Ok(record) => problems.extend(roster.add(&record, id, name)),
                Err(error) => problems.push(error.to_string()),
            }
        }
        if problems.is_empty() { Ok(roster) } else { Err(problems) }
    }

    /// Adds a line; what is wrong with it, if something is.
    fn add(&mut self, record: &StringRecord, id: usize, name: usize) -> Option<String> {
        let line = record.position().map_or(0, csv::Position::line);
        let value = |column: usize| path::normal(record.get(column).unwrap_or_default());
        let (id, name) = (value(id), value(name));
        if id.is_empty() {
            return Some(tr!("line {line}: there is no id", line));
        }
        if name.is_empty() {
            return Some(tr!("line {line}: {id} has no name", line, id = path::shown(&id)));
        }
        if id.contains(char::is_control) || name.contains(char::is_control) {
            return Some(tr!("line {line}: a value goes on in the next line; is a quotation mark not closed?", line));
        }
        let index = self.people.len();
        if self.by_id.insert(path::folded(&id), Found::One(index)).is_some() {
            return Some(tr!("line {line}: the id {id} is there already", line, id = path::shown(&id)));
        }
        let namesake = self.by_name.contains_key(&path::folded(&name));
        self.by_name.insert(path::folded(&name), if namesake { Found::Several } else { Found::One(index) });
        self.people.push(Person { id, name });
        None
    }

    /// The one who is meant by a label: by an id, else by a name that only one of them has.
    pub(super) fn person(&self, label: &Label) -> Option<&Person> {
        let words = || std::iter::once(&label.id).chain(&label.also).map(|word| path::folded(word));
        let found =
            words().find_map(|id| self.by_id.get(&id)).or_else(|| words().find_map(|name| self.by_name.get(&name)));
        match found {
            Some(Found::One(index)) => self.people.get(*index),
            Some(Found::Several) | None => None,
        }
    }

    /// What somebody is called who has this id.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.people.iter().find(|person| person.id == id).map(|person| person.name.as_str())
    }
}

/// What stands between the columns: whatever the first line has most of.
fn delimiter(head: &str) -> u8 {
    let count = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    // Of equals the last one wins.
    [b'\t', b';', b','].into_iter().max_by_key(count).expect("there are three")
}

/// Where id and name are.
fn columns(head: &StringRecord) -> Option<(usize, usize)> {
    let column = |name: &str| head.iter().position(|column| column.eq_ignore_ascii_case(name));
    Some((column("id")?, column("name")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Result<Vec<(String, String)>, Vec<String>> {
        let people = Roster::parse(text)?.people;
        Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
    }

    #[test]
    fn spreadsheets_may_write_it_as_they_like() {
        for text in [
            "id,name\na1,Ada Lovelace\nб2,Пётр\n",
            "\u{feff}id,name\r\na1,Ada Lovelace\r\nб2,Пётр\r\n",
            "ID;Name\na1;Ada Lovelace\nб2;Пётр",
            " Name , email , Id \n Ada Lovelace , a@b , a1 \n\n\"Пётр\", , б2\n,,\n",
            "id\tname\na1\tAda Lovelace\nб2\tПе\u{308}тр\n",
        ] {
            let expected = [("a1", "Ada Lovelace"), ("б2", "Пётр")].map(|(id, name)| (id.to_owned(), name.to_owned()));
            assert_eq!(people(text), Ok(expected.to_vec()), "{text:?}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_by_line() {
        for (text, expected) in [
            ("", &["line 1: it has to name the columns `id` and `name`, as in \"id,name\""][..]),
            ("a1,Ada\n", &["line 1: it has to name the columns `id` and `name`, as in \"id,name\""]),
            (
                "id,name\na1,\"Ada\nb2,Bob\n",
                &["line 2: a value goes on in the next line; is a quotation mark not closed?"],
            ),
            (
                "id,name\na1\n,Bob\nc3,\nd4,Dora\nD4,Dörte\n",
                &[
                    "line 2: a1 has no name",
                    "line 3: there is no id",
                    "line 4: c3 has no name",
                    "line 6: the id D4 is there already",
                ],
            ),
        ] {
            let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(people(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn people_are_found_by_id_and_by_a_name_of_their_own() {
        let roster = Roster::parse("id,name\n123,Jane Doe\nadm,Jo\u{e3}o\nx,Sam\ny,Sam\n").unwrap();
        let found = |label: Label| roster.person(&label).map(|person| person.id.as_str());
        for (folder, expected) in [
            ("Jane Doe_123_assignsubmission_file_", Some("123")),
            ("Jane Doe_9_assignsubmission_file_", Some("123")),
            ("jane doe", Some("123")),
            ("ADM", Some("adm")),
            ("Joa\u{303}o", Some("adm")),
            ("Sam", None),
            ("x", Some("x")),
            ("nobody", None),
        ] {
            assert_eq!(found(Label::of_folder(folder)), expected, "{folder}");
        }
    }

    #[test]
    fn a_file_that_is_no_text_is_no_roster() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roster.csv");
        fs::write(&file, b"id,name\n1,\xff\n").unwrap();
        let error = Roster::read(&file).unwrap_err().to_string();
        assert!(error.contains("CSV UTF-8"), "{error}");
        let error = Roster::read(&folder.path().join("none.csv")).unwrap_err().to_string();
        assert!(error.starts_with("there is no roster"), "{error}");
    }
}
