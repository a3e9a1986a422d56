//! Makes the search find words of every alphabet. mdBook fills its index for English: a word of Cyrillic letters has no
//! letters there, and is left out. The texts are in the index all the same, so that a new one can be made from it.

use anyhow::{Context, ensure};
use elasticlunr::lang::{Language, tokenize_whitespace};
use elasticlunr::pipeline::FnWrapper;
use elasticlunr::{Index, IndexBuilder, Pipeline};
use judge::files;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What is in mdBook's file around the index, which is JSON in a string of JavaScript.
const BEFORE: &str = "JSON.parse('";
const AFTER: &str = "')";

/// How the search in the browser takes signs off a word: `\W` is what no Latin letter is.
const LATIN_TRIMMER: &str = r#"replace(/^\W+/,"").replace(/\W+$/,"")"#;
const TRIMMER: &str = r#"replace(/^[^\p{L}\p{N}_]+/u,"").replace(/[^\p{L}\p{N}_]+$/u,"")"#;

/// Makes a new index for the pages in `folder`, and lets the browser look up words in the same way. An error says that
/// mdBook's files look different from what is expected here.
pub(crate) fn in_every_alphabet(folder: &Path) -> anyhow::Result<()> {
    change(&script(folder, "searchindex")?, with_new_index)?;
    change(&script(folder, "elasticlunr")?, |script| {
        ensure!(script.contains(LATIN_TRIMMER), "the search takes words apart in another way now");
        Ok(script.replace(LATIN_TRIMMER, TRIMMER))
    })
}

/// A script whose name begins so; mdBook adds a hash to it.
pub(crate) fn script(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let scripts = files::with_extension(folder, "js")?;
    let is_it = |path: &PathBuf| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name));
    scripts.into_iter().find(is_it).with_context(|| format!("mdBook has written no {name}"))
}

fn change(path: &Path, change: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<()> {
    let changed =
        change(&fs::read_to_string(path)?).with_context(|| format!("{} is not as expected", path.display()))?;
    Ok(fs::write(path, changed)?)
}

fn with_new_index(script: &str) -> anyhow::Result<String> {
    let (head, rest) = script.split_once(BEFORE).context("it holds no JSON")?;
    let (json, tail) = rest.rsplit_once(AFTER).context("its JSON has no end")?;
    let mut search: Value = serde_json::from_str(&json.replace(r"\'", "'").replace(r"\\", r"\"))?;
    search["index"] = serde_json::to_value(index_of(&search["index"]["documentStore"]["docs"])?)?;
    let json = search.to_string().replace('\\', r"\\").replace('\'', r"\'");
    Ok(format!("{head}{BEFORE}{json}{AFTER}{tail}"))
}

fn index_of(documents: &Value) -> anyhow::Result<Index> {
    const FIELDS: [&str; 3] = ["title", "body", "breadcrumbs"];
    let mut index = IndexBuilder::with_language(Box::new(Words)).add_fields(FIELDS).build();
    for (name, document) in documents.as_object().context("there are no documents in it")? {
        index.add_doc(name, FIELDS.map(|field| document[field].as_str().unwrap_or_default()));
    }
    Ok(index)
}

/// Words of any language, as they are: parts of them are found as well.
struct Words;

impl Language for Words {
    fn name(&self) -> String {
        "any".to_owned()
    }

    fn code(&self) -> String {
        "any".to_owned()
    }

    fn tokenize(&self, text: &str) -> Vec<String> {
        tokenize_whitespace(text)
    }

    fn make_pipeline(&self) -> Pipeline {
        Pipeline { queue: vec![Box::new(FnWrapper("trimmer".to_owned(), trimmed))] }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the index hands words over like this")]
fn trimmed(word: String) -> Option<String> {
    let trimmed = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_alphabets_are_in_the_new_index() {
        let document = r#"{"title":"T","body":"«Замок» isn\'t \\\\ a `key`.","breadcrumbs":"B"}"#;
        let old = format!(r#"x = JSON.parse('{{"index":{{"documentStore":{{"docs":{{"0":{document}}}}}}}}}');"#);
        let new = with_new_index(&old).unwrap();
        let json = new.strip_prefix("x = JSON.parse('").and_then(|rest| rest.strip_suffix("');")).unwrap();
        let search: Value = serde_json::from_str(&json.replace(r"\'", "'").replace(r"\\", r"\")).unwrap();
        let documents = &search["index"]["documentStore"]["docs"];
        assert_eq!(documents["0"]["body"], "«Замок» isn't \\ a `key`.");
        let mut place = &search["index"]["index"]["body"]["root"];
        for letter in "замок".chars() {
            place = &place[letter.to_string()];
        }
        assert_eq!(place["df"], 1);
    }
}
