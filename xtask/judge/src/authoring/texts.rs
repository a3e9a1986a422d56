//! Whether every text that a learner reads is there in each language, and as the English one is now.

use super::literals::Literals;
use super::submissions::Submissions;
use crate::KitError;
use crate::catalog::Exercise;
use crate::hints;
use crate::language::{self, Catalogue, Entry, Language, Phrases, placeholders};
use crate::layout::Layout;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is missing or out of date in the texts of an exercise, a sentence each.
pub(super) fn problems(layout: &Layout, exercise: &Exercise, listed: &Submissions) -> Vec<String> {
    let mut problems = Vec::new();
    for language in translations() {
        let (learner, checks) = (layout.exercise(&exercise.folder), layout.checks(&exercise.folder));
        let solutions = layout.solutions(&exercise.folder);
        let own = [&exercise.settings.title, &exercise.settings.summary].map(Clone::clone);
        let ideas = listed.alternative.iter().map(|alternative| alternative.idea.clone());
        for (folder, stems, texts) in [
            (&learner, vec!["README", "hints"], own.into_iter().collect()),
            (&solutions, vec!["NOTES"], ideas.collect::<BTreeSet<String>>()),
        ] {
            let wanted = Wanted { known: BTreeSet::new(), texts };
            problems.extend(of_catalogue(layout, folder, language, &wanted));
            problems.extend(stems.iter().flat_map(|stem| of_page(layout, folder, stem, folder, language)));
        }
        problems.extend(of_sources(layout, &checks, &checks, language));
        problems.extend(hints::load_in(language, layout, exercise).err().as_ref().map(KitError::to_string));
    }
    problems
}

/// What is found again in each other language in what checks say; a catalogue that cannot be read is a problem already.
pub(super) fn phrases(layout: &Layout) -> Vec<(Language, Phrases)> {
    translations().filter_map(|language| Some((language, language::load(language, layout).ok()?.1))).collect()
}

/// The languages that texts are translated into.
fn translations() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::English)
}

/// In which languages a sentence of a check is not found again, a sentence each. Code stays as it is.
pub(super) fn not_found_again(phrases: &[(Language, Phrases)], said: &str) -> Vec<String> {
    let is_unknown = |phrases: &Phrases| !is_code(said) && phrases.translate(said).is_none();
    let unknown = phrases.iter().filter(|(_, phrases)| is_unknown(phrases));
    unknown
        .map(|(language, _)| format!("{}: a check says what no translation fits, {said:?}", language.code()))
        .collect()
}

/// A single word, or a call: `count_primes(10)`.
fn is_code(said: &str) -> bool {
    let call = said.split_once('(').and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
    !said.contains(' ') || call.is_some_and(|(name, arguments)| !name.contains(' ') && !arguments.contains(['(', ')']))
}

/// What is missing or out of date in the catalogue of `folder` for texts of the Rust sources in `sources`.
pub fn of_sources(layout: &Layout, folder: &Path, sources: &Path, language: Language) -> Vec<String> {
    match literals(layout, sources) {
        Ok(found) => {
            let wanted = Wanted { known: found.all, texts: found.texts };
            of_catalogue(layout, folder, language, &wanted)
        }
        Err(problem) => vec![problem],
    }
}

/// What is out of date in the translation of a page, whose version is named by the catalogue in `catalogues`.
pub fn of_page(layout: &Layout, folder: &Path, stem: &str, catalogues: &Path, language: Language) -> Vec<String> {
    let problems = [outdated(layout, folder, stem, catalogues, language), unlike(layout, folder, stem, language)];
    problems.into_iter().flatten().collect()
}

/// All string literals of the Rust sources below a folder.
pub fn literals(layout: &Layout, folder: &Path) -> Result<Literals, String> {
    let mut found = Literals::default();
    for path in rust_files(folder) {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", layout.display(&path)))?;
        found.add(&text).map_err(|problem| format!("{}: {problem}", layout.display(&path)))?;
    }
    Ok(found)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    found.sort();
    found
}

/// The texts that a catalogue must and may have.
struct Wanted {
    /// What may be in it, too: single words, for example.
    known: BTreeSet<String>,
    texts: BTreeSet<String>,
}

fn of_catalogue(layout: &Layout, folder: &Path, language: Language, wanted: &Wanted) -> Vec<String> {
    let path = folder.join(language.catalogue());
    let shown = layout.display(&path);
    let entries: Vec<Entry> = match Catalogue::load(&path, language) {
        Ok(catalogue) => catalogue.into_entries().collect(),
        Err(error) => return vec![error.to_string()],
    };
    let translated: BTreeSet<&String> =
        entries.iter().filter(|entry| !entry.forms.is_empty()).map(|entry| &entry.english).collect();
    let missing = wanted.texts.iter().filter(|text| !translated.contains(text));
    let is_known = |text: &String| wanted.texts.contains(text) || wanted.known.contains(text);
    let stale = entries.iter().filter(|entry| !is_known(&entry.english) && !entry.is_page());
    let unlike = entries.iter().filter_map(misplaced);
    let missing = missing.map(|text| format!("{shown}: there is no translation of {text:?}"));
    let stale = stale.map(|entry| format!("{shown}: nothing says {:?} any more", entry.english));
    missing.chain(stale).chain(unlike.map(|problem| format!("{shown}: {problem}"))).collect()
}

/// Why the translation of a text does not take what is filled into it.
pub fn misplaced(entry: &Entry) -> Option<String> {
    let wanted = sorted(&entry.english);
    let numbers: Vec<String> = (0..wanted.len()).map(|number| number.to_string()).collect();
    let fits = |form: &&String| {
        let found = sorted(form);
        // With one number in it, a form may do without: "one check".
        found == wanted
            || found == numbers
            || entry.english_plural.is_some() && found.iter().all(|name| name == "n" || wanted.contains(name))
    };
    let wrong = entry.forms.iter().find(|form| !fits(form))?;
    Some(format!("{wrong:?} has not the places of {:?}", entry.english))
}

fn sorted(text: &str) -> Vec<String> {
    let mut places = placeholders(text);
    places.sort();
    places
}

/// The name of a version of a page: `README.md 1a2b3c4d`, with the beginning of its SHA-256.
pub(super) fn version(page: &str, content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    format!("{page} {:08x}", u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]))
}

/// Whether a page has changed since it was translated. The catalogue beside it names the [`version`] that somebody has
/// looked at.
fn outdated(layout: &Layout, folder: &Path, stem: &str, catalogues: &Path, language: Language) -> Option<String> {
    let page = Language::English.page(stem);
    let version = version(&page, &fs::read(folder.join(&page)).ok()?);
    let path = catalogues.join(language.catalogue());
    let catalogue = Catalogue::load(&path, language).ok()?;
    let (shown, translation) = (layout.display(&folder.join(&page)), language.page(stem));
    catalogue.get(&version).is_none().then(|| {
        format!(
            "{shown} has changed: bring {translation} up to date, then write `{version}` for its old version in {}",
            layout.display(&path)
        )
    })
}

/// What a translated page lacks of the original: headings, rows of tables, lines of code.
fn unlike(layout: &Layout, folder: &Path, stem: &str, language: Language) -> Option<String> {
    let path = folder.join(language.page(stem));
    let Ok(translated) = fs::read_to_string(&path) else {
        return Some(format!("{} is missing", layout.display(&path)));
    };
    let original = fs::read_to_string(folder.join(Language::English.page(stem))).unwrap_or_default();
    let differs = outline(&original) != outline(&translated);
    differs.then(|| format!("{} has other headings, tables or code than its original", layout.display(&path)))
}

/// What has to be the same in each language: the depths of headings, the number of rows, and code.
fn outline(page: &str) -> Vec<String> {
    let mut is_code = false;
    let line = |line: &str| {
        let was_code = is_code;
        is_code ^= line.starts_with("```");
        match line.split(' ').next() {
            _ if was_code || is_code => Some(line.to_owned()),
            Some(marks) if !marks.is_empty() && marks.chars().all(|mark| mark == '#') => Some(marks.to_owned()),
            Some("|") => Some("|".to_owned()),
            Some(_) | None => None,
        }
    };
    page.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn calls_need_no_translation() {
        for code in ["pop()", "take_within(1, 20 ms)", "limit"] {
            assert!(is_code(code), "{code}");
        }
        for words in ["pop() took too long", "pop() on an empty queue (twice)", "it waits (a lot)"] {
            assert!(!is_code(words), "{words}");
        }
    }
}
