//! What a learner is called, by the name of what was handed in. Pure.
//!
//! Understood are the names that Moodle and Canvas make up; anything else is the learner's own name.

/// What a learner is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    /// What nobody else is called.
    pub(super) id: String,
    /// What a roster might call them instead, the surest first.
    pub(super) also: Vec<String>,
}

/// What Moodle puts between a learner and a file.
const MOODLE: &str = "_assignsubmission_";

impl Label {
    /// Of somebody who is called just so.
    pub(super) fn plain(id: &str) -> Self {
        Self { id: id.trim().to_owned(), also: Vec::new() }
    }

    /// Of a name with a number that is only theirs.
    fn numbered(name: &str, number: &str) -> Self {
        Self { id: format!("{name}_{number}"), also: vec![number.to_owned(), name.to_owned()] }
    }

    /// Of a folder: `Jane Doe_12345_assignsubmission_file_`, or simply `jane`.
    pub(super) fn of_folder(name: &str) -> Self {
        of_moodle(name).map_or_else(|| Self::plain(name), |(label, _)| label)
    }

    /// Of a file, and what the learner had called that: `doejane_LATE_123_456_lib.rs` is `lib.rs` of `doejane`,
    /// `Jane Doe_12345_assignsubmission_file_lib.rs` of `Jane Doe`. None where no platform has named it.
    pub(super) fn of_file(name: &str) -> Option<(Self, String)> {
        of_moodle(name).filter(|(_, file)| !file.is_empty()).or_else(|| of_canvas(name))
    }
}

/// Whether Moodle has named it.
pub(super) fn is_moodle(name: &str) -> bool {
    of_moodle(name).is_some()
}

fn of_moodle(name: &str) -> Option<(Label, String)> {
    let (who, what) = name.split_once(MOODLE)?;
    let (who, number) = who.rsplit_once('_')?;
    let (_kind, file) = what.split_once('_').unwrap_or((what, ""));
    is_number(number).then(|| (Label::numbered(who.trim(), number), file.to_owned()))
}

fn of_canvas(name: &str) -> Option<(Label, String)> {
    let parts: Vec<&str> = name.split('_').collect();
    let at = (1..parts.len().saturating_sub(2)).find(|at| is_number(parts[*at]) && is_number(parts[at + 1]))?;
    let who = if at > 1 && parts[at - 1] == "LATE" { &parts[..at - 1] } else { &parts[..at] };
    Some((Label::numbered(&who.join("_"), parts[at]), without_version(&parts[at + 2..].join("_"))))
}

/// Canvas adds a number to what was handed in again: `lib-2.rs`.
fn without_version(file: &str) -> String {
    let parts = file.split_once('.').and_then(|(stem, ending)| Some((stem.rsplit_once('-')?, ending)));
    match parts {
        Some(((stem, number), ending)) if is_number(number) && !stem.is_empty() => format!("{stem}.{ending}"),
        Some(_) | None => file.to_owned(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_the_learners_name() {
        for (name, id, also) in [
            ("alice", "alice", &[][..]),
            (" alice ", "alice", &[]),
            ("Jane Doe_12345_assignsubmission_file_", "Jane Doe_12345", &["12345", "Jane Doe"]),
            ("Jane Doe_12345_assignsubmission_file", "Jane Doe_12345", &["12345", "Jane Doe"]),
            ("Teilnehmer_7_assignsubmission_onlinetext_", "Teilnehmer_7", &["7", "Teilnehmer"]),
            ("x_assignsubmission_file_", "x_assignsubmission_file_", &[]),
        ] {
            let label = Label::of_folder(name);
            assert_eq!(
                (label.id.as_str(), &label.also[..]),
                (id, &also.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
                "{name}"
            );
        }
    }

    #[test]
    fn files_have_it_where_a_platform_named_them() {
        for (name, expected) in [
            ("doejane_123_456_lib.rs", Some(("doejane_123", "lib.rs"))),
            ("doejane_LATE_123_456_lib.rs", Some(("doejane_123", "lib.rs"))),
            ("doejane_123_456_ticket_office-2.rs", Some(("doejane_123", "ticket_office.rs"))),
            ("doejane_123_456_work-1.tar.gz", Some(("doejane_123", "work.tar.gz"))),
            ("doejane_123_456_ticket-office.rs", Some(("doejane_123", "ticket-office.rs"))),
            ("Jane Doe_12345_assignsubmission_file_lib.rs", Some(("Jane Doe_12345", "lib.rs"))),
            ("Jane Doe_12345_assignsubmission_file_", None),
            ("alice_03_ticket_office.rs", None),
            ("123_456_lib.rs", None),
            ("doejane_123_456", None),
            ("lib.rs", None),
        ] {
            let found = Label::of_file(name);
            assert_eq!(found.as_ref().map(|(label, file)| (label.id.as_str(), file.as_str())), expected, "{name}");
        }
    }
}
