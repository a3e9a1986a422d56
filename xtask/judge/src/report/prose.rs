//! Paragraphs that authors wrote in Markdown, broken for every terminal. Code, tables and headings stay as they are.

use super::page::WIDTH;

/// Breaks paragraphs and lists.
pub(super) fn fill(text: &str) -> String {
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn paragraph(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_item = |line: &&str| line.starts_with("- ");
    let is_more = |line: &&str| line.starts_with("  ") && !line.starts_with("    ");
    if lines.first().is_some_and(is_item) && lines.iter().all(|line| is_item(line) || is_more(line)) {
        return items(&lines).iter().map(|item| broken(item, "  ")).collect::<Vec<_>>().join("\n");
    }
    if lines.iter().any(|line| ["- ", "|", " ", "#", "```", "1. "].iter().any(|sign| line.starts_with(sign))) {
        return text.to_owned();
    }
    broken(&lines.join(" "), "")
}

/// Each item of a list on one line.
fn items(lines: &[&str]) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match items.last_mut() {
            Some(item) if !line.starts_with("- ") => *item += &format!(" {}", line.trim_start()),
            Some(_) | None => items.push((*line).to_owned()),
        }
    }
    items
}

fn broken(text: &str, indent: &str) -> String {
    textwrap::fill(text, textwrap::Options::new(WIDTH).subsequent_indent(indent).break_words(false))
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn paragraphs_and_lists_fit_and_code_stays() {
        let long = "word ".repeat(22);
        let text = format!("{long}\n{long}\n\n- {long}\n  {long}\n- short\n\n    code {long}\n\n| a | {long}|");
        let filled = fill(&text);
        let blocks: Vec<&str> = filled.split("\n\n").collect();
        assert!(blocks[..2].iter().all(|block| block.lines().all(|line| line.len() <= 80)), "{filled}");
        assert_eq!(blocks[1].lines().filter(|line| line.starts_with("- ")).count(), 2);
        assert!(blocks[1].lines().nth(1).unwrap().starts_with("  word"), "{filled}");
        assert_eq!(blocks[2..], [format!("    code {long}"), format!("| a | {long}|")]);
    }
}
