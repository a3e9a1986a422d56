//! Which language a program of the command line speaks: found out before its first word, since help and errors have
//! words too. What the language is, and where its texts are, is in `judge::language`; what clap says is in [`help`] and
//! [`mistakes`].

mod help;
mod mistakes;

pub use help::translated;

use crate::desk;
use clap::{Args, Parser};
use judge::language::{self, Language, Spoken};
use judge::layout::Layout;
use std::env;
use tr::tr;

/// The option that chooses a language, on every command.
const OPTION: &str = "--lang";
const HELP: &str = "Speak this language, en or ru; else LOCKSTEP_LANG or the system's locale decides";
/// What programs read is English.
const FOR_PROGRAMS: &str = "--json";

/// The option as clap has to know it. [`begin`] looks for it by itself: it comes before clap.
#[derive(Debug, Args)]
pub struct LanguageOption {
    /// The language that is asked for.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = parse_language, help = HELP)]
    pub lang: Option<Language>,
}

/// Speaks the language that is asked for, from here on; to be called before anything else. A crate with texts of its own
/// then calls `tr::set_translator!(Spoken)` as well.
pub fn begin() {
    let arguments: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let language = wanted(&arguments).unwrap_or_else(Language::of_environment);
    // Outside of a workspace, there is one English sentence to say.
    let Some(layout) = env::current_dir().ok().and_then(|here| Layout::find(&here).ok()) else { return };
    match language::speak(language, &layout) {
        Ok(()) => tr::set_translator!(Spoken),
        Err(error) => desk::warn(&format!("this is in English, because the translation cannot be read: {error}")),
    }
}

/// What clap reads from the arguments of this process. Help and mistakes are told in the language of the process, and
/// end it.
pub fn parse<Arguments: Parser>() -> Arguments {
    let matches = translated(Arguments::command()).try_get_matches();
    let arguments = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    arguments.unwrap_or_else(|error| mistakes::tell(&error))
}

/// The language that the arguments ask for, wherever the option stands. A word that is no language is left to clap, which
/// says so.
fn wanted(arguments: &[String]) -> Option<Language> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).take_while(|word| *word != "--").collect();
    if words.contains(&FOR_PROGRAMS) {
        return Some(Language::English);
    }
    let joined = words.iter().find_map(|word| word.strip_prefix(OPTION)?.strip_prefix('='));
    let apart = words.windows(2).find(|pair| pair[0] == OPTION).map(|pair| pair[1]);
    joined.or(apart).and_then(Language::of_code)
}

fn parse_language(code: &str) -> Result<Language, String> {
    let codes = Language::ALL.map(Language::code).join(", ");
    Language::of_code(code).ok_or_else(|| tr!("there are only these: {codes}", codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_found_wherever_it_stands() {
        for (line, expected) in [
            ("", None),
            ("check 3", None),
            ("check 3 --lang ru", Some(Language::Russian)),
            ("--lang=ru check 3", Some(Language::Russian)),
            ("check --lang en 3", Some(Language::English)),
            ("check 3 --lang", None),
            ("check 3 --lang de", None),
            ("check 3 --language ru", None),
            ("check 3 --file -- --lang ru", None),
            ("check 3 --lang ru --json", Some(Language::English)),
        ] {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            assert_eq!(wanted(&words), expected, "{line}");
        }
    }
}
