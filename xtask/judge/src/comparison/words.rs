//! Source text as its words: names, numbers and signs. Comments and layout are gone, and what stands in strings too.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The words of one way, in their order.
pub(super) type Words = Vec<String>;

/// The words of several files; none when one of them is no Rust.
pub(super) fn of_all(texts: &[&str]) -> Option<Words> {
    let mut words = Vec::new();
    for text in texts {
        add(&mut words, text.parse().ok()?);
    }
    Some(words)
}

/// Whether somebody chose this word: it is neither a number, a sign nor a word of the language.
pub(super) fn is_name(word: &str) -> bool {
    const LANGUAGE: [&str; 28] = [
        "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "fn", "for", "if", "impl", "in",
        "let", "loop", "match", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "use", "where",
        "while",
    ];
    word.starts_with(|first: char| first.is_alphabetic() || first == '_') && !LANGUAGE.contains(&word)
}

fn add(words: &mut Words, stream: TokenStream) {
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // What a comment for documentation becomes: `#[doc = "..."]`, or `#![doc = "..."]` for what is around it.
            TokenTree::Punct(sign) if sign.as_char() == '#' && tokens.next_if(is_doc).is_some() => {}
            TokenTree::Punct(sign)
                if sign.as_char() == '!' && is_last(words, "#") && tokens.next_if(is_doc).is_some() =>
            {
                words.pop();
            }
            TokenTree::Punct(sign) => words.push(sign.as_char().to_string()),
            TokenTree::Ident(name) => words.push(name.to_string()),
            TokenTree::Literal(literal) => words.push(value(&literal.to_string())),
            TokenTree::Group(group) => {
                let (open, close) = signs(group.delimiter());
                words.push(open.to_owned());
                add(words, group.stream());
                words.push(close.to_owned());
            }
        }
    }
}

fn is_last(words: &Words, word: &str) -> bool {
    words.last().is_some_and(|last| last == word)
}

fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let mut inside = group.stream().into_iter();
    group.delimiter() == Delimiter::Bracket && matches!(inside.next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// Numbers as they are; the words of a message are not those of the program.
fn value(literal: &str) -> String {
    if literal.starts_with(|first: char| first.is_ascii_digit()) { literal.to_owned() } else { "\"\"".to_owned() }
}

fn signs(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::of_all;

    #[test]
    fn comments_and_strings_are_no_words() {
        let text =
            "//! Above.\n/// Doc.\n#[must_use] fn a<'x>() -> u8 { /* in /* two */ */ print!(r#\"// no\"#, 'c', 7) }";
        let words = of_all(&[text]).unwrap().join(" ");
        assert_eq!(words, "# [ must_use ] fn a < ' x > ( ) -> u8 { print ! ( \"\" , \"\" , 7 ) }".replace("->", "- >"));
        assert_eq!(of_all(&["fn a() {}", "fn ( {"]), None);
    }
}
