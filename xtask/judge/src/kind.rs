//! What kind of copy a workspace is: all of Lockstep, or the learners' kit that `cargo xtask export` makes of it.
//!
//! A kit says so in the file `lockstep.toml` beside its manifest. This says which kind it is, and nothing else: what is
//! missing in a kit is simply not there.

use crate::KitError;
use serde::Deserialize;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The file that says it.
pub const FILE: &str = "lockstep.toml";

/// What kind of copy a workspace is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// With solutions and all hidden checks.
    #[default]
    Whole,
    /// With the checks that a teacher chose to publish; the others run in class.
    Learners,
}

/// The content of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    kind: Kind,
}

impl Kind {
    /// What the workspace in the folder `root` says of itself; without the file, it is the whole.
    pub fn of(root: &Path) -> Result<Self, KitError> {
        let path = root.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::Whole),
            Err(error) => return Err(KitError::file("read", &path)(error)),
        };
        let document: Result<Document, _> = toml::from_str(&text);
        document
            .map(|document| document.kind)
            .map_err(|error| KitError::BrokenExercise { path, message: error.to_string().trim_end().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_says_what_it_is() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(Kind::of(root.path()).unwrap(), Kind::Whole);
        for (text, expected) in [
            ("kind = \"learners\"\n", Ok(Kind::Learners)),
            ("kind = \"whole\"\n", Ok(Kind::Whole)),
            ("kind = \"other\"\n", Err("unknown variant `other`")),
            ("", Err("missing field `kind`")),
        ] {
            fs::write(root.path().join(FILE), text).unwrap();
            match (Kind::of(root.path()), expected) {
                (Ok(found), expected) => assert_eq!(Ok(found), expected, "{text}"),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
                (Err(error), Ok(_)) => panic!("{error}"),
            }
        }
    }
}
