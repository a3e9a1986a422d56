//! From a recorded run to the learner's own words: names of locks and channels as the code has them, and the
//! line that each step happened on. What belongs to the hidden scenario loses its place. Pure.

use super::outcome::{BrokenRun, ObjectName, RunStep, StuckThread};
use crate::build::SourceText;
use protocol::Location;
use protocol::trace::{Counterexample, Mistake, ObjectInfo, Step};

/// A run with names and lines from the submission.
pub(super) fn with_names(run: Counterexample, sources: &[SourceText]) -> BrokenRun {
    let lines = Lines(sources);
    let objects = name_objects(&run, &lines);
    let steps = run.steps.into_iter().map(|step| {
        let location = lines.own(step.location);
        let source = location.as_ref().and_then(|at| lines.text(at));
        RunStep { thread: step.thread, object: step.object, action: step.action, location, source, at_ms: step.at_ms }
    });
    let stuck = run.stuck.into_iter().map(|stuck| {
        let location = lines.own(Some(stuck.location));
        let source = location.as_ref().and_then(|at| lines.text(at));
        StuckThread { thread: stuck.thread, wait: stuck.wait, object: stuck.object, location, source }
    });
    let threads = run.threads.iter().enumerate().map(|(number, thread)| match &thread.name {
        Some(name) => name.clone(),
        None => format!("thread {number}"),
    });
    BrokenRun {
        threads: threads.collect(),
        steps: steps.collect(),
        stuck: stuck.collect(),
        mistake: match run.mistake {
            Mistake::Panicked(mut panic) => {
                panic.location = lines.own(panic.location);
                Mistake::Panicked(panic)
            }
            other => other,
        },
        objects,
        left_out: run.left_out,
        switches: run.switches,
        found_after: run.found_after,
        schedule: String::new(),
        choices: run.schedule,
    }
}

/// The submission's text, by line.
struct Lines<'a>(&'a [SourceText]);

impl Lines<'_> {
    /// A place in the submission; `None` for any other.
    fn own(&self, at: Option<Location>) -> Option<Location> {
        at.filter(|at| self.0.iter().any(|source| source.file == at.file))
    }

    fn line(&self, at: &Location, back: u32) -> Option<&str> {
        let source = self.0.iter().find(|source| source.file == at.file)?;
        let number = at.line.checked_sub(1)?.checked_sub(back)?;
        source.text.lines().nth(number as usize)
    }

    fn text(&self, at: &Location) -> Option<String> {
        self.line(at, 0).map(|line| line.trim().to_owned())
    }

    /// What stands before a place: on its own line, or, when a call chain was broken there, on lines before.
    fn before(&self, at: &Location) -> Option<String> {
        let mut text: String = self.line(at, 0)?.chars().take(at.column.saturating_sub(1) as usize).collect();
        for back in 1..=8 {
            if !text.trim().chars().all(|c| c == '.') {
                break;
            }
            text = format!("{}{}", self.line(at, back)?.trim_end(), text.trim());
        }
        Some(text)
    }
}

/// A name for each object, unlike all others.
fn name_objects(run: &Counterexample, lines: &Lines<'_>) -> Vec<ObjectName> {
    let base: Vec<String> =
        run.objects.iter().enumerate().map(|(number, object)| base_name(run, number, object, lines)).collect();
    let unique = |number: usize| {
        let same = |other: &usize| base[*other] == base[number];
        let (count, before) = ((0..base.len()).filter(same).count(), (0..number).filter(same).count());
        if count == 1 { base[number].clone() } else { format!("{}#{}", base[number], before + 1) }
    };
    let entry = |(number, object): (usize, &ObjectInfo)| ObjectName {
        name: unique(number),
        kind: object.kind.clone(),
        made: lines.own(Some(object.made.clone())),
    };
    run.objects.iter().enumerate().map(entry).collect()
}

/// As the code calls it where it is used, or where it is made, or else its type.
fn base_name(run: &Counterexample, number: usize, object: &ObjectInfo, lines: &Lines<'_>) -> String {
    let mut uses = run.steps.iter().filter(|step| step.object == Some(number)).filter_map(used_at);
    let receiver = uses.find_map(|at| receiver(&lines.before(at)?));
    let made = || lines.before(&object.made).and_then(|before| binding(&before));
    receiver.or_else(made).unwrap_or_else(|| object.kind.clone())
}

fn used_at(step: &Step) -> Option<&Location> {
    step.location.as_ref()
}

/// From what stands before a method's name, what the method is called on: `let x = self.items.` is `items`.
fn receiver(before: &str) -> Option<String> {
    let expression = before.trim_end().strip_suffix('.')?.trim_end();
    let expression = without_calls(expression);
    let name: String = last_word(expression)?.to_owned();
    (!["self", "this"].contains(&name.as_str())).then_some(name)
}

/// `self.slots[index]` and `self.slot(index)` are called after their last name.
fn without_calls(mut expression: &str) -> &str {
    while let Some(close @ (')' | ']')) = expression.chars().last() {
        let open = if close == ')' { '(' } else { '[' };
        let mut depth = 0;
        let opening = expression.char_indices().rev().find(|(_, c)| {
            depth += i32::from(*c == close) - i32::from(*c == open);
            depth == 0
        });
        let Some((at, _)) = opening else { break };
        expression = &expression[..at];
    }
    expression
}

/// A field of a tuple is named with what it belongs to: `pair.0`.
fn last_word(text: &str) -> Option<&str> {
    let start = |text: &str| text.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    let mut begin = start(text);
    if text[begin..].starts_with(|c: char| c.is_ascii_digit()) && text[..begin].ends_with('.') {
        begin = start(&text[..begin - 1]);
    }
    let word = &text[begin..];
    word.starts_with(|c: char| c.is_alphabetic() || c == '_').then_some(word)
}

/// From what stands before a constructor, what its value is bound to: `let pair = Arc::new((` is `pair`,
/// `items: ` is `items`.
fn binding(before: &str) -> Option<String> {
    let mut text = before.trim_end();
    // Whatever the value is wrapped into: `Arc::new(`, `Some(`, `(`, `Mutex::`.
    loop {
        let shorter = text.trim_end_matches(['(', '[', '&', '{']).trim_end();
        let shorter = shorter.strip_suffix("::").map_or(shorter, str::trim_end);
        let is_path = shorter.len() < text.len() && shorter.ends_with(|c: char| c.is_alphanumeric() || c == '>');
        let start = shorter.rfind(|c: char| !c.is_alphanumeric() && !"_:<>".contains(c)).map_or(0, |at| at + 1);
        text = if is_path { shorter[..start].trim_end() } else { shorter };
        if !is_path {
            break;
        }
    }
    if let Some(left) = text.strip_suffix('=') {
        let left = left.split(" let ").last()?.trim().trim_start_matches("let ").trim_start_matches("static ");
        let name = left.trim_start_matches("mut ").split(':').next()?.trim();
        return last_word(name).map(str::to_owned);
    }
    last_word(text.strip_suffix(':')?.trim_end()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_called_as_what_its_method_is_called_on() {
        for (before, expected) in [
            ("        let mut items = self.items.", Some("items")),
            ("    self.slots[i + 1].", Some("slots")),
            ("    self.inner().", Some("inner")),
            ("    let (lock, ready) = &*pair; lock.", Some("lock")),
            ("    self.", None),
            ("    Mutex::", None),
            ("guard = queue.0.", Some("queue.0")),
            ("self.0.", Some("self.0")),
        ] {
            assert_eq!(receiver(before).as_deref(), expected, "{before}");
        }
    }

    #[test]
    fn an_object_is_called_as_what_its_constructor_is_bound_to() {
        for (before, expected) in [
            ("        Self { permits, available: ", Some("available")),
            ("    let pair = Arc::new((", Some("pair")),
            ("    let state: Arc<Mutex<u32>> = Arc::new(", Some("state")),
            ("static COUNT: AtomicUsize = ", Some("COUNT")),
            ("            flag: Arc::new(", Some("flag")),
            ("    vec![", None),
            ("", None),
        ] {
            assert_eq!(binding(before).as_deref(), expected, "{before}");
        }
    }
}
