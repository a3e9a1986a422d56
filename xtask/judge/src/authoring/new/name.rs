//! The name of a new exercise, `07_rendezvous`: a number that orders the course, and a slug that is the name of a crate.
//! Pure.

use crate::catalog::Exercise;
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;
use tr::tr;

/// A slug that is no longer than this leaves room for code in each line that has it.
const LONGEST: usize = 40;

/// Words of the language, and words that have a meaning of their own here: crates that each program has, the module of
/// the authors' version in a race, and every exercise for `cargo xtask check`.
#[rustfmt::skip]
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "macro_rules",
];
const RESERVED: [&str; 7] = ["all", "alloc", "authors", "core", "proc_macro", "std", "test"];

/// Number and slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// 1 to 99.
    pub number: u32,
    /// A crate's name.
    pub slug: String,
}

/// Why a name is none for a new exercise.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnfitName {
    /// It does not look like one.
    #[error("{}", no_name(.asked, .alike.as_ref()))]
    NoName {
        /// What was asked for.
        asked: String,
        /// What may have been meant.
        alike: Option<Name>,
    },
    /// Its slug is longer than [`LONGEST`].
    #[error("{}", tr!("`{slug}` is too long: a name has {limit} letters at most", slug = .0, limit = LONGEST))]
    TooLong(String),
    /// Its slug is a word of Rust.
    #[error("{}", tr!("`{slug}` is a word of the language Rust, so no crate can have that name", slug = .0))]
    Keyword(String),
    /// Its slug means something else here.
    #[error("{}", tr!("`{slug}` has a meaning of its own in Rust or in this kit; choose another name", slug = .0))]
    Reserved(String),
    /// Its number is taken.
    #[error("{}", number_taken(*.number, .by, *.free))]
    NumberTaken {
        /// The number.
        number: u32,
        /// The folder of the exercise that has it.
        by: String,
        /// The first number behind all exercises.
        free: u32,
    },
    /// Its slug is taken by an exercise, whose folder this is.
    #[error("{}", tr!("there is an exercise with this name already: exercises/{folder}", folder = .0))]
    SlugTaken(String),
    /// Its slug is the name of another crate in the workspace.
    #[error("{}", tr!("there is a crate `{name}` already, in Cargo.lock; choose another name", name = .0))]
    CrateTaken(String),
    /// Something that it would make is there.
    #[error("{}", tr!("{path} is there already: move it out of the way, or choose another name", path = .0))]
    IsThere(String),
}

impl Name {
    /// The name of its folders.
    pub fn folder(&self) -> String {
        format!("{:02}_{}", self.number, self.slug)
    }

    /// Whether neither an exercise nor another crate has it.
    pub(super) fn check_free(&self, exercises: &[Exercise], crates: &[String]) -> Result<(), UnfitName> {
        if let Some(other) = exercises.iter().find(|exercise| exercise.slug == self.slug) {
            return Err(UnfitName::SlugTaken(other.folder.clone()));
        }
        if let Some(other) = exercises.iter().find(|exercise| exercise.number == self.number) {
            let free = exercises.iter().map(|exercise| exercise.number).max().unwrap_or_default() + 1;
            return Err(UnfitName::NumberTaken { number: self.number, by: other.folder.clone(), free });
        }
        let own = [self.slug.clone(), format!("{}_checks", self.slug)];
        let taken = crates.iter().find(|name| own.contains(&name.replace('-', "_")));
        taken.map_or(Ok(()), |name| Err(UnfitName::CrateTaken(name.clone())))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.folder())
    }
}

impl FromStr for Name {
    type Err = UnfitName;

    fn from_str(asked: &str) -> Result<Self, UnfitName> {
        let no_name = || UnfitName::NoName { asked: asked.to_owned(), alike: alike(asked) };
        let name = parse(asked).ok_or_else(no_name)?;
        match name.slug.as_str() {
            slug if slug.len() > LONGEST => Err(UnfitName::TooLong(name.slug)),
            slug if KEYWORDS.contains(&slug) => Err(UnfitName::Keyword(name.slug)),
            slug if RESERVED.contains(&slug) => Err(UnfitName::Reserved(name.slug)),
            _ => Ok(name),
        }
    }
}

/// Two digits, which are not both 0, and words of small letters and digits between single underscores.
fn parse(folder: &str) -> Option<Name> {
    let (digits, slug) = folder.split_once('_')?;
    let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_slug = slug.starts_with(|sign: char| sign.is_ascii_lowercase()) && slug.split('_').all(is_word);
    let number = digits.parse().ok().filter(|number| *number > 0)?;
    (is_number && is_slug).then(|| Name { number, slug: slug.to_owned() })
}

/// What somebody may have meant who wrote `7_rendezvous`, `07-Rendezvous` or `07 rendezvous`.
fn alike(asked: &str) -> Option<Name> {
    let words: Vec<String> = asked
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let number: u32 = words.first()?.parse().ok()?;
    parse(&format!("{number:02}_{}", words[1..].join("_")))
}

/// The names of all crates in a lock file.
pub(super) fn crates(lock_file: &str) -> Result<Vec<String>, toml::de::Error> {
    #[derive(Deserialize)]
    struct LockFile {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
    }
    let lock_file: LockFile = toml::from_str(lock_file)?;
    Ok(lock_file.package.into_iter().map(|package| package.name).collect())
}

fn no_name(asked: &str, alike: Option<&Name>) -> String {
    let rule = tr!(
        "`{asked}` is no name for an exercise: that is two digits, an underscore, and small English letters, such as \
         07_rendezvous",
        asked
    );
    match alike {
        Some(name) => rule + "\n" + &tr!("Did you mean `{name}`?", name),
        None => rule,
    }
}

fn number_taken(number: u32, by: &str, free: u32) -> String {
    tr!("number {number} is taken by exercises/{folder}; the next free one is {free}", number, folder = by, free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    fn name(asked: &str) -> Result<Name, UnfitName> {
        asked.parse()
    }

    #[test]
    fn two_digits_and_words_are_a_name() {
        for (asked, number, slug) in
            [("07_rendezvous", 7, "rendezvous"), ("12_two_cooks", 12, "two_cooks"), ("01_x2", 1, "x2")]
        {
            let found = name(asked).unwrap();
            assert_eq!((found.number, found.slug.as_str(), found.folder().as_str()), (number, slug, asked));
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_what_may_be_meant() {
        for (asked, meant) in [
            ("7_x", Some("07_x")),
            ("007_x", Some("07_x")),
            ("07-x", Some("07_x")),
            ("07-two-cooks", Some("07_two_cooks")),
            ("07_Rendezvous", Some("07_rendezvous")),
            ("07__x", Some("07_x")),
            ("07_x_", Some("07_x")),
            ("../07_x", Some("07_x")),
            ("07_Über", None),
            ("00_x", None),
            ("100_x", None),
            ("07_", None),
            ("07", None),
            ("07_7", None),
            ("rendezvous", None),
            ("", None),
        ] {
            let Err(UnfitName::NoName { alike, .. }) = name(asked) else { panic!("{asked:?} was accepted") };
            assert_eq!(alike.map(|name| name.folder()).as_deref(), meant, "{asked:?}");
        }
    }

    #[test]
    fn names_that_mean_something_else_are_refused() {
        assert_eq!(name("07_match"), Err(UnfitName::Keyword("match".to_owned())));
        assert_eq!(name("07_std"), Err(UnfitName::Reserved("std".to_owned())));
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(name(&format!("07_{long}")), Err(UnfitName::TooLong(long)));
    }

    #[test]
    fn what_is_taken_is_refused() {
        let settings =
            "title = \"T\"\ntrack = \"threads\"\nsummary = \"S\"\npoints = 9\n[behaviour]\ndeadline_ms = 2000\n";
        let exercise = |number, slug: &str| Exercise {
            number,
            slug: slug.to_owned(),
            folder: format!("{number:02}_{slug}"),
            kit: Kind::Whole,
            settings: toml::from_str(settings).unwrap(),
        };
        let exercises = [exercise(3, "ticket_office"), exercise(5, "async_fetch")];
        let crates = crates("[[package]]\nname = \"tokio-test\"\n[[package]]\nname = \"x_checks\"\n").unwrap();
        let check = |asked| name(asked).unwrap().check_free(&exercises, &crates);
        assert_eq!(check("09_a_gap_before_it"), Ok(()));
        assert_eq!(check("04_in_a_gap"), Ok(()));
        assert_eq!(
            check("03_new"),
            Err(UnfitName::NumberTaken { number: 3, by: "03_ticket_office".to_owned(), free: 6 })
        );
        assert_eq!(check("09_async_fetch"), Err(UnfitName::SlugTaken("05_async_fetch".to_owned())));
        assert_eq!(check("09_tokio_test"), Err(UnfitName::CrateTaken("tokio-test".to_owned())));
        assert_eq!(check("09_x"), Err(UnfitName::CrateTaken("x_checks".to_owned())));
    }
}
