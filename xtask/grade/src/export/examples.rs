//! Examples of use, which are tests, as checks: so the judge of a learners' kit runs them one by one, each with its
//! deadline and behind walls, and says what became of them. Pure.
//!
//! Only the lines around a test are changed: `#[test]` goes, `#[tokio::test]` becomes `#[tokio::main]` (which makes a
//! plain function of an async one all the same), and a `main` registers them. Inline snapshots are compared by
//! `assert_eq!`: insta itself looks for its workspace, which a check cannot see.

use tr::tr;

/// In place of insta's.
const SNAPSHOT: &str = "\
macro_rules! assert_snapshot {
    ($value:expr, @$expected:literal) => {
        assert_eq!($value.to_string(), $expected)
    };
}
";

/// What tests can have around them and checks cannot.
const NO_CHECKS: [&str; 4] = ["#[ignore", "#[should_panic", "fn main(", "insta::"];

/// The source of a file of checks; `Err` says which line cannot become a part of one. `from` is the file of the examples,
/// as learners know it.
pub(super) fn as_checks(source: &str, from: &str) -> Result<String, String> {
    let mut body = String::new();
    let mut names = Vec::new();
    let mut is_test = false;
    let lines = source.lines().enumerate().skip_while(|(_, line)| line.starts_with("//!"));
    for (index, line) in lines {
        let trimmed = line.trim();
        if trimmed == "#[test]" {
            is_test = true;
        } else if let Some(arguments) = trimmed.strip_prefix("#[tokio::test") {
            is_test = true;
            body += &format!("{}\n", on_a_runtime(arguments));
        } else if trimmed == "use insta::assert_snapshot;" {
            body += SNAPSHOT;
        } else if let Some(what) = NO_CHECKS.iter().find(|what| trimmed.contains(*what)) {
            return Err(tr!("line {line}: `{what}` cannot become a check", line = index + 1, what));
        } else {
            if let (true, Some(name)) = (is_test, function(trimmed)) {
                names.push(name);
                is_test = false;
            }
            body += &format!("{line}\n");
        }
    }
    if names.is_empty() {
        return Err(tr!("there is no test in it"));
    }
    Ok(format!(
        "//! The examples in {from}, as checks: made by `cargo xtask export`.\n\n{}\n{}",
        body.trim(),
        main(&names)
    ))
}

/// `]` or `(start_paused = true)]`, after `#[tokio::test`.
fn on_a_runtime(arguments: &str) -> String {
    let inner = arguments.trim_start_matches('(').trim_end_matches(']').trim_end_matches(')');
    let flavour = if inner.contains("flavor") { "" } else { "flavor = \"current_thread\"" };
    let all: Vec<&str> = [flavour, inner].into_iter().filter(|part| !part.is_empty()).collect();
    format!("#[tokio::main({})]", all.join(", "))
}

/// The name of the function that a line begins.
fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.strip_prefix("fn ")?.split('(').next()
}

fn main(names: &[&str]) -> String {
    let check = |name: &&str| format!("        kit::check(\"{}\", {name}),\n", name.replace('_', " "));
    let checks: String = names.iter().map(check).collect();
    format!("\nfn main() -> std::process::ExitCode {{\n    kit::run(&[\n{checks}    ])\n}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_become_checks_and_everything_else_stays() {
        let source = "//! Examples.\n//! More.\nuse insta::assert_snapshot;\nuse a::b;\n\n#[test]\nfn one_is_one() {\n    \
                      assert_snapshot!(b(1), @\"1\");\n}\n\n#[tokio::test(start_paused = true)]\nasync fn it_waits() {}\n\n\
                      #[tokio::test]\nasync fn it_works() {}\n\nfn helper() {}\n";
        insta::assert_snapshot!(as_checks(source, "tests/examples.rs").unwrap(), @r#"
        //! The examples in tests/examples.rs, as checks: made by `cargo xtask export`.

        macro_rules! assert_snapshot {
            ($value:expr, @$expected:literal) => {
                assert_eq!($value.to_string(), $expected)
            };
        }
        use a::b;

        fn one_is_one() {
            assert_snapshot!(b(1), @"1");
        }

        #[tokio::main(flavor = "current_thread", start_paused = true)]
        async fn it_waits() {}

        #[tokio::main(flavor = "current_thread")]
        async fn it_works() {}

        fn helper() {}

        fn main() -> std::process::ExitCode {
            kit::run(&[
                kit::check("one is one", one_is_one),
                kit::check("it waits", it_waits),
                kit::check("it works", it_works),
            ])
        }
        "#);
    }

    #[test]
    fn what_cannot_become_a_check_is_named() {
        for (source, part) in [
            ("#[test]\n#[should_panic]\nfn a() {}\n", "line 2: `#[should_panic`"),
            ("use insta::assert_json_snapshot;\n", "line 1: `insta::`"),
            ("fn helper() {}\n", "no test"),
        ] {
            assert!(as_checks(source, "x").unwrap_err().contains(part), "{source}");
        }
    }
}
