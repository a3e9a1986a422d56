//! A page for one learner, to hand out, in Markdown: what works, what does not and why, which hint fits, and how fast it
//! is. It blames nobody and counts nothing but points.

mod exercise;
mod speed;

use super::entries::works;
use super::markdown::{escaped, row};
use super::text::{cut, minute};
use crate::class::{Class, Learner};
use tr::tr;

/// In characters.
const LONGEST_NAME: usize = 200;

/// One page, ended by a line break.
pub(super) fn render(class: &Class, learner: &Learner) -> String {
    let mut page = format!("# {}\n\n", escaped(&cut(&learner.name, LONGEST_NAME)));
    page += &tr!(
        "**{earned} of {possible} points.** Graded on {time} by Lockstep {version}.",
        earned = learner.earned(),
        possible = class.possible(),
        time = minute(&class.graded_at),
        version = class.kit_version
    );
    page += "\n\n";
    page += &overview(class, learner);
    for work in works(class, learner) {
        page += &exercise::render(&work);
    }
    page += &format!("\n---\n\n{}\n", at_the_end(class, learner));
    page
}

fn overview(class: &Class, learner: &Learner) -> String {
    let rows = works(class, learner).map(|work| {
        let earned = work.grade.map_or(0, |grade| grade.earned);
        let name = format!("{}, {}", work.column.number, work.column.slug);
        row([name, earned.to_string(), work.column.points.to_string()])
    });
    let heading = row([tr!("Exercise"), tr!("Points"), tr!("Possible")]) + &row(["---", "---:", "---:"]);
    heading + &rows.collect::<String>()
}

fn at_the_end(class: &Class, learner: &Learner) -> String {
    let seed = tr!("Random choices came from seed {seed}: `--seed {seed}` repeats them.", seed = class.seed);
    let who = tr!("Handed in as {id}.", id = escaped(&cut(&learner.id, LONGEST_NAME)));
    let ask = tr!("If something here looks wrong to you, ask: a judge can be mistaken, too.");
    format!("{who} {seed} {ask}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn it_says_what_the_class_says() {
        let class = fixture::class();
        for (id, name) in
            [("ada", "ada"), ("grace", "grace"), (fixture::HOSTILE, "hostile"), ("ADA", "stub"), ("юлия", "never_ran")]
        {
            let learner = class.learners.iter().find(|learner| learner.id == id).unwrap();
            insta::assert_snapshot!(format!("learner_{name}"), render(&class, learner));
        }
    }

    #[test]
    fn nothing_that_learners_wrote_becomes_markup() {
        let class = fixture::class();
        for learner in &class.learners {
            let page = render(&class, learner);
            assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'), "{page}");
            let outside = outside_of_blocks(&page);
            assert!(!outside.contains("<script>") && !outside.contains("](http"), "{outside}");
        }
    }

    /// The lines that a reader of Markdown interprets.
    fn outside_of_blocks(page: &str) -> String {
        let mut fence = None;
        let mut outside = String::new();
        for line in page.lines() {
            match fence {
                Some(end) if line == end => fence = None,
                Some(_) => {}
                None if line.starts_with("```") => fence = line.strip_suffix("text"),
                None => outside.push_str(line),
            }
        }
        outside
    }

    #[test]
    fn very_long_texts_make_no_very_long_page() {
        let class = fixture::long();
        let page = render(&class, &class.learners[0]);
        assert!(page.len() < 40_000, "{} bytes", page.len());
    }
}
