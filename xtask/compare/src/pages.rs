//! What is on the server's pages, known to those who fetch them: so every way's work is compared with what it must be.

use anyhow::{Result, bail, ensure};
use html5gum::{Token, Tokenizer};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use tr::tr;

/// Paragraphs of a long page: with so many it takes some milliseconds to parse.
const PARAGRAPHS: usize = 2500;

/// A server, and how many pages are wanted from it.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    /// Where it listens.
    pub address: SocketAddr,
    /// Pages are numbered from 0.
    pub pages: usize,
}

impl Site {
    /// The addresses of all short pages.
    pub fn short_pages(&self) -> Vec<String> {
        (0..self.pages).map(|number| format!("http://{}/short/{number}", self.address)).collect()
    }

    /// The addresses of all long pages.
    pub fn long_pages(&self) -> Vec<String> {
        (0..self.pages).map(|number| format!("http://{}/long/{number}", self.address)).collect()
    }
}

/// A page of a few bytes.
pub(crate) fn short(number: usize) -> String {
    format!("This is page {number}.")
}

/// A page of HTML as an encyclopedia might have it, of about half a megabyte.
pub(crate) fn long(number: usize) -> String {
    let Summary { title, links } = long_summary(number);
    let mut page = format!("<!doctype html><html><head><title>x</title></head><body><h1 id=\"top\">{title}</h1>\n");
    for paragraph in 0..PARAGRAPHS.max(links) {
        let link = if paragraph < links { "<a href=\"/wiki/another_page?from=here&amp;at=42\">a link</a>" } else { "" };
        page += &format!(
            "<p class=\"text\" id=\"p{paragraph}\">Ferris &amp; friends, <em>crustaceans</em>, live on the sea floor; {link}\
             <span title=\"number\">{paragraph}</span> of them were seen &mdash; the others were waiting.</p>\n"
        );
    }
    page + "</body></html>\n"
}

/// What is to be found out about a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Its first heading.
    pub title: String,
    /// How many links it has.
    pub links: usize,
}

fn long_summary(number: usize) -> Summary {
    Summary { title: format!("Page {number}"), links: 700 + number }
}

/// Parses a page: the part of the work that needs a processor.
pub(crate) fn parse(page: &str) -> Result<Summary> {
    let (mut title, mut in_title, mut links) = (None, false, 0);
    for token in Tokenizer::new(page).flatten() {
        match token {
            Token::StartTag(tag) if *tag.name == b"a" => links += 1,
            Token::StartTag(tag) if *tag.name == b"h1" && title.is_none() => {
                in_title = true;
                title = Some(String::new());
            }
            Token::EndTag(tag) if *tag.name == b"h1" => in_title = false,
            Token::String(text) if in_title => {
                title.get_or_insert_default().push_str(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    match title {
        Some(title) => Ok(Summary { title, links }),
        None => bail!(tr!("a page without a heading")),
    }
}

/// Whether these are the short pages, each once and in order.
pub fn verify_short(site: &Site, pages: &[String]) -> Result<()> {
    let expected: Vec<String> = (0..site.pages).map(short).collect();
    ensure!(pages == expected, tr!("the pages that were fetched are not the pages that were asked for"));
    Ok(())
}

/// Whether this is what the long pages say.
pub fn verify_long(site: &Site, summaries: &[Summary]) -> Result<()> {
    let expected: Vec<Summary> = (0..site.pages).map(long_summary).collect();
    ensure!(summaries == expected, tr!("what was found on the pages is not what is on them"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_page_is_parsed_to_what_it_was_made_of() {
        for number in [0, 7, 99] {
            assert_eq!(parse(&long(number)).unwrap(), long_summary(number));
        }
    }

    #[test]
    fn headings_may_have_parts_and_pages_may_have_none() {
        let page = "<h1>One <b>long</b> title &amp; more</h1><h1>no title</h1><A href=x>link</A>";
        assert_eq!(parse(page).unwrap(), Summary { title: "One long title & more".into(), links: 1 });
        assert!(parse("<p>nothing</p>").is_err());
    }

    #[test]
    fn a_wrong_page_is_noticed() {
        let site = Site { address: ([127, 0, 0, 1], 1).into(), pages: 2 };
        assert!(verify_short(&site, &[short(0), short(1)]).is_ok());
        assert!(verify_short(&site, &[short(1), short(0)]).is_err());
        assert!(verify_short(&site, &[short(0)]).is_err());
        assert!(verify_long(&site, &[long_summary(0), long_summary(0)]).is_err());
    }
}
