//! Pieces of Markdown whose texts stay texts: no name becomes a heading, a link, a picture, a tag or another cell.

use super::text::{harmless, one_line};
use std::borrow::Cow;

/// What means something in Markdown, in HTML, or to those who turn addresses into links.
const SIGNS: &str = "\\`*_{}[]<>()#+-.!|~&@:=$^";
/// Those of them that mean something in the middle of a sentence of the kit's.
const WITHIN: &str = "\\`*[]<>|~&$^";
/// Every screen and every page of paper has as many columns.
const WIDTH: usize = 80;

/// A text within a line.
pub(super) fn escaped(text: &str) -> String {
    without_signs(&one_line(text), SIGNS)
}

/// A sentence of the kit's within a line, which means no harm: what stands between backticks in it is code, and what has
/// no meaning in the middle of a line stays as it is.
pub(super) fn sentence(text: &str) -> String {
    let line = one_line(text);
    let parts: Vec<&str> = line.split('`').collect();
    let is_code = |index: usize| index % 2 == 1;
    let codes = || parts.iter().enumerate().filter(|(index, _)| is_code(*index));
    // In a table, a bar ends a cell even within code.
    let is_plain = |code: &str| !code.is_empty() && code == code.trim() && !code.contains('|');
    if is_code(parts.len() - 1) || !codes().all(|(_, code)| is_plain(code)) {
        return without_signs(&line, SIGNS);
    }
    let shown =
        |(index, part): (usize, &&str)| if is_code(index) { format!("`{part}`") } else { without_signs(part, WITHIN) };
    parts.iter().enumerate().map(shown).collect()
}

/// A block of lines, exactly as they are but for their width.
pub(super) fn block<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> String {
    let lines: Vec<String> = lines.into_iter().flat_map(|line| wrapped(line.as_ref())).collect();
    let text = lines.join("\n");
    let fence = "`".repeat(3.max(longest_run(&text, '`') + 1));
    format!("{fence}text\n{text}\n{fence}\n")
}

/// A row of a table.
pub(super) fn row<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells = cells.into_iter().map(|cell| format!(" {} |", cell.as_ref()));
    format!("|{}\n", cells.collect::<String>())
}

/// In as many lines as it needs; those after a line break of its own begin anew.
fn wrapped(text: &str) -> Vec<String> {
    let wrap = |line: &str| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let options = textwrap::Options::new(WIDTH).initial_indent(indent).subsequent_indent(indent);
        let lines = textwrap::wrap(line.trim(), options.break_words(false));
        lines.into_iter().map(Cow::into_owned).collect::<Vec<String>>()
    };
    harmless(text).trim_end().split('\n').flat_map(wrap).collect()
}

fn without_signs(line: &str, signs: &str) -> String {
    let mut escaped = String::new();
    for c in line.chars() {
        if signs.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(|run| run.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_names() {
        let check = |text, expected| assert_eq!(escaped(text), expected, "{text:?}");
        check("Ada Lovelace", "Ada Lovelace");
        check("# a\n| b |", r"\# a \| b \|");
        check("<img src=x>", r"\<img src\=x\>");
        check("[x](https://evil.example)", r"\[x\]\(https\://evil\.example\)");
        check("*a* `b` &amp; \\", r"\*a\* \`b\` \&amp; \\");
    }

    #[test]
    fn code_in_a_sentence_is_code() {
        let check = |text, expected| assert_eq!(sentence(text), expected, "{text:?}");
        check("no client waits (for ever)", "no client waits (for ever)");
        check("`available` stays *small*", r"`available` stays \*small\*");
        check("a `Vec<T>` and `b_c`", "a `Vec<T>` and `b_c`");
        for odd in ["a ` b", "``x``", "a ` b ` c", "`a|b`"] {
            assert_eq!(sentence(odd), escaped(odd));
        }
    }

    #[test]
    fn nothing_ends_a_block_early() {
        assert_eq!(block(["a", "````", "b"]), "`````text\na\n````\nb\n`````\n");
        assert_eq!(block(["\u{1b}[31mred"]), "```text\n\u{fffd}[31mred\n```\n");
    }

    #[test]
    fn long_lines_are_broken_and_keep_their_indent() {
        let block = block([format!("  {}", "word ".repeat(60))]);
        let lines: Vec<&str> = block.lines().collect();
        assert!(lines.len() > 4, "{block}");
        assert!(lines[1..lines.len() - 1].iter().all(|line| line.starts_with("  word") && line.len() <= 80), "{block}");
    }

    #[test]
    fn cells_stand_between_bars() {
        assert_eq!(row(["a", "b"]), "| a | b |\n");
    }
}
