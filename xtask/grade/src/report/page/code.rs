//! Code within sentences: what stands between backticks.

use maud::{Markup, html};

/// A sentence on the page. With a backtick too few or too many, it stays as it is.
pub(super) fn sentence(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    let is_code = |index: usize| index % 2 == 1;
    if is_code(parts.len() - 1) {
        return html! { (text) };
    }
    html! {
        @for (index, part) in parts.iter().enumerate() {
            @if is_code(index) { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn code_stands_between_backticks() {
        let check = |text, expected| assert_eq!(sentence(text).into_string(), expected, "{text:?}");
        check("no code", "no code");
        check("say `--exercise`.", "say <code>--exercise</code>.");
        check("`a<b>` and `c`", "<code>a&lt;b&gt;</code> and <code>c</code>");
        check("one ` only", "one ` only");
    }
}
