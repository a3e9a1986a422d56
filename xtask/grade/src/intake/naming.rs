//! Which exercise a name means. Pure.

use judge::catalog::Exercise;

/// The names of exercises.
pub(super) struct Names<'a> {
    exercises: &'a [Exercise],
}

impl<'a> Names<'a> {
    pub(super) fn new(exercises: &'a [Exercise]) -> Self {
        Self { exercises }
    }

    /// The exercise that is called by its name: `03_ticket_office`, `ticket_office`, `Ticket-Office`.
    pub(super) fn named(&self, name: &str) -> Option<u32> {
        self.number(|exercise| is_same(name, &exercise.folder) || is_same(name, &exercise.slug))
    }

    /// The same, or by its number alone: `3`, `03`. To be asked only where nothing else can be meant.
    pub(super) fn named_or_numbered(&self, name: &str) -> Option<u32> {
        self.named(name).or_else(|| self.numbered(name))
    }

    /// Whose it is, and which exercise, where a name ends with the exercise's: `alice_03_ticket_office`,
    /// `alice-ticket-office`, and, where numbers mean exercises, `alice_3`.
    pub(super) fn after_a_learner<'b>(&self, name: &'b str, numbers_count: bool) -> Option<(&'b str, u32)> {
        let starts = name.char_indices().filter(|(_, sign)| is_gap(*sign)).map(|(at, _)| at);
        // The longest name of an exercise begins first.
        let parts = starts.map(|at| (name[..at].trim_end_matches(is_gap), &name[at + 1..]));
        let mut known = parts.filter(|(learner, _)| !learner.is_empty()).filter_map(|(learner, rest)| {
            let number = if numbers_count { self.named_or_numbered(rest) } else { self.named(rest) };
            Some((learner, number?))
        });
        known.next()
    }

    fn numbered(&self, name: &str) -> Option<u32> {
        let is_number = (1..=2).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit());
        let number = name.parse::<u32>().ok().filter(|_| is_number)?;
        self.number(|exercise| exercise.number == number)
    }

    fn number(&self, fits: impl Fn(&Exercise) -> bool) -> Option<u32> {
        self.exercises.iter().find(|exercise| fits(exercise)).map(|exercise| exercise.number)
    }
}

/// What stands between words, besides what is between a learner's names.
fn is_gap(sign: char) -> bool {
    matches!(sign, '_' | '-' | ' ' | '.')
}

/// Up to capitals, and to what stands between the words.
fn is_same(name: &str, exercise: &str) -> bool {
    let plain = |byte: u8| if matches!(byte, b'-' | b' ') { b'_' } else { byte.to_ascii_lowercase() };
    name.len() == exercise.len() && name.bytes().map(plain).eq(exercise.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::tests::exercises;

    #[test]
    fn exercises_are_known_by_their_names() {
        let exercises = exercises();
        let names = Names::new(&exercises);
        for (name, expected) in [
            ("03_ticket_office", Some(3)),
            ("ticket_office", Some(3)),
            ("Ticket-Office", Some(3)),
            ("03 ticket office", Some(3)),
            ("04_ticket_office", None),
            ("tickets", None),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(names.named(name), expected, "{name}");
        }
        for (name, expected) in [("3", Some(3)), ("03", Some(3)), ("003", None), ("99", None), ("+3", None)] {
            assert_eq!(names.named_or_numbered(name), expected, "{name}");
        }
    }

    #[test]
    fn a_learner_may_stand_before_the_exercise() {
        let exercises = exercises();
        let names = Names::new(&exercises);
        for (name, numbers_count, expected) in [
            ("alice_ticket_office", false, Some(("alice", 3))),
            ("alice_03_ticket_office", false, Some(("alice", 3))),
            ("Alice B-ticket-office", false, Some(("Alice B", 3))),
            ("Ольга_ticket_office", false, Some(("Ольга", 3))),
            ("team_2_03_ticket_office", true, Some(("team_2", 3))),
            ("alice_3", true, Some(("alice", 3))),
            ("alice_3", false, None),
            ("ticket_office", true, None),
            ("_ticket_office", true, None),
            ("alice", true, None),
        ] {
            assert_eq!(names.after_a_learner(name, numbers_count), expected, "{name}");
        }
    }
}
