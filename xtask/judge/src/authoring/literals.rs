//! The texts in Rust sources: string literals, found by their tokens. Pure.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// The string literals of a file, apart from documentation, attributes and tests.
#[derive(Debug, Default)]
pub struct Literals {
    /// All of them.
    pub all: BTreeSet<String>,
    /// Those that people may read: with words, and not only for whoever finds a broken check.
    pub texts: BTreeSet<String>,
    /// What stands in `tr!`: the text, and the text for several where there is one.
    pub translated: BTreeSet<(String, Option<String>)>,
}

/// Whose first argument is read by authors at most.
const FOR_AUTHORS: [&str; 4] = ["expect", "panic", "assert", "unreachable"];

impl Literals {
    /// Adds those of one more file. `Err` when it is no Rust.
    pub fn add(&mut self, source: &str) -> Result<(), String> {
        let tokens: TokenStream = source.parse().map_err(|error| format!("it is no Rust: {error}"))?;
        self.walk(tokens);
        Ok(())
    }

    fn walk(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut is_test = false;
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Literal(literal) => self.add_literal(&literal.to_string()),
                TokenTree::Group(group) if is_attribute(&tokens, index) => {
                    is_test |= is_test_only(group);
                    self.attribute(group);
                }
                // The body of what stands under `#[cfg(test)]`.
                TokenTree::Group(group) if is_test && group.delimiter() == Delimiter::Brace => is_test = false,
                TokenTree::Group(group) => self.call(called(&tokens[..index]).as_deref(), group),
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    /// What is said by an attribute, `#[error("{}", tr!("..."))]`, is nothing else than that.
    fn attribute(&mut self, group: &Group) {
        let mut inside = Self::default();
        inside.walk(group.stream());
        self.translated.append(&mut inside.translated);
    }

    fn call(&mut self, name: Option<&str>, arguments: &Group) {
        let mut inner: Vec<TokenTree> = arguments.stream().into_iter().collect();
        if name == Some("tr") {
            self.translated.extend(text_and_plural(&inner));
        }
        if name.is_some_and(|name| FOR_AUTHORS.contains(&name)) && inner.first().and_then(text).is_some() {
            inner.remove(0);
        }
        self.walk(inner.into_iter().collect());
    }

    fn add_literal(&mut self, literal: &str) {
        let Some(text) = unquoted(literal) else { return };
        if is_for_people(&text) {
            self.texts.insert(text.clone());
        }
        self.all.insert(text);
    }
}

/// Words, that is letters beside a blank, outside of what is filled in.
fn is_for_people(text: &str) -> bool {
    let (mut fixed, mut depth) = (String::new(), 0);
    for sign in text.trim().chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => fixed.push(sign),
            _ => {}
        }
    }
    let has_letters = fixed.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic));
    text.trim().contains(' ') && has_letters
}

fn text_and_plural(arguments: &[TokenTree]) -> Option<(String, Option<String>)> {
    let one = text(arguments.first()?)?;
    let is_bar = matches!(arguments.get(1), Some(TokenTree::Punct(sign)) if sign.as_char() == '|');
    let several = arguments.get(2).filter(|_| is_bar).and_then(text);
    Some((one, several))
}

fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    unquoted(&literal.to_string())
}

/// What a string literal stands for.
fn unquoted(literal: &str) -> Option<String> {
    litrs::StringLit::parse(literal).ok().map(|literal| literal.value().to_owned())
}

fn is_attribute(tokens: &[TokenTree], index: usize) -> bool {
    let sign = |back: usize| match index.checked_sub(back).map(|place| &tokens[place]) {
        Some(TokenTree::Punct(sign)) => sign.as_char(),
        _ => ' ',
    };
    sign(1) == '#' || sign(1) == '!' && sign(2) == '#'
}

fn is_test_only(attribute: &Group) -> bool {
    attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The function, method or macro whose arguments follow.
fn called(before: &[TokenTree]) -> Option<String> {
    match before {
        [.., TokenTree::Ident(name), TokenTree::Punct(sign)] if sign.as_char() == '!' => Some(name.to_string()),
        [.., TokenTree::Ident(name)] => Some(name.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Literals;

    #[test]
    fn texts_are_found_and_the_rest_is_not() {
        let mut found = Literals::default();
        let source = r#"
            //! "not this one"
            #[doc = "nor this one"]
            fn main() {
                check("a thread sleeps", body).expect("for authors only");
                expect!(found, "{call:?} (call {}) of {x}", 1);
                say(&tr!("one \
                          check" | "{n} checks" % count), "word", "{a} {b}");
            }
            #[cfg(test)]
            mod tests { const NOT: &str = "in a test"; }
            const AFTER: &str = "after \"it\"";
        "#;
        found.add(source).unwrap();
        assert!(
            found.texts.iter().eq([
                "after \"it\"",
                "a thread sleeps",
                "one check",
                "{call:?} (call {}) of {x}",
                "{n} checks"
            ]
            .iter()
            .collect::<std::collections::BTreeSet<_>>())
        );
        assert!(found.all.contains("word"));
        assert_eq!(found.translated.first(), Some(&("one check".to_owned(), Some("{n} checks".to_owned()))));
        assert!(found.add("fn {").is_err());
    }
}
