//! The summary of a class in Markdown: everybody's points, the checks that fail most, and what a teacher should look at.

use crate::class::{Class, Learner};
use crate::grade::{CheckEnding, GradedCheck};
use crate::report::entries::{Ending, Work, works};
use crate::report::markdown::{escaped, row, sentence};
use crate::report::text::{cut, minute};
use judge::catalog::Medal;
use judge::language::said;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tr::tr;

/// In bytes: GitHub refuses a summary of more than 1 MiB, and other steps of the job may write one, too.
const LONGEST: usize = 900 << 10;
/// What the lists behind the table need at most, in bytes.
const LISTS: usize = 200 << 10;
/// In characters: of a name in a table.
const LONGEST_NAME: usize = 60;
/// How many lines a list has at most.
const MOST: usize = 10;

/// One page, ended by a line break.
pub(crate) fn render(class: &Class) -> String {
    let mut page = format!("## {}\n\n{}\n\n", tr!("Grades"), about(class));
    page += &table(class, LONGEST - LISTS - page.len());
    page += &failing(class);
    page += &alike(class);
    page += &left_out(class);
    page
}

fn about(class: &Class) -> String {
    tr!(
        "Graded on {time} by Lockstep {version}, in the sandbox `{sandbox}`. Random choices came from seed {seed}.",
        time = minute(&class.graded_at),
        version = class.kit_version,
        sandbox = class.sandbox.name(),
        seed = class.seed
    )
}

/// Everybody's points, as far as there is room: `room` is in bytes.
fn table(class: &Class, room: usize) -> String {
    let exercises = class.exercises.iter().map(|column| format!("{} {}", column.number, column.slug));
    let mut table = row([tr!("Learner")].into_iter().chain(exercises).chain([tr!("Sum")]));
    table += &row(["---"].into_iter().chain(class.exercises.iter().map(|_| "---:")).chain(["---:"]));
    for (index, learner) in class.learners.iter().enumerate() {
        let line = learner_row(class, learner);
        if table.len() + line.len() > room {
            let left = class.learners.len() - index;
            table += &format!("\n{}\n", tr!("{n} more is in class.csv." | "{n} more are in class.csv." % left));
            break;
        }
        table += &line;
    }
    table
}

fn learner_row(class: &Class, learner: &Learner) -> String {
    let name = escaped(&cut(&learner.name, LONGEST_NAME));
    let sum = format!("{} / {}", learner.earned(), class.possible());
    row([name].into_iter().chain(works(class, learner).map(|work| cell(&work))).chain([sum]))
}

fn cell(work: &Work<'_>) -> String {
    let Some(grade) = work.grade else { return "–".to_owned() };
    let points = format!("{} / {}", grade.earned, grade.possible);
    let has = |ending: Ending| work.entries.iter().any(|entry| entry.ending == ending);
    let remark = if grade.is_stub {
        Some(tr!("the stub"))
    } else if has(Ending::NeverRan) {
        Some(tr!("never ran"))
    } else if has(Ending::Inconclusive) {
        Some(tr!("inconclusive"))
    } else {
        grade.medal.map(Medal::name)
    };
    [Some(points), remark].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The checks that the most learners fail who have begun with the exercise.
fn failing(class: &Class) -> String {
    let counts = failures(class);
    if counts.is_empty() {
        return String::new();
    }
    let heading =
        row([tr!("Exercise"), tr!("What is checked"), tr!("Learners who failed")]) + &row(["---:", "---", "---:"]);
    let rows = counts.iter().take(MOST).map(|((exercise, check), count)| {
        row([exercise.to_string(), sentence(&cut(&said(check), LONGEST_NAME * 3)), count.to_string()])
    });
    format!("\n### {}\n\n{heading}{}", tr!("Checks that fail most"), rows.collect::<String>())
}

/// By exercise and check, the most frequent first.
fn failures(class: &Class) -> Vec<((u32, &str), usize)> {
    let mut counts: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    let failed = |check: &&GradedCheck| check.ending == CheckEnding::Failed;
    for grade in class.learners.iter().flat_map(|learner| &learner.grades).filter(|grade| !grade.is_stub) {
        for check in grade.checks.iter().filter(failed) {
            *counts.entry((grade.exercise, &check.name)).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

fn alike(class: &Class) -> String {
    let lines = class.alike.iter().map(|alike| {
        let learners = alike.learners.iter().map(|id| escaped(&cut(id, LONGEST_NAME))).collect::<Vec<_>>().join(", ");
        let line = tr!("Exercise {number}: {learners}", number = alike.exercise, learners);
        let published = alike.is_published.then(|| tr!("like a solution that is shown after solving"));
        cut(&[Some(line), published].into_iter().flatten().collect::<Vec<_>>().join("; "), 2_000)
    });
    list(
        &tr!("Submissions that are alike but for names, spacing and comments"),
        &tr!("There can be good reasons for that, and no points depend on it: look at them, and ask."),
        &lines.collect::<Vec<_>>(),
    )
}

fn left_out(class: &Class) -> String {
    let lines = class.left_out.iter().map(|one| {
        format!("{}: {}", escaped(&cut(&one.path, LONGEST_NAME * 3)), escaped(&cut(&one.reason, LONGEST_NAME * 3)))
    });
    list(
        &tr!("Left out"),
        &tr!("This could not be taken in or graded, and nobody has points for it:"),
        &lines.collect::<Vec<_>>(),
    )
}

/// A list with a heading and a sentence about it; nothing when it is empty.
fn list(heading: &str, about: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n### {heading}\n\n{about}\n\n");
    text.extend(lines.iter().take(MOST).map(|line| format!("- {line}\n")));
    let left = lines.len().saturating_sub(MOST);
    if left > 0 {
        text += &format!("- {}\n", tr!("{n} more is in class.json." | "{n} more are in class.json." % left));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn it_says_what_the_class_says() {
        insta::assert_snapshot!("summary", render(&fixture::class()));
    }

    #[test]
    fn a_class_without_anybody_has_a_summary() {
        let summary = render(&fixture::empty());
        assert!(summary.starts_with("## Grades\n") && !summary.contains("###"), "{summary}");
    }

    #[test]
    fn a_very_large_class_is_cut_to_what_github_takes() {
        let mut class = fixture::long();
        let learner = class.learners[0].clone();
        class.learners = std::iter::repeat_n(learner, 20_000).collect();
        let summary = render(&class);
        assert!(summary.len() <= LONGEST, "{} bytes", summary.len());
        assert!(summary.contains("more are in class.csv."));
    }

    #[test]
    fn names_make_no_cells_and_no_tags() {
        let summary = render(&fixture::class());
        assert!(!summary.contains("<script>") && !summary.contains('\u{1b}'), "{summary}");
        let columns = |line: &str| line.replace(r"\|", "").matches('|').count();
        let rows: Vec<usize> = summary.lines().skip(4).take_while(|line| line.starts_with('|')).map(columns).collect();
        assert!(rows.len() > 2 && rows.iter().all(|columns| *columns == rows[0]), "{summary}");
    }
}
