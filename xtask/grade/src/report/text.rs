//! Texts of strangers, made harmless: nothing in them steers a terminal, turns the direction of a line around or is
//! forbidden in XML. What a format needs beyond that, it does itself.

/// Without control characters but for line breaks and tabs.
pub(super) fn harmless(text: &str) -> String {
    text.replace("\r\n", "\n").chars().map(|c| if is_harmful(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Harmless, and on one line.
pub(super) fn one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As long as `limit` characters at most; what is cut is marked.
pub(super) fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// As long as `limit` bytes at most.
pub(super) fn cut_bytes(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// `2026-11-22T09:30:00Z` as `2026-11-22 09:30 UTC`; what does not look like that, as it is.
pub(super) fn minute(time: &str) -> String {
    match (time.get(..16), time.ends_with('Z')) {
        (Some(minute), true) => minute.replace('T', " ") + " UTC",
        _ => one_line(time),
    }
}

fn is_harmful(c: char) -> bool {
    let is_layout = matches!(c, '\n' | '\t');
    let breaks_lines = matches!(c, '\u{2028}' | '\u{2029}');
    let turns_around = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_no_xml = matches!(c, '\u{fffe}' | '\u{ffff}');
    c.is_control() && !is_layout || breaks_lines || turns_around || is_no_xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal_or_turns_a_line_around() {
        let check = |text, expected| assert_eq!(harmless(text), expected, "{text:?}");
        check("two\r\nlines\tand a tab", "two\nlines\tand a tab");
        check("\u{1b}[31mred\u{7}\u{9b}0m\u{7f}", "\u{fffd}[31mred\u{fffd}\u{fffd}0m\u{fffd}");
        check("over\rwritten", "over\u{fffd}written");
        check("\u{202e}abc\u{2066}\u{2028}\u{ffff}", "\u{fffd}abc\u{fffd}\u{fffd}\u{fffd}");
        check("Юлия 🦀 e\u{301}", "Юлия 🦀 e\u{301}");
        assert_eq!(one_line(" two\r\n\r\nlines\t "), "two lines");
    }

    #[test]
    fn what_is_cut_is_marked_and_never_within_a_character() {
        assert_eq!(cut("crab", 4), "crab");
        assert_eq!(cut("crabs", 4), "cra…");
        assert_eq!(cut("крабы", 4), "кра…");
        assert_eq!(cut_bytes("крабы", 5), "кр");
        assert_eq!(cut_bytes("🦀", 3), "");
        assert_eq!(cut_bytes("crab", 9), "crab");
    }

    #[test]
    fn times_are_told_in_minutes() {
        assert_eq!(minute("2026-11-22T09:30:00Z"), "2026-11-22 09:30 UTC");
        assert_eq!(minute("yesterday"), "yesterday");
    }
}
