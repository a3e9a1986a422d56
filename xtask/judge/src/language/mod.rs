//! The languages that learners read. Code is written in English: `tr!("...")` looks a text up in `xtask/ru.po`, and
//! [`said`] does it for what hidden checks say, which is in the `ru.po` of their folder. Both keep to one language for
//! the whole process. What is not translated stays English.

mod catalogue;
mod phrases;

pub use catalogue::{Catalogue, Entry};
pub use phrases::{Phrases, placeholders};

use crate::KitError;
use crate::layout::Layout;
use std::borrow::Cow;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The variable that chooses a language for everything that is started from a shell.
pub const VARIABLE: &str = "LOCKSTEP_LANG";

/// What the judge and the model of std write into verdicts. That is English, as what checks say, and is translated in the
/// same way.
const IN_VERDICTS: [&str; 3] = [
    "the interleavings of the code can be explored",
    "thread {number}",
    "the same choices lead to another run each time: something in the code does not depend on threads alone (a hash map's \
     order, an address, the real clock)",
];

/// English is what all texts are written in; the others are translated from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The original.
    English,
    /// Translated in files named `ru.po` and `*.ru.md`.
    Russian,
}

impl Language {
    /// In the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Russian];

    /// As in file names and in web pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// What its readers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Russian => "Русский",
        }
    }

    /// Which of a word's forms stands beside a number: `1 проверка, 2 проверки, 5 проверок`.
    fn plural_form(self, number: u64) -> usize {
        match (self, number % 10, number % 100) {
            (Self::English, ..) => usize::from(number != 1),
            (Self::Russian, 1, last_two) if last_two != 11 => 0,
            (Self::Russian, 2..=4, last_two) if !(12..=14).contains(&last_two) => 1,
            (Self::Russian, ..) => 2,
        }
    }

    /// The language that has this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// What the environment asks for: [`VARIABLE`], else the locale; English when it is none of ours.
    pub fn of_environment() -> Self {
        let variables = [VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"];
        let named = variables.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        named.or_else(sys_locale::get_locale).as_deref().map_or(Self::English, Self::of_locale)
    }

    fn of_locale(locale: &str) -> Self {
        let code = locale.split(['_', '.', '-', '@']).next();
        code.and_then(Self::of_code).unwrap_or(Self::English)
    }

    /// The name of a page in this language: `hints.md`, `hints.ru.md`.
    pub fn page(self, stem: &str) -> String {
        match self {
            Self::English => format!("{stem}.md"),
            Self::Russian => format!("{stem}.{}.md", self.code()),
        }
    }

    /// The name of the file in which the texts of a folder are translated.
    pub fn catalogue(self) -> String {
        format!("{}.po", self.code())
    }
}

/// What this process speaks, unless it is English.
struct Speech {
    language: Language,
    own: Catalogue,
    phrases: Phrases,
}

static SPEECH: OnceLock<Speech> = OnceLock::new();

/// From here on, this process speaks `language`. Each crate with texts of its own has to listen as well:
/// `tr::set_translator!(Spoken)`. Only the first call has an effect.
pub fn speak(language: Language, layout: &Layout) -> Result<(), KitError> {
    if language == Language::English {
        return Ok(());
    }
    let (own, phrases) = load(language, layout)?;
    tr::set_translator!(Spoken);
    // A second call would be a mistake of ours, and changes nothing.
    let _ = SPEECH.set(Speech { language, own, phrases });
    Ok(())
}

/// What the judge itself says in a language, and what it finds again in what checks say.
pub(crate) fn load(language: Language, layout: &Layout) -> Result<(Catalogue, Phrases), KitError> {
    let own = Catalogue::load(&layout.own_texts().join(language.catalogue()), language)?;
    let is_in_verdicts = |entry: &&Entry| IN_VERDICTS.contains(&entry.english.as_str());
    let mut entries: Vec<Entry> = own.entries().filter(is_in_verdicts).cloned().collect();
    for folder in folders(layout) {
        let path = folder.join(language.catalogue());
        if path.exists() {
            entries.extend(Catalogue::load(&path, language)?.into_entries());
        }
    }
    Ok((own, Phrases::new(entries)))
}

/// Every folder whose texts are put into the judge's words, apart from the judge's own.
fn folders(layout: &Layout) -> Vec<PathBuf> {
    let parents = [layout.exercises(), layout.checks(""), layout.solutions("")];
    let listings = parents.iter().filter_map(|parent| fs::read_dir(parent).ok());
    let mut found: Vec<PathBuf> = listings.flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// The language of this process.
pub fn spoken() -> Language {
    SPEECH.get().map_or(Language::English, |speech| speech.language)
}

/// What a check says, an exercise is called or a submission is about, in the language of this process.
pub fn said(text: &str) -> Cow<'_, str> {
    let translated = SPEECH.get().and_then(|speech| speech.phrases.translate(text));
    translated.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What the judge or a command says, in the language of this process, where it is no literal that `tr!` could have: the
/// help of a command, a name that was chosen before, or what a launcher of the sandbox says.
pub fn looked_up(text: &str) -> Cow<'_, str> {
    let found = SPEECH.get().and_then(|speech| speech.own.get(text));
    Cow::Borrowed(found.unwrap_or(text))
}

/// A page in the language of this process, or in English as long as nobody has translated it.
pub fn page(folder: &Path, stem: &str) -> PathBuf {
    let translated = folder.join(spoken().page(stem));
    if translated.exists() { translated } else { folder.join(Language::English.page(stem)) }
}

/// Looks up what a crate says with `tr!`.
#[derive(Debug, Clone, Copy)]
pub struct Spoken;

impl tr::Translator for Spoken {
    fn translate<'a>(&'a self, text: &'a str, _context: Option<&'a str>) -> Cow<'a, str> {
        looked_up(text)
    }

    fn ntranslate<'a>(&'a self, n: u64, one: &'a str, many: &'a str, _context: Option<&'a str>) -> Cow<'a, str> {
        let found = SPEECH.get().and_then(|speech| speech.own.get_for(n, one));
        Cow::Borrowed(found.unwrap_or(if n == 1 { one } else { many }))
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Russian};

    #[test]
    fn the_locale_chooses_the_language() {
        let check = |locale, expected| assert_eq!(Language::of_locale(locale), expected, "{locale:?}");
        check("C.UTF-8", English);
        check("de_DE.UTF-8", English);
        check("ru_RU.UTF-8", Russian);
        check("ru-RU", Russian);
        check("ru", Russian);
        check("run_XX", English);
    }

    #[test]
    fn numbers_choose_the_form_of_a_word() {
        let forms = |language: Language, numbers: &[u64]| -> Vec<usize> {
            numbers.iter().map(|number| language.plural_form(*number)).collect()
        };
        assert_eq!(forms(English, &[0, 1, 2, 21]), [1, 0, 1, 1]);
        assert_eq!(forms(Russian, &[1, 21, 101, 1001]), [0; 4]);
        assert_eq!(forms(Russian, &[2, 3, 4, 22, 104]), [1; 5]);
        assert_eq!(forms(Russian, &[0, 5, 11, 12, 14, 19, 20, 111, 112]), [2; 9]);
    }
}
