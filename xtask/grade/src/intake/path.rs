//! Names and paths from strangers: made comparable, or refused. Pure.

use super::limits::{DEPTH_LIMIT, PATH_LIMIT};
use super::refusal::{Limit, Refusal};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP866};
use oem_cp::decode_string_complete_table;
use unicode_normalization::UnicodeNormalization;

/// The longest name that is shown whole, in characters.
const SHOWN: usize = 120;

/// A path within a folder or an archive: names that are joined by `/`, in one spelling of their accents (macOS takes
/// them apart). Refused is what leads elsewhere on any system, and what cannot be shown.
pub(super) fn clean(raw: &str) -> Result<String, Refusal> {
    let is_absolute = raw.starts_with('/') || has_drive(raw);
    if is_absolute || raw.len() > PATH_LIMIT || raw.contains(is_odd) {
        return Err(Refusal::OddName);
    }
    let names: Vec<&str> = raw.split('/').filter(|name| !matches!(*name, "" | ".")).collect();
    if names.is_empty() || names.iter().any(|name| *name == ".." || name.trim().is_empty()) {
        return Err(Refusal::OddName);
    }
    if names.len() > DEPTH_LIMIT {
        return Err(Limit::Depth.into());
    }
    Ok(normal(&names.join("/")))
}

/// The text in one spelling of its accents.
pub(super) fn normal(text: &str) -> String {
    text.nfc().collect()
}

/// Two texts are equal up to capitals and the spelling of accents when this is equal.
pub(super) fn folded(text: &str) -> String {
    // Lower case can take letters apart again.
    normal(&normal(text).to_lowercase())
}

/// A name whose encoding nobody told. Programs of this century write UTF-8; older ones wrote what their system used.
/// Where all that is not ASCII would be Cyrillic, it is taken for that, else for what the zip format says.
pub(super) fn decoded(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let cyrillic = decode_string_complete_table(bytes, &DECODING_TABLE_CP866);
    let is_word = |word: &str| word.is_ascii() || word.chars().all(is_cyrillic);
    if cyrillic.split(|sign: char| !sign.is_alphabetic()).all(is_word) && !cyrillic.contains(is_drawing) {
        return cyrillic;
    }
    decode_string_complete_table(bytes, &DECODING_TABLE_CP437)
}

/// What was refused, or a path that is not ours, for a person to read: without what would act on a terminal.
pub(super) fn shown(raw: &str) -> String {
    let mut text = String::new();
    for sign in raw.chars().take(SHOWN) {
        if is_unshown(sign) {
            text.extend(sign.escape_unicode());
        } else {
            text.push(sign);
        }
    }
    if raw.chars().nth(SHOWN).is_some() {
        text.push_str("...");
    }
    text
}

/// What systems, editors and cargo leave behind: nothing in such a folder, and no such file, was written by a learner.
pub(super) fn is_junk(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "__MACOSX" | "target" | "node_modules")
}

/// Whether any part of a path is junk.
pub(super) fn is_in_junk(path: &str) -> bool {
    path.split('/').any(is_junk)
}

/// The name that a path ends with.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn has_drive(raw: &str) -> bool {
    matches!(raw.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

fn is_odd(sign: char) -> bool {
    sign == '\\' || sign == char::REPLACEMENT_CHARACTER || is_unshown(sign)
}

/// Control characters, and those that make the rest of a line run the other way.
fn is_unshown(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_cyrillic(sign: char) -> bool {
    matches!(sign, '\u{400}'..='\u{4ff}')
}

/// Lines, blocks and signs that stand in the same places as other code pages' letters.
fn is_drawing(sign: char) -> bool {
    matches!(sign, '\u{2190}'..='\u{25ff}' | '\u{a0}'..='\u{bf}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for (raw, expected) in [
            ("a/b.rs", Ok("a/b.rs")),
            ("./a//b.rs", Ok("a/b.rs")),
            ("a/", Ok("a")),
            ("a..b/c", Ok("a..b/c")),
            ("ab: c/d", Ok("ab: c/d")),
            ("e\u{301}/a", Ok("\u{e9}/a")),
            ("", Err(Refusal::OddName)),
            ("/", Err(Refusal::OddName)),
            (".", Err(Refusal::OddName)),
            ("a/ /b", Err(Refusal::OddName)),
            ("..", Err(Refusal::OddName)),
            ("a/../../b", Err(Refusal::OddName)),
            ("/etc/passwd", Err(Refusal::OddName)),
            ("C:/a", Err(Refusal::OddName)),
            ("c:a", Err(Refusal::OddName)),
            ("a\\b", Err(Refusal::OddName)),
            ("\\\\host\\share", Err(Refusal::OddName)),
            ("a\nb", Err(Refusal::OddName)),
            ("a\0b", Err(Refusal::OddName)),
            ("\u{1b}[31ma", Err(Refusal::OddName)),
            ("\u{202e}sr.bil", Err(Refusal::OddName)),
            (&"a/".repeat(DEPTH_LIMIT + 1), Err(Limit::Depth.into())),
            (&"a".repeat(PATH_LIMIT + 1), Err(Refusal::OddName)),
        ] {
            assert_eq!(clean(raw).as_deref(), expected.as_ref().copied(), "{raw:?}");
        }
    }

    #[test]
    fn names_in_old_encodings_are_read() {
        for (bytes, expected) in [
            (&b"lib.rs"[..], "lib.rs"),
            ("Петров".as_bytes(), "Петров"),
            (b"\x8f\xa5\xe2\xe0\xae\xa2 \x80_1", "Петров А_1"),
            (b"M\x81ller", "Müller"),
            (b"Jos\x82", "José"),
        ] {
            assert_eq!(decoded(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_shown_acts_on_no_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(shown("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(shown(&"x".repeat(1000)).len(), SHOWN + 3);
    }

    #[test]
    fn names_are_equal_up_to_capitals_and_accents() {
        assert_eq!(folded("E\u{301}va"), folded("\u{e9}VA"));
        assert_ne!(folded("eva"), folded("\u{e9}va"));
    }

    proptest! {
        #[test]
        fn a_clean_path_stays_inside_and_stays_as_it_is(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(path) = clean(&decoded(&bytes)) {
                prop_assert!(path.split('/').all(|name| !matches!(name, "" | "." | "..")), "{path:?}");
                prop_assert!(!path.contains(is_odd), "{path:?}");
                prop_assert_eq!(clean(&path), Ok(path.clone()));
            }
        }
    }
}
