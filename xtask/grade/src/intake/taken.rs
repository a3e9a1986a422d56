//! From what was read of a learner's work to what they handed in: for each exercise one submission. Pure.

use super::HandIn;
use super::assemble::{Content, assemble};
use super::refusal::{Misplaced, Refusal};
use judge::catalog::Exercise;
use std::collections::BTreeMap;

/// The work on one exercise, read.
pub(super) struct Taken {
    /// The exercise's number.
    pub(super) exercise: u32,
    /// Where it was, to be shown.
    pub(super) place: String,
    /// Its files by their paths below `src`; or why it counts nothing.
    pub(super) files: Result<Vec<(String, Content)>, Refusal>,
}

/// What a learner has handed in, and what does not count, with the reason.
pub(super) fn settle(
    learner: &str,
    taken: Vec<Taken>,
    exercises: &[Exercise],
) -> (Vec<HandIn>, Vec<(String, Refusal)>) {
    let mut by_exercise: BTreeMap<u32, Vec<Taken>> = BTreeMap::new();
    for work in taken {
        by_exercise.entry(work.exercise).or_default().push(work);
    }
    let (mut hand_ins, mut refused) = (Vec::new(), Vec::new());
    for (number, works) in by_exercise {
        let exercise = exercises.iter().find(|exercise| exercise.number == number);
        let folder = &exercise.expect("only exercises that there are were looked for").folder;
        match only(works) {
            Ok(files) => {
                let files = assemble(folder, files);
                hand_ins.push(HandIn { learner: learner.to_owned(), exercise: number, files });
            }
            Err(why) => refused.push(why),
        }
    }
    (hand_ins, refused)
}

/// The files of the only work on an exercise. Of several, nobody could say which one counts.
fn only(mut works: Vec<Taken>) -> Result<Vec<(String, Content)>, (String, Refusal)> {
    let places: Vec<String> = works.iter().map(|work| work.place.clone()).collect();
    let Taken { place, files, .. } = works.swap_remove(0);
    if works.is_empty() {
        return files.map_err(|refusal| (place, refusal));
    }
    Err((place, Misplaced::Several(places).into()))
}
