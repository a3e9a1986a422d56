//! Statements and hints are Markdown: made readable for a terminal, as text with colours. Paragraphs and lists are
//! broken to a width, headings are bold; tables and code stay as they are.

use anstyle::Style;
use textwrap::Options;

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// The text for a terminal of this width.
pub(super) fn render(markdown: &str, width: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in markdown.lines() {
        let is_fence = line.trim_start().starts_with("```");
        let stays = is_code || is_fence || line.is_empty() || line.starts_with(['#', '|']);
        if stays || is_item(line) {
            flush(&mut out, &mut paragraph, width);
        }
        if is_fence {
            is_code = !is_code;
        } else if is_code {
            out += &format!("    {QUIET}{line}{QUIET:#}\n");
        } else if let Some(heading) = line.strip_prefix('#') {
            out += &format!("{STRONG}{}{STRONG:#}\n", heading.trim_start_matches('#').trim());
        } else if stays {
            out += &format!("{line}\n");
        } else if paragraph.is_empty() {
            line.clone_into(&mut paragraph);
        } else {
            paragraph += &format!(" {}", line.trim_start());
        }
    }
    flush(&mut out, &mut paragraph, width);
    out
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ") || line.starts_with("* ") || number.len() < line.len() && number.starts_with(". ")
}

/// Ends a paragraph or an item of a list; further lines begin under its words.
fn flush(out: &mut String, paragraph: &mut String, width: usize) {
    if paragraph.is_empty() {
        return;
    }
    let indent = paragraph.len() - paragraph.trim_start().len();
    let bullet = if is_item(paragraph) { paragraph.trim_start().find(' ').map_or(0, |at| at + 1) } else { 0 };
    let below = " ".repeat(indent + bullet);
    let options = Options::new(width).subsequent_indent(&below).break_words(false);
    // Breaking comes first, so that escape sequences do not count.
    *out += &strong(&textwrap::fill(paragraph, options));
    out.push('\n');
    paragraph.clear();
}

/// `**words**` in bold.
fn strong(text: &str) -> String {
    let mut parts = text.split("**");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut is_strong = false;
    for part in parts {
        is_strong = !is_strong;
        out += &if is_strong { format!("{STRONG}{part}") } else { format!("{STRONG:#}{part}") };
    }
    if is_strong { out + &format!("{STRONG:#}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_broken_and_tables_are_not() {
        let markdown = "# Title\n\nOne two\nthree four.\n\n- **a** long item\n  of two lines\n- b\n\n| a | b | c | d | e |\n\n```text\ncode\n```\n";
        let plain = anstream::adapter::strip_str(&render(markdown, 14)).to_string();
        let expected = "Title\n\nOne two three\nfour.\n\n- a long\n  item of two\n  lines\n- b\n\n| a | b | c | d | e |\n\n    code\n";
        assert_eq!(plain, expected);
    }
}
