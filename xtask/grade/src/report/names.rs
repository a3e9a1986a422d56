//! Names of files and folders made from ids of learners, which may be anything: safe on every system, however it writes
//! names down, and never the same for two learners. An id of plain letters and digits stays as it is.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Letters beyond ASCII that stay: of scripts that every file system writes with one character for each letter. Other
/// characters could be the same name on one system, and two on another.
const LETTERS: [RangeInclusive<char>; 6] = [
    // Latin
    '\u{c0}'..='\u{24f}',
    // Greek
    '\u{386}'..='\u{3ce}',
    // Cyrillic
    '\u{400}'..='\u{52f}',
    // Hiragana and katakana
    '\u{3041}'..='\u{30fe}',
    // Han
    '\u{4e00}'..='\u{9fff}',
    // Hangul
    '\u{ac00}'..='\u{d7a3}',
];
/// In characters, of at most three bytes each: systems allow 255 bytes, an ending and a number included.
const LONGEST: usize = 64;
/// Windows gives these to devices, whatever follows after a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// These too, when a digit follows.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A name for each id, in the same order. Where two would be the same, but for capital letters perhaps, the later one
/// gets a number.
pub(super) fn of_files<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let unique = |id: &str| {
        let base = of_file(id);
        let mut name = base.clone();
        let mut number = 2;
        while !taken.insert(folded(&name)) {
            name = format!("{base}-{number}");
            number += 1;
        }
        name
    };
    ids.into_iter().map(unique).collect()
}

/// A safe name for one id.
fn of_file(id: &str) -> String {
    let plain: String = id.chars().take(LONGEST).map(|c| if is_plain(c) { c } else { '_' }).collect();
    // Windows drops dots at the end; at the start they hide a file, and a hyphen makes an option of it.
    let name = match plain.strip_suffix('.') {
        Some(rest) => format!("{rest}_"),
        None => plain,
    };
    if name.is_empty() || name.starts_with(['.', '-']) || is_device(&name) { format!("_{name}") } else { name }
}

fn is_plain(c: char) -> bool {
    let is_letter = c.is_alphanumeric() && LETTERS.iter().any(|letters| letters.contains(&c));
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') || is_letter
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_digit = |rest: &str| matches!(rest.as_bytes(), [digit] if digit.is_ascii_digit());
    DEVICES.contains(&stem.as_str())
        || NUMBERED_DEVICES.iter().any(|device| stem.strip_prefix(device).is_some_and(is_digit))
}

/// The same for all names that some system takes for one.
fn folded(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Component, Path};

    #[test]
    fn plain_ids_stay_as_they_are() {
        for id in
            ["ada", "Grace-Hopper_2", "v1.2", "Юлия", "Ångström", "Ελένη", "山田太郎", "ひらがな", "김철수", "console"]
        {
            assert_eq!(of_file(id), id);
        }
    }

    #[test]
    fn what_some_system_does_not_take_is_replaced() {
        let check = |id: &str, expected| assert_eq!(of_file(id), expected, "{id:?}");
        check("", "_");
        check(".", "_");
        check("..", "_._");
        check("../../etc/passwd", "_.._.._etc_passwd");
        check(r"..\..\boot.ini", "_.._.._boot.ini");
        check("C:\\", "C__");
        check("/", "_");
        check("a b\0c\nd:e*f?g\"h<i>j|k", "a_b_c_d_e_f_g_h_i_j_k");
        check("ends with a dot.", "ends_with_a_dot_");
        check(".hidden", "_.hidden");
        check("-rf", "_-rf");
        check("~", "_");
        check("e\u{301}", "e_");
        check("\u{1112}\u{1161}\u{11ab}", "___");
        check("🦀", "_");
        check("\u{202e}gpj", "_gpj");
    }

    #[test]
    fn devices_of_windows_are_no_names() {
        for id in ["con", "CON", "Nul.txt", "aux.tar.gz", "com1", "LPT9.md", "COM0"] {
            assert_eq!(of_file(id), format!("_{id}"));
        }
        for id in ["com", "com10", "contact", "nullable", "lpt"] {
            assert_eq!(of_file(id), id);
        }
    }

    #[test]
    fn no_two_learners_share_a_file() {
        let ids = ["ada", "Ada", "ADA-2", "a b", "a/b", "a_b", "straße", "STRASSE", "ada"];
        let expected = ["ada", "Ada-2", "ADA-2-2", "a_b", "a_b-2", "a_b-3", "straße", "STRASSE-2", "ada-3"];
        assert_eq!(of_files(ids), expected);
    }

    #[test]
    fn every_name_is_one_component_and_not_too_long() {
        let long = ["юля".repeat(1000), "太".repeat(300)];
        let any = ["", ".", "..", "../..", "a/../..", "/", "\\", "\0", " ", "con", &long[0], &long[1]];
        for (id, name) in any.iter().zip(of_files(any)) {
            let components: Vec<Component<'_>> = Path::new(&name).components().collect();
            assert!(matches!(components.as_slice(), [Component::Normal(_)]), "{id:?} became {name:?}");
            assert!(name.len() <= 200 && !name.ends_with('.'), "{id:?} became {name:?}");
        }
    }
}
