//! Finished sentences in another language. A check fills numbers and names into its sentences in a process of its own; the
//! judge gets them complete, and finds the sentence again by the words around what was filled in. Pure.

use super::Entry;
use std::collections::HashMap;

/// Texts of checks, with and without places for numbers and names.
#[derive(Debug, Default)]
pub struct Phrases {
    fixed: HashMap<String, String>,
    /// Those with the most words come first: they say the most about what they match.
    templates: Vec<Template>,
}

/// A sentence with places for something.
#[derive(Debug)]
struct Template {
    /// The words around the places: one more than there are places.
    words: Vec<String>,
    translation: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// What stood in this place of the English sentence, counted from 0.
    Place(usize),
}

impl Phrases {
    /// All that are translated.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut phrases = Self::default();
        for Entry { english, forms, .. } in entries {
            let Some(translation) = forms.into_iter().next() else { continue };
            let (words, names) = split(&english);
            if words.concat().trim().is_empty() {
                // It would match everything.
                continue;
            }
            if names.is_empty() {
                phrases.fixed.insert(words.concat(), split(&translation).0.concat());
            } else {
                phrases.templates.push(Template { words, translation: pieces(&translation, &names) });
            }
        }
        let length = |template: &Template| template.words.iter().map(String::len).sum::<usize>();
        phrases.templates.sort_by(|a, b| (length(b), &b.words).cmp(&(length(a), &a.words)));
        phrases
    }

    /// The whole text, or each of its lines that is known; none when nothing is.
    pub fn translate(&self, text: &str) -> Option<String> {
        if let Some(whole) = self.sentence(text) {
            return Some(whole);
        }
        if !text.contains('\n') {
            return None;
        }
        let lines: Vec<Option<String>> = text.lines().map(|line| self.sentence(line)).collect();
        lines.iter().any(Option::is_some).then(|| {
            let lines = text.lines().zip(lines).map(|(line, found)| found.unwrap_or_else(|| line.to_owned()));
            lines.collect::<Vec<_>>().join("\n")
        })
    }

    fn sentence(&self, text: &str) -> Option<String> {
        if let Some(fixed) = self.fixed.get(text) {
            return Some(fixed.clone());
        }
        self.templates.iter().find_map(|template| {
            let values = filled_in(&template.words, text)?;
            Some(template.translation.iter().map(|piece| self.put(piece, &values)).collect())
        })
    }

    /// What was filled in may be a phrase itself. It is shorter than its sentence, so that this ends.
    fn put(&self, piece: &Piece, values: &[&str]) -> String {
        match piece {
            Piece::Words(words) => words.clone(),
            Piece::Place(place) => {
                let value = values.get(*place).copied().unwrap_or_default();
                self.sentence(value).unwrap_or_else(|| value.to_owned())
            }
        }
    }
}

/// The places of a text, as they are written between `{` and `}`.
pub fn placeholders(text: &str) -> Vec<String> {
    split(text).1
}

/// A text as `format!` reads it: the words around the places, and the places.
fn split(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut words, mut names) = (vec![String::new()], Vec::new());
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        let is_doubled = matches!(sign, '{' | '}') && rest.next_if_eq(&sign).is_some();
        if sign == '{' && !is_doubled {
            names.push(rest.by_ref().take_while(|sign| *sign != '}').collect());
            words.push(String::new());
        } else if let Some(last) = words.last_mut() {
            last.push(sign);
        }
    }
    (words, names)
}

/// The places of a translation are those of the English text: by name, by number, or in their order.
fn pieces(translation: &str, english: &[String]) -> Vec<Piece> {
    let (words, names) = split(translation);
    let unnamed = |name: &str| name.is_empty() || name.starts_with(':');
    let mut in_order = english.iter().enumerate().filter(|(_, name)| unnamed(name)).map(|(index, _)| index);
    let mut pieces = Vec::new();
    for (index, words) in words.into_iter().enumerate() {
        pieces.push(Piece::Words(words));
        let Some(name) = names.get(index) else { continue };
        let place = match name.parse() {
            Ok(number) => Some(number),
            Err(_) if unnamed(name) => in_order.next(),
            Err(_) => english.iter().position(|other| other == name),
        };
        pieces.extend(place.map(Piece::Place));
    }
    pieces
}

/// What stands in `text` between these words, if it consists of them; the shortest values, left to right.
fn filled_in<'a>(words: &[String], text: &'a str) -> Option<Vec<&'a str>> {
    let (first, others) = words.split_first()?;
    let rest = text.strip_prefix(first.as_str())?;
    let Some((last, _)) = others.split_last() else { return rest.is_empty().then(Vec::new) };
    if !rest.ends_with(last.as_str()) {
        return None;
    }
    let next = &others[0];
    let ends: Vec<usize> = match (others.len(), next.is_empty()) {
        (1, _) => vec![rest.len() - next.len()],
        (_, true) => rest.char_indices().map(|(at, _)| at).collect(),
        (_, false) => rest.match_indices(next.as_str()).map(|(at, _)| at).collect(),
    };
    ends.into_iter().find_map(|end| {
        let mut values = vec![&rest[..end]];
        values.extend(filled_in(others, &rest[end..])?);
        Some(values)
    })
}

#[cfg(test)]
mod tests {
    use super::{Entry, Phrases, placeholders};

    fn phrases(texts: &[(&str, &str)]) -> Phrases {
        let entry = |(english, translation): &(&str, &str)| Entry {
            english: (*english).to_owned(),
            english_plural: None,
            forms: vec![(*translation).to_owned()],
        };
        Phrases::new(texts.iter().map(entry))
    }

    #[test]
    fn a_sentence_is_found_with_what_was_filled_in() {
        let known = phrases(&[
            ("a thread sleeps", "поток спит"),
            ("{name} took {} of {}", "{name}: {} из {}"),
            ("{name} took {} of {}, and {why:?}", "{why:?}: {name} {2} {1}"),
            ("after {what}", "перед этим: {what}"),
            ("{{x}} is {x}", "{{x}} — это {x}"),
        ]);
        for (english, expected) in [
            ("a thread sleeps", Some("поток спит")),
            ("Ann took 2 of 3", Some("Ann: 2 из 3")),
            ("Ann took 2 of 3, and \"why\"", Some("\"why\": Ann 3 2")),
            ("after a thread sleeps", Some("перед этим: поток спит")),
            ("after acquire()", Some("перед этим: acquire()")),
            ("{x} is 7", Some("{x} — это 7")),
            ("a thread sleeps\nthe input is 7", Some("поток спит\nthe input is 7")),
            ("a thread", None),
            ("", None),
        ] {
            assert_eq!(known.translate(english).as_deref(), expected, "{english:?}");
        }
    }

    #[test]
    fn words_that_come_again_are_tried_at_every_place() {
        let known = phrases(&[("{a} of {b} of 3", "{b}/{a}")]);
        assert_eq!(known.translate("1 of 2 of 2 of 3").as_deref(), Some("2 of 2/1"));
        assert_eq!(known.translate("1 of 2 of 4"), None);
    }

    #[test]
    fn an_untranslated_phrase_stays() {
        let empty = Entry { english: "x {a}".to_owned(), english_plural: None, forms: Vec::new() };
        assert_eq!(Phrases::new([empty]).translate("x 1"), None);
    }

    #[test]
    fn places_are_listed_as_they_are_written() {
        assert_eq!(placeholders("{a} {b:?} {} {{c}} {0}"), ["a", "b:?", "", "0"]);
    }
}
