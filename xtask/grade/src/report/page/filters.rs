//! What rows are searched and filtered with. The script does it; without it, this stays hidden.

use super::state::{self, State};
use crate::class::Class;
use maud::{Markup, html};
use tr::tr;

pub(super) fn render(class: &Class) -> Markup {
    html! {
        form #filters role="search" hidden {
            label { (tr!("Name or id")) " " input type="search" name="words" autocomplete="off"; }
            label {
                (tr!("Standing")) " "
                select name="state" {
                    option value="" { (tr!("any")) }
                    @for state in State::ALL { option value=(state.letter()) { (state.name()) } }
                }
            }
            label {
                (tr!("in")) " "
                select name="exercise" {
                    option value="some" { (tr!("at least one exercise")) }
                    option value="every" { (tr!("every exercise")) }
                    @for (index, column) in class.exercises.iter().enumerate() {
                        option value=(index) { (state::exercise(column)) }
                    }
                }
            }
            // The script puts numbers in the places of the braces.
            output data-text=(tr!("Shown: {shown} of {all}", shown = "{shown}", all = "{all}")) {}
        }
    }
}
