//! The words that pages have besides their text: those of ours, and those of mdBook, which only knows them in English.

use crate::language::Language;
use crate::picture::{Kind, TIME};
use crate::translation::Translation;
use anyhow::{Context, ensure};
use judge::files;
use std::fs;
use std::path::Path;

/// Above a statement that is shown in English to readers of another language.
pub(crate) const NOT_TRANSLATED: &str = "This statement is not translated yet; here it is in English.";

/// What mdBook writes into its pages, with as much around it as tells it from the text of the book. `{}` is the word.
const OF_MDBOOK: [(&str, &str); 16] = [
    ("Keyboard shortcuts", ">{}<"),
    ("Press", ">{} <"),
    ("or", "> {} <"),
    ("to navigate between chapters", " {}<"),
    ("to search in the book", " {}<"),
    ("to show this help", " {}<"),
    ("to hide this help", " {}<"),
    ("Table of contents", "\"{}\""),
    ("Toggle Table of Contents", "\"{}\""),
    ("Change theme", "\"{}\""),
    ("Themes", "\"{}\""),
    ("Toggle Searchbar", "\"{}\""),
    ("Search this book ...", "\"{}\""),
    ("Page navigation", "\"{}\""),
    ("Previous chapter", "\"{}\""),
    ("Next chapter", "\"{}\""),
];

/// All of them, to be translated.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    let ours = [NOT_TRANSLATED, TIME].into_iter().chain(Kind::ALL.map(Kind::meaning));
    ours.chain(OF_MDBOOK.map(|(word, _)| word))
}

/// Puts mdBook's own words into the language of the pages in `folder`. An error names a word that mdBook does not use any
/// more.
pub(crate) fn translate(folder: &Path, language: Language, translation: &Translation) -> anyhow::Result<()> {
    if language == Language::English {
        return Ok(());
    }
    let mut missed: Vec<&str> = OF_MDBOOK.map(|(word, _)| word).to_vec();
    for path in files::with_extension(folder, "html")? {
        let mut page = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        for (word, place) in OF_MDBOOK {
            let english = place.replace("{}", word);
            if page.contains(&english) {
                page = page.replace(&english, &place.replace("{}", &translation.of(word)));
                missed.retain(|missed| *missed != word);
            }
        }
        fs::write(&path, page).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    ensure!(missed.is_empty(), "mdBook says this in another way now: {}", missed.join(", "));
    Ok(())
}
