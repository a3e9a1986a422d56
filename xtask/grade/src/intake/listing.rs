//! What is in a tree, as far as it can matter: source files, archives, repositories, and what stands in their place.

use super::limits::LISTED_LIMIT;
use super::path;
use super::refusal::{Limit, Refusal};
use super::tree::{Body, Format, Member, Tree};
use std::collections::HashMap;
use std::path::Path;

/// A member of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its path, clean.
    pub(super) path: String,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file with the ending `.rs`.
    Source,
    /// An archive, by its name.
    Archive,
    /// A git repository without files beside it.
    Repository,
    /// A link.
    Link,
    /// A pipe or a device.
    Special,
    /// Any other file; only those near the top are listed, so that nobody's work vanishes without a word.
    Other,
    /// One of several that nobody could tell apart.
    Twice,
}

/// What is in a tree.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Its members.
    pub(super) items: Vec<Item>,
    /// What cannot be looked at, as it is to be shown, and why.
    pub(super) refused: Vec<(String, Refusal)>,
}

/// Lists a tree.
pub(super) fn of(tree: &mut dyn Tree) -> Result<Listing, Refusal> {
    let mut listing = Listing::default();
    tree.each(&mut |Member { path, body }| {
        if let Body::Refused(refusal) = body {
            listing.refused.push((path.to_owned(), refusal));
        } else if let Some(kind) = kind(path, &body) {
            listing.items.push(Item { path: path.to_owned(), kind });
        }
        let count = listing.items.len() + listing.refused.len();
        if count > LISTED_LIMIT { Err(Limit::Entries(LISTED_LIMIT).into()) } else { Ok(()) }
    })?;
    mark_doubles(&mut listing.items);
    Ok(listing)
}

fn kind(path: &str, body: &Body<'_>) -> Option<Kind> {
    let is_source = Path::new(path).extension().is_some_and(|extension| extension == "rs");
    match body {
        Body::File(_) if is_source => Some(Kind::Source),
        Body::File(_) if Format::of(path::last(path)).is_some() => Some(Kind::Archive),
        Body::File(_) => is_near_the_top(path).then_some(Kind::Other),
        Body::Repository(_) => Some(Kind::Repository),
        Body::Link => Some(Kind::Link),
        Body::Special => (is_source || is_near_the_top(path)).then_some(Kind::Special),
        Body::Refused(_) => None,
    }
}

/// Up to the files of a learner's folder in an archive of a class that has a folder around all.
fn is_near_the_top(path: &str) -> bool {
    path.split('/').count() <= 3
}

/// On some systems, files whose names differ in capitals only are one file; in an archive, two may have one name.
fn mark_doubles(items: &mut [Item]) {
    let mut first: HashMap<String, usize> = HashMap::with_capacity(items.len());
    for index in 0..items.len() {
        if let Some(other) = first.insert(path::folded(&items[index].path), index) {
            items[other].kind = Kind::Twice;
            items[index].kind = Kind::Twice;
        }
    }
}
