//! What is left of a source when names, spacing and comments are taken away, pure: two submissions with the same form
//! are the same program by the same hand, or by one that copied it. It compares nothing and judges nobody.
//!
//! Names that the author chose become numbers, in the order in which they first occur, so that consistent renaming
//! changes nothing. Names of std, of libraries and of the stub stay: `push` is not `pop`. Which is which is told from
//! where a name stands, as far as words in a row tell that; a name that is misjudged is so in every submission alike.

use super::words::{self, Words};
use super::{primitives, triples, without};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A submission without its wording.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Its words, those of the author as numbers.
    pub text: String,
    /// How much of it the stub does not have, in words.
    pub own_words: usize,
}

/// What a name follows that is chosen there.
const DECLARING: [&str; 10] = ["'", "const", "enum", "fn", "mod", "static", "struct", "trait", "type", "union"];
/// What a variable follows that is chosen there; a type does too, but is chosen elsewhere: `&mut Vec<u8>`.
const BINDING: [&str; 5] = ["as", "for", "let", "mut", "ref"];
/// Types that everybody has, although they begin like names of variables.
const TYPES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16", "u32", "u64", "u8",
    "usize",
];
/// Words with a meaning that no author gave them.
const FIXED: [&str; 7] = ["_", "crate", "false", "self", "static", "super", "true"];

/// Brackets within brackets that no program has; whoever writes more wants to see a stack overflow.
const DEEPEST: usize = 256;

/// The form of a submission; none when one of its files is no Rust. What `stub` has is not the author's.
pub fn form(files: &[&str], stub: &str) -> Option<Form> {
    if files.iter().any(|text| depth(text) > DEEPEST) {
        return None;
    }
    let words = without_last_commas(words::of_all(files)?);
    let stub = without_last_commas(words::of_all(&[stub]).unwrap_or_default());
    let own = own_names(&words, &stub);
    Some(Form { own_words: added(&words, &stub), text: numbered(&words, &own).join(" ") })
}

/// How deep brackets are nested, at most: those in comments and texts are counted as well.
fn depth(text: &str) -> usize {
    let mut deepest = 0;
    let mut depth = 0_usize;
    for sign in text.bytes() {
        match sign {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// A formatter writes a comma behind the last of several things, or leaves it out.
fn without_last_commas(words: Words) -> Words {
    let is_closing = |word: Option<&String>| word.is_some_and(|word| [")", "]", "}"].contains(&word.as_str()));
    let next = words.iter().skip(1).map(Some).chain([None]);
    let kept: Vec<bool> = words.iter().zip(next).map(|(word, next)| word != "," || !is_closing(next)).collect();
    words.into_iter().zip(kept).filter_map(|(word, is_kept)| is_kept.then_some(word)).collect()
}

/// How many words belong to three in a row that the stub does not have.
fn added(words: &Words, stub: &Words) -> usize {
    // No name is taken for anybody's own: the stub's have to be found again.
    let none_alone: BTreeMap<&str, usize> = BTreeMap::new();
    without(triples(words, &none_alone), &triples(stub, &none_alone)).values().sum()
}

/// The names that the author chose: those that are declared, and variables.
fn own_names<'a>(words: &'a Words, stub: &Words) -> BTreeSet<&'a str> {
    let given: BTreeSet<&str> = stub.iter().map(String::as_str).collect();
    let is_free =
        |word: &str| words::is_name(word) && !given.contains(word) && !FIXED.contains(&word) && !TYPES.contains(&word);
    let own = (0..words.len()).filter(|at| is_declared(words, *at) || is_variable(words, *at));
    let own = own.map(|at| words[at].as_str()).chain(variants(words));
    own.filter(|word| is_free(word) && !primitives::is_any(word)).collect()
}

/// `let x`, `fn x`, `'x`, `macro_rules! x`, and `x: u8` of fields and parameters.
fn is_declared(words: &Words, at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map_or("", |before| words[before].as_str());
    DECLARING.contains(&before(1))
        || BINDING.contains(&before(1)) && is_small(&words[at])
        || (before(2), before(1)) == ("macro_rules", "!")
        || word(words, at + 1) == ":" && word(words, at + 2) != ":"
}

/// The names of what an `enum` can be.
fn variants(words: &Words) -> impl Iterator<Item = &str> {
    let mut depth_of_enum = None;
    let mut depth = 0_usize;
    (0..words.len()).filter_map(move |at| {
        match words[at].as_str() {
            "enum" => depth_of_enum = Some(depth),
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                if Some(depth) == depth_of_enum && words[at] == "}" {
                    depth_of_enum = None;
                }
            }
            name if Some(depth) == depth_of_enum.map(|outside| outside + 1) => {
                let is_first = ["{", ",", "]"].contains(&words[at - 1].as_str());
                return (is_first && words::is_name(name)).then_some(name);
            }
            _ => {}
        }
        None
    })
}

fn is_small(word: &str) -> bool {
    word.starts_with(|first: char| first.is_lowercase() || first == '_')
}

/// A word in small letters that is neither called, nor a part of a path, nor a method.
fn is_variable(words: &Words, at: usize) -> bool {
    let after_a_path = at >= 2 && words[at - 1] == ":" && words[at - 2] == ":";
    // `0..n` has two points before it, `a.n` has one.
    let after_a_point = at >= 1 && words[at - 1] == "." && !(at >= 2 && words[at - 2] == ".");
    let before_a_path = word(words, at + 1) == ":" && word(words, at + 2) == ":";
    is_small(&words[at])
        && !after_a_path
        && !after_a_point
        && !before_a_path
        && !["(", "!"].contains(&word(words, at + 1))
}

fn word(words: &Words, at: usize) -> &str {
    words.get(at).map_or("", String::as_str)
}

fn numbered(words: &Words, own: &BTreeSet<&str>) -> Words {
    let mut numbers: HashMap<(bool, &str), usize> = HashMap::new();
    let mut changed = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if own.contains(word.as_str()) {
            // A lifetime may have the name of a variable.
            let is_lifetime = at > 0 && words[at - 1] == "'";
            let next = numbers.len();
            changed.push(format!("#{}", numbers.entry((is_lifetime, word)).or_insert(next)));
        } else {
            changed.push(word.clone());
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUB: &str = "
        /// A list.
        pub struct List;
        impl List { pub fn take(&self, wanted: usize) -> Vec<u32> { todo!(\"take {wanted}\") } }";
    const ORIGINAL: &str = "
        use std::sync::Mutex;
        /// A list.
        pub struct List { items: Mutex<Vec<u32>> }
        enum Way { Front, Back }
        impl List {
            pub fn take(&self, wanted: usize) -> Vec<u32> {
                let mut guard = self.items.lock().unwrap();
                let count = wanted.min(guard.len());
                helper(&mut guard, count)
            }
        }
        fn helper<'a>(list: &'a mut Vec<u32>, count: usize) -> Vec<u32> {
            (0..count).filter_map(|_| list.pop()).collect()
        }";

    fn same(changed: &str) -> bool {
        form(&[ORIGINAL], STUB).unwrap() == form(&[changed], STUB).unwrap()
    }

    #[test]
    fn names_spacing_and_comments_make_no_difference() {
        for (from, to) in [
            ("guard", "locked"),
            ("items", "stored"),
            ("helper", "drain_some"),
            ("count", "n"),
            ("'a", "'list"),
            ("Way", "End"),
            ("Front", "First"),
            ("/// A list.", "// Mine!\n/** Another\ncomment. */"),
            ("        ", "\n\t"),
            ("Vec<u32>> }", "Vec<u32>>, }"),
            ("count: usize)", "count: usize,)"),
        ] {
            let changed = ORIGINAL.replace(from, to);
            assert!(changed != ORIGINAL && same(&changed), "{from} -> {to}");
        }
    }

    #[test]
    fn whatever_the_program_does_differently_makes_a_difference() {
        for (from, to) in [
            ("pop()", "remove(0)"),
            ("min", "max"),
            ("0..count", "1..count"),
            ("Mutex", "RwLock"),
            ("helper(&mut guard, count)", "helper(&mut guard, wanted)"),
            ("let mut guard", "let guard"),
            ("enum Way { Front, Back }", ""),
            ("count: usize", "count: u64"),
            ("take", "give"),
        ] {
            let changed = ORIGINAL.replace(from, to);
            assert!(changed != ORIGINAL && !same(&changed), "{from} -> {to}");
        }
    }

    #[test]
    fn two_names_for_one_and_one_name_for_two_make_a_difference() {
        let shadowed = ORIGINAL.replace("count", "list");
        assert!(!same(&shadowed));
    }

    #[test]
    fn what_the_stub_has_is_nobodys_own() {
        assert_eq!(form(&[STUB], STUB).unwrap().own_words, 0);
        let own = form(&[ORIGINAL], STUB).unwrap().own_words;
        assert!((60..150).contains(&own), "{own}");
    }

    #[test]
    fn what_is_no_rust_has_no_form() {
        assert_eq!(form(&["fn ( {"], STUB), None);
        assert!(form(&[ORIGINAL], "fn ( {").is_some());
        let deep = 100_000;
        assert_eq!(form(&[&("(".repeat(deep) + &")".repeat(deep))], STUB), None);
    }
}
