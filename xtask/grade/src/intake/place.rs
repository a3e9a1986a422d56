//! The place that a teacher names: what kind it is, and what it is called.

use super::collect::Collector;
use super::limits::CLASS_INFLATED_LIMIT;
use super::naming::Names;
use super::refusal::Refusal;
use super::tree::{self, Bytes, Format, Tree};
use super::whose::Rules;
use super::{Intake, Request, path};
use anyhow::{Context, bail};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tr::tr;

/// A place that can be looked through.
struct Place {
    tree: Result<Box<dyn Tree>, Refusal>,
    /// What it is called, without the ending that tells its kind.
    name: String,
    is_folder: bool,
}

/// Takes in what is in a place. An error is a place that cannot be meant; whatever is wrong in it is in the result.
pub(crate) fn take_in(place: &Path, request: &Request<'_>) -> anyhow::Result<Intake> {
    let real = match fs::canonicalize(place) {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(missing(place)),
        Err(error) => return Err(error).with_context(|| tr!("cannot read {path}", path = place.display())),
    };
    let Place { tree, name, is_folder } = open(&real, place)?;
    let names = Names::new(request.exercises);
    let mut collector = Collector::new(request, &names, of_the_teacher(request, &real));
    let shown = shown(place);
    let rules = Rules { names: &names, name: &name, is_folder, exercise: request.exercise };
    match tree {
        Ok(mut tree) => collector.class(&mut *tree, &rules, &shown),
        Err(refusal) => collector.leave_out(&shown, &refusal),
    }
    Ok(collector.finish())
}

/// What in a place is the teacher's own.
fn of_the_teacher(request: &Request<'_>, real: &Path) -> Vec<String> {
    let roster = request.roster.and_then(|roster| roster.file.clone());
    let out = request.out.and_then(|out| fs::canonicalize(out).ok());
    let inside = |path: PathBuf| Some(path.strip_prefix(real).ok()?.to_str()?.replace('\\', "/"));
    [roster, out].into_iter().flatten().filter_map(inside).collect()
}

fn open(real: &Path, place: &Path) -> anyhow::Result<Place> {
    let name = path::normal(&real.file_name().unwrap_or_default().to_string_lossy());
    if real.is_dir() {
        let is_folder = !tree::is_repository(real);
        let name = if is_folder { name } else { name.trim_end_matches(".git").to_owned() };
        return Ok(Place { tree: tree::folder(real), name, is_folder });
    }
    if let Some((stem, _)) = Format::of(&name) {
        let file = File::open(real).with_context(|| tr!("cannot read {path}", path = place.display()))?;
        let tree = Bytes::of_file(file).and_then(|bytes| tree::archive(&name, bytes, CLASS_INFLATED_LIMIT));
        return Ok(Place { tree, name: stem.to_owned(), is_folder: false });
    }
    match name.strip_suffix(".rs") {
        Some(stem) => Ok(Place { tree: Ok(tree::single_file(real)), name: stem.to_owned(), is_folder: true }),
        None => bail!(tr!(
            "{path} is neither a folder nor an archive (.zip, .tar, .tar.gz, .tgz) nor a Rust file",
            path = place.display()
        )),
    }
}

fn missing(place: &Path) -> String {
    let path = place.display();
    if is_address(&place.to_string_lossy()) {
        tr!("{path} is an address, and nothing is fetched here: clone or download it first, and name the folder", path)
    } else {
        tr!("there is no file or folder {path}", path)
    }
}

/// Whether it is meant for a network: `https://...`, `git@host:...`.
fn is_address(text: &str) -> bool {
    let is_host = |start: &str| start.contains('@') && !start.contains(['/', '\\']);
    text.contains("://") || text.split_once(':').is_some_and(|(start, _)| is_host(start))
}

/// As the teacher wrote it, with `/` on every system.
fn shown(place: &Path) -> String {
    place.display().to_string().replace(std::path::MAIN_SEPARATOR, "/").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known() {
        for address in ["https://example.org/a.git", "ssh://git@example.org/a", "git@example.org:a/b.git"] {
            assert!(is_address(address), "{address}");
        }
        for path in ["class", "C:\\class", "./a:b", "a@b/c:d"] {
            assert!(!is_address(path), "{path}");
        }
    }
}
