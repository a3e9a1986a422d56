//! The words that `cargo xtask book` understands.

use clap::Parser;
use xtask::speech::LanguageOption;

const AFTER_HELP: &str = "\
Everything is made from what is in this folder; nothing is downloaded. The addresses in the
internet that the book names are not looked up: --links lists them.
Exit codes: 0 built, 1 a translation is missing or stale, 2 wrong usage or a broken book,
130 interrupted.";

/// Build the book of the course as web pages, in English and Russian
#[derive(Debug, Parser)]
#[command(name = "cargo xtask book", bin_name = "cargo xtask book", after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Show it in the browser when it is built
    #[arg(long)]
    pub(crate) open: bool,
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// List the addresses in the internet that the book names
    #[arg(long)]
    pub(crate) links: bool,
    /// For authors: only put every English text that is new or changed into docs/book/po, to be translated there
    #[arg(long, conflicts_with_all = ["open", "lang", "links"])]
    pub(crate) update_translation: bool,
}
