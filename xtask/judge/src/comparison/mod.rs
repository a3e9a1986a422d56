//! A learner's way beside the authors' ways, pure: how much of the wording is alike, and what each is made of.
//!
//! It compares texts, not ideas: two programs with the same words in another order are near each other, and whoever
//! writes the same idea in other words is further away than they are. So it finds what to read first, and judges nothing.

mod form;
mod primitives;
mod words;

pub use form::{Form, form};

use std::collections::{BTreeMap, HashMap};
use words::Words;

/// Ways whose shares differ by less are about as near.
const AS_NEAR: f64 = 0.02;

/// A learner's way, when there is one, beside others.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How much of the learner's wording each other way has, 0 to 1; absent without a learner's way, or where there are
    /// no words to compare.
    pub alike: Vec<Option<f64>>,
    /// The other ways that are nearest to the learner's, the nearest one first; several when they are about as near.
    pub closest: Vec<usize>,
    /// What programs are made of, as far as any of these is.
    pub parts: Vec<Part>,
}

/// A tool of std or of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Whether the learner's way uses it; absent when there is none.
    pub yours: Option<bool>,
    /// Whether each other way does.
    pub others: Vec<bool>,
}

/// Compares sources. `yours` are the learner's files, if there are any that can be compared; what they have in common
/// with the `stub` that everybody began with counts for nothing.
pub fn compare(yours: Option<&[&str]>, others: &[&str], stub: &str) -> Comparison {
    let stub = words::of_all(&[stub]).unwrap_or_default();
    let yours = yours.and_then(words::of_all);
    let others: Vec<Option<Words>> = others.iter().map(|text| words::of_all(&[text])).collect();
    let alike = alike(yours.as_ref(), &others, &stub);
    let parts = primitives::ALL.iter().map(|part| Part {
        name: part.name(),
        yours: yours.as_ref().map(|words| part.is_in(words)),
        others: others.iter().map(|words| words.as_ref().is_some_and(|words| part.is_in(words))).collect(),
    });
    let is_used = |part: &Part| part.yours == Some(true) || part.others.contains(&true);
    Comparison { closest: closest(&alike), alike, parts: parts.filter(is_used).collect() }
}

fn closest(alike: &[Option<f64>]) -> Vec<usize> {
    let mut found: Vec<(usize, f64)> =
        alike.iter().enumerate().filter_map(|(index, share)| Some((index, (*share)?))).collect();
    found.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let best = found.first().map_or(0.0, |(_, share)| *share);
    found.into_iter().take_while(|(_, share)| *share >= best - AS_NEAR).map(|(index, _)| index).collect()
}

fn alike(yours: Option<&Words>, others: &[Option<Words>], stub: &Words) -> Vec<Option<f64>> {
    let all: Vec<&Words> = yours.into_iter().chain(others.iter().flatten()).chain([stub]).collect();
    let shared = shared(&all);
    let stub = triples(stub, &shared);
    let added = |words| without(triples(words, &shared), &stub);
    let yours = yours.map(added);
    others.iter().map(|other| dice(yours.as_ref()?, &added(other.as_ref()?))).collect()
}

/// In how many of the texts each word occurs. Names that one author alone has chosen say nothing about the way.
fn shared<'a>(texts: &[&'a Words]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for words in texts {
        let mut different: Vec<&str> = words.iter().map(String::as_str).collect();
        different.sort_unstable();
        different.dedup();
        for word in different {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    counts
}

type Triples<'a> = HashMap<[&'a str; 3], usize>;

/// Three words in a row, each with how often they occur; a name that occurs in this text only is as good as any.
fn triples<'a>(words: &'a Words, shared: &BTreeMap<&str, usize>) -> Triples<'a> {
    let is_own = |word: &str| words::is_name(word) && !primitives::is_any(word) && shared.get(word) == Some(&1);
    let word = |word: &'a str| if is_own(word) { "_" } else { word };
    let mut triples = HashMap::new();
    for at in 2..words.len() {
        let triple = [at - 2, at - 1, at].map(|index| word(&words[index]));
        *triples.entry(triple).or_insert(0) += 1;
    }
    triples
}

fn without<'a>(mut triples: Triples<'a>, stub: &Triples<'_>) -> Triples<'a> {
    for (triple, count) in &mut triples {
        *count = count.saturating_sub(stub.get(triple).copied().unwrap_or(0));
    }
    triples
}

/// Dice's coefficient: twice what both have, of what they have together. (strsim has one for the letters of words.)
#[expect(clippy::cast_precision_loss, reason = "a source file has thousands of words")]
fn dice(a: &Triples<'_>, b: &Triples<'_>) -> Option<f64> {
    let both: usize = a.iter().map(|(triple, count)| (*count).min(b.get(triple).copied().unwrap_or(0))).sum();
    let all = a.values().sum::<usize>() + b.values().sum::<usize>();
    (all > 0).then(|| 2.0 * both as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUB: &str = "fn take(&self) -> u32 { todo!(\"take one\") }";
    const LOOP: &str = "
        /// Takes one.
        fn take(&self) -> u32 {
            let mut guard = self.items.lock().unwrap();
            while guard.is_empty() { guard = self.filled.wait(guard).unwrap(); }
            guard.pop().unwrap()
        }";
    const WAIT_WHILE: &str = "
        fn take(&self) -> u32 {
            let guard = self.items.lock().unwrap();
            self.filled.wait_while(guard, |items| items.is_empty()).unwrap().pop().unwrap()
        }";
    const CHANNEL: &str = "fn take(&self) -> u32 { let (to, from) = mpsc::channel(); self.ask(to); from.recv() }";

    #[test]
    fn own_names_comments_and_layout_make_no_difference() {
        let renamed = LOOP.replace("guard", "list").replace("Takes one.", "Another comment").replace('\n', "\n\n ");
        let found = compare(Some(&[renamed.as_str()]), &[WAIT_WHILE, LOOP, CHANNEL], STUB);
        assert_eq!(found.closest, [1]);
        let alike: Vec<f64> = found.alike.into_iter().flatten().collect();
        assert!(alike[1] > 0.6 && alike[0] < alike[1] && alike[2] < alike[0], "{alike:?}");
        assert_eq!(compare(Some(&[LOOP]), &[LOOP], STUB).alike, [Some(1.0)]);
        for (from, to) in [("while", "if"), ("wait", "wait_while")] {
            let alike = compare(Some(&[LOOP]), &[&LOOP.replace(from, to)], STUB).alike[0].unwrap();
            assert!(alike < 1.0, "{to} is not {from}");
        }
    }

    #[test]
    fn what_each_way_uses_is_listed() {
        let found = compare(Some(&[CHANNEL]), &[WAIT_WHILE], STUB);
        let part = |name: &str| found.parts.iter().find(|part| part.name == name);
        assert_eq!(part("channels").unwrap().yours, Some(true));
        assert_eq!(part("channels").unwrap().others, [false]);
        assert_eq!(part("wait_while").unwrap().yours, Some(false));
        assert_eq!(part("RwLock"), None);
    }

    #[test]
    fn without_a_way_of_the_learners_own_there_is_nothing_alike() {
        for yours in [None, Some(&["fn broken( {"][..])] {
            let found = compare(yours, &[LOOP, CHANNEL], STUB);
            assert_eq!((found.alike, found.closest), (vec![None, None], Vec::new()));
            assert!(found.parts.iter().all(|part| part.yours.is_none()));
        }
    }
}
