//! `cargo xtask new`: a new exercise for authors, from a template that verifies as it is.

use crate::cli::NewArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::authoring::new::{self, Name, Plan, Title, Wanted};
use judge::build::Toolchain;
use judge::layout::Layout;
use tr::tr;

pub(crate) fn run(desk: &Desk, args: &NewArgs) -> anyhow::Result<Exit> {
    let name: Name = args.name.parse()?;
    new::check_free(&desk.layout, &desk.exercises, &name)??;
    let wanted = wanted(name, args);
    let plan = new::plan(&desk.layout, &wanted)?;
    new::make(&desk.layout, &Toolchain::find()?, &plan)?;
    say(&text(&desk.layout, &wanted, &plan))?;
    Ok(Exit::Passed)
}

fn wanted(name: Name, args: &NewArgs) -> Wanted {
    let title = args.title.clone().unwrap_or_else(|| Title::of_slug(&name.slug));
    let title_in_russian = args.title_ru.clone().unwrap_or_else(|| title.clone());
    Wanted { name, title, title_in_russian, track: args.track, stages: args.stages.clone() }
}

/// What was made, and what to do with it.
fn text(layout: &Layout, wanted: &Wanted, plan: &Plan) -> String {
    let number = wanted.name.number;
    let new = listed(plan.new.iter().map(|path| layout.display(path)));
    let changed = plan.changed.iter().map(|file| file.path.clone());
    let changed = listed(changed.chain([layout.display(&layout.lock_file())]));
    let made = tr!("Exercise {number}, {title}, is made from the template:", number, title = &wanted.title);
    let added = tr!("An entry for it was added to:");
    let next = tr!(
        "It is a small exercise that works as it is: `cargo xtask verify {number} --strict` proves it.\n\
         Now make it yours. Each place that an author changes has a comment with AUTHOR: in it, and\n\
         docs/AUTHORING.md goes through them. This lists those that are left:\n  \
         git grep --untracked AUTHOR: \"*{folder}*\" \"*{slug}.toml\"",
        number,
        folder = wanted.name.folder(),
        slug = &wanted.name.slug
    );
    format!("{made}\n{new}\n{added}\n{changed}\n{next}\n")
}

fn listed(paths: impl Iterator<Item = String>) -> String {
    paths.fold(String::new(), |text, path| text + "  " + &path + "\n")
}
