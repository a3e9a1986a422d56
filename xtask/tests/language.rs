//! Which language the command line speaks, and what it does without a translation.

mod common;

use common::{Copy, Ran};

const TRANSLATION: &str = r#"
msgid ""
msgstr ""
"Project-Id-Version: a test\n"
"POT-Creation-Date: \n"
"PO-Revision-Date: \n"
"Language-Team: \n"
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "error: {problem}"
msgstr "ошибка: {problem}"

msgid "there is no exercise `{asked}`. `cargo xtask list` shows them all."
msgstr "упражнения `{asked}` нет"

msgid "the following required arguments were not provided:"
msgstr "не хватает:"

msgid "Show the next hint; hints cost nothing"
msgstr "Показать подсказку"

msgid "Usage:"
msgstr "Использование:"
"#;

const ENGLISH: &str = "error: there is no exercise `99`.";
const RUSSIAN: &str = "ошибка: упражнения `99` нет";

fn run(copy: &Copy, environment: &[(&str, &str)], args: &[&str]) -> Ran {
    Ran::from(copy.command(args).envs(environment.iter().copied()).output().expect("it starts"))
}

#[test]
fn the_option_the_variable_and_the_locale_choose_the_language() {
    let copy = Copy::new();
    copy.write("xtask/ru.po", TRANSLATION);
    let (locale, variable) = (("LANG", "ru_RU.UTF-8"), ("LOCKSTEP_LANG", "ru"));
    for (environment, args, expected) in [
        (&[][..], &["hint", "99"][..], ENGLISH),
        (&[locale], &["hint", "99"], RUSSIAN),
        (&[variable], &["hint", "99"], RUSSIAN),
        (&[locale, ("LOCKSTEP_LANG", "en")], &["hint", "99"], ENGLISH),
        (&[], &["hint", "99", "--lang", "ru"], RUSSIAN),
        (&[], &["--lang=ru", "hint", "99"], RUSSIAN),
        (&[variable], &["hint", "99", "--lang", "en"], ENGLISH),
        (&[variable], &["check", "99", "--json"], ENGLISH),
    ] {
        run(&copy, environment, args).expect(2, &[expected]);
    }
}

#[test]
fn help_and_mistakes_are_told_in_the_language() {
    let copy = Copy::new();
    copy.write("xtask/ru.po", TRANSLATION);
    copy.xtask(&["hint", "--help", "--lang", "ru"])
        .expect(0, &["Показать подсказку", "Использование: cargo xtask hint"]);
    copy.xtask(&["hint", "--lang", "ru"]).expect(2, &["ошибка: не хватает:\n  <EXERCISE>\n\nИспользование:"]);
    copy.xtask(&["hint", "1", "--lang", "de"]).expect(2, &["'--lang <LANGUAGE>': there are only these: en, ru"]);
}

#[test]
fn without_a_translation_it_is_english() {
    let copy = Copy::new();
    for broken in ["msgid \"\"\nmsgstr \"\"\n", "<<<<<<<", "\u{0}"] {
        copy.write("xtask/ru.po", broken);
        copy.xtask(&["hint", "99", "--lang", "ru"]).expect(2, &["warning: this is in English", "xtask/ru.po", ENGLISH]);
    }
}

#[test]
fn a_learner_can_read_everything_in_russian() {
    let copy = Copy::new();
    let said = |args: &[&str]| {
        let ran = copy.xtask(&[args, &["--lang", "ru"]].concat());
        let root = copy.root.display().to_string();
        format!("$ cargo xtask {}\n{}{}", args.join(" "), ran.out, ran.err).replace(&root, "[folder]")
    };
    let pages = [&[][..], &["list"], &["hint", "4"], &["progress"], &["check", "--help"], &["check"], &["reset", "9"]];
    insta::assert_snapshot!(pages.map(said).join("\n"));
}
