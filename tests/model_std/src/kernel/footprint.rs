//! What a task uses from one moment to the next: two tasks that use nothing in common may go in either order.

/// Something that tasks share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// A lock, an atomic, ...; its number in the run.
    Object(usize),
    /// The beginning and the end of a task, and its token for `unpark`.
    Task(usize),
    /// The list of all tasks.
    Tasks,
    /// The clock and its timers.
    Clock,
}

/// One use of something shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// What.
    pub shared: Shared,
    /// Whether it may be changed by this.
    pub changes: bool,
}

/// Whether the order of two lists of accesses makes no difference.
#[must_use]
pub fn are_independent(one: &[Access], other: &[Access]) -> bool {
    let conflict = |a: &Access, b: &Access| a.shared == b.shared && (a.changes || b.changes);
    !one.iter().any(|a| other.iter().any(|b| conflict(a, b)))
}

/// The accesses since the last moment.
#[derive(Debug, Default)]
pub(super) struct Footprint(Vec<Access>);

impl Footprint {
    pub(super) fn add(&mut self, shared: Shared, changes: bool) {
        let access = Access { shared, changes };
        if !self.0.contains(&access) {
            self.0.push(access);
        }
    }

    pub(super) fn accesses(&self) -> &[Access] {
        &self.0
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_uses_of_one_thing_conflict_and_only_when_one_changes_it() {
        let read = |shared| Access { shared, changes: false };
        let write = |shared| Access { shared, changes: true };
        let (a, b) = (Shared::Object(0), Shared::Object(1));
        for (one, other, expected) in [
            (vec![write(a)], vec![write(b)], true),
            (vec![read(a)], vec![read(a)], true),
            (vec![read(a)], vec![read(b), write(a)], false),
            (vec![write(a)], vec![read(a)], false),
            (vec![], vec![write(a)], true),
            (vec![write(Shared::Task(0))], vec![write(a)], true),
        ] {
            assert_eq!(are_independent(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(are_independent(&other, &one), expected, "{other:?} {one:?}");
        }
    }
}
