//! What became of a submission, in a word and in a sign. Each sign has its own shape, so that nobody needs to see its
//! colour; the shapes of standings are in `style/signs.css`.

use crate::class::Column;
use crate::grade::{CheckEnding, Grade};
use judge::catalog::Medal;
use judge::language::said;
use judge::report::speed;
use judge::verdict::Standing;
use maud::{Markup, html};
use tr::tr;

/// The standing of a submission, or that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Passed,
    NotPassed,
    Inconclusive,
    Absent,
}

impl State {
    /// In the order of the legend.
    pub(super) const ALL: [Self; 4] = [Self::Passed, Self::NotPassed, Self::Inconclusive, Self::Absent];

    pub(super) fn of(grade: Option<&Grade>) -> Self {
        match grade.map(|grade| grade.standing) {
            Some(Standing::Passed) => Self::Passed,
            Some(Standing::NotPassed | Standing::VisiblePassed) => Self::NotPassed,
            Some(Standing::Inconclusive) => Self::Inconclusive,
            None => Self::Absent,
        }
    }

    /// What the style knows it by.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::NotPassed => "not-passed",
            Self::Inconclusive => "inconclusive",
            Self::Absent => "absent",
        }
    }

    /// What the script knows it by.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Passed => 'p',
            Self::NotPassed => 'n',
            Self::Inconclusive => 'i',
            Self::Absent => 'a',
        }
    }

    pub(super) fn name(self) -> String {
        match self {
            Self::Passed => tr!("passed"),
            Self::NotPassed => tr!("not passed"),
            Self::Inconclusive => tr!("inconclusive"),
            Self::Absent => tr!("not handed in"),
        }
    }
}

/// A check has the signs of a submission.
impl From<CheckEnding> for State {
    fn from(ending: CheckEnding) -> Self {
        match ending {
            CheckEnding::Passed => Self::Passed,
            CheckEnding::Failed => Self::NotPassed,
            CheckEnding::Inconclusive => Self::Inconclusive,
        }
    }
}

/// The first letter of a medal's name, for eyes only: the name itself has to stand beside it.
pub(super) fn medal_sign(medal: Medal) -> Markup {
    let class = match medal {
        Medal::Gold => "gold",
        Medal::Silver => "silver",
        Medal::Bronze => "bronze",
    };
    let letter: String = medal.name().chars().take(1).flat_map(char::to_uppercase).collect();
    html! { span.medal.(class) aria-hidden="true" { (letter) } }
}

/// "3 Ticket office".
pub(super) fn exercise(column: &Column) -> String {
    format!("{} {}", column.number, said(&column.title))
}

/// 3.42 as "3.4x", as every report of the judge writes it.
pub(super) fn times(speed_up: f64) -> String {
    format!("{}x", speed::times(speed_up))
}
