//! `cargo xtask book`: builds the book of the course, and shows it.

mod cli;

use anyhow::Context;
use book::build;
use book::source::Sources;
use book::translation;
use clap::Parser;
use cli::Args;
use judge::language::Language;
use std::fs;
use std::io::ErrorKind;
use std::process::ExitCode;
use xtask::desk::{Desk, say};
use xtask::exit::{self, Exit};

fn main() -> ExitCode {
    exit::end_everything_on_ctrl_c();
    run(&Args::parse()).unwrap_or_else(|error| exit::report(&error)).into()
}

fn run(args: &Args) -> anyhow::Result<Exit> {
    let desk = Desk::open()?;
    let sources = Sources::of(&desk.layout);
    if args.update_translation { update_translation(&sources) } else { build_book(&desk, &sources, args) }
}

fn build_book(desk: &Desk, sources: &Sources, args: &Args) -> anyhow::Result<Exit> {
    let out = desk.layout.rendered_book();
    match fs::remove_dir_all(&out) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("the old book in {} cannot be removed", out.display()));
        }
        Ok(()) | Err(_) => {}
    }
    let links = build::build(sources, &out)?;
    say(&format!("The book is in {}.\n", desk.layout.display(&out.join("index.html"))))?;
    if args.links {
        let addresses: Vec<&str> = links.outside.iter().map(String::as_str).collect();
        say(&format!("{}\n", addresses.join("\n")))?;
    }
    if args.open {
        let language = args.language.lang.unwrap_or_else(Language::of_environment);
        let start = out.join(language.code()).join("index.html");
        opener::open(&start)
            .with_context(|| format!("no browser shows {}; open it there yourself", start.display()))?;
    }
    report_gaps(sources)
}

/// Says what is missing in a translation; the book shows it in English.
fn report_gaps(sources: &Sources) -> anyhow::Result<Exit> {
    let gaps = translation::gaps(&translation::template(sources)?, &sources.translation(Language::Russian)?);
    for gap in &gaps {
        eprintln!("{gap}");
    }
    if !gaps.is_empty() {
        eprintln!("`cargo xtask book --update-translation` makes a place for each of them in docs/book/po/ru.po.");
    }
    Ok(Exit::passed_if(gaps.is_empty()))
}

fn update_translation(sources: &Sources) -> anyhow::Result<Exit> {
    let path = sources.translation_file(Language::Russian);
    let template = translation::template(sources)?;
    let updated = translation::updated(&template, &sources.translation(Language::Russian)?);
    polib::po_file::write(&updated, &path).with_context(|| format!("cannot write {}", path.display()))?;
    say(&format!("{} texts wait for a translation.\n", translation::gaps(&template, &updated).len()))?;
    Ok(Exit::Passed)
}
