//! What a teacher reads at the end, pure.

use crate::class::Class;
use judge::verdict::Standing;
use std::path::Path;
use tr::tr;
use xtask::exit::Exit;

/// What a grading came to, in numbers of submissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// With a grade.
    pub(crate) graded: usize,
    /// Of these, whose grade was known from before.
    pub(crate) from_before: usize,
    /// Of these, with everything proven.
    pub(crate) passed: usize,
    /// Of these, with something wrong or missing.
    pub(crate) not_passed: usize,
    /// Of these, with nothing wrong but their time.
    pub(crate) inconclusive: usize,
    /// What was left out, and what the grader failed on.
    pub(crate) left_out: usize,
    /// Groups of submissions that are alike.
    pub(crate) alike: usize,
}

impl Summary {
    pub(crate) fn of(class: &Class, from_before: usize) -> Self {
        let grades = || class.learners.iter().flat_map(|learner| &learner.grades);
        let count = |standing: Standing| grades().filter(|grade| grade.standing == standing).count();
        Self {
            graded: grades().count(),
            from_before,
            passed: count(Standing::Passed),
            not_passed: count(Standing::NotPassed),
            inconclusive: count(Standing::Inconclusive),
            left_out: class.left_out.len(),
            alike: class.alike.len(),
        }
    }

    /// Whatever the grades are, it is what the command was to do.
    pub(crate) fn exit(&self) -> Exit {
        if self.left_out > 0 || self.graded == 0 {
            Exit::Broken
        } else if self.inconclusive > 0 {
            Exit::Inconclusive
        } else {
            Exit::Passed
        }
    }

    /// In words, a line each.
    pub(crate) fn render(&self, folder: &Path, seed: u64) -> String {
        let mut lines = vec![match self.graded {
            0 => tr!("Nothing was found to grade; docs/GRADING.md says how files and folders have to be named."),
            graded => tr!("{n} submission graded:" | "{n} submissions graded:" % graded),
        }];
        let parts = [
            (self.passed, tr!("passed")),
            (self.not_passed, tr!("not passed")),
            (
                self.inconclusive,
                tr!("inconclusive: this machine was too busy to time them; the same command tries again"),
            ),
        ];
        lines.extend(
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("  {count:>5} {what}")),
        );
        if self.from_before > 0 {
            lines.push(tr!(
                "{count} of these grades were there already; `--again` gives all of them anew.",
                count = self.from_before
            ));
        }
        if self.left_out > 0 {
            lines.push(tr!("{n} thing has no grade; the reports say why."
                | "{n} things have no grade; the reports say why." % self.left_out));
        }
        if self.alike > 0 {
            lines.push(tr!("{n} group of submissions is alike but for names, spacing and comments: look at it."
                | "{n} groups of submissions are alike but for names, spacing and comments: look at them."
                    % self.alike));
        }
        lines.push(tr!(
            "The reports are in {folder} (seed {seed}): open class.html first.",
            folder = folder.display(),
            seed
        ));
        lines.into_iter().map(|line| line + "\n").collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_is_said_and_nothing_else() {
        let fine = Summary { graded: 1, passed: 1, ..Summary::default() };
        assert_eq!(
            fine.render(Path::new("out"), 7),
            "1 submission graded:\n      1 passed\nThe reports are in out (seed 7): open class.html first.\n"
        );
        assert_eq!(fine.exit(), Exit::Passed);
        let all =
            Summary { graded: 12, from_before: 3, passed: 4, not_passed: 6, inconclusive: 2, left_out: 1, alike: 2 };
        let text = all.render(Path::new("out"), 7);
        assert_eq!(text.lines().count(), 8, "{text}");
        assert!(text.contains("1 thing has no grade") && text.contains("2 groups of submissions are"), "{text}");
    }

    #[test]
    fn the_exit_code_tells_how_the_grading_went_and_not_the_class() {
        for (left_out, inconclusive, not_passed, expected) in
            [(0, 0, 9, Exit::Passed), (0, 1, 9, Exit::Inconclusive), (1, 1, 0, Exit::Broken)]
        {
            let summary = Summary { graded: 9, not_passed, inconclusive, left_out, ..Summary::default() };
            assert_eq!(summary.exit(), expected);
        }
        assert_eq!(Summary::default().exit(), Exit::Broken, "nobody gives a class that has handed in nothing");
    }
}
