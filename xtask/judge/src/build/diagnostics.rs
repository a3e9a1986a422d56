//! What rustc says, from its JSON.

use serde::{Deserialize, Serialize};

/// One error or warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// "error", "warning", ...
    pub level: String,
    /// The message's first line.
    pub message: String,
    /// The error's code (`E0308`) or the lint's name.
    pub code: Option<String>,
    /// Where, most important first.
    pub spans: Vec<Span>,
    /// Notes that belong to it, one text each.
    pub notes: Vec<String>,
    /// As rustc renders it for a terminal, with colours.
    pub rendered: String,
}

/// A range in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The file, as learners know it.
    pub file: String,
    /// First line, from 1.
    pub line: u32,
    /// First column, from 1.
    pub column: u32,
    /// What is said about this place.
    pub label: Option<String>,
}

/// rustc's own shape; see "JSON Output" in the rustc book.
#[derive(Deserialize)]
struct RustcMessage {
    #[serde(rename = "$message_type")]
    kind: String,
    level: Option<String>,
    message: Option<String>,
    code: Option<RustcCode>,
    #[serde(default)]
    spans: Vec<RustcSpan>,
    #[serde(default)]
    children: Vec<RustcChild>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct RustcCode {
    code: String,
}

#[derive(Deserialize)]
struct RustcChild {
    message: String,
}

#[derive(Deserialize)]
struct RustcSpan {
    file_name: String,
    line_start: u32,
    column_start: u32,
    is_primary: bool,
    label: Option<String>,
}

/// The diagnostics in rustc's output; lines that are not JSON are skipped.
pub(super) fn parse(output: &str) -> Vec<Diagnostic> {
    let messages = output.lines().filter_map(|line| serde_json::from_str::<RustcMessage>(line).ok());
    messages.filter(|message| message.kind == "diagnostic").map(Diagnostic::from).collect()
}

impl From<RustcMessage> for Diagnostic {
    fn from(message: RustcMessage) -> Self {
        let mut spans = message.spans;
        spans.sort_by_key(|span| !span.is_primary);
        Self {
            level: message.level.unwrap_or_default(),
            message: message.message.unwrap_or_default(),
            code: message.code.map(|code| code.code),
            spans: spans.into_iter().map(Span::from).collect(),
            notes: message.children.into_iter().map(|child| child.message).collect(),
            rendered: message.rendered.unwrap_or_default(),
        }
    }
}

impl From<RustcSpan> for Span {
    fn from(span: RustcSpan) -> Self {
        Self { file: span.file_name, line: span.line_start, column: span.column_start, label: span.label }
    }
}

impl Diagnostic {
    /// Whether it says something about a place in the code. rustc's closing line ("aborting due to ...") and
    /// its complaints about the machine do not.
    pub fn has_place(&self) -> bool {
        !self.spans.is_empty()
    }

    /// Whether it is an error that stops the build.
    pub fn is_error(&self) -> bool {
        self.level.starts_with("error")
    }
}
