//! A picture of what happens in time: a lane for each thread or task, and bars that say what it does when. Here is the
//! data, as it is written in `docs/book/pictures`; [`svg`] draws it.

mod svg;
#[cfg(test)]
mod tests;

pub use svg::render;

use anyhow::ensure;
use serde::Deserialize;

/// One picture. Times are in units of its own, from 0 to `length`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// What it shows, in a few words; stands below it.
    pub title: String,
    /// What there is to see, told in words for those who cannot see it.
    pub description: String,
    /// When it ends.
    pub length: f64,
    /// What is written along the time axis; without it, time has no measure here.
    pub axis: Option<Axis>,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// Who wakes whom.
    #[serde(default)]
    pub arrows: Vec<Arrow>,
}

/// A measure for the time axis.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Such as `s`.
    pub unit: String,
    /// From one mark to the next.
    pub every: u32,
}

/// One thread, task or core.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// What it is called.
    pub name: String,
    /// What it does, from left to right.
    pub bars: Vec<Bar>,
}

/// What somebody does for a while.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// When it begins.
    pub from: f64,
    /// When it ends.
    pub to: f64,
    /// What kind of doing it is.
    pub kind: Kind,
    /// What stands in it; may be empty.
    #[serde(default)]
    pub text: String,
}

/// What a thread or a task can be about. The same kinds, in the same words, as in the judge's timelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It computes.
    Works,
    /// It would go on if it got a core, a lock or its turn.
    Ready,
    /// It sleeps until something wakes it.
    Waits,
    /// It computes, and here is the mistake, or what comes of it.
    Wrong,
}

impl Kind {
    /// In the order of the legend.
    pub const ALL: [Self; 4] = [Self::Works, Self::Ready, Self::Waits, Self::Wrong];

    /// The word for it in the legend.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Works => "does something",
            Self::Ready => "could go on",
            Self::Waits => "waits",
            Self::Wrong => "here it goes wrong",
        }
    }
}

/// One wakes another, or would have.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    /// When.
    pub at: f64,
    /// The name of the lane where it begins.
    pub from: String,
    /// The name of the lane where it ends.
    pub to: String,
    /// What stands beside it.
    #[serde(default)]
    pub text: String,
    /// Nobody hears it.
    #[serde(default)]
    pub is_lost: bool,
}

/// Said where time has no measure.
pub const TIME: &str = "time";

impl Picture {
    /// Reads a picture, and refuses one that cannot be drawn.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut picture: Self = toml::from_str(text)?;
        picture.description.truncate(picture.description.trim_end().len());
        picture.lanes.iter().try_for_each(|lane| lane.check(picture.length))?;
        for arrow in &picture.arrows {
            ensure!((0.0..=picture.length).contains(&arrow.at), "the arrow at {} is outside of the picture", arrow.at);
            for end in [&arrow.from, &arrow.to] {
                ensure!(picture.lane(end).is_some(), "an arrow names the lane `{end}`, which is not there");
            }
        }
        Ok(picture)
    }

    /// All words in it that a reader sees or hears.
    pub fn texts(&self) -> Vec<String> {
        self.clone().texts_mut().into_iter().map(|text| text.clone()).collect()
    }

    /// The same picture in other words.
    #[must_use]
    pub fn translated(&self, translate: impl Fn(&str) -> String) -> Self {
        let mut picture = self.clone();
        for text in picture.texts_mut() {
            *text = translate(text);
        }
        picture
    }

    fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.title, &mut self.description];
        texts.extend(self.axis.as_mut().map(|axis| &mut axis.unit));
        for lane in &mut self.lanes {
            texts.push(&mut lane.name);
            texts.extend(lane.bars.iter_mut().map(|bar| &mut bar.text));
        }
        for arrow in &mut self.arrows {
            texts.extend([&mut arrow.from, &mut arrow.to, &mut arrow.text]);
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    fn lane(&self, name: &str) -> Option<usize> {
        self.lanes.iter().position(|lane| lane.name == name)
    }
}

impl Lane {
    /// Bars follow each other and stay within the picture.
    fn check(&self, length: f64) -> anyhow::Result<()> {
        let mut free_from = 0.0;
        for bar in &self.bars {
            let Bar { from, to, .. } = *bar;
            ensure!(from >= free_from && from < to && to <= length, "`{}`: no room for {from} to {to}", self.name);
            free_from = to;
        }
        Ok(())
    }
}
