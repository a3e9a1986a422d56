//! A page of text for a learner's terminal, line by line: what is long is broken, what could steer the terminal is
//! taken out. The words come from elsewhere.

use crate::build::Diagnostic;
use anstyle::{AnsiColor, Style};

pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const STRONG: Style = Style::new().bold();
pub(super) const QUIET: Style = Style::new().dimmed();
/// Every terminal has as many columns.
pub(super) const WIDTH: usize = 80;

/// What a program prints or panics with must not steer the terminal.
pub(super) fn harmless(line: &str, length: usize) -> String {
    line.chars().take(length).map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}

/// A page, with colours.
#[derive(Default)]
pub(super) struct Page {
    pub(super) text: String,
}

impl Page {
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A sentence, indented, in as many lines as it needs.
    pub(super) fn wrapped(&mut self, indent: &str, sentence: &str) {
        let sentence = &harmless(sentence, 2000);
        let inner = sentence.len() - sentence.trim_start().len();
        let indent = format!("{indent}{}", &sentence[..inner]);
        let options = textwrap::Options::new(WIDTH).initial_indent(&indent).subsequent_indent(&indent);
        for line in textwrap::wrap(&sentence[inner..], options.break_words(false)) {
            self.line(&line);
        }
    }

    /// A sentence in a list, whose further lines begin under its words.
    pub(super) fn wrapped_list(&mut self, bullet: &str, sentence: &str) {
        let indent = " ".repeat(bullet.len());
        let options = textwrap::Options::new(WIDTH).initial_indent(bullet).subsequent_indent(&indent);
        for line in textwrap::wrap(&harmless(sentence, 2000), options.break_words(false)) {
            self.line(&line);
        }
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// As rustc renders them.
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            self.line(diagnostic.rendered.trim_end());
            self.blank();
        }
    }
}
