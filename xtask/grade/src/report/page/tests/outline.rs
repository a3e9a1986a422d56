//! A page as its tags, to see whether it is sound.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::BTreeSet;

/// Elements that have no end.
const VOID: [&str; 3] = ["input", "link", "meta"];
/// Attributes that name places in the page.
const REFER: [&str; 4] = ["aria-controls", "aria-describedby", "aria-labelledby", "for"];

/// What a page consists of.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The names of elements and of their attributes, in their order: `th scope`.
    pub(super) elements: Vec<String>,
    /// Names of attributes with their values.
    pub(super) attributes: Vec<(String, String)>,
    /// All words, outside of the style and the script.
    pub(super) text: String,
    pub(super) style: String,
    pub(super) script: String,
    /// What a browser would have to put right.
    problems: Vec<String>,
    /// Elements that are open.
    open: Vec<String>,
}

impl Outline {
    pub(super) fn of(page: &str) -> Self {
        let mut outline = Self::default();
        // What is in a script is no markup, even where it looks like it.
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                    outline.start(text(&tag.name), attributes.collect());
                }
                Token::EndTag(tag) => outline.end(&text(&tag.name)),
                Token::String(words) => outline.words(&text(&words)),
                Token::Error(error) => outline.problems.push(format!("{error:?}")),
                Token::Comment(_) => outline.problems.push("a comment".to_owned()),
                Token::Doctype(_) => {}
            }
        }
        let open = std::mem::take(&mut outline.open);
        outline.problems.extend(open.iter().map(|name| format!("{name} is not closed")));
        outline
    }

    fn start(&mut self, name: String, attributes: Vec<(String, String)>) {
        let names: Vec<&str> = attributes.iter().map(|(name, _)| name.as_str()).collect();
        self.elements.push(format!("{name} {}", names.join(" ")));
        self.attributes.extend(attributes);
        if !VOID.contains(&name.as_str()) {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        let open = self.open.pop();
        if open.as_deref() != Some(name) {
            self.problems.push(format!("{open:?} is ended by {name}"));
        }
    }

    fn words(&mut self, words: &str) {
        match self.open.last().map(String::as_str) {
            Some("style") => self.style.push_str(words),
            Some("script") => self.script.push_str(words),
            _ => self.text.push_str(words),
        }
    }

    fn values<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// Every place that is referred to is there, no two have the same name, headings leave no level out, everything is
    /// closed in its order, and the language is named.
    pub(super) fn expect_sound(&self) {
        assert_eq!(self.problems, [""; 0]);
        let ids: Vec<&str> = self.values("id").collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "the same id twice");
        let links = self.values("href").filter_map(|link| link.strip_prefix('#'));
        let references = REFER.into_iter().flat_map(|name| self.values(name).flat_map(str::split_whitespace));
        let missing: Vec<&str> = links.chain(references).filter(|place| !known.contains(place)).collect();
        assert_eq!(missing, [""; 0], "no such places");
        let headings = self.elements.iter().filter_map(|element| match element.as_bytes() {
            [b'h', level @ b'1'..=b'6', b' ', ..] => Some(level - b'0'),
            _ => None,
        });
        headings.fold(0, |before, level| {
            assert!(level <= before + 1, "a heading of level {level} after one of level {before}");
            level
        });
        assert_eq!(self.values("lang").collect::<Vec<_>>(), ["en"]);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
