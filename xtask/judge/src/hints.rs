//! The hints of an exercise: three sections of its `hints.md` (and `hints.ru.md`), headed `## 1` to `## 3`.

use crate::KitError;
use crate::catalog::Exercise;
use crate::language::{self, Language};
use crate::layout::Layout;
use std::fs;
use std::path::PathBuf;

/// How many hints an exercise has.
pub const COUNT: u8 = 3;

/// The hints in the language of this process, first to last.
pub fn load(layout: &Layout, exercise: &Exercise) -> Result<Vec<String>, KitError> {
    read(language::page(&layout.exercise(&exercise.folder), "hints"))
}

/// The hints in one of our languages.
pub(crate) fn load_in(language: Language, layout: &Layout, exercise: &Exercise) -> Result<Vec<String>, KitError> {
    read(layout.exercise(&exercise.folder).join(language.page("hints")))
}

fn read(path: PathBuf) -> Result<Vec<String>, KitError> {
    let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
    parse(&text).map_err(|message| KitError::BrokenExercise { path, message })
}

fn parse(text: &str) -> Result<Vec<String>, String> {
    let mut hints: Vec<String> = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let expected = (hints.len() + 1).to_string();
            if heading.trim() != expected {
                return Err(format!("the heading `{line}` should be `## {expected}`"));
            }
            hints.push(String::new());
        } else if let Some(hint) = hints.last_mut() {
            hint.push_str(line);
            hint.push('\n');
        }
    }
    let hints: Vec<String> = hints.iter().map(|hint| hint.trim().to_owned()).collect();
    match hints.iter().position(String::is_empty) {
        Some(empty) => Err(format!("hint {} is empty", empty + 1)),
        None if hints.len() == usize::from(COUNT) => Ok(hints),
        None => Err(format!("there are {} hints, headed `## 1` and so on, and there must be {COUNT}", hints.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_hints_are_three_sections() {
        let hints = parse("# Hints\n\n## 1\nA?\n\n## 2\nB.\nC.\n## 3\nD.\n").unwrap();
        assert_eq!(hints, ["A?", "B.\nC.", "D."]);
    }

    #[test]
    fn what_is_missing_is_named() {
        for (text, expected) in [
            ("## 1\na\n## 2\nb\n", "there are 2 hints"),
            ("## 1\na\n## 3\nb\n", "`## 3` should be `## 2`"),
            ("## 1\na\n## 2\n\n## 3\nc\n", "hint 2 is empty"),
        ] {
            let message = parse(text).unwrap_err();
            assert!(message.contains(expected), "{text:?}: {message}");
        }
    }
}
