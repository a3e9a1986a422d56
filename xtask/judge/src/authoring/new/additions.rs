//! What a new exercise adds to files that are there: lists, and the catalogue of the book.

use super::template::Words;
use super::{File, Name, Title};
use crate::KitError;
use crate::layout::Layout;
use polib::catalog::Catalog;
use polib::message::Message;
use std::fs;
use std::path::Path;

/// The Russian words of the chapters, in the workspace and in the template.
pub(super) const TRANSLATION: &str = "docs/book/po/ru.po";

/// `solutions/lib.rs` with modules for the correct solutions; `files` are all that the exercise has there.
pub(super) fn modules(list: &str, name: &Name, files: &[&str]) -> String {
    let (folder, slug) = (name.folder(), &name.slug);
    let module = |file: &str| {
        let alternative = file.strip_prefix("alternative/").and_then(|file| file.strip_suffix(".rs"));
        let module = alternative.map_or_else(|| slug.clone(), |alternative| format!("{slug}_{alternative}"));
        format!("#[path = \"{folder}/{file}\"]\npub mod {module};\n")
    };
    let mut files: Vec<&str> = files.iter().copied().filter(|file| file.starts_with("alternative/")).collect();
    files.sort_unstable();
    // After a blank line: rustfmt sorts those that stand together by their names.
    let modules: String = ["lib.rs"].into_iter().chain(files).map(module).collect();
    format!("{}\n\n{modules}", list.trim_end())
}

/// `SUMMARY.md` with a line for the chapter, in the order of the numbers.
pub(super) fn contents(list: &str, name: &Name, title: &Title) -> String {
    const FOLDER: &str = "(exercises/";
    let line = format!("- [{}. {title}]({}{}.md)", name.number, &FOLDER[1..], name.folder());
    let number = |line: &str| line.split_once(FOLDER).and_then(|(_, file)| file.get(..2)?.parse::<u32>().ok());
    let mut lines: Vec<&str> = list.lines().collect();
    let before = lines.iter().rposition(|line| number(line).is_some_and(|number| number < name.number));
    lines.insert(before.map_or(lines.len(), |place| place + 1), &line);
    lines.join("\n") + "\n"
}

/// The catalogue of the book with the words of the chapter. It is written as `cargo xtask book` writes it.
pub(super) fn translation(layout: &Layout, words: &Words) -> Result<File, KitError> {
    let mut catalogue = load(&layout.root.join(TRANSLATION))?;
    for message in load(&layout.template().join(TRANSLATION))?.messages() {
        let (english, translated) = (words.fill(message.msgid()), message.msgstr().unwrap_or_default());
        if catalogue.find_message(None, &english, None).is_none() {
            let mut added = Message::build_singular();
            added.with_source(words.fill(message.source())).with_msgid(english).with_msgstr(words.fill(translated));
            catalogue.append_or_update(added.done());
        }
    }
    let written = tempfile::NamedTempFile::new().map_err(KitError::file("create", &std::env::temp_dir()))?;
    polib::po_file::write(&catalogue, written.path()).map_err(KitError::file("write", written.path()))?;
    let text = fs::read_to_string(written.path()).map_err(KitError::file("read", written.path()))?;
    Ok(File { path: TRANSLATION.to_owned(), text })
}

fn load(path: &Path) -> Result<Catalog, KitError> {
    let broken = |error: polib::po_file::POParseError| KitError::BrokenExercise {
        path: path.to_owned(),
        message: error.to_string(),
    };
    polib::po_file::parse(path).map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(folder: &str) -> Name {
        folder.parse().unwrap()
    }

    #[test]
    fn correct_solutions_become_modules() {
        let list = "//! Modules.\n\n#[path = \"01_a/lib.rs\"]\npub mod a;\n";
        let files = ["NOTES.md", "lib.rs", "wrong/w.rs", "alternative/z.rs", "alternative/b.rs"];
        let added = "\n#[path = \"07_x/lib.rs\"]\npub mod x;\n#[path = \"07_x/alternative/b.rs\"]\npub mod x_b;\n\
                     #[path = \"07_x/alternative/z.rs\"]\npub mod x_z;\n";
        assert_eq!(modules(list, &name("07_x"), &files), format!("{list}{added}"));
    }

    #[test]
    fn a_chapter_stands_behind_those_with_smaller_numbers() {
        let list =
            "# Ideas\n\n- [A](ideas/a.md)\n\n- [1. One](exercises/01_one.md)\n- [3. Three](exercises/03_three.md)\n";
        let title = Title::of_slug("x");
        let two = contents(list, &name("02_x"), &title);
        assert!(
            two.ends_with("01_one.md)\n- [2. X](exercises/02_x.md)\n- [3. Three](exercises/03_three.md)\n"),
            "{two}"
        );
        let four = contents(list, &name("04_x"), &title);
        assert_eq!(four, format!("{list}- [4. X](exercises/04_x.md)\n"));
    }
}
