//! Builds the book: one folder of pages a language, with links between them that have been checked.

use crate::interface;
use crate::links::{self, Links};
use crate::pages::Pages;
use crate::search;
use crate::source::Sources;
use crate::translation::Translation;
use anyhow::Context;
use judge::language::Language;
use std::fs;
use std::path::Path;

/// Builds it in every language into `out`, which must not hold anything else. An error names every broken link.
pub fn build(sources: &Sources, out: &Path) -> anyhow::Result<Links> {
    for language in Language::ALL {
        build_one(sources, language, &out.join(language.code()))
            .with_context(|| format!("the book in {} cannot be built", language.own_name()))?;
    }
    fs::write(out.join("index.html"), start_page())?;
    links::check(out)
}

fn build_one(sources: &Sources, language: Language, out: &Path) -> anyhow::Result<()> {
    let mut book = sources.load(language, out)?;
    let translation = Translation::load(sources, language)?.apply(&mut book.book)?;
    for text in [&mut book.config.book.title, &mut book.config.book.description].into_iter().flatten() {
        *text = translation.of(text);
    }
    let pictures = sources.pictures()?;
    Pages { sources, pictures: &pictures, translation: &translation, language }.complete(&mut book.book)?;
    book.build()?;
    interface::complete(out, language, &translation)?;
    match language {
        Language::English => Ok(()),
        Language::Russian => search::in_every_alphabet(out),
    }
}

/// Where somebody begins who has not chosen a language.
fn start_page() -> String {
    let links = Language::ALL.map(|language| {
        let code = language.code();
        format!(
            "<p><a href=\"{code}/index.html\" hreflang=\"{code}\" lang=\"{code}\">{}</a></p>\n",
            language.own_name()
        )
    });
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>Lockstep</title>\n\
         <h1>Lockstep</h1>\n{}</html>\n",
        links.concat()
    )
}
