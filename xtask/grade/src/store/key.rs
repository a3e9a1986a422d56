//! What a result is known by: whatever of this changes, the result is another one.

use judge::hash;
use judge::language::Language;
use std::fmt;

/// Changes when grades are made in another way, so that earlier ones count for nothing.
const RULES: &str = "lockstep/result/v1";

/// A hash as 64 hexadecimal digits; the name of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(String);

impl Key {
    /// Of a submission to one exercise. `submission` and `kit` are hashes; `seed` is what random choices are made from;
    /// `language` is the one that reasons are told in, which nobody could read afterwards in another one.
    pub(crate) fn of(submission: &str, exercise: &str, kit: &str, seed: u64, language: Language) -> Self {
        Self(hash::of_parts([RULES, submission, exercise, kit, &seed.to_string(), language.code()]))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a file's name can be that of a result.
pub(super) fn is_name(name: &str) -> bool {
    let digits = name.strip_suffix(super::EXTENSION);
    digits.is_some_and(|digits| digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::language::Language::English;

    #[test]
    fn whatever_changes_makes_another_key() {
        let keys = [
            Key::of("s", "barrier_sum", "k", 1, English),
            Key::of("s", "barrier_sum", "k", 1, Language::Russian),
            Key::of("S", "barrier_sum", "k", 1, English),
            Key::of("s", "ticket_office", "k", 1, English),
            Key::of("s", "barrier_sum", "K", 1, English),
            Key::of("s", "barrier_sum", "k", 2, English),
        ];
        for (index, key) in keys.iter().enumerate() {
            assert_eq!(keys.iter().position(|other| other == key), Some(index));
            assert!(is_name(&format!("{key}.json")));
        }
        for name in ["class.json", "0000.json", "grader.json", keys[0].as_str()] {
            assert!(!is_name(name), "{name}");
        }
    }
}
