//! The page in a real browser: its script runs under its own policy, and sorts, searches, filters and unfolds. Where there
//! is no Chromium, nothing is tried, and the tests say so.

use super::outline::Outline;
use super::sample;
use crate::report::page::render;
use crate::support::optional::CHROMIUM;
use judge::process::{self, Ending, Finished, Limits, Program};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LIMITS: Limits = Limits { deadline: Duration::from_secs(60), output_bytes: 64 << 20, keep_bytes: 64 << 20 };

/// Opens a page without a window. The browser's own sandbox is off: it does not work for root, and the page is ours.
fn open(browser: &Path, page: &Path, arguments: &[&str]) -> Finished {
    let folder = page.parent().unwrap();
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let program = Program::new(browser, folder)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .args(["--enable-logging=stderr", &profile])
        .args(arguments)
        .args([page]);
    let finished = process::run(&program, &LIMITS).unwrap();
    assert_eq!(finished.ending, Ending::Exited(0), "{}", finished.stderr.text());
    finished
}

#[test]
fn the_script_sorts_searches_filters_and_unfolds_without_errors() {
    let Some(browser) = CHROMIUM.find_for("the_script_sorts_searches_filters_and_unfolds_without_errors") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    let self_test = format!("<script>{}</script><meta http-equiv", include_str!("self_test.js"));
    fs::write(&page, render(&sample::small()).replacen("<meta http-equiv", &self_test, 1)).unwrap();
    let finished = open(&browser, &page, &["--dump-dom"]);
    let console: Vec<String> =
        finished.stderr.text().lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect();
    assert_eq!(console, [""; 0], "messages of the page");
    let outline = Outline::of(&finished.stdout.text());
    let seen = outline.attributes.iter().find(|(name, _)| name == "data-seen");
    let seen: Value = serde_json::from_str(&seen.expect("the self-test has ended").1).unwrap();
    assert_eq!(seen, expected(), "{seen:#}");
}

/// What a teacher sees of the small class: Ann passed all three exercises, bo's sieve is inconclusive, Cy passed none.
fn expected() -> Value {
    let none = Value::Null;
    let (ann, bo, cy) = ("Ann Lee", "bo", "Cy O'Neill");
    let sorted = |names: [&str; 3], column: usize, order: &str| {
        let mut heads = vec![none.clone(); 6];
        heads[column] = json!(order);
        json!([names, heads])
    };
    let shown = |names: &[&str]| json!([names, names.len(), format!("Shown: {} of 3", names.len())]);
    json!({
        "buttons": [1, 1, 1, 1, 1, 1],
        "formIsShown": true,
        "start": [ann, bo, cy],
        "byPoints": sorted([ann, bo, cy], 1, "descending"),
        "byPointsTurned": sorted([cy, bo, ann], 1, "ascending"),
        "bySieve": sorted([ann, bo, cy], 5, "descending"),
        "byName": sorted([ann, bo, cy], 0, "ascending"),
        "byNameTurned": sorted([cy, bo, ann], 0, "descending"),
        "searched": shown(&[ann]),
        "searchedById": shown(&[cy]),
        "twoWords": shown(&[cy]),
        "nobody": shown(&[]),
        "notPassed": shown(&[cy, bo]),
        "passedAll": shown(&[ann]),
        "sieveIsOpen": shown(&[bo]),
        "sieveIsAbsent": shown(&[cy]),
        "unfolded": [["learner-0"], [cy, bo, ann]],
        "unknownPlace": [["learner-0"], [cy, bo, ann]],
        "problems": [],
    })
}

#[test]
fn the_page_can_be_drawn() {
    let Some(browser) = CHROMIUM.find_for("the_page_can_be_drawn") else { return };
    let temporary = tempfile::tempdir().unwrap();
    // For those who want to look at them.
    let kept = env::var_os("LOCKSTEP_SCREENSHOTS").map(PathBuf::from);
    let page = temporary.path().join("page.html");
    for (name, class) in [("small", sample::small()), ("large", sample::large(500, 26))] {
        fs::write(&page, render(&class)).unwrap();
        for size in ["1280,1600", "500,1000"] {
            let folder = kept.as_deref().unwrap_or(temporary.path());
            let picture = folder.join(format!("{name}-{}.png", size.replace(',', "x")));
            let [picture_option, size] =
                [format!("--screenshot={}", picture.display()), format!("--window-size={size}")];
            open(&browser, &page, &[&picture_option, &size]);
            let bytes = fs::read(&picture).unwrap();
            assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 10_000, "{}", picture.display());
        }
    }
}
