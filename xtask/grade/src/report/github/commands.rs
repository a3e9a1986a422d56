//! Workflow commands, as GitHub describes them at
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>: a line each.

use crate::class::{Class, Column, Learner};
use crate::grade::Grade;
use crate::report::entries::{Ending, Entry, works};
use crate::report::facts::{self, Place};
use crate::report::text::{cut, harmless, one_line};
use tr::tr;

/// GitHub shows so many of each kind for a step, and drops the others without a word.
const MOST: usize = 10;
/// In characters.
const LONGEST_TITLE: usize = 160;
/// In characters: of a learner in a title, so that there is room for what has failed.
const LONGEST_NAME: usize = 60;
/// In characters.
const LONGEST_MESSAGE: usize = 1_000;

/// How much a command matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Notice,
}

struct Command {
    kind: Kind,
    file: Option<String>,
    place: Option<Place>,
    title: String,
    message: String,
}

/// A line for each check that did not pass, and for each submission that never ran, as far as GitHub shows them.
pub(crate) fn render(class: &Class) -> String {
    let all: Vec<Command> = class.learners.iter().flat_map(|learner| of_learner(class, learner)).collect();
    let mut text = String::new();
    for kind in [Kind::Error, Kind::Warning] {
        let commands = all.iter().filter(|command| command.kind == kind);
        let shown = commands.clone().take(MOST);
        text.extend(shown.map(line));
        let left = commands.count().saturating_sub(MOST);
        if left > 0 {
            text += &line(&more(left));
        }
    }
    text
}

fn of_learner(class: &Class, learner: &Learner) -> Vec<Command> {
    let mut commands = Vec::new();
    for work in works(class, learner) {
        let Some(grade) = work.grade else { continue };
        if grade.is_stub {
            let message = tr!("This is the stub, as it came.");
            commands.push(Command { kind: Kind::Warning, message, ..of_submission(learner, work.column, grade) });
            continue;
        }
        commands.extend(work.entries.iter().filter_map(|entry| {
            let submission = of_submission(learner, work.column, grade);
            of_entry(entry, grade, submission)
        }));
    }
    commands
}

/// A command that points to the submission as a whole.
fn of_submission(learner: &Learner, column: &Column, grade: &Grade) -> Command {
    let title = tr!(
        "{learner}, exercise {number}, {slug}",
        learner = cut(&one_line(&learner.name), LONGEST_NAME),
        number = column.number,
        slug = column.slug
    );
    let file = facts::file(grade).map(str::to_owned);
    Command { kind: Kind::Error, file, place: None, title, message: String::new() }
}

fn of_entry(entry: &Entry<'_>, grade: &Grade, submission: Command) -> Option<Command> {
    let (kind, place, reasons) = match entry.ending {
        Ending::Passed | Ending::NotMeasured | Ending::NotHandedIn => return None,
        Ending::Failed => (Kind::Error, facts::place(grade, entry.name), entry.reasons.to_vec()),
        Ending::Inconclusive => (Kind::Warning, None, entry.reasons.to_vec()),
        Ending::NeverRan => (Kind::Error, facts::place_of_error(grade), entry.reasons.to_vec()),
    };
    let title = format!("{}: {}", submission.title, entry.sentence());
    Some(Command { kind, place, title, message: reasons.join("\n"), ..submission })
}

fn more(left: usize) -> Command {
    let message = tr!("{n} more is in checks.csv." | "{n} more are in checks.csv." % left);
    Command { kind: Kind::Notice, file: None, place: None, title: tr!("Not shown here"), message }
}

fn line(command: &Command) -> String {
    let Command { kind, file, place, title, message } = command;
    let word = match kind {
        Kind::Error => "error",
        Kind::Warning => "warning",
        Kind::Notice => "notice",
    };
    let file = place.as_ref().map(|place| &place.file).or(file.as_ref()).filter(|file| is_inside(file));
    let mut properties: Vec<String> = file.map(|file| format!("file={}", property(file))).into_iter().collect();
    if let (Some(_), Some(place)) = (file, place) {
        properties.push(format!("line={},col={}", place.line, place.column));
    }
    properties.push(format!("title={}", property(&cut(&one_line(title), LONGEST_TITLE))));
    format!("::{word} {}::{}\n", properties.join(","), data(&cut(&harmless(message), LONGEST_MESSAGE)))
}

/// Whether a path can be one of the repository.
fn is_inside(file: &str) -> bool {
    !file.starts_with(['/', '\\']) && !file.contains("..") && !file.contains(':')
}

/// What stands behind the last two colons.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind an equals sign.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn it_says_what_the_class_says() {
        insta::assert_snapshot!("commands", render(&fixture::class()));
    }

    #[test]
    fn signs_of_the_syntax_are_escaped() {
        let place = Some(Place { file: "src/a,b.rs".to_owned(), line: 3, column: 1 });
        let title = "50%: a,\nb".to_owned();
        let command =
            Command { kind: Kind::Error, file: None, place, title, message: "1: 100%,\r\n::error::2".to_owned() };
        assert_eq!(
            line(&command),
            "::error file=src/a%2Cb.rs,line=3,col=1,title=50%25%3A a%2C b::1: 100%25,%0A::error::2\n"
        );
    }

    #[test]
    fn paths_of_the_grader_are_not_told() {
        for file in ["/home/x/lib.rs", "../lib.rs", "C:\\x\\lib.rs", "\\\\server\\lib.rs"] {
            let place = Some(Place { file: file.to_owned(), line: 3, column: 1 });
            let command =
                Command { kind: Kind::Error, file: None, place, title: "t".to_owned(), message: "m".to_owned() };
            assert_eq!(line(&command), "::error title=t::m\n");
        }
    }

    #[test]
    fn every_line_is_a_command_of_ours_and_there_are_as_many_as_are_shown() {
        for class in [fixture::class(), fixture::long(), fixture::many()] {
            let text = render(&class);
            let count = |prefix| text.lines().filter(|line| line.starts_with(prefix)).count();
            let (errors, warnings, notices) = (count("::error "), count("::warning "), count("::notice "));
            assert_eq!(errors + warnings + notices, text.lines().count(), "{text}");
            assert!(errors <= MOST && warnings <= MOST && notices <= 2, "{text}");
        }
        assert!(render(&fixture::many()).contains("more are in checks.csv."));
    }
}
