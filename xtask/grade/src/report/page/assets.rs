//! The page's style and script, which are in files of their own, and the policy that lets a browser use these two and
//! nothing else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// What stands in the page's `<style>`. Of two rules that are equally specific, the later one counts.
pub(super) fn style() -> String {
    let files = [
        include_str!("style/colours.css"),
        include_str!("style/text.css"),
        include_str!("style/head.css"),
        include_str!("style/signs.css"),
        include_str!("style/tables.css"),
        include_str!("style/results.css"),
        include_str!("style/charts.css"),
        include_str!("style/details.css"),
        include_str!("style/print.css"),
    ];
    with_plain_line_ends(&files.join("\n"))
}

/// What stands in the page's `<script>`.
pub(super) fn script() -> String {
    with_plain_line_ends(include_str!("page.js"))
}

/// What the page may do: use its own style and its own script, which are known by their hashes. It can load nothing,
/// send nothing, and make no markup out of text.
pub(super) fn policy() -> String {
    let (style, script) = (source(&style()), source(&script()));
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; img-src data:; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'"
    )
}

/// How a policy names a text within the page.
pub(super) fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// A browser reads every line end as `\n`, and hashes that. A checkout on Windows may have others.
fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}
