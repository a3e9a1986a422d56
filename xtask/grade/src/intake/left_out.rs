//! Tells what was left out, and only how much of it where there is a lot.

use super::limits::TOLD_LIMIT;
use super::refusal::Refusal;
use crate::class::LeftOut;

/// What was left out.
#[derive(Default)]
pub(super) struct LeftOuts(Vec<LeftOut>);

impl LeftOuts {
    /// One thing.
    pub(super) fn add(&mut self, place: &str, refusal: &Refusal) {
        self.0.push(LeftOut { path: place.to_owned(), reason: refusal.to_string() });
    }

    /// Several things in a place.
    pub(super) fn add_all(&mut self, place: &str, refused: &[(String, Refusal)]) {
        for (path, refusal) in refused.iter().take(TOLD_LIMIT) {
            self.add(&joined(place, path), refusal);
        }
        if refused.len() > TOLD_LIMIT {
            self.add(place, &Refusal::More(refused.len() - TOLD_LIMIT));
        }
    }

    /// All of it, in the order of where it is.
    pub(super) fn into_sorted(self) -> Vec<LeftOut> {
        let mut list = self.0;
        list.sort_by(|a, b| (&a.path, &a.reason).cmp(&(&b.path, &b.reason)));
        list
    }
}

/// A path in a place, to be shown.
pub(super) fn joined(place: &str, path: &str) -> String {
    match (place, path.trim_end_matches('/')) {
        (place, "") => place.to_owned(),
        ("", path) => path.to_owned(),
        (place, path) => format!("{place}/{path}"),
    }
}
