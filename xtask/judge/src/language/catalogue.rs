//! A gettext catalogue: English texts, each with its translation.

use super::Language;
use crate::KitError;
use polib::message::MessageView;
use polib::po_file;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// What the header of a file must have: without one of these, polib panics.
const HEADER: [&str; 9] = [
    "Project-Id-Version",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Language-Team",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Language",
    "Plural-Forms",
];

/// The texts of one folder in another language.
#[derive(Debug)]
pub struct Catalogue {
    language: Language,
    entries: HashMap<String, Entry>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The English text, which is its key.
    pub english: String,
    /// The English text for several, where a number is in it.
    pub english_plural: Option<String>,
    /// The translation: one, or one for each form that numbers ask for. Empty where it is missing.
    pub forms: Vec<String>,
}

impl Entry {
    /// Whether it is no text, but names the version of a page that has been translated: `README.md 1a2b3c4d`.
    pub fn is_page(&self) -> bool {
        let is_version = |word: &str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let parts = self.english.split_once(".md ");
        parts.is_some_and(|(page, version)| !page.contains(' ') && is_version(version))
    }
}

impl Catalogue {
    /// Reads it.
    pub fn load(path: &Path, language: Language) -> Result<Self, KitError> {
        let broken = |message: String| KitError::BrokenExercise { path: path.to_owned(), message };
        let text = fs::read_to_string(path).map_err(KitError::file("read", path))?;
        if let Some(missing) = HEADER.iter().find(|field| !text.contains(&format!("\"{field}:"))) {
            return Err(broken(format!("its header has no `{missing}`")));
        }
        let catalogue = po_file::parse(path).map_err(|error| broken(format!("it is no gettext catalogue: {error}")))?;
        let entries = catalogue.messages().map(entry).map(|entry| (entry.english.clone(), entry)).collect();
        Ok(Self { language, entries })
    }

    /// The translation of a text without a number.
    pub fn get(&self, english: &str) -> Option<&str> {
        self.form(english, 0)
    }

    /// The translation of a text for so many.
    pub fn get_for(&self, number: u64, english: &str) -> Option<&str> {
        self.form(english, self.language.plural_form(number))
    }

    fn form(&self, english: &str, form: usize) -> Option<&str> {
        let forms = &self.entries.get(english)?.forms;
        forms.get(form).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// All texts, in no order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The same, for keeps.
    pub fn into_entries(self) -> impl Iterator<Item = Entry> {
        self.entries.into_values()
    }
}

/// What nobody has looked at since the English text changed counts as missing.
fn entry(message: &dyn MessageView) -> Entry {
    let is_current = message.is_translated() && !message.is_fuzzy();
    let forms = match message.msgstr_plural() {
        _ if !is_current => Vec::new(),
        Ok(forms) => forms.clone(),
        Err(_) => message.msgstr().map(str::to_owned).into_iter().collect(),
    };
    let english_plural = message.msgid_plural().ok().map(str::to_owned);
    Entry { english: message.msgid().to_owned(), english_plural, forms }
}
