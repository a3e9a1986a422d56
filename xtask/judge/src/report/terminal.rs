//! A verdict for a learner's terminal. Always written with colours; whoever prints it strips them where they
//! do not belong (a pipe, `NO_COLOR`).

use super::explain::{self, Explanation};
use super::{hint, interleaving, speed};
use crate::build::{Diagnostic, Rejection};
use crate::checks::{BrokenRun, CheckResult, Outcome, Stage};
use crate::verdict::{Judgement, Origin, Standing, Verdict};
use anstyle::{AnsiColor, Style};
use protocol::trace::Mistake;
use std::slice;

pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const STRONG: Style = Style::new().bold();
pub(super) const QUIET: Style = Style::new().dimmed();
/// Every terminal has as many columns.
pub(super) const WIDTH: usize = 80;
/// Lines of a program's own output that are shown for a failed check.
const PRINTED_LINES: usize = 8;

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    passed: &'static str,
    failed: &'static str,
    open: &'static str,
    pub(super) active: &'static str,
    pub(super) ready: &'static str,
    pub(super) asleep: &'static str,
    next: &'static str,
    ahead: &'static str,
    cut: &'static str,
    full: &'static str,
    half: &'static str,
    ideal: &'static str,
}

impl Marks {
    /// Signs that need a Unicode font.
    pub const UNICODE: Self = Self {
        passed: "✓",
        failed: "✗",
        open: "?",
        active: "●",
        ready: "│",
        asleep: "z",
        next: "▸",
        ahead: "·",
        cut: "…",
        full: "█",
        half: "▌",
        ideal: "│",
    };
    /// For terminals without one.
    pub const ASCII: Self = Self {
        passed: "+",
        failed: "x",
        open: "?",
        active: "*",
        ready: "|",
        asleep: "z",
        next: ">",
        ahead: ".",
        cut: "...",
        full: "#",
        half: " ",
        ideal: "|",
    };

    /// In front of what nobody can say.
    pub fn open(self) -> &'static str {
        self.open
    }

    /// In front of what is as it should be.
    pub fn passed(self) -> &'static str {
        self.passed
    }

    /// In front of what is not.
    pub fn failed(self) -> &'static str {
        self.failed
    }

    /// In a timeline: the thread that does something.
    pub(super) fn active(self) -> &'static str {
        self.active
    }

    /// In a timeline: a thread that could go on.
    pub(super) fn ready(self) -> &'static str {
        self.ready
    }

    /// In a timeline: a thread that waits.
    pub(super) fn asleep(self) -> &'static str {
        self.asleep
    }

    /// In a list: what is next.
    pub(super) fn next(self) -> &'static str {
        self.next
    }

    /// In a list: what is not done yet.
    pub(super) fn ahead(self) -> &'static str {
        self.ahead
    }

    /// At the end of what does not fit.
    pub fn cut(self) -> &'static str {
        self.cut
    }

    /// In a bar: a whole column.
    pub fn full(self) -> &'static str {
        self.full
    }

    /// In a bar: the left half of a column.
    pub fn half(self) -> &'static str {
        self.half
    }

    /// In a bar: where it would end if it were ideal.
    pub fn ideal(self) -> &'static str {
        self.ideal
    }
}

/// What a report is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Which signs it shows.
    pub marks: Marks,
    /// Its width in characters. Sentences keep to 80; timelines use all of it.
    pub width: usize,
}

/// A verdict in full, for a learner who has seen the hints up to `hints_seen`.
pub fn render(verdict: &Verdict, screen: Screen, hints_seen: u8) -> String {
    let mut page = Page::default();
    let exercise = &verdict.exercise;
    page.line(&format!("{STRONG}Exercise {}, {}: {}{STRONG:#}", exercise.number, exercise.slug, exercise.title));
    page.line(&format!("{QUIET}{}{QUIET:#}", verdict.submission.file));
    page.blank();
    match &verdict.result {
        Judgement::Rejected { reason } => rejected(&mut page, verdict, reason),
        Judgement::Judged { checks } => {
            page.diagnostics(&verdict.warnings);
            judged(&mut page, verdict, checks, screen);
            summary(&mut page, verdict, checks, hints_seen);
        }
    }
    page.text
}

/// One check by itself, for whoever looks at one at a time. `number` is the exercise's.
pub fn render_check(check: &CheckResult, number: u32, screen: Screen) -> String {
    let mut page = Page::default();
    let Some(explanation) = explain::outcome(&check.outcome) else {
        page.passed(check, screen.marks);
        printed(&mut page, check);
        return page.text;
    };
    failed(&mut page, slice::from_ref(check), &[Some(explanation)], &[0], screen.marks);
    if let Outcome::Broken { run } = &check.outcome {
        broken(&mut page, &format!("cargo xtask check {number}"), run, screen, true);
    }
    page.text
}

/// The end of a report: why it never ran, or what all checks come to.
pub fn render_end(verdict: &Verdict, hints_seen: u8) -> String {
    let mut page = Page::default();
    match &verdict.result {
        Judgement::Rejected { reason } => rejected(&mut page, verdict, reason),
        Judgement::Judged { checks } => {
            page.diagnostics(&verdict.warnings);
            summary(&mut page, verdict, checks, hints_seen);
        }
    }
    page.text
}

/// A verdict in one line, for a list of them.
pub fn render_line(verdict: &Verdict, marks: Marks) -> String {
    let (style, mark) = match verdict.standing {
        Standing::Passed => (GOOD, marks.passed),
        Standing::NotPassed => (BAD, marks.failed),
        Standing::Inconclusive => (STRONG, marks.open),
    };
    let state = match &verdict.result {
        Judgement::Rejected { reason } => explain::rejection(reason, "", verdict.exercise.number).swap_remove(0),
        Judgement::Judged { checks } => {
            let passed = checks.iter().filter(|check| check.outcome.passed()).count();
            format!(
                "{passed} of {} checks, {} of {} points",
                checks.len(),
                verdict.points.earned,
                verdict.points.possible
            )
        }
    };
    let exercise = &verdict.exercise;
    format!("{style}{mark}{style:#} {:>2} {:<20} {state}\n", exercise.number, exercise.slug)
}

fn rejected(page: &mut Page, verdict: &Verdict, reason: &Rejection) {
    if let Rejection::DoesNotCompile { diagnostics } = reason {
        page.diagnostics(diagnostics);
    }
    let exercise = &verdict.exercise;
    let stub = format!("exercises/{:02}_{}/stub.rs", exercise.number, exercise.slug);
    let lines = explain::rejection(reason, &stub, exercise.number);
    page.line(&format!("{BAD}{}{BAD:#}", lines[0]));
    for line in &lines[1..] {
        page.wrapped("", line);
    }
}

/// All checks; those that failed for the same reason, or at the same line of the learner's code, are explained
/// once, after the last of them. What each check was doing says nothing new about a stub.
fn judged(page: &mut Page, verdict: &Verdict, checks: &[CheckResult], screen: Screen) {
    let marks = screen.marks;
    let mut explanations: Vec<Option<Explanation>> =
        checks.iter().map(|check| explain::outcome(&check.outcome)).collect();
    if verdict.submission.is_stub {
        explanations.iter_mut().flatten().for_each(|explanation| explanation.step = None);
    }
    let mut is_first_timeline = true;
    for (index, explanation) in explanations.iter().enumerate() {
        let Some(explanation) = explanation else {
            page.passed(&checks[index], marks);
            continue;
        };
        let place = checks[index].outcome.location();
        let is_same = |other: &usize| {
            let same_words = explanations[*other].as_ref().is_some_and(|one| one.lines == explanation.lines);
            same_words || place.is_some() && checks[*other].outcome.location() == place
        };
        let group: Vec<usize> = (0..checks.len()).filter(is_same).collect();
        if group[0] == index {
            failed(page, checks, &explanations, &group, marks);
            let run = group.iter().find_map(|index| match &checks[*index].outcome {
                Outcome::Broken { run } => Some(run),
                _ => None,
            });
            if let Some(run) = run {
                let command = format!("cargo xtask check {}{}", verdict.exercise.number, source_words(verdict));
                broken(page, &command, run, screen, is_first_timeline);
                is_first_timeline = false;
            }
        }
    }
    page.blank();
}

/// Checks that failed for the same reason.
fn failed(
    page: &mut Page,
    checks: &[CheckResult],
    explanations: &[Option<Explanation>],
    group: &[usize],
    marks: Marks,
) {
    let alone = group.len() == 1;
    let step_of = |index: usize| explanations[index].as_ref().and_then(|one| one.step.as_deref());
    for index in group {
        let (style, mark) =
            if checks[*index].outcome.is_inconclusive() { (STRONG, marks.open) } else { (BAD, marks.failed) };
        page.line(&format!("  {style}{mark}{style:#} {}", checks[*index].info.name));
        if let (false, Some(step)) = (alone, step_of(*index)) {
            page.wrapped("      ", &format!("at this point: {step}"));
        }
    }
    if !alone {
        let all = if group.len() == 2 { "Both".to_owned() } else { format!("All {}", group.len()) };
        page.line(&format!("      {STRONG}{all} of these, for the same reason:{STRONG:#}"));
    }
    for line in explanations[group[0]].iter().flat_map(|one| &one.lines) {
        page.wrapped("      ", line);
    }
    if let (true, Some(step)) = (alone, step_of(group[0])) {
        page.wrapped("      ", &format!("At this point of the check: {step}."));
    }
    printed(page, &checks[group[0]]);
}

/// The interleaving that went wrong. The first one is shown, the others are told how to be; `command` judges the
/// same submission.
fn broken(page: &mut Page, command: &str, run: &BrokenRun, screen: Screen, show: bool) {
    let show = show && !matches!(run.mistake, Mistake::KeepsState { .. });
    if show {
        page.blank();
        for line in interleaving::timeline(run, screen.width, screen.marks) {
            page.line(&line);
        }
        let why = interleaving::why(run);
        if !why.is_empty() {
            page.blank();
            page.line(&format!("    {STRONG}Why nobody can go on:{STRONG:#}"));
        }
        for line in why {
            page.wrapped_list("    - ", &line);
        }
        page.blank();
    }
    if let Mistake::KeepsState { .. } = run.mistake {
        // Alone, the run passes.
        return;
    }
    let tried =
        if run.found_after == 1 { "the first schedule".to_owned() } else { format!("schedule {}", run.found_after) };
    let what = if show { "shows this run again" } else { "shows the timeline" };
    page.line(&format!("      {QUIET}Found with {tried}. This {what}:{QUIET:#}"));
    page.line(&format!("      {command} --replay {}", run.schedule));
}

/// How the same submission is named on the command line.
fn source_words(verdict: &Verdict) -> String {
    let file = &verdict.submission.file;
    match verdict.submission.origin {
        Origin::Exercise => String::new(),
        Origin::Reference => " --solution".to_owned(),
        Origin::File if file.contains(' ') => format!(" --file \"{file}\""),
        Origin::File => format!(" --file {file}"),
    }
}

/// What the program printed, as far as it is worth showing.
fn printed(page: &mut Page, check: &CheckResult) {
    let lines: Vec<&str> = check.printed.lines().collect();
    // A scenario prints the same again and again: which of it belongs to this run is not known.
    if lines.is_empty() || matches!(check.outcome, Outcome::Broken { .. }) {
        return;
    }
    page.line(&format!("      {QUIET}It printed:{QUIET:#}"));
    for line in lines.iter().take(PRINTED_LINES) {
        page.line(&format!("      {QUIET}| {}{QUIET:#}", harmless(line, 160)));
    }
    if lines.len() > PRINTED_LINES {
        page.line(&format!("      {QUIET}| ... {} bytes in all{QUIET:#}", check.printed_bytes));
    }
}

/// What a program prints or panics with must not steer the terminal.
pub(super) fn harmless(line: &str, length: usize) -> String {
    line.chars().take(length).map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}

fn summary(page: &mut Page, verdict: &Verdict, checks: &[CheckResult], hints_seen: u8) {
    let passed = checks.iter().filter(|check| check.outcome.passed()).count();
    let points = verdict.points;
    let counts = format!("{passed} of {} checks, {} of {} points", checks.len(), points.earned, points.possible);
    if verdict.is_whole {
        explored(page, checks);
    }
    let number = verdict.exercise.number;
    if !verdict.is_whole {
        let what = if checks.iter().any(|check| check.stage == Stage::Speed) { "run" } else { "schedule" };
        let outcome = if verdict.passed() { "passes" } else { "fails" };
        let submission = source_words(verdict);
        page.line(&format!("This {what} {outcome}. `cargo xtask check {number}{submission}` judges everything."));
        return;
    }
    if verdict.passed() {
        for gain in checks.iter().filter_map(speed::to_gain) {
            page.wrapped("", &gain);
        }
        page.line(&format!("{GOOD}Passed{GOOD:#}: {counts}."));
        page.line(&format!("`cargo xtask solution {number}` compares your way with others."));
        return;
    }
    if verdict.standing == Standing::Inconclusive {
        page.line(&format!("{STRONG}Inconclusive{STRONG:#}: {counts}."));
        page.line("Nothing is wrong, but the machine was too busy to time it.");
        return;
    }
    page.line(&format!("{BAD}Not passed yet{BAD:#}: {counts}."));
    if verdict.submission.is_stub {
        page.line("This is the stub, as it came. What to build is said in");
        page.line(&format!("  {}", verdict.submission.file.replace("src/lib.rs", "README.md")));
        page.line("Edit the file named above, save it, and check again.");
        return;
    }
    if verdict.races_left {
        page.line("Its speed is measured once everything else is right.");
    }
    if checks.len() - passed > 1 {
        page.line("Begin with the first one that failed: others often have the same cause.");
    }
    if let Some(first) = checks.iter().find(|check| !check.outcome.passed()) {
        for line in hint::stuck(number, first.info.hint, hints_seen) {
            page.line(&line);
        }
    }
    page.line(&format!("{QUIET}Random choices came from seed {0}: `--seed {0}` repeats them.{QUIET:#}", verdict.seed));
}

/// How much the explored scenarios prove.
fn explored(page: &mut Page, checks: &[CheckResult]) {
    let explored = checks.iter().filter_map(|check| match check.outcome {
        Outcome::Explored { schedules, interleavings } => Some((schedules, interleavings.is_some())),
        _ => None,
    });
    let (mut scenarios, mut proven, mut total) = (0, 0, 0);
    for (schedules, complete) in explored {
        scenarios += 1;
        proven += usize::from(complete);
        total += schedules;
    }
    if scenarios > 0 {
        page.line(&format!(
            "{QUIET}{} schedules tried in {}; {proven} of them proven for every order.{QUIET:#}",
            thousands(total),
            if scenarios == 1 { "1 scenario".to_owned() } else { format!("{scenarios} scenarios") }
        ));
    }
}

/// Behind the name of a scenario of which nothing is left to try, or of a race that was won, where there is room.
pub fn proof(check: &CheckResult) -> String {
    let words = match &check.outcome {
        _ if check.overlap.is_some() => check.overlap.iter().map(speed::overlapped).collect(),
        Outcome::Explored { interleavings: Some(1), .. } => " (its only order)".to_owned(),
        Outcome::Explored { interleavings: Some(count), .. } => format!(" (all {} orders)", thousands(*count)),
        Outcome::Raced { race } => speed::won(race),
        Outcome::NotTimed => " (not timed: one core only)".to_owned(),
        _ => return String::new(),
    };
    if check.info.name.chars().count() + words.len() + 4 <= WIDTH { words } else { String::new() }
}

/// 17828 as "17,828".
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn passed(&mut self, check: &CheckResult, marks: Marks) {
        let (name, proof) = (&check.info.name, proof(check));
        self.line(&format!("  {GOOD}{}{GOOD:#} {name}{QUIET}{proof}{QUIET:#}", marks.passed));
    }

    /// A sentence, indented, in as many lines as it needs.
    fn wrapped(&mut self, indent: &str, sentence: &str) {
        let sentence = &harmless(sentence, 2000);
        let inner = sentence.len() - sentence.trim_start().len();
        let indent = format!("{indent}{}", &sentence[..inner]);
        let options = textwrap::Options::new(WIDTH).initial_indent(&indent).subsequent_indent(&indent);
        for line in textwrap::wrap(&sentence[inner..], options.break_words(false)) {
            self.line(&line);
        }
    }

    /// A sentence in a list, whose further lines begin under its words.
    fn wrapped_list(&mut self, bullet: &str, sentence: &str) {
        let indent = " ".repeat(bullet.len());
        let options = textwrap::Options::new(WIDTH).initial_indent(bullet).subsequent_indent(&indent);
        for line in textwrap::wrap(&harmless(sentence, 2000), options.break_words(false)) {
            self.line(&line);
        }
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// As rustc renders them.
    fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            self.line(diagnostic.rendered.trim_end());
            self.blank();
        }
    }
}
