//! First stage: which exercises there are, as their folders and `exercise.toml` files say.

use crate::KitError;
use crate::kind::Kind;
use crate::layout::Layout;
use crate::sandbox::Network;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;
use tr::tr;

/// One exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// From the folder's name: `03_ticket_office` is number 3.
    pub number: u32,
    /// From the folder's name: `ticket_office`. Also the name of its crate.
    pub slug: String,
    /// The folder's name itself.
    pub folder: String,
    /// Whether all of its checks are here.
    pub kit: Kind,
    /// What `exercise.toml` says.
    pub settings: Settings,
}

/// The content of an `exercise.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// A short name for lists.
    pub title: String,
    /// The part of the course that it belongs to.
    pub track: Track,
    /// One sentence: what it is about.
    pub summary: String,
    /// The sum of the points of its checks and scenarios; `verify` proves it.
    pub points: u32,
    /// How the behaviour stage runs its checks.
    pub behaviour: BehaviourSettings,
    /// How far its scenarios are explored; absent when it has none.
    pub interleavings: Option<InterleavingSettings>,
    /// How fast it has to be; absent when that is not looked at.
    pub speed: Option<SpeedSettings>,
    /// What its checks may do that others may not.
    #[serde(default)]
    pub sandbox: SandboxSettings,
}

/// What the checks of an exercise may do that others may not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxSettings {
    /// Whether they talk to themselves over TCP.
    #[serde(default)]
    pub loopback: bool,
}

/// The parts of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// Threads that wait for each other.
    Threads,
    /// Futures and tasks.
    Async,
    /// Work divided among cores.
    Parallel,
}

/// The `[behaviour]` table of an `exercise.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BehaviourSettings {
    /// How long one check may take, in milliseconds.
    pub deadline_ms: u64,
}

/// The `[interleavings]` table of an `exercise.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterleavingSettings {
    /// How many schedules each scenario is given at most.
    pub schedules: usize,
    /// For how long new schedules are begun, in milliseconds.
    pub time_ms: u64,
    /// The sum of the points of its scenarios; `verify` proves it.
    pub points: u32,
}

/// The `[speed]` table of an `exercise.toml`: one of these tables in it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeedSettings {
    /// `[speed.cpu_bound]`: a race for every core.
    CpuBound(CpuSettings),
    /// `[speed.io_bound]`: a race of requests that wait for their answers.
    IoBound(IoSettings),
    /// `[speed.virtual_time]`: checks and scenarios in which work waits on a virtual clock, and how many times faster
    /// than one after the other it has to be.
    VirtualTime(Thresholds),
}

/// What races against the clock ask for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Races<'a> {
    /// Every core.
    CpuBound(&'a CpuSettings),
    /// Requests that wait for their answers.
    IoBound(&'a IoSettings),
}

/// The `[speed.cpu_bound]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CpuSettings {
    /// The speed-up over one core that bronze needs, as a share of the cores that may be used: more than 0, at most 1.
    pub efficiency: f64,
    /// How many cores are counted at most.
    pub cores: usize,
    /// The size of the first, smallest input.
    pub first_size: u64,
    /// The size of the largest.
    pub last_size: u64,
    /// The size of the input for the plain serial version, which bronze has to beat.
    pub baseline_size: u64,
    /// For how long new rounds are begun, in milliseconds.
    pub time_ms: u64,
    /// The share of the speed of the authors' version that further medals need.
    pub share: Shares,
}

/// A share for each medal beyond bronze.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// What is left to gain.
    pub silver: f64,
    /// The best.
    pub gold: f64,
}

/// The `[speed.io_bound]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IoSettings {
    /// How many requests there are.
    pub requests: u64,
    /// How many of them may be under way at the same time.
    pub at_once: u64,
    /// For how long each is left waiting for its answer, in milliseconds.
    pub delay_ms: u64,
    /// For how long new rounds are begun, in milliseconds.
    pub time_ms: u64,
    /// How many times faster than one after the other they have to be.
    pub speed_up: Thresholds,
}

/// A speed-up for each medal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// What is needed to pass.
    pub bronze: f64,
    /// What is left to gain.
    pub silver: f64,
    /// The best.
    pub gold: f64,
}

/// What speed can win, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medal {
    /// As fast as must be.
    Bronze,
    /// Faster.
    Silver,
    /// About as fast as can be.
    Gold,
}

impl Settings {
    /// What is raced against the clock, if anything is.
    pub fn races(&self) -> Option<Races<'_>> {
        match &self.speed {
            Some(SpeedSettings::CpuBound(settings)) => Some(Races::CpuBound(settings)),
            Some(SpeedSettings::IoBound(settings)) => Some(Races::IoBound(settings)),
            Some(SpeedSettings::VirtualTime(_)) | None => None,
        }
    }

    /// Whether it is raced against the clock.
    pub fn has_races(&self) -> bool {
        self.races().is_some()
    }

    /// What its checks may reach.
    pub fn network(&self) -> Network {
        if self.sandbox.loopback { Network::Loopback } else { Network::None }
    }

    /// How much of the work that waits on a virtual clock must be done at the same time.
    pub fn virtual_time(&self) -> Option<Thresholds> {
        match &self.speed {
            Some(SpeedSettings::VirtualTime(thresholds)) => Some(*thresholds),
            Some(SpeedSettings::CpuBound(_) | SpeedSettings::IoBound(_)) | None => None,
        }
    }
}

impl Thresholds {
    /// The best medal that such a speed-up wins.
    pub fn medal(self, speed_up: f64) -> Option<Medal> {
        [(self.gold, Medal::Gold), (self.silver, Medal::Silver), (self.bronze, Medal::Bronze)]
            .into_iter()
            .find_map(|(asked, medal)| (speed_up >= asked).then_some(medal))
    }

    /// The next medal after this one, and what it needs.
    pub fn next(self, medal: Medal) -> Option<(Medal, f64)> {
        match medal {
            Medal::Bronze if self.silver > self.bronze => Some((Medal::Silver, self.silver)),
            Medal::Bronze | Medal::Silver if self.gold > self.bronze => Some((Medal::Gold, self.gold)),
            Medal::Bronze | Medal::Silver | Medal::Gold => None,
        }
    }
}

impl Medal {
    /// As shown to a learner, in the language of this process.
    pub fn name(self) -> String {
        match self {
            Self::Bronze => tr!("bronze"),
            Self::Silver => tr!("silver"),
            Self::Gold => tr!("gold"),
        }
    }
}

impl BehaviourSettings {
    /// How long one check may take.
    pub fn deadline(&self) -> Duration {
        Duration::from_millis(self.deadline_ms)
    }
}

impl Track {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Threads, Self::Async, Self::Parallel];

    /// As written in an `exercise.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Threads => "threads",
            Self::Async => "async",
            Self::Parallel => "parallel",
        }
    }

    /// As shown in lists, in the language of this process.
    pub fn name(self) -> String {
        match self {
            Self::Threads => tr!("threads"),
            Self::Async => tr!("async"),
            Self::Parallel => tr!("parallel"),
        }
    }
}

impl FromStr for Track {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|track| track.word() == word);
        known.ok_or_else(|| tr!("the tracks are threads, async and parallel"))
    }
}

/// All exercises, by number.
pub fn load(layout: &Layout) -> Result<Vec<Exercise>, KitError> {
    let folder = layout.exercises();
    let mut exercises = Vec::new();
    for entry in fs::read_dir(&folder).map_err(KitError::file("read", &folder))? {
        let entry = entry.map_err(KitError::file("read", &folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((number, slug)) = parse_folder(&name) {
            let settings = load_settings(&entry.path().join("exercise.toml"))?;
            let (slug, folder) = (slug.to_owned(), name.clone());
            exercises.push(Exercise { number, slug, folder, kit: layout.kind, settings });
        }
    }
    exercises.sort_by_key(|exercise| exercise.number);
    Ok(exercises)
}

/// The exercise that a learner means by `3`, `03`, `ticket_office`, `ticket-office` or `03_ticket_office`.
pub fn find<'a>(exercises: &'a [Exercise], asked: &str) -> Result<&'a Exercise, KitError> {
    let name = asked.trim_end_matches('/').replace('-', "_").to_lowercase();
    let number = name.parse::<u32>().ok();
    let named =
        |exercise: &&Exercise| number == Some(exercise.number) || name == exercise.slug || name == exercise.folder;
    exercises.iter().find(named).ok_or_else(|| {
        let nearest = if number.is_some() { None } else { nearest(exercises, &name) };
        KitError::UnknownExercise { asked: asked.to_owned(), nearest }
    })
}

/// `03_ticket_office` is (3, `ticket_office`); anything else is no exercise.
fn parse_folder(name: &str) -> Option<(u32, &str)> {
    let (number, slug) = name.split_once('_')?;
    Some((number.parse().ok()?, slug)).filter(|(_, slug)| !slug.is_empty())
}

fn load_settings(path: &Path) -> Result<Settings, KitError> {
    let text = fs::read_to_string(path).map_err(KitError::file("read", path))?;
    parse_settings(&text).map_err(|message| KitError::BrokenExercise { path: path.to_owned(), message })
}

/// The error names line, column and field.
fn parse_settings(text: &str) -> Result<Settings, String> {
    let settings: Settings = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
    if settings.behaviour.deadline_ms == 0 {
        return Err("field `behaviour.deadline_ms` is 0: no check could ever finish".to_owned());
    }
    if settings.interleavings.as_ref().is_some_and(|settings| settings.schedules == 0 || settings.time_ms == 0) {
        return Err("fields `interleavings.schedules` and `interleavings.time_ms` must not be 0".to_owned());
    }
    if let Some(speed) = &settings.speed {
        check_speed(speed)?;
    }
    Ok(settings)
}

fn check_speed(speed: &SpeedSettings) -> Result<(), String> {
    match speed {
        SpeedSettings::CpuBound(settings) => check_cpu_bound(settings),
        SpeedSettings::IoBound(settings) => {
            if [settings.requests, settings.at_once, settings.delay_ms, settings.time_ms].contains(&0) {
                return Err("the numbers of table `speed.io_bound` must not be 0".to_owned());
            }
            check_thresholds("speed.io_bound.speed_up", settings.speed_up)
        }
        SpeedSettings::VirtualTime(thresholds) => check_thresholds("speed.virtual_time", *thresholds),
    }
}

fn check_cpu_bound(settings: &CpuSettings) -> Result<(), String> {
    let CpuSettings { efficiency, cores, first_size, last_size, time_ms, share, .. } = *settings;
    if !(efficiency > 0.0 && efficiency <= 1.0) {
        return Err("field `speed.cpu_bound.efficiency` must be more than 0 and at most 1".to_owned());
    }
    if cores < 2 || time_ms == 0 || first_size == 0 || last_size < first_size {
        let needs = "needs 2 cores or more, some time, and sizes from a small to a large one";
        return Err(format!("table `speed.cpu_bound` {needs}"));
    }
    if !(0.0 < share.silver && share.silver < share.gold) {
        return Err("field `speed.cpu_bound.share.gold` must be more than `silver` beside it".to_owned());
    }
    Ok(())
}

fn check_thresholds(table: &str, Thresholds { bronze, silver, gold }: Thresholds) -> Result<(), String> {
    if 1.0 < bronze && bronze <= silver && silver <= gold {
        Ok(())
    } else {
        Err(format!("table `{table}` needs `bronze` above 1, and no medal below the one before"))
    }
}

/// The slug that a mistyped name resembles most, if it resembles one at all.
fn nearest(exercises: &[Exercise], name: &str) -> Option<String> {
    let score = |exercise: &Exercise| strsim::jaro_winkler(&exercise.slug, name);
    let best = exercises.iter().max_by(|a, b| score(a).total_cmp(&score(b)))?;
    (score(best) > 0.75).then(|| best.slug.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        "title = \"T\"\ntrack = \"threads\"\nsummary = \"S\"\npoints = 9\n[behaviour]\ndeadline_ms = 2000\n";

    fn exercise(number: u32, slug: &str) -> Exercise {
        let settings = parse_settings(GOOD).unwrap();
        let (slug, folder) = (slug.to_owned(), format!("{number:02}_{slug}"));
        Exercise { number, slug, folder, kit: Kind::Whole, settings }
    }

    #[test]
    fn an_exercise_is_found_by_number_slug_or_folder() {
        let exercises = [exercise(1, "say_hello"), exercise(3, "ticket_office")];
        for asked in
            ["3", "03", "ticket_office", "ticket-office", "Ticket_Office", "03_ticket_office", "03_ticket_office/"]
        {
            assert_eq!(find(&exercises, asked).unwrap().number, 3, "{asked}");
        }
    }

    #[test]
    fn a_typo_suggests_the_nearest_name() {
        let exercises = [exercise(1, "say_hello"), exercise(3, "ticket_office")];
        for (asked, suggestion) in
            [("tiket_ofice", Some("ticket_office")), ("sayhello", Some("say_hello")), ("zzz", None), ("7", None)]
        {
            let Err(KitError::UnknownExercise { nearest, .. }) = find(&exercises, asked) else {
                panic!("{asked} was found");
            };
            assert_eq!(nearest.as_deref(), suggestion, "{asked}");
        }
    }

    #[test]
    fn a_broken_setting_is_named_with_its_line_and_field() {
        for (from, to, line, field) in [
            ("deadline_ms = 2000", "deadline_ms = \"soon\"", "line 6", "deadline_ms"),
            ("track = \"threads\"", "track = \"knitting\"", "line 2", "track"),
            ("points = 9", "point = 9", "line 4", "point"),
            ("title = \"T\"\n", "", "line 1", "title"),
            ("deadline_ms = 2000", "deadline_ms = 0", "", "behaviour.deadline_ms"),
        ] {
            let message = parse_settings(&GOOD.replace(from, to)).unwrap_err();
            assert!(message.contains(line) && message.contains(field), "{to:?}: {message}");
        }
    }

    #[test]
    fn other_folders_are_no_exercises() {
        for name in ["README.md", "03", "x_y", "03_", "_a"] {
            assert_eq!(parse_folder(name), None, "{name}");
        }
    }
}
