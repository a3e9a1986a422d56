//! Writes the reports of a class into its folder.

use crate::class::Class;
use crate::report::classroom50::Delivery;
use crate::report::{self, page};
use crate::store::Folder;
use std::env;
use std::path::Path;

/// The page that a teacher opens first.
const PAGE: &str = "class.html";

/// Writes all of them. What is there from an earlier start is replaced.
pub(crate) fn write(folder: &Folder, class: &Class) -> anyhow::Result<()> {
    let delivery = Delivery::of_variables(|name| env::var(name).ok());
    for (name, text) in report::files(class, &delivery) {
        folder.write(&name, &text)?;
    }
    folder.write(Path::new(PAGE), &page::render(class))
}
