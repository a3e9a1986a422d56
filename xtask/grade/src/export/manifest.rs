//! The manifests of a learners' kit: those of this repository without what is not there. Pure.

use std::collections::BTreeSet;
use toml::{Table, Value};

/// The root manifest with these members. Shared dependencies that none of `manifests` uses go, and so does the comment
/// above those of which nothing is left.
pub(super) fn root(manifest: &str, members: &[&str], default_members: &[String], manifests: &[String]) -> String {
    let used: BTreeSet<String> = manifests.iter().flat_map(|manifest| shared_dependencies(manifest)).collect();
    let mut text =
        String::from("# A learners' kit of Lockstep, made by `cargo xtask export`.\n[workspace]\nresolver = \"3\"\n");
    text += &list("members", members.iter().copied());
    text += "# What plain `cargo build` and `cargo test` work on: your exercises.\n";
    text += &list("default-members", default_members.iter().map(String::as_str));
    let mut is_of_dependencies = false;
    for paragraph in manifest.split("\n\n").skip_while(|paragraph| !paragraph.contains("[workspace.package]")) {
        if let Some(header) = paragraph.lines().find(|line| line.starts_with('[')) {
            is_of_dependencies = header == "[workspace.dependencies]";
        }
        let kept = if is_of_dependencies { with_used_only(paragraph, &used) } else { Some(paragraph.to_owned()) };
        if let Some(kept) = kept {
            text += &format!("\n{}\n", kept.trim_end());
        }
    }
    text
}

fn list<'a>(name: &str, entries: impl Iterator<Item = &'a str>) -> String {
    let entries: Vec<String> = entries.map(|entry| format!("    \"{entry}\",\n")).collect();
    format!("{name} = [\n{}]\n", entries.concat())
}

fn with_used_only(paragraph: &str, used: &BTreeSet<String>) -> Option<String> {
    let name = |line: &str| line.split_once(" = ").map(|(name, _)| name.to_owned());
    let is_kept = |line: &&str| name(line).is_none_or(|name| line.starts_with('#') || used.contains(&name));
    let is_entry = |line: &&str| !line.starts_with('#');
    let lines: Vec<&str> = paragraph.lines().filter(is_kept).collect();
    lines.iter().any(is_entry).then(|| lines.join("\n"))
}

/// What a manifest takes from the workspace.
fn shared_dependencies(manifest: &str) -> BTreeSet<String> {
    fn collect(table: &Table, found: &mut BTreeSet<String>) {
        for (name, value) in table {
            match value {
                Value::Table(inner) if inner.get("workspace").and_then(Value::as_bool) == Some(true) => {
                    found.insert(name.clone());
                }
                Value::Table(inner) => collect(inner, found),
                _ => {}
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(&manifest.parse().unwrap_or_default(), &mut found);
    found
}

/// The package of an exercise's checks in the kit. The judge has cargo build its dependencies: those of the hidden checks
/// (which are the exercise's own and the kit's) and, for the examples, what only tests of the exercise use.
pub(super) fn checks(of_checks: &Table, of_exercise: &Table, number: u32, folder: &str, stages: &[&str]) -> String {
    let slug = folder.split_once('_').map_or(folder, |(_, slug)| slug);
    let mut text = format!(
        "[package]\nname = \"{slug}_checks\"\ndescription = \"The visible checks of exercise {number}\"\n\
         version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\
         publish.workspace = true\n\n[lib]\npath = \"../kit/dependencies.rs\"\ntest = false\ndoctest = false\n"
    );
    for stage in stages {
        text += &format!("\n[[test]]\nname = \"{stage}\"\npath = \"{stage}.rs\"\nharness = false\n");
    }
    let table =
        |manifest: &Table, name: &str| manifest.get(name).and_then(Value::as_table).cloned().unwrap_or_default();
    let mut dependencies = table(of_checks, "dependencies");
    for (name, value) in table(of_exercise, "dev-dependencies") {
        if name != "insta" {
            let both = merged(dependencies.get(&name), value);
            dependencies.insert(name, both);
        }
    }
    text += "\n[dependencies]\n";
    dependencies.iter().for_each(|(name, value)| text += &format!("{name} = {value}\n"));
    text += &format!("\n[dev-dependencies]\n{slug} = {{ path = \"../../exercises/{folder}\" }}\n");
    text + "\n[lints]\nworkspace = true\n"
}

/// A dependency with the features of both.
fn merged(one: Option<&Value>, other: Value) -> Value {
    let features = |value: &Value| value.get("features").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(one) = one.and_then(Value::as_table) else { return other };
    let mut all = features(&Value::Table(one.clone()));
    for feature in features(&other) {
        if !all.contains(&feature) {
            all.push(feature);
        }
    }
    let mut merged = one.clone();
    if !all.is_empty() {
        merged.insert("features".to_owned(), Value::Array(all));
    }
    Value::Table(merged)
}

/// `exercise.toml` without stages that are not in the kit, and without points, which are earned in class.
pub(super) fn settings(of_exercise: &Table, has_interleavings: bool, has_virtual_time: bool) -> String {
    let mut settings = of_exercise.clone();
    settings.insert("points".to_owned(), Value::Integer(0));
    if !has_interleavings {
        settings.remove("interleavings");
    }
    let is_virtual = settings.get("speed").is_some_and(|speed| speed.get("virtual_time").is_some());
    if !(has_virtual_time && is_virtual) {
        settings.remove("speed");
    }
    format!("# Points are earned in class, where the hidden checks run.\n{settings}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_manifest_keeps_what_is_used() {
        let manifest = "[workspace]\nmembers = [\"a\"]\n\n[workspace.package]\nedition = \"2024\"\n\n\
                        [workspace.dependencies]\n# Ours.\nkit = { path = \"kit\" }\ngone = { path = \"gone\" }\n\n# Heavy.\n\
                        sqlx = \"1\"\n\n# Tests = more.\ninsta = \"1\"\n\n[workspace.lints.rust]\nunsafe_code = \"deny\"\n";
        let member = "[package]\nversion.workspace = true\n[dependencies]\nkit.workspace = true\n\
                      [dev-dependencies]\ninsta = { workspace = true, features = [\"json\"] }\n";
        let text = root(manifest, &["exercises/*"], &["exercises/01_a".to_owned()], &[member.to_owned()]);
        insta::assert_snapshot!(text, @r#"
        # A learners' kit of Lockstep, made by `cargo xtask export`.
        [workspace]
        resolver = "3"
        members = [
            "exercises/*",
        ]
        # What plain `cargo build` and `cargo test` work on: your exercises.
        default-members = [
            "exercises/01_a",
        ]

        [workspace.package]
        edition = "2024"

        [workspace.dependencies]
        # Ours.
        kit = { path = "kit" }

        # Tests = more.
        insta = "1"

        [workspace.lints.rust]
        unsafe_code = "deny"
        "#);
    }

    #[test]
    fn features_of_both_are_asked_for() {
        let value = |text: &str| text.parse::<Table>().unwrap()["x"].clone();
        let one = value("x = { workspace = true, features = [\"a\", \"b\"] }");
        let other = value("x = { workspace = true, features = [\"b\", \"c\"] }");
        assert_eq!(
            merged(Some(&one), other.clone()),
            value("x = { workspace = true, features = [\"a\", \"b\", \"c\"] }")
        );
        assert_eq!(merged(None, other.clone()), other);
    }

    #[test]
    fn settings_lose_what_the_kit_does_not_have() {
        let table: Table = "title = \"T\"\npoints = 9\n[behaviour]\ndeadline_ms = 5\n[interleavings]\ntime_ms = 1\n\
                            [speed.virtual_time]\ngold = 2.0\n"
            .parse()
            .unwrap();
        let names = |text: String| text.parse::<Table>().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(settings(&table, false, false)), ["behaviour", "points", "title"]);
        assert_eq!(names(settings(&table, true, true)), ["behaviour", "interleavings", "points", "speed", "title"]);
        assert!(settings(&table, true, true).contains("points = 0\n"));
    }
}
