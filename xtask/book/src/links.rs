//! Checks the links of a folder of web pages: each must lead to a file in it, and to a place that is there. Addresses in
//! the internet are only listed; nothing is fetched.

use anyhow::{Context, ensure};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use judge::files;
use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What links lead to, when all within the folder hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// How many lead to a place in the folder.
    pub inside: usize,
    /// Where the others lead.
    pub outside: BTreeSet<String>,
}

/// What a page says about links.
#[derive(Debug, Default)]
struct Page {
    /// The places in it that a link can lead to.
    places: BTreeSet<String>,
    /// What it links to, and the scripts, styles and pictures that it needs.
    links: Vec<String>,
}

/// Looks at all pages below `folder`. An error names every link that leads nowhere.
pub fn check(folder: &Path) -> anyhow::Result<Links> {
    let mut pages = BTreeMap::new();
    for path in files::with_extension(folder, "html")? {
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        pages.insert(path, read(&text));
    }
    let mut links = Links { inside: 0, outside: BTreeSet::new() };
    let mut broken = Vec::new();
    for (path, page) in &pages {
        for link in &page.links {
            if is_outside(link) {
                links.outside.insert(link.clone());
            } else if let Some(why) = why_broken(&pages, path, link) {
                broken.push(format!("{}: {link}: {why}", path.strip_prefix(folder).unwrap_or(path).display()));
            } else {
                links.inside += 1;
            }
        }
    }
    ensure!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
    Ok(links)
}

fn is_outside(link: &str) -> bool {
    ["https:", "http:", "mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme))
}

fn why_broken(pages: &BTreeMap<PathBuf, Page>, page: &Path, link: &str) -> Option<&'static str> {
    let (address, place) = link.split_once('#').unwrap_or((link, ""));
    let address = percent_decode_str(address.split('?').next().unwrap_or_default()).decode_utf8_lossy().into_owned();
    let target = if address.is_empty() { page.to_owned() } else { beside(page, &address) };
    if !target.is_file() {
        return Some("there is no such file");
    }
    let place = percent_decode_str(place).decode_utf8_lossy();
    let is_there = |page: &Page| place.is_empty() || page.places.contains(place.as_ref());
    (!pages.get(&target).is_none_or(is_there)).then_some("there is no such place in that page")
}

/// The file that a relative address means, without `..` in it.
fn beside(page: &Path, address: &str) -> PathBuf {
    let mut target = page.parent().map(Path::to_owned).unwrap_or_default();
    for part in Path::new(address).components() {
        match part {
            Component::ParentDir => {
                target.pop();
            }
            Component::CurDir => {}
            Component::Normal(_) | Component::Prefix(_) | Component::RootDir => target.push(part),
        }
    }
    target
}

fn read(html: &str) -> Page {
    let mut page = Page::default();
    // What is in a script is no markup, even where it looks like it.
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        let Token::StartTag(tag) = token else { continue };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(value).into_owned();
            match name.as_slice() {
                b"id" => {
                    page.places.insert(value);
                }
                b"href" | b"src" => page.links.push(value),
                _ => {}
            }
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_pages(pages: &[(&str, &str)]) -> anyhow::Result<Links> {
        let folder = tempfile::tempdir()?;
        for (name, text) in pages {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is below the folder"))?;
            fs::write(path, text)?;
        }
        check(folder.path())
    }

    #[test]
    fn links_to_pages_and_places_hold() {
        let found = check_pages(&[
            ("a.html", "<a href='b/c.html#%D1%82'>c</a> <a href='#top'>up</a> <p id='top'><a href='https://a.b'>x</a>"),
            ("b/c.html", "<script>'<a href=none.html>'</script><h2 id='т'>t</h2><a href='../a.html'>back</a>"),
        ]);
        let outside = BTreeSet::from(["https://a.b".to_owned()]);
        assert_eq!(found.unwrap(), Links { inside: 3, outside });
    }

    #[test]
    fn a_link_to_nowhere_is_named() {
        let found = check_pages(&[("a.html", "<a href='b.html'>b</a> <a href='#gone'>g</a><img src='x.svg'>")]);
        insta::assert_snapshot!(found.unwrap_err(), @r"
        links that lead nowhere:
        a.html: b.html: there is no such file
        a.html: #gone: there is no such place in that page
        a.html: x.svg: there is no such file
        ");
    }
}
