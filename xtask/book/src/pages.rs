//! Completes the chapters with what is not written in them: `<!-- picture: NAME -->` becomes the picture,
//! `<!-- statement: FOLDER -->` the statement of that exercise.

use crate::interface::NOT_TRANSLATED;
use crate::picture::{self, Picture};
use crate::source::Sources;
use crate::translation::Translation;
use anyhow::{Context, bail};
use judge::language::Language;
use mdbook_driver::book::{Book, BookItem, Chapter};
use std::collections::BTreeMap;

/// What chapters are completed with.
pub(crate) struct Pages<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) pictures: &'a BTreeMap<String, Picture>,
    pub(crate) translation: &'a Translation,
    pub(crate) language: Language,
}

impl Pages<'_> {
    /// All chapters of the book.
    pub(crate) fn complete(&self, book: &mut Book) -> anyhow::Result<()> {
        let mut result = Ok(());
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item
                && result.is_ok()
            {
                result = self.chapter(chapter).with_context(|| format!("chapter `{}`", chapter.name));
            }
        });
        result
    }

    fn chapter(&self, chapter: &mut Chapter) -> anyhow::Result<()> {
        let lines: anyhow::Result<Vec<String>> = chapter.content.lines().map(|line| self.line(line)).collect();
        chapter.content = lines?.join("\n");
        Ok(())
    }

    fn line(&self, line: &str) -> anyhow::Result<String> {
        match marked(line) {
            Some(("picture", name)) => self.picture(name),
            Some(("statement", folder)) => self.statement(folder),
            Some((unknown, _)) => bail!("`{unknown}` is neither a picture nor a statement"),
            None => Ok(line.to_owned()),
        }
    }

    fn picture(&self, name: &str) -> anyhow::Result<String> {
        let picture = self.pictures.get(name).with_context(|| format!("there is no picture `{name}`"))?;
        let translated = picture.translated(|text| self.translation.of(text));
        picture::render(&translated, name, |word| self.translation.of(word))
            .with_context(|| format!("picture `{name}`"))
    }

    fn statement(&self, folder: &str) -> anyhow::Result<String> {
        if let Some(statement) = self.sources.statement(folder, self.language)? {
            return Ok(below_a_heading(&statement));
        }
        let english = self.sources.statement(folder, Language::English)?;
        let english = english.with_context(|| format!("there is no exercise `{folder}`"))?;
        let notice = self.translation.of(NOT_TRANSLATED);
        Ok(format!("*{notice}*\n\n<div lang=\"en\">\n\n{}\n\n</div>\n", below_a_heading(&english)))
    }
}

/// What a comment asks for that stands on a line of its own.
fn marked(line: &str) -> Option<(&str, &str)> {
    let (kind, name) = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?.split_once(':')?;
    Some((kind.trim(), name.trim()))
}

/// A text without its own title, its headings one level deeper, so that it can stand in a chapter.
fn below_a_heading(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().filter_map(|line| {
        is_code ^= line.starts_with("```");
        match line {
            _ if is_code => Some(line.to_owned()),
            title if title.starts_with("# ") => None,
            heading if heading.starts_with("##") => Some(format!("#{heading}")),
            _ => Some(line.to_owned()),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_goes_one_level_deeper_without_its_title() {
        let statement = "# 3. Title\n\nText.\n\n## Part\n\n```\n# a comment\n## another\n```\n";
        assert_eq!(below_a_heading(statement), "\nText.\n\n### Part\n\n```\n# a comment\n## another\n```");
    }

    #[test]
    fn marks_are_comments_on_lines_of_their_own() {
        assert_eq!(marked("<!-- picture: lost_wake_up -->"), Some(("picture", "lost_wake_up")));
        assert_eq!(marked("see <!-- picture: lost_wake_up -->"), None);
        assert_eq!(marked("# Heading"), None);
    }
}
