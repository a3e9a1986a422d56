//! What the book is made from: chapters, pictures, statements and the list of translations, read from disk once.

use crate::picture::Picture;
use anyhow::Context;
use judge::files;
use judge::language::Language;
use judge::layout::Layout;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use polib::catalog::Catalog;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the parts of the book are.
#[derive(Debug, Clone)]
pub struct Sources {
    layout: Layout,
}

impl Sources {
    /// Those of this workspace.
    pub fn of(layout: &Layout) -> Self {
        Self { layout: layout.clone() }
    }

    /// The chapters as they are written, in English. When mdBook renders them, the pages go to `out`.
    pub fn load(&self, language: Language, out: &Path) -> anyhow::Result<MDBook> {
        let folder = self.layout.book();
        let mut config = Config::from_disk(folder.join("book.toml"))?;
        config.book.language = Some(language.code().to_owned());
        out.clone_into(&mut config.build.build_dir);
        MDBook::load_with_config(folder, config)
    }

    /// All pictures, by name.
    pub fn pictures(&self) -> anyhow::Result<BTreeMap<String, Picture>> {
        let folder = self.layout.book().join("pictures");
        files::with_extension(&folder, "toml")?.iter().map(|path| picture(path)).collect()
    }

    /// Where the translation into a language is kept; English has none.
    pub fn translation_file(&self, language: Language) -> PathBuf {
        self.layout.book().join("po").join(language.code()).with_extension("po")
    }

    /// The translation into a language.
    pub fn translation(&self, language: Language) -> anyhow::Result<Catalog> {
        let path = self.translation_file(language);
        polib::po_file::parse(&path).map_err(|error| anyhow::anyhow!("{} cannot be read: {error}", path.display()))
    }

    /// The statement of an exercise in a language, or `None` when it is not translated yet.
    pub fn statement(&self, folder: &str, language: Language) -> anyhow::Result<Option<String>> {
        let path = self.layout.exercise(folder).join(language.page("README"));
        if path.exists() { fs::read_to_string(&path).map(Some).with_context(|| unreadable(&path)) } else { Ok(None) }
    }
}

fn picture(path: &Path) -> anyhow::Result<(String, Picture)> {
    let text = fs::read_to_string(path).with_context(|| unreadable(path))?;
    let picture = Picture::parse(&text).with_context(|| format!("{} is no picture", path.display()))?;
    Ok((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), picture))
}

fn unreadable(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}
