//! The title of a new exercise: plain text, since it goes into Markdown, TOML, Rust and catalogues alike.

use std::fmt;
use std::str::FromStr;
use tr::tr;

/// What would be read as markup in one of them.
const MARKUP: [char; 9] = ['"', '\\', '`', '<', '>', '[', ']', '{', '}'];

/// A short name for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// That of a slug: `ticket_office` is "Ticket office".
    pub fn of_slug(slug: &str) -> Self {
        let words = slug.replace('_', " ");
        let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
        Self(first.to_uppercase() + rest)
    }
}

impl FromStr for Title {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() || text.contains(char::is_control) {
            return Err(tr!("a title is one line of text"));
        }
        match text.chars().find(|sign| MARKUP.contains(sign)) {
            Some(sign) => Err(tr!("a title is plain text, without {sign}", sign)),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Title {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Title;

    #[test]
    fn a_title_is_plain_text() {
        assert_eq!(Title::of_slug("ticket_office").to_string(), "Ticket office");
        assert_eq!(" Two cooks ".parse::<Title>().unwrap().to_string(), "Two cooks");
        for markup in ["", " ", "a\nb", "Vec<T>", "a \"b\"", "[a]", "{a}", "`a`", "a\\b"] {
            assert!(markup.parse::<Title>().is_err(), "{markup:?}");
        }
    }
}
