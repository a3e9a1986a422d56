//! Wrong words on the command line, in the language of the process. Clap tells them in English only, but its errors hold
//! what it found as data. The English sentences here are clap's own.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use judge::language::{self, Language};
use std::error::Error as _;
use tr::tr;

/// Tells an error, or shows the help or the version that was asked for; then ends the program.
pub(super) fn tell(error: &Error) -> ! {
    if language::spoken() == Language::English {
        error.exit();
    }
    let Some(page) = page(error) else { error.exit() };
    eprint!("{page}");
    std::process::exit(error.exit_code());
}

/// None for what is no mistake, and for mistakes that our commands leave no room for.
fn page(error: &Error) -> Option<String> {
    let problem = problem(error)?;
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => Some(usage.to_string()),
        _ => None,
    };
    let usage = usage.map(|usage| usage.replacen("Usage:", &language::looked_up("Usage:"), 1));
    let parts = [
        Some(tr!("error: {problem}", problem)),
        suggestion(error).map(|suggestion| format!("  {suggestion}")),
        usage,
        Some(tr!("For more information, try '--help'.")),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n") + "\n")
}

fn problem(error: &Error) -> Option<String> {
    let argument = first(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = first(error, ContextKind::InvalidSubcommand)?;
            Some(tr!("unrecognized subcommand '{command}'", command))
        }
        ErrorKind::UnknownArgument => argument.map(|argument| tr!("unexpected argument '{argument}' found", argument)),
        ErrorKind::MissingRequiredArgument => {
            let missing = tr!("the following required arguments were not provided:");
            Some(format!("{missing}\n  {}", values(error, ContextKind::InvalidArg).join("\n  ")))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => value(error, argument?),
        ErrorKind::ArgumentConflict => conflict(error, argument?),
        _ => None,
    }
}

fn value(error: &Error, argument: &str) -> Option<String> {
    let value = first(error, ContextKind::InvalidValue)?;
    let mut text = if value.is_empty() {
        tr!("a value is required for '{argument}' but none was supplied", argument)
    } else {
        tr!("invalid value '{value}' for '{argument}'", value, argument)
    };
    if let Some(source) = error.source() {
        text += &format!(": {source}");
    }
    let possible = values(error, ContextKind::ValidValue);
    if !possible.is_empty() {
        text += &format!("\n  [{} {}]", language::looked_up("possible values:"), possible.join(", "));
    }
    Some(text)
}

fn conflict(error: &Error, argument: &str) -> Option<String> {
    match values(error, ContextKind::PriorArg).as_slice() {
        [] => None,
        [other] if *other == argument => Some(tr!("the argument '{argument}' cannot be used multiple times", argument)),
        [other] => Some(tr!("the argument '{argument}' cannot be used with '{other}'", argument, other)),
        others => {
            let start = tr!("the argument '{argument}' cannot be used with:", argument);
            Some(format!("{start}\n  {}", others.join("\n  ")))
        }
    }
}

fn suggestion(error: &Error) -> Option<String> {
    let names = |kind| {
        let names: Vec<String> = values(error, kind).into_iter().map(|name| format!("'{name}'")).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    if let Some(names) = names(ContextKind::SuggestedSubcommand) {
        Some(tr!("tip: a similar subcommand exists: {names}", names))
    } else if let Some(names) = names(ContextKind::SuggestedArg) {
        Some(tr!("tip: a similar argument exists: {names}", names))
    } else {
        names(ContextKind::SuggestedValue).map(|names| tr!("tip: a similar value exists: {names}", names))
    }
}

fn first(error: &Error, kind: ContextKind) -> Option<&str> {
    values(error, kind).first().copied()
}

fn values(error: &Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(value)) => vec![value],
        Some(ContextValue::Strings(values)) => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::page;
    use clap::{Arg, ArgAction, Command, value_parser};

    fn command() -> Command {
        let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        let size = Arg::new("size").long("size").value_name("NUMBER").value_parser(value_parser!(u8).range(1..=3));
        let way = Arg::new("way").long("way").value_name("WAY").value_parser(["up", "down"]);
        let fast = flag("fast").conflicts_with("slow");
        let lift = Command::new("lift").args([Arg::new("file").required(true), size, way, fast, flag("slow")]);
        Command::new("crane").subcommand(lift)
    }

    #[test]
    fn in_english_it_says_what_clap_says() {
        for line in [
            "crane lit",
            "crane sink",
            "crane lift",
            "crane lift stone --slw",
            "crane lift stone --size",
            "crane lift stone --size 4",
            "crane lift stone --size four",
            "crane lift stone --way dwn",
            "crane lift stone --fast --slow",
            "crane lift stone --size 1 --size 2",
        ] {
            let error = command().try_get_matches_from(line.split(' ')).unwrap_err();
            assert_eq!(page(&error), Some(error.to_string()), "{line}");
        }
    }

    #[test]
    fn help_is_no_mistake() {
        let help = command().try_get_matches_from(["crane", "--help"]).unwrap_err();
        assert_eq!(page(&help), None);
    }
}
