//! The translations of an exercise's checks without those of checks that were not published. Pure.

use std::collections::BTreeSet;

/// The entries of a gettext catalogue whose English text is one of `said`, and its header. Texts of several lines are put
/// together; comments stay with their entry.
pub(super) fn only_said(catalogue: &str, said: &BTreeSet<String>) -> String {
    let mut entries = catalogue.trim_end().split("\n\n");
    let header = entries.next().unwrap_or_default();
    let kept = entries.filter(|entry| english(entry).is_some_and(|text| said.contains(&text)));
    kept.fold(format!("{}\n", header.trim_end()), |text, entry| format!("{text}\n{}\n", entry.trim()))
}

/// What stands after `msgid`, on as many lines as it takes. Its escapes are those of JSON.
fn english(entry: &str) -> Option<String> {
    let mut lines = entry.lines().skip_while(|line| !line.starts_with("msgid "));
    let first = lines.next()?.strip_prefix("msgid ")?;
    let more = lines.take_while(|line| line.starts_with('"'));
    [first].into_iter().chain(more).map(|line| serde_json::from_str::<String>(line.trim()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_stays() {
        let header = "msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n";
        let entry = |english: &str| format!("\n#: x.rs\nmsgid {english}\nmsgstr \"...\"\n");
        let (one, two, three) =
            (entry("\"a \\\"b\\\"\""), entry("\"\"\n\"secret \"\n\"check\""), entry("\"\"\n\"long \"\n\"text\""));
        let said = ["a \"b\"", "long text"].map(str::to_owned).into();
        assert_eq!(only_said(&format!("{header}{one}{two}{three}"), &said), format!("{header}{one}{three}"));
    }
}
