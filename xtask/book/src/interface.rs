//! The words that pages have besides their text: those of ours, and those of mdBook, which only knows them in English.

use crate::picture::{Kind, TIME};
use crate::search::script;
use crate::translation::Translation;
use anyhow::{Context, ensure};
use judge::files;
use judge::language::Language;
use std::fs;
use std::path::{Path, PathBuf};

/// Above a statement that is shown in English to readers of another language.
pub(crate) const NOT_TRANSLATED: &str = "This statement is not translated yet; here it is in English.";

/// What mdBook writes into its pages, with as much around it as tells it from the text of the book. `{}` is the word.
const OF_MDBOOK: [(&str, &str); 24] = [
    ("Keyboard shortcuts", ">{}<"),
    ("Auto", "mdbook-theme-default_theme\">{}<"),
    ("Light", "mdbook-theme-light\">{}<"),
    ("Search", "\"{} (`/`)\""),
    ("No search results for", "'{} "),
    ("search result for", "' {} "),
    ("search results for", "' {} "),
    ("Copy to clipboard", "'{}'"),
    ("Copied!", "'{}'"),
    ("Press", "<p>{} <kbd>"),
    ("or", "</kbd> {} <kbd>"),
    ("to navigate between chapters", "</kbd> {}</p>"),
    ("to search in the book", "</kbd> {}</p>"),
    ("to show this help", "</kbd> {}</p>"),
    ("to hide this help", "</kbd> {}</p>"),
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

/// Where mdBook leaves room for links in the bar above each page.
const BAR: &str = "<div class=\"right-buttons\">";

/// Puts mdBook's own words in the pages of `folder` into the language of these, and links each page to itself in the other
/// languages. An error names what mdBook does not have in its pages any more.
pub(crate) fn complete(folder: &Path, language: Language, translation: &Translation) -> anyhow::Result<()> {
    let in_place = |word: &str, place: &str| place.replace("{}", word);
    let words = OF_MDBOOK.map(|(word, place)| (in_place(word, place), in_place(&translation.of(word), place)));
    let mut missed: Vec<&str> = words.iter().map(|(english, _)| english.as_str()).chain([BAR]).collect();
    for path in files_with_words(folder)? {
        let mut page = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        missed.retain(|word| !page.contains(word));
        for (english, translated) in &words {
            page = page.replace(english, translated);
        }
        let links = other_languages(path.strip_prefix(folder).unwrap_or(&path), language);
        page = page.replace(BAR, &format!("{BAR}{links}"));
        fs::write(&path, page).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    ensure!(missed.is_empty(), "mdBook does not have this in its pages any more: {}", missed.join(", "));
    Ok(())
}

/// The pages, and the scripts that write into them.
fn files_with_words(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = files::with_extension(folder, "html")?;
    files.push(script(folder, "book")?);
    files.push(script(folder, "searcher")?);
    Ok(files)
}

/// Links from a page to the same one in each other language.
fn other_languages(page: &Path, language: Language) -> String {
    let up = "../".repeat(page.components().count());
    let others = Language::ALL.into_iter().filter(|other| *other != language).map(|other| {
        let code = other.code();
        let address = format!("{up}{code}/{}", page.display()).replace('\\', "/");
        format!("<a class=\"language\" href=\"{address}\" hreflang=\"{code}\" lang=\"{code}\">{}</a>", other.own_name())
    });
    others.collect()
}
