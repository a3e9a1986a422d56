//! What a task uses from one moment to the next: two tasks that use nothing in common may go in either order.

use std::panic::Location;

/// Something that tasks share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// A lock, an atomic, ...
    Object {
        /// Its number in this run, given when it is first used.
        number: usize,
        /// Where it was made.
        made: &'static Location<'static>,
    },
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

/// Whether the order of two steps makes no difference, which were seen in two runs that are the same up to a moment
/// at which `known` objects had numbers. Those have the same numbers in both; any other object may have another
/// number in each, so that two of them count as the same when they were made on the same line.
#[must_use]
pub fn are_independent(one: &[Access], other: &[Access], known: usize) -> bool {
    let conflict = |a: &Access, b: &Access| may_be_same(a.shared, b.shared, known) && (a.changes || b.changes);
    !one.iter().any(|a| other.iter().any(|b| conflict(a, b)))
}

fn may_be_same(one: Shared, other: Shared, known: usize) -> bool {
    match (one, other) {
        (Shared::Object { number: one, made: here }, Shared::Object { number: other, made: there }) => {
            if one < known || other < known { one == other } else { here == there }
        }
        _ => one == other,
    }
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

    const HERE: &Location<'static> = Location::caller();

    fn object(number: usize) -> Shared {
        Shared::Object { number, made: HERE }
    }

    #[test]
    fn only_two_uses_of_one_thing_conflict_and_only_when_one_changes_it() {
        let read = |shared| Access { shared, changes: false };
        let write = |shared| Access { shared, changes: true };
        let (a, b) = (object(0), object(1));
        for (one, other, expected) in [
            (vec![write(a)], vec![write(b)], true),
            (vec![read(a)], vec![read(a)], true),
            (vec![read(a)], vec![read(b), write(a)], false),
            (vec![write(a)], vec![read(a)], false),
            (vec![], vec![write(a)], true),
            (vec![write(Shared::Task(0))], vec![write(a)], true),
        ] {
            assert_eq!(are_independent(&one, &other, 2), expected, "{one:?} {other:?}");
            assert_eq!(are_independent(&other, &one, 2), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn objects_without_a_common_number_are_told_apart_by_where_they_were_made() {
        let use_of = |number, made| vec![Access { shared: Shared::Object { number, made }, changes: true }];
        let there = Location::caller();
        assert!(!are_independent(&use_of(5, HERE), &use_of(6, HERE), 5), "both are new, and may be the same");
        assert!(are_independent(&use_of(5, HERE), &use_of(5, there), 5), "both are new, and are not the same");
        assert!(are_independent(&use_of(4, HERE), &use_of(6, HERE), 5), "one is known, and the other one is not it");
        assert!(!are_independent(&use_of(4, HERE), &use_of(4, HERE), 5), "both are known");
    }
}
