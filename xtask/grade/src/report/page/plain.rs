//! What strangers wrote, made fit to be shown: nothing in it steers who shows it, and nothing is without end. It is not
//! escaped here; the templates do that.

/// The same text, with U+FFFD in place of what could steer: control characters, and marks that change the direction of
/// writing, with which one text can look like another.
pub(super) fn harmless(text: &str) -> String {
    text.chars().map(|sign| if steers(sign) { '\u{fffd}' } else { sign }).collect()
}

fn steers(sign: char) -> bool {
    let changes_direction =
        matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks_lines = matches!(sign, '\u{2028}' | '\u{2029}');
    changes_direction || breaks_lines || (sign.is_control() && !matches!(sign, '\n' | '\t'))
}

/// The beginning of a text, and whether that is all of it.
pub(super) fn beginning(text: &str, lines: usize, characters: usize) -> (&str, bool) {
    let text = text.trim_end();
    let end_of_lines = text.match_indices('\n').map(|(at, _)| at).nth(lines.saturating_sub(1));
    let end_of_characters = text.char_indices().map(|(at, _)| at).nth(characters);
    let end = [end_of_lines, end_of_characters].into_iter().flatten().min();
    end.map_or((text, true), |end| (&text[..end], false))
}

/// The beginnings of texts that follow each other, `count` of them at most, and whether that is all of them.
pub(super) fn beginnings(texts: &[String], count: usize, characters: usize) -> (Vec<&str>, bool) {
    let (mut kept, mut left) = (Vec::new(), characters);
    for text in texts {
        let (beginning, is_all) = beginning(text, count, left);
        if kept.len() == count || (beginning.is_empty() && !is_all) {
            return (kept, false);
        }
        kept.push(beginning);
        if !is_all {
            return (kept, false);
        }
        left -= beginning.chars().count();
    }
    (kept, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_taken_out_and_the_rest_stays() {
        for (text, expected) in [
            ("Zoë Ähn-O'Neill 李雷 שלום", "Zoë Ähn-O'Neill 李雷 שלום"),
            ("a\nb\tc", "a\nb\tc"),
            ("a\0b\x1b[31mc\r\u{85}", "a\u{fffd}b\u{fffd}[31mc\u{fffd}\u{fffd}"),
            ("user\u{202e}nimda\u{2066}\u{200f}", "user\u{fffd}nimda\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_cut_at_whichever_limit_comes_first() {
        for (text, lines, characters, expected) in [
            ("", 2, 10, ("", true)),
            ("one\ntwo\n", 2, 10, ("one\ntwo", true)),
            ("one\ntwo\nthree", 2, 10, ("one\ntwo", false)),
            ("one\ntwo", 2, 5, ("one\nt", false)),
            ("äöü", 1, 2, ("äö", false)),
            ("äöü", 1, 3, ("äöü", true)),
        ] {
            assert_eq!(beginning(text, lines, characters), expected, "{text:?}");
        }
    }

    #[test]
    fn texts_are_cut_together() {
        let texts = ["one", "two", "three"].map(str::to_owned);
        for (count, characters, expected) in [
            (3, 11, (vec!["one", "two", "three"], true)),
            (2, 11, (vec!["one", "two"], false)),
            (3, 8, (vec!["one", "two", "th"], false)),
            (3, 6, (vec!["one", "two"], false)),
        ] {
            assert_eq!(beginnings(&texts, count, characters), expected, "{count} {characters}");
        }
    }
}
