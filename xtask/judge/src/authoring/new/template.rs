//! How a file of the template becomes a file of a new exercise. Pure.
//!
//! - A word such as `TITLE` is replaced by what it stands for.
//! - What stands between two lines `<speed>` and `</speed>` (or `interleavings`), each in a comment, is left out where the
//!   exercise does not have that stage; a file of which nothing is left is not made.

use super::File;
use crate::checks::Stage;
use std::cmp::Reverse;

/// What stands for the new folder.
pub(super) const FOLDER: &str = "00_my_exercise";
/// What stands for the new slug.
pub(super) const SLUG: &str = "my_exercise";
/// The file that is kept twice: as the learner's own file, and for `reset`.
const STUB: &str = "/stub.rs";
const LEARNERS_FILE: &str = "/src/lib.rs";

/// Words of the template, and what they stand for.
pub(super) struct Words(Vec<(String, String)>);

impl Words {
    pub(super) fn new<W: Into<String>>(words: impl IntoIterator<Item = (W, String)>) -> Self {
        Self(words.into_iter().map(|(word, value)| (word.into(), value)).collect())
    }

    /// The text with all of them replaced, the longest where two begin at the same place. What is filled in is not
    /// looked at again.
    pub(super) fn fill(&self, text: &str) -> String {
        let (mut filled, mut rest) = (String::new(), text);
        while let Some((place, word, value)) = self.first_in(rest) {
            filled.push_str(&rest[..place]);
            filled.push_str(value);
            rest = &rest[place + word.len()..];
        }
        filled + rest
    }

    fn first_in(&self, text: &str) -> Option<(usize, &str, &str)> {
        let found = self.0.iter().filter_map(|(word, value)| Some((text.find(word)?, word.as_str(), value.as_str())));
        found.min_by_key(|(place, word, _)| (*place, Reverse(word.len())))
    }
}

/// The files of a new exercise.
#[derive(Debug, Default)]
pub(super) struct Rendered(Vec<File>);

impl Rendered {
    /// Adds what a file of the template becomes.
    pub(super) fn add(&mut self, path: &str, text: &str, stages: &[Stage], words: &Words) {
        let text = without_other_stages(text, stages);
        if text.trim().is_empty() {
            return;
        }
        let (path, text) = (words.fill(path), words.fill(&text));
        if let Some(folder) = path.strip_suffix(STUB) {
            self.0.push(File { path: format!("{folder}{LEARNERS_FILE}"), text: text.clone() });
        }
        self.0.push(File { path, text });
    }

    /// Fills in what was not known before.
    pub(super) fn fill(&mut self, words: &Words) {
        self.0.iter_mut().for_each(|file| file.text = words.fill(&file.text));
    }

    /// The text of a file; nothing when there is none.
    pub(super) fn text(&self, path: &str) -> &str {
        self.0.iter().find(|file| file.path == path).map_or("", |file| &file.text)
    }

    /// The files in a folder, from there.
    pub(super) fn below(&self, folder: &str) -> Vec<&str> {
        self.0.iter().filter_map(|file| file.path.strip_prefix(folder)).collect()
    }

    pub(super) fn into_files(self) -> Vec<File> {
        self.0
    }
}

/// The sum of what the checks in a file are worth.
pub(super) fn points(checks: &str) -> u32 {
    let numbers = checks.split(".points(").skip(1).filter_map(|rest| rest.split(')').next());
    numbers.filter_map(|number| number.parse::<u32>().ok()).sum()
}

fn without_other_stages(text: &str, stages: &[Stage]) -> String {
    let mut left_out = None;
    let mut kept = String::new();
    for line in text.lines() {
        match mark(line) {
            Some((stage, true)) if !stages.contains(&stage) => left_out = Some(stage),
            Some((stage, false)) if left_out == Some(stage) => left_out = None,
            None if left_out.is_none() => kept = kept + line + "\n",
            Some(_) | None => {}
        }
    }
    kept.trim_end().to_owned() + "\n"
}

/// The stage that a line opens (`true`) or closes.
fn mark(line: &str) -> Option<(Stage, bool)> {
    let tag = line.trim().trim_start_matches(['/', '#']).trim().strip_prefix('<')?.strip_suffix('>')?;
    let (name, opens) = tag.strip_prefix('/').map_or((tag, true), |name| (name, false));
    name.parse().ok().map(|stage| (stage, opens))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_replaced_once_and_the_longest_counts() {
        let words =
            Words::new([("TITLE", "A TRACK".to_owned()), ("TITLE_TWO", "B".to_owned()), ("TRACK", "t".to_owned())]);
        assert_eq!(words.fill("TITLE, TITLE_TWO: TRACK, and none"), "A TRACK, B: t, and none");
    }

    #[test]
    fn what_belongs_to_a_stage_goes_with_it() {
        let text = "a\n# <speed>\nb\n# </speed>\n// <interleavings>\nc\n// </interleavings>\nd\n\n";
        let with = |stages: &[Stage]| without_other_stages(text, stages);
        assert_eq!(with(&[Stage::Behaviour]), "a\nd\n");
        assert_eq!(with(&[Stage::Speed]), "a\nb\nd\n");
        assert_eq!(with(&[Stage::Speed, Stage::Interleavings]), "a\nb\nc\nd\n");
    }

    #[test]
    fn a_file_of_which_nothing_is_left_is_not_made_and_a_stub_is_made_twice() {
        let mut rendered = Rendered::default();
        let words = Words::new([(FOLDER, "07_x".to_owned())]);
        rendered.add("tests/00_my_exercise/speed.rs", "// <speed>\nfn main() {}\n// </speed>\n", &[], &words);
        rendered.add("exercises/00_my_exercise/stub.rs", "fn a() {}\n", &[], &words);
        assert_eq!(rendered.below("exercises/07_x/"), ["src/lib.rs", "stub.rs"]);
        assert_eq!(rendered.into_files().len(), 2);
    }

    #[test]
    fn points_are_added_up() {
        assert_eq!(points("check(a).points(2).hint(1),\nrace(b)\n    .points(10)\n"), 12);
    }
}
