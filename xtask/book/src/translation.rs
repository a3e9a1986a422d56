//! The words of the book in another language. They are kept in a gettext catalogue (`docs/book/po/ru.po`), paragraph by
//! paragraph beside the English ones. A paragraph that changes in English is no longer found there: it is missing until
//! somebody has looked at it again.

use crate::interface;
use crate::source::Sources;
use judge::language::Language;
use mdbook_i18n_helpers::gettext;
use mdbook_i18n_helpers::xgettext::create_catalogs;
use mdbook_renderer::RenderContext;
use polib::catalog::Catalog;
use polib::message::{Message, MessageFlags, MessageView};
use polib::metadata::CatalogMetadata;
use std::fmt;
use std::fs;
use std::path::Path;

/// Below that, two paragraphs have nothing to do with each other.
const LIKENESS: f64 = 0.6;

/// A translation into one language; that into English changes nothing.
pub struct Translation(Option<Catalog>);

impl Translation {
    /// Reads it.
    pub fn load(sources: &Sources, language: Language) -> anyhow::Result<Self> {
        match language {
            Language::English => Ok(Self(None)),
            Language::Russian => sources.translation(language).map(|catalog| Self(Some(catalog))),
        }
    }

    /// One paragraph, label or word; what is not translated stays English.
    pub fn of(&self, text: &str) -> String {
        let found = self.0.as_ref().and_then(|catalog| catalog.find_message(None, text, None));
        let finished = found.filter(|message| message.is_translated() && !message.is_fuzzy());
        finished.and_then(|message| message.msgstr().ok()).unwrap_or(text).to_owned()
    }

    /// All chapters and their titles.
    pub fn apply(self, book: &mut mdbook_driver::book::Book) -> anyhow::Result<Self> {
        let Some(mut catalog) = self.0 else { return Ok(self) };
        gettext::add_stripped_summary_translations(&mut catalog);
        gettext::translate_book(&catalog, book)?;
        Ok(Self(Some(catalog)))
    }
}

/// Everything that has to be translated, without translations: chapters and their titles, pictures, and words that
/// every page has.
pub fn template(sources: &Sources) -> anyhow::Result<Catalog> {
    let mut book = sources.load(Language::English, Path::new(""))?;
    // Lines would change all the time.
    book.config.set("output.xgettext.granularity", 0)?;
    let about = [book.config.book.title.clone(), book.config.book.description.clone()];
    let context = RenderContext::new(book.root, book.book, book.config, "");
    let mut catalog = Catalog::new(metadata());
    for chapters in create_catalogs(&context, fs::read_to_string)?.into_values() {
        for message in chapters.messages() {
            catalog.append_or_update(entry(message, "", false));
        }
    }
    add_words(&mut catalog, "book.toml", about.into_iter().flatten());
    add_words(&mut catalog, "xtask/book", interface::words().map(str::to_owned));
    for (name, picture) in sources.pictures()? {
        add_words(&mut catalog, &format!("pictures/{name}.toml"), picture.texts());
    }
    Ok(catalog)
}

/// Without a time, which would change the file at every update.
fn metadata() -> CatalogMetadata {
    let mut metadata = CatalogMetadata::new();
    "1.0".clone_into(&mut metadata.mime_version);
    "text/plain; charset=UTF-8".clone_into(&mut metadata.content_type);
    "8bit".clone_into(&mut metadata.content_transfer_encoding);
    Language::Russian.code().clone_into(&mut metadata.language);
    metadata
}

fn add_words(catalog: &mut Catalog, source: &str, words: impl IntoIterator<Item = String>) {
    for word in words {
        if catalog.find_message(None, &word, None).is_none() {
            let message = Message::build_singular().with_source(source.to_owned()).with_msgid(word).done();
            catalog.append_or_update(message);
        }
    }
}

/// What is wrong with a translation, and the English text that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// Nobody has translated this.
    Missing(String),
    /// The English text has changed since this was translated.
    Stale(String),
    /// This is in no chapter any more.
    Unused(String),
}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(text) => write!(out, "not translated: {text}"),
            Self::Stale(text) => write!(out, "the English text has changed: {text}"),
            Self::Unused(text) => write!(out, "translated, but not in the book any more: {text}"),
        }
    }
}

/// What a translation lacks, in the order of the book.
pub fn gaps(template: &Catalog, translation: &Catalog) -> Vec<Gap> {
    let of = |text: &str| match translation.find_message(None, text, None) {
        Some(message) if message.is_fuzzy() => Some(Gap::Stale(text.to_owned())),
        Some(message) if message.is_translated() => None,
        Some(_) | None => Some(Gap::Missing(text.to_owned())),
    };
    let in_book = template.messages().filter_map(|message| of(message.msgid()));
    let unused = unused(template, translation).map(|message| Gap::Unused(message.msgid().to_owned()));
    in_book.chain(unused).collect()
}

fn unused<'a>(template: &Catalog, translation: &'a Catalog) -> impl Iterator<Item = &'a dyn MessageView> {
    translation.messages().filter(|message| template.find_message(None, message.msgid(), None).is_none())
}

/// The translation, with a place for everything in `template`, and without what is not in it. What has changed a little
/// keeps its old translation, marked as `fuzzy` until somebody has corrected it and taken the mark away.
pub fn updated(template: &Catalog, translation: &Catalog) -> Catalog {
    let unused: Vec<(&str, &str)> =
        unused(template, translation).map(|message| (message.msgid(), message.msgstr().unwrap_or_default())).collect();
    let mut updated = Catalog::new(metadata());
    for message in template.messages() {
        updated.append_or_update(match translation.find_message(None, message.msgid(), None) {
            Some(found) => entry(message, found.msgstr().unwrap_or_default(), found.is_fuzzy()),
            None => match most_like(message.msgid(), &unused) {
                Some(old) => entry(message, old, true),
                None => entry(message, "", false),
            },
        });
    }
    updated
}

fn entry(message: &dyn MessageView, translation: &str, is_fuzzy: bool) -> Message {
    let mut flags = MessageFlags::new();
    if is_fuzzy {
        flags.add_flag("fuzzy");
    }
    Message::build_singular()
        .with_source(message.source().to_owned())
        .with_flags(flags)
        .with_msgid(message.msgid().to_owned())
        .with_msgstr(translation.to_owned())
        .done()
}

fn most_like<'a>(text: &str, candidates: &[(&str, &'a str)]) -> Option<&'a str> {
    let likeness = |candidate: &str| strsim::normalized_levenshtein(text, candidate);
    let rated = candidates.iter().map(|(english, translated)| (likeness(english), *translated));
    let best = rated.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= LIKENESS).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(entries: &[(&str, &str)]) -> Catalog {
        let mut catalog = Catalog::new(metadata());
        for (english, translated) in entries {
            let mut message = Message::build_singular();
            message.with_msgid((*english).to_owned()).with_msgstr((*translated).to_owned());
            catalog.append_or_update(message.done());
        }
        catalog
    }

    const OLD: [(&str, &str); 3] =
        [("A lock protects.", "Замок защищает."), ("Threads wait.", "Потоки ждут."), ("Gone.", "Нет.")];

    #[test]
    fn what_is_missing_or_left_over_is_found() {
        let template = catalog(&[("A lock protects.", ""), ("Threads wait.", ""), ("New.", "")]);
        let expected = [Gap::Missing("New.".to_owned()), Gap::Unused("Gone.".to_owned())];
        assert_eq!(gaps(&template, &catalog(&OLD)), expected);
    }

    #[test]
    fn a_changed_text_keeps_its_translation_but_is_stale() {
        let template = catalog(&[("A lock protects data.", ""), ("Threads wait.", "")]);
        let updated = updated(&template, &catalog(&OLD));
        assert_eq!(gaps(&template, &updated), [Gap::Stale("A lock protects data.".to_owned())]);
        let changed = updated.find_message(None, "A lock protects data.", None).unwrap();
        assert_eq!(changed.msgstr().ok(), Some("Замок защищает."));
        // Until it is corrected, readers see the English text.
        assert_eq!(Translation(Some(updated)).of("A lock protects data."), "A lock protects data.");
    }
}
