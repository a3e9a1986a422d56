//! The book of the course, as web pages in English and in Russian. What is written is in `docs/book`; here it is
//! translated, completed with statements and pictures, rendered by mdBook, and its links are checked. Nothing is fetched.

pub mod build;
mod interface;
pub mod links;
mod pages;
pub mod picture;
mod search;
#[cfg(doctest)]
mod snippets;
pub mod source;
pub mod translation;
