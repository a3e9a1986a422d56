//! From bytes to a submission, as the judge would have read it in the learner's own copy of the kit. Pure.

use super::work::MAIN;
use judge::submission::{self, COUNT_LIMIT, Files, Found, Unreadable};

/// What was read of one file below `src`.
pub(super) type Content = Result<Vec<u8>, Unreadable>;

/// The source text of an exercise's files: `lib.rs` first, the others in the order of their names. `folder` is the
/// exercise's, such as `03_ticket_office`.
pub(super) fn assemble(folder: &str, mut files: Vec<(String, Content)>) -> Files {
    let src = format!("exercises/{folder}/src");
    if files.len() > COUNT_LIMIT {
        return Err((src, Unreadable::TooManyFiles { limit: COUNT_LIMIT }));
    }
    if files.iter().all(|(path, _)| path != MAIN) {
        files.push((MAIN.to_owned(), Err(Unreadable::Missing)));
    }
    files.sort_by(|(a, _), (b, _)| (a != MAIN, a).cmp(&(b != MAIN, b)));
    submission::gather(files.into_iter().map(|(path, content)| Found {
        // Names of folders are joined differently on each system.
        path: path.split('/').collect(),
        display: format!("{src}/{path}"),
        content,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> (String, Content) {
        (path.to_owned(), Ok(text.as_bytes().to_vec()))
    }

    #[test]
    fn files_are_named_as_learners_know_them_and_the_main_one_is_first() {
        let files = assemble("03_x", vec![file("a.rs", "a"), file("lib.rs", "mod a;"), file("a/b.rs", " ")]).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.display.as_str()).collect();
        assert_eq!(names, ["exercises/03_x/src/lib.rs", "exercises/03_x/src/a.rs"]);
        assert_eq!(files[0].text, "mod a;");
    }

    #[test]
    fn what_the_judge_would_not_read_is_not_read_here() {
        let lib = || file("lib.rs", "fn a() {}");
        let link = ("a.rs".to_owned(), Err(Unreadable::Link));
        let many = (0..=COUNT_LIMIT).map(|number| file(&format!("a{number}.rs"), "a")).collect();
        for (files, place, reason) in [
            (vec![file("a.rs", "a")], "src/lib.rs", Unreadable::Missing),
            (vec![file("lib.rs", " \n")], "src/lib.rs", Unreadable::Empty),
            (vec![lib(), link], "src/a.rs", Unreadable::Link),
            (vec![("lib.rs".to_owned(), Ok(vec![b'a', b'\n', 0xff]))], "src/lib.rs", Unreadable::NotUtf8 { line: 2 }),
            (many, "src", Unreadable::TooManyFiles { limit: COUNT_LIMIT }),
        ] {
            assert_eq!(assemble("03_x", files), Err((format!("exercises/03_x/{place}"), reason)));
        }
    }
}
