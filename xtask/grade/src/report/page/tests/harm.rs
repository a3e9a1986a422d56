//! Strangers' words do no harm: they change nothing but the words of the page, and nothing but the page's own script
//! can run.

use super::outline::Outline;
use super::sample;
use crate::report::page::{assets, plain, render};

/// What somebody could call themselves, print, or panic with.
const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></title></textarea></pre><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onfocus='alert(1)' autofocus='",
    "<!-- --> <![CDATA[ ]]> <!doctype html>",
    "&lt;script&gt; &#x202e; &amp;amp; &",
    "javascript:alert(1)",
    "{shown} ${alert(1)} {{ alert(1) }} #learner-0",
    "user\u{202e}nimda\u{2066}x\u{2069}\u{200f}",
    "nul\0 escape\x1b[2J bell\x07 c1\u{9b}31m line\u{2028}end",
    "\u{feff}\u{fffe}\u{ffff}\u{10ffff}",
];

#[test]
fn hostile_words_change_only_the_words_of_the_page() {
    let expected = Outline::of(&render(&sample::saying("harmless")));
    for words in HOSTILE {
        let page = render(&sample::saying(words));
        let outline = Outline::of(&page);
        assert_eq!(outline.elements, expected.elements, "{words:?}");
        assert_eq!(outline.script, assets::script(), "{words:?}");
        assert!(outline.text.matches(&plain::harmless(words)).count() > 10, "{words:?}");
        let steering = page.chars().filter(|sign| plain::harmless(&sign.to_string()) != sign.to_string());
        assert_eq!(steering.collect::<String>(), "", "{words:?}");
    }
}

#[test]
fn the_policy_knows_the_style_and_the_script_and_nothing_else() {
    let outline = Outline::of(&render(&sample::small()));
    let (style, script) = (assets::source(&outline.style), assets::source(&outline.script));
    let policy = outline.attributes.iter().find(|(name, value)| name == "content" && value.contains("default-src"));
    let (_, policy) = policy.expect("there is a policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(policy.contains(&format!("style-src {style}; script-src {script}; ")), "{policy}");
    assert_eq!(policy.matches("sha256-").count(), 2, "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn the_page_asks_for_nothing_and_listens_to_nothing_by_attributes() {
    let outline = Outline::of(&render(&sample::small()));
    for (name, value) in &outline.attributes {
        assert!(!name.starts_with("on") && name != "style" && name != "src", "{name}={value:?}");
        assert!(name != "href" || value.starts_with('#') || value == "data:,", "{value}");
    }
    for word in ["url(", "@import", "http:", "https:", "//"] {
        assert!(!outline.style.contains(word), "{word} in the style");
    }
    for word in ["fetch", "XMLHttpRequest", "import", "innerHTML", "eval(", "localStorage", "document.write"] {
        assert!(!outline.script.contains(word), "{word} in the script");
    }
}

#[test]
fn what_is_endless_is_cut() {
    let mut class = sample::saying("words");
    let short = render(&class).len();
    for check in class.learners.iter_mut().flat_map(|learner| &mut learner.grades).flat_map(|grade| &mut grade.checks) {
        check.printed = "words\n".repeat(1_000_000);
        check.reasons = vec!["words ".repeat(100_000); 1000];
    }
    // Two of the checks have failed, and one of them is also the example of what failed most.
    assert!(render(&class).len() < short + 20_000, "{}", render(&class).len());
}
