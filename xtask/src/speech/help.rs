//! The help of clap in another language. Clap writes English: its own words around the texts of our commands. Both are
//! looked up, and replaced before anything is parsed.

use clap::builder::{PossibleValue, Resettable, StyledStr};
use clap::{Arg, Command};
use judge::language::{self, Language};
use std::borrow::Cow;

/// Where the words of another language come from.
type LookUp = fn(&str) -> Cow<'_, str>;

/// The same command, whose help is in the language of this process.
pub fn translated(mut command: Command) -> Command {
    if language::spoken() == Language::English {
        return command;
    }
    // Only then it has what clap adds: `--help`, `--version` and the command `help`.
    command.build();
    in_words(command, language::looked_up)
}

fn in_words(command: Command, look_up: LookUp) -> Command {
    let about = words(command.get_about(), look_up);
    let long_about = words(command.get_long_about(), look_up);
    let after_help = words(command.get_after_help(), look_up);
    let template = template(&command, look_up);
    command
        .about(about)
        .long_about(long_about)
        .after_help(after_help)
        .help_template(template)
        .mut_args(|argument| argument_in_words(argument, look_up))
        .mut_subcommands(|command| in_words(command, look_up))
}

fn words(text: Option<&StyledStr>, look_up: LookUp) -> Resettable<StyledStr> {
    Resettable::from(text.map(|text| StyledStr::from(look_up(&text.to_string()).into_owned())))
}

/// The parts of a page of help in clap's order, under headings that it does not let anybody choose otherwise.
fn template(command: &Command, look_up: LookUp) -> String {
    let styles = command.get_styles();
    let (usage, header) = (styles.get_usage(), styles.get_header());
    let is_shown = |argument: &Arg| !argument.is_hide_set();
    let mut template = "{before-help}{about-with-newline}\n".to_owned();
    template += &format!("{usage}{}{usage:#} {{usage}}", look_up("Usage:"));
    for (is_there, heading, part) in [
        (command.get_subcommands().any(|command| !command.is_hide_set()), "Commands:", "{subcommands}"),
        (command.get_positionals().any(is_shown), "Arguments:", "{positionals}"),
        (command.get_arguments().any(|it| !it.is_positional() && is_shown(it)), "Options:", "{options}"),
    ] {
        if is_there {
            template += &format!("\n\n{header}{}{header:#}\n{part}", look_up(heading));
        }
    }
    template + "{after-help}"
}

fn argument_in_words(argument: Arg, look_up: LookUp) -> Arg {
    let bounds = bounds(&argument, look_up);
    let help = argument.get_help().map(|help| StyledStr::from(look_up(&help.to_string()).into_owned() + &bounds));
    let long_help = words(argument.get_long_help(), look_up);
    argument.help(Resettable::from(help)).long_help(long_help).hide_possible_values(true).hide_default_value(true)
}

/// What clap adds to the help of an argument: which values there are, and which counts when none is given.
fn bounds(argument: &Arg, look_up: LookUp) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let possible = argument.get_possible_values();
    let possible: Vec<&str> =
        possible.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
    let default: Vec<Cow<str>> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let bound = |name: &str, values: String| format!(" [{} {values}]", look_up(name));
    let mut text = String::new();
    if !default.is_empty() {
        text += &bound("default:", default.join(" "));
    }
    if !possible.is_empty() {
        text += &bound("possible values:", possible.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ArgAction;

    fn loud(text: &str) -> Cow<'_, str> {
        Cow::Owned(text.to_uppercase())
    }

    fn command() -> Command {
        let file = Arg::new("file").value_name("FILE").required(true).help("which file");
        let size = Arg::new("size").long("size").value_name("NUMBER").default_value("7").help("how large");
        let way = Arg::new("way").long("way").value_name("WAY").value_parser(["up", "down"]).help("where to");
        let quiet = Arg::new("quiet").long("quiet").action(ArgAction::SetTrue).help("say less");
        let lift = Command::new("lift").about("lift it").args([file, size, way, quiet]);
        let mut command = Command::new("crane").about("a crane").after_help("that is all").subcommand(lift);
        command.build();
        command
    }

    fn help(command: &mut Command) -> String {
        command.render_help().to_string()
    }

    #[test]
    fn every_word_is_looked_up_and_the_layout_stays() {
        let (mut english, mut other) = (command(), in_words(command(), loud));
        let expected = [
            "A CRANE",
            "",
            "USAGE: crane [COMMAND]",
            "",
            "COMMANDS:",
            "  lift  LIFT IT",
            "  help  PRINT THIS MESSAGE OR THE HELP OF THE GIVEN SUBCOMMAND(S)",
            "",
            "OPTIONS:",
            "  -h, --help  PRINT HELP",
            "",
            "THAT IS ALL",
            "",
        ];
        assert_eq!(help(&mut other), expected.join("\n"));
        let lift = |command: &mut Command| help(command.find_subcommand_mut("lift").expect("it has one"));
        let (english, other) = (lift(&mut english), lift(&mut other));
        assert!(other.contains("--size <NUMBER>  HOW LARGE [DEFAULT: 7]\n"), "{other}");
        assert_eq!(other.to_uppercase(), english.to_uppercase());
    }

    #[test]
    fn it_reads_the_same_arguments() {
        let matches = in_words(command(), loud).get_matches_from(["crane", "lift", "--size", "8", "stone"]);
        let (name, lift) = matches.subcommand().expect("there is one");
        assert_eq!((name, lift.get_one::<String>("size").map(String::as_str)), ("lift", Some("8")));
    }
}
