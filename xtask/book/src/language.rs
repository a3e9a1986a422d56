//! The languages that the book can be read in.

use clap::ValueEnum;
use std::env;

/// English is what the book is written in; the others are translated from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// The original.
    #[value(name = "en")]
    English,
    /// Translated by `docs/book/po/ru.po`.
    #[value(name = "ru")]
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

    /// What the environment asks for, as far as there is such a book.
    pub fn of_environment() -> Self {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        Self::of_locale(names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty())).as_deref())
    }

    fn of_locale(locale: Option<&str>) -> Self {
        let code = locale.and_then(|name| name.split(['_', '.', '-', '@']).next());
        Self::ALL.into_iter().find(|language| Some(language.code()) == code).unwrap_or(Self::English)
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Russian};

    #[test]
    fn the_locale_chooses_the_language() {
        let check = |locale, expected| assert_eq!(Language::of_locale(locale), expected, "{locale:?}");
        check(None, English);
        check(Some("C.UTF-8"), English);
        check(Some("de_DE.UTF-8"), English);
        check(Some("ru_RU.UTF-8"), Russian);
        check(Some("ru"), Russian);
        check(Some("run_XX"), English);
    }
}
