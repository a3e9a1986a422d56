//! The figures as a terminal shows them: tables, and below them what they mean. Pure. Written with colours; whoever
//! prints it strips them where they do not belong.

use crate::report::Report;
use crate::{table, words};
use anstyle::Style;
use judge::language::said;
use judge::report::terminal::Marks;
use tr::tr;

const STRONG: Style = Style::new().bold();
pub(crate) const QUIET: Style = Style::new().dimmed();
/// Every terminal has as many columns.
pub(crate) const WIDTH: usize = 80;

pub(crate) fn render(report: &Report, marks: Marks) -> String {
    let Report { exercise, submission, .. } = report;
    let title = tr!(
        "Exercise {number}, {slug}: {title}",
        number = exercise.number,
        slug = exercise.slug,
        title = said(&exercise.title)
    );
    let mut text = format!("{STRONG}{title}{STRONG:#}\n{QUIET}{}{QUIET:#}\n", submission.file);
    for race in &report.races {
        let rounds = race.rounds;
        text += &format!("\n{}\n", tr!("{race}, {rounds} rounds", race = said(&race.name), rounds));
        for (curve, name) in race.curves().zip(words::names(submission.origin)) {
            text += &format!("\n{STRONG}{name}{STRONG:#}\n{}", table::render(race, curve, marks));
        }
        text += &format!("{QUIET}{}{QUIET:#}\n", wrapped(&words::legend(race.scale, marks.ideal())));
        text += &words::on_race(race, submission.origin).iter().map(|sentence| wrapped(sentence)).collect::<String>();
    }
    text += &words::on_machine(report).iter().map(|sentence| wrapped(sentence)).collect::<String>();
    let seed = tr!("Random choices came from seed {seed}: `--seed {seed}` repeats them.", seed = report.seed);
    text += &format!("{QUIET}{seed}{QUIET:#}\n");
    text
}

fn wrapped(sentence: &str) -> String {
    textwrap::fill(sentence, textwrap::Options::new(WIDTH).break_words(false)) + "\n"
}
