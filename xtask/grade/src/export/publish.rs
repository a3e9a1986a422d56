//! Which hidden files a teacher gives away: `--publish 3:interleavings`. Without it, none.

use anyhow::bail;
use judge::catalog::Exercise;
use std::collections::BTreeSet;
use std::str::FromStr;
use tr::tr;
use xtask::desk::Desk;

/// What one `--publish` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Publish {
    /// As typed: a number, a name, a folder, or `all`.
    exercise: String,
    stage: Published,
}

/// A file of checks that can be handed out. Races cannot: they run beside the authors' solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Published {
    /// `behaviour.rs`
    Behaviour,
    /// `interleavings.rs`
    Interleavings,
}

/// Which files of which exercises, by number.
pub(super) type Selection = BTreeSet<(u32, Published)>;

impl Published {
    /// Its name on the command line and, with `.rs`, in a folder of checks.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Behaviour => "behaviour",
            Self::Interleavings => "interleavings",
        }
    }

    fn is_there(self, exercise: &Exercise) -> bool {
        match self {
            Self::Behaviour => true,
            Self::Interleavings => exercise.settings.interleavings.is_some(),
        }
    }
}

impl FromStr for Publish {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((exercise, stage)) = text.split_once(':') else {
            return Err(tr!("it has two parts, as in 3:interleavings or all:interleavings"));
        };
        let stage = match stage {
            "behaviour" => Published::Behaviour,
            "interleavings" => Published::Interleavings,
            "speed" => {
                return Err(tr!(
                    "races run beside the authors' solution, so they cannot be published: speed is measured in class"
                ));
            }
            other => return Err(tr!("there is no stage `{other}`: say `behaviour` or `interleavings`", other)),
        };
        Ok(Self { exercise: exercise.to_owned(), stage })
    }
}

/// What all of them ask for together. `all` leaves out exercises without such a file; one that is named must have it.
pub(super) fn select(desk: &Desk, asked: &[Publish]) -> anyhow::Result<Selection> {
    let mut selection = Selection::new();
    for Publish { exercise, stage } in asked {
        let exercises = desk.exercises(Some(exercise))?;
        if let [only] = exercises[..]
            && exercise != "all"
            && !stage.is_there(only)
        {
            bail!(tr!(
                "exercise {number}, {slug} has no {stage} to publish",
                number = only.number,
                slug = only.slug,
                stage = stage.name()
            ));
        }
        let there = exercises.into_iter().filter(|exercise| stage.is_there(exercise));
        selection.extend(there.map(|exercise| (exercise.number, *stage)));
    }
    Ok(selection)
}

/// What a teacher should know of the selection: a line for each exercise.
pub(super) fn told(desk: &Desk, selection: &Selection) -> Vec<String> {
    let line = |exercise: &Exercise| {
        let has = |stage| selection.contains(&(exercise.number, stage));
        let what = match (has(Published::Behaviour), has(Published::Interleavings)) {
            (false, false) => tr!("the examples"),
            (false, true) => tr!("the examples and the interleavings"),
            (true, false) => tr!("the behaviour checks"),
            (true, true) => tr!("the behaviour checks and the interleavings"),
        };
        format!("{:>2}  {:20}  {what}", exercise.number, exercise.slug)
    };
    desk.exercises.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_has_two_parts() {
        let parsed = |text: &str| Publish::from_str(text);
        let expected = Publish { exercise: "all".to_owned(), stage: Published::Interleavings };
        assert_eq!(parsed("all:interleavings"), Ok(expected));
        assert_eq!(parsed("3:behaviour").map(|publish| publish.stage), Ok(Published::Behaviour));
        for (text, part) in
            [("3", "two parts"), ("3:speed", "authors' solution"), ("3:everything", "no stage `everything`")]
        {
            assert!(parsed(text).unwrap_err().contains(part), "{text}");
        }
    }
}
