//! Watch mode without a terminal to draw on, and for those who have lines read to them: the report of every run, one
//! after the other. Enter runs again, `q` and the end of the input quit.

use super::files::Files;
use super::worker::{News, Worker};
use crate::desk::{self, Desk, say};
use crate::exit::{self, Exit};
use anyhow::anyhow;
use judge::catalog::Exercise;
use judge::process;
use judge::report::terminal;
use std::io::stdin;
use std::sync::mpsc::{self, Sender};
use std::thread;
use tr::tr;

enum Message {
    Saved,
    News(u64, News),
    Again,
    /// As soon as what runs is over.
    InputEnds,
    Quit,
}

pub(super) fn run(desk: &Desk, exercise: &Exercise) -> anyhow::Result<Exit> {
    let (outbox, inbox) = mpsc::channel();
    let say_news = outbox.clone();
    // Whoever cannot say something any more is about to end with this program.
    let worker = Worker::start(desk.layout.clone(), move |job, news| drop(say_news.send(Message::News(job, news))));
    let say_saved = outbox.clone();
    let files = Files::start(desk.layout.clone(), move || drop(say_saved.send(Message::Saved)));
    listen(outbox);
    files.follow(exercise);
    let (mut job, mut is_over, mut input_ended) = (1, false, false);
    worker.judge(job, exercise.clone());
    while !(is_over && input_ended) {
        match inbox.recv()? {
            Message::Saved | Message::Again => {
                (job, is_over) = (job + 1, false);
                worker.judge(job, exercise.clone());
            }
            Message::News(of, news) if of == job => {
                is_over |= tell(desk, news)?;
                if is_over && !input_ended {
                    say(&format!("\n{}\n\n", tr!("Waiting for the next save. Enter: again; q and Enter: quit.")))?;
                }
            }
            Message::News(..) => {}
            Message::InputEnds => input_ended = true,
            Message::Quit => break,
        }
    }
    process::end_all();
    Ok(Exit::Passed)
}

/// Prints what is worth a line; whether the run is over.
fn tell(desk: &Desk, news: News) -> anyhow::Result<bool> {
    match news {
        News::Waits => say(&(desk::waits() + "\n"))?,
        News::Begins => say(&(tr!("Judging...") + "\n"))?,
        News::Event(judge::events::Event::Libraries) => {
            say(&(tr!("Building the libraries of this exercise, once...") + "\n"))?;
        }
        News::Event(_) => {}
        News::Broke(why) => {
            exit::report(&anyhow!(why));
            return Ok(true);
        }
        News::Over(ended) => {
            let slug = &ended.verdict.exercise.slug;
            say(&terminal::render(&ended.verdict, desk.screen(), desk.hints_seen(slug)))?;
            match &ended.progress {
                Some(Ok((_, loaded))) => desk::warn_if_set_aside(loaded, &desk.layout),
                Some(Err(why)) => desk::warn_unsaved(why),
                None => {}
            }
            return Ok(true);
        }
    }
    Ok(false)
}

fn listen(outbox: Sender<Message>) {
    thread::spawn(move || {
        for line in stdin().lines().map_while(Result::ok) {
            let message = if line.trim() == "q" { Message::Quit } else { Message::Again };
            if outbox.send(message).is_err() {
                return;
            }
        }
        let _ = outbox.send(Message::InputEnds);
    });
}
