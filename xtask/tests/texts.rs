//! Everything that learners and teachers read is there in each language: the words of the judge and of its commands, and those that
//! all checks share. (What belongs to an exercise, `verify` looks at.)

use judge::authoring::texts::{literals, misplaced, of_page, of_sources};
use judge::language::{Catalogue, Language};
use judge::layout::Layout;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What clap says by itself.
const OF_CLAP: [&str; 5] = [
    "Print help",
    "Print help (see a summary with '-h')",
    "Print help (see more with '--help')",
    "Print version",
    "Print this message or the help of the given subcommand(s)",
];

fn layout() -> Layout {
    Layout::find(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this package is in the workspace")
}

/// Where the programs are that learners and teachers use.
fn sources(layout: &Layout) -> Vec<PathBuf> {
    let folders = ["src", "judge/src", "bench/src", "charts/src", "compare/src", "grade/src"];
    folders.map(|folder| layout.own_texts().join(folder)).into()
}

#[test]
fn every_text_of_the_commands_is_translated() {
    let layout = layout();
    let (mut texts, mut known) = (BTreeSet::new(), BTreeSet::new());
    for folder in sources(&layout) {
        let found = literals(&layout, &folder).unwrap();
        texts.extend(found.translated);
        known.extend(found.all);
    }
    assert!(texts.len() > 400, "only {} texts were found", texts.len());
    let path = layout.own_texts().join(Language::Russian.catalogue());
    let catalogue = Catalogue::load(&path, Language::Russian).unwrap();
    let mut problems: Vec<String> = catalogue.entries().filter_map(misplaced).collect();
    for (text, several) in &texts {
        match catalogue.entries().find(|entry| entry.english == *text) {
            Some(entry) if entry.forms.is_empty() => problems.push(format!("{text:?} is not translated")),
            Some(entry) if entry.english_plural != *several => {
                problems.push(format!("{text:?}: the plural has changed"));
            }
            Some(_) => {}
            None => problems.push(format!("{text:?} is missing")),
        }
    }
    let help = help(&layout);
    let is_used = |text: &String| {
        texts.iter().any(|(used, _)| used == text)
            || known.contains(text)
            || help.contains(text.trim_end_matches('.'))
            || OF_CLAP.contains(&text.as_str())
    };
    let unused = catalogue.entries().filter(|entry| !is_used(&entry.english) && !entry.is_page());
    problems.extend(unused.map(|entry| format!("nothing says {:?} any more", entry.english)));
    assert!(problems.is_empty(), "{}:\n{}", path.display(), problems.join("\n"));
}

/// The comments that become the help of commands and options.
fn help(layout: &Layout) -> String {
    let files = [
        "src/cli.rs",
        "src/speech/mod.rs",
        "bench/src/cli.rs",
        "compare/src/cli.rs",
        "compare/src/report.rs",
        "grade/src/cli.rs",
    ];
    let text = |file: &str| fs::read_to_string(layout.own_texts().join(file)).unwrap_or_default();
    let lines = files.map(text).concat();
    lines.lines().map(|line| line.trim().trim_start_matches("/// ")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_page_is_translated() {
    let layout = layout();
    let problems = of_page(&layout, &layout.root, "README", &layout.own_texts(), Language::Russian);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_words_of_all_checks_are_translated() {
    let layout = layout();
    let kit = layout.checks("kit");
    let problems = of_sources(&layout, &kit, &kit.join("src"), Language::Russian);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn what_is_missing_out_of_date_or_misplaced_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let header = fs::read_to_string(layout().checks("kit").join("ru.po")).unwrap();
    let (header, _) = header.split_once("\n\n").unwrap();
    write("a.rs", r#"fn main() { check("a thread sleeps"); step(&format!("{count} threads wait")); say("first") }"#);
    let of = |entries: &str| {
        write("ru.po", &format!("{header}\n\n{entries}"));
        of_sources(&layout(), folder.path(), folder.path(), Language::Russian)
    };
    let entry = |english: &str, russian: &str| format!("msgid \"{english}\"\nmsgstr \"{russian}\"\n\n");
    let (sleeps, waits) = (entry("a thread sleeps", "поток спит"), entry("{count} threads wait", "ждут: {count}"));
    assert_eq!(of(&(sleeps.clone() + &waits + &entry("first", "первый"))), [""; 0]);
    for (entries, expected) in [
        (waits.clone(), "there is no translation of \"a thread sleeps\""),
        (entry("a thread sleeps", "") + &waits, "there is no translation of \"a thread sleeps\""),
        (sleeps.clone() + &waits + &entry("a thread slept", "поток спал"), "nothing says \"a thread slept\" any more"),
        (sleeps + &entry("{count} threads wait", "ждут: {n}"), "has not the places of \"{count} threads wait\""),
    ] {
        let problems = of(&entries);
        assert!(problems.len() == 1 && problems[0].contains(expected), "{expected}: {problems:?}");
    }
}
