//! What a learner reads after solving: the authors' note, and the learner's own way beside others.

use super::page::{BAD, GOOD, QUIET, STRONG, WIDTH, harmless};
use super::terminal::Screen;
use super::{prose, widest};
use crate::catalog::Exercise;
use crate::comparison::{Comparison, Part};
use crate::language::said;
use similar::TextDiff;
use tr::tr;

/// From this on, ways are told to be alike. The authors' own ways share 13% to 71% of their wording with each other;
/// two people who had the same idea, about half.
const ALIKE: f64 = 0.45;

/// A way that passes: the authors' first, then the alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What it is called on the command line.
    pub name: String,
    /// Its file, as learners know it.
    pub file: String,
    /// What is particular about it.
    pub idea: String,
    /// Its source.
    pub text: String,
}

/// Why it is not shown yet.
pub fn not_yet(exercise: &Exercise) -> String {
    let number = exercise.number;
    let lines = [
        tr!("Exercise {number} has not passed yet: its solution would take the best part away.", number),
        tr!("`cargo xtask hint {number}` helps.", number),
        tr!("`cargo xtask solution {number} --spoil` shows it all the same.", number),
    ];
    lines.map(|line| line + "\n").concat()
}

/// What else there is to see.
pub fn more(exercise: &Exercise, comparison: &Comparison, full: bool) -> String {
    let number = exercise.number;
    let mut text = "\n".to_owned();
    if !full {
        text += &tr!("`cargo xtask solution {number} --full` prints all of them.", number);
        text.push('\n');
    }
    if !comparison.closest.is_empty() {
        text += &tr!("`cargo xtask solution {number} --diff authors` shows what differs; so do A, B, ...", number);
        text.push('\n');
    }
    text
}

/// A text with its file above it.
pub fn source(file: &str, text: &str) -> String {
    format!("{STRONG}---- {file} ----{STRONG:#}\n\n{}\n\n", text.trim_end())
}

/// The authors' note.
pub fn note(file: &str, text: &str) -> String {
    source(file, &prose::fill(text))
}

/// The ways side by side: which is nearest, what each is made of, and where it is.
pub fn side_by_side(comparison: &Comparison, ways: &[Way], screen: Screen) -> String {
    let mut text = if comparison.closest.is_empty() {
        let later = tr!("Once your own file is neither the stub nor broken, it stands beside them here.");
        format!("{STRONG}---- {} ----{STRONG:#}\n\n{later}\n\n", tr!("Ways that pass"))
    } else {
        let heading = tr!("Your way beside others");
        format!("{STRONG}---- {heading} ----{STRONG:#}\n\n{}\n", closest(comparison, ways))
    };
    text += &table(comparison, ways, screen);
    text.push('\n');
    for (way, sign) in ways.iter().zip(signs()) {
        let options = textwrap::Options::new(WIDTH).initial_indent("     ").subsequent_indent("     ");
        text += &format!("  {STRONG}{sign}{STRONG:#}  {}\n{}\n", way.file, textwrap::fill(&said(&way.idea), options));
    }
    text
}

fn closest(comparison: &Comparison, ways: &[Way]) -> String {
    let closest = comparison.closest.iter().map(|index| called(ways, *index));
    let closest = closest.reduce(|ways, other| tr!("{ways}, and {other}", ways, other)).unwrap_or_default();
    let first = comparison.closest.first();
    let alike = first.and_then(|index| comparison.alike[*index]).unwrap_or_default();
    let share = percent(alike);
    let mut text = if alike >= 1.0 {
        tr!("Yours is {closest}, word for word but for names and comments.", closest)
    } else if alike >= ALIKE {
        let idea = first.filter(|_| comparison.closest.len() == 1).map(|index| said(&ways[*index].idea));
        let how = tr!("Closest to yours is {closest}: {share} of the wording is alike.", closest, share);
        format!("{how} {}", idea.unwrap_or_default())
    } else {
        tr!("None of these is much like yours; the nearest is {closest} ({share} alike).", closest, share)
    };
    let yours_alone = |part: &&Part| part.yours == Some(true) && !part.others.contains(&true);
    let names = names(comparison.parts.iter().filter(yours_alone));
    if !names.is_empty() {
        text += &format!(" {}", tr!("Only yours has: {names}.", names));
    }
    format!("{}\n", textwrap::fill(text.trim_end(), textwrap::Options::new(WIDTH).break_words(false)))
}

/// As a letter of the table and a name.
fn called(ways: &[Way], index: usize) -> String {
    let (name, sign) = (&ways[index].name, signs().nth(index).unwrap_or_default());
    if *name == sign { tr!("the authors' way") } else { format!("{sign}, {name}") }
}

fn table(comparison: &Comparison, ways: &[Way], screen: Screen) -> String {
    let alike = tr!("wording alike");
    let has_yours = !comparison.closest.is_empty();
    let width = widest(comparison.parts.iter().map(|part| &part.name)).max(widest([&alike]));
    let row = |name: &str, cells: Vec<String>| format!("{name:width$}{}", columns(&cells, has_yours));
    let yours = has_yours.then(|| tr!("yours"));
    let heading = row("", yours.into_iter().chain(signs().take(ways.len())).collect());
    let mut text = format!("{STRONG}{heading}{STRONG:#}\n");
    let (common, different): (Vec<&Part>, Vec<&Part>) = comparison.parts.iter().partition(|part| is_everywhere(part));
    for part in different {
        let mark = |used: &bool| if *used { screen.marks.passed() } else { screen.marks.ahead() }.to_owned();
        text += &format!("{}\n", row(part.name.as_ref(), part.yours.iter().chain(&part.others).map(mark).collect()));
    }
    if has_yours {
        let shares = comparison.alike.iter().map(|alike| alike.map(percent).unwrap_or_default());
        text += &format!("{}\n", row(&alike, [String::new()].into_iter().chain(shares).collect()));
        let meaning = tr!("leaving out your own names, comments and the stub; half of it is a lot");
        text += &format!("{QUIET}  {meaning}{QUIET:#}\n");
    }
    if !common.is_empty() {
        let names = names(common);
        text += &format!("{}\n", textwrap::fill(&tr!("All of them have: {names}.", names), WIDTH));
    }
    text
}

fn names<'a>(parts: impl IntoIterator<Item = &'a Part>) -> String {
    let names: Vec<&str> = parts.into_iter().map(|part| part.name.as_ref()).collect();
    names.join(", ")
}

/// Narrow ones under the letters, so that seven alternatives fit.
fn columns(cells: &[String], has_yours: bool) -> String {
    let named = if has_yours { 2 } else { 1 };
    let cell =
        |(index, cell): (usize, &String)| if index < named { format!("{cell:>8}") } else { format!("{cell:>5}") };
    cells.iter().enumerate().map(cell).collect()
}

fn is_everywhere(part: &Part) -> bool {
    part.yours != Some(false) && part.others.iter().all(|used| *used)
}

/// What heads the columns: the authors' way, then letters.
fn signs() -> impl Iterator<Item = String> {
    ["authors".to_owned()].into_iter().chain(('A'..='Z').map(String::from))
}

/// The way that is called so, or stands under this letter.
pub fn find<'a>(ways: &'a [Way], asked: &str) -> Option<&'a Way> {
    let is_asked = |(way, sign): &(&Way, String)| way.name == asked || sign.eq_ignore_ascii_case(asked);
    ways.iter().zip(signs()).find(is_asked).map(|(way, _)| way)
}

/// From the learner's file to another, as a unified diff.
pub fn diff((file, text): (&str, &str), way: &Way) -> String {
    let diff = TextDiff::from_lines(text, &way.text);
    let diff = diff.unified_diff().header(file, &way.file).to_string();
    let colour = |line: &str| {
        let line = harmless(line, 500);
        match line.chars().next() {
            Some('+') => format!("{GOOD}{line}{GOOD:#}\n"),
            Some('-') => format!("{BAD}{line}{BAD:#}\n"),
            Some('@') => format!("{QUIET}{line}{QUIET:#}\n"),
            Some(_) | None => format!("{line}\n"),
        }
    };
    if diff.is_empty() { format!("{}\n", tr!("They are the same.")) } else { diff.lines().map(colour).collect() }
}

/// Shares are rounded down: nothing short of all of it is 100%.
fn percent(share: f64) -> String {
    format!("{:.0}%", (share * 100.0).floor())
}
