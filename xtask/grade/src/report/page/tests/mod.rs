//! The page as a whole: what is in it, and what is not.

mod browser;
mod contrast;
mod failures;
mod harm;
mod outline;
mod sample;

use super::render;
use outline::Outline;

/// A page with a line for each element, and without the style and the script, which are files of their own.
fn readable(page: &str) -> String {
    let without = |page: String, element: &str| {
        let (before, rest) = page.split_once(&format!("<{element}>")).expect("there is one");
        let (_, after) = rest.split_once(&format!("</{element}>")).expect("it is closed");
        format!("{before}<{element}></{element}>{after}")
    };
    without(without(page.to_owned(), "style"), "script").replace("><", ">\n<")
}

#[test]
fn a_small_class() {
    insta::with_settings!({ filters => vec![("'sha256-[^']+'", "'sha256-[hash]'")] }, {
        insta::assert_snapshot!("small_class", readable(&render(&sample::small())));
    });
}

#[test]
fn a_class_without_anybody_and_one_without_exercises_are_pages() {
    let nobody = sample::empty();
    let mut nothing = sample::small();
    nothing.exercises.clear();
    nothing.learners.iter_mut().for_each(|learner| learner.grades.clear());
    for class in [nobody, nothing] {
        Outline::of(&render(&class)).expect_sound();
    }
}

#[test]
fn every_place_that_is_referred_to_is_there_once_and_headings_are_in_order() {
    for class in [sample::small(), sample::large(7, 9)] {
        Outline::of(&render(&class)).expect_sound();
    }
}

#[test]
fn two_learners_with_the_same_id_are_told_apart() {
    let mut class = sample::small();
    class.learners[1].id = class.learners[0].id.clone();
    Outline::of(&render(&class)).expect_sound();
}

#[test]
fn a_class_of_five_hundred_fits_into_some_megabytes() {
    let megabytes = render(&sample::large(500, 26)).len() >> 20;
    assert!((5..=12).contains(&megabytes), "{megabytes} MB; the figure in the page's documentation is not right");
}
