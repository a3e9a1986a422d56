//! Every way does the whole work, once and in order: with few pages, a short delay, and real processes.

use compare::cpu_bound::{self, Found};
use compare::server::Server;
use compare::{Summary, both, io_bound, verify_long, verify_short};
use judge::language;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_compare");

#[test]
fn every_way_fetches_every_page() {
    let server = Server::start(Path::new(PROGRAM), 1).unwrap();
    for pages in [0, 1, 7] {
        let site = server.site(pages).unwrap();
        let ways: [Vec<String>; 5] = [
            io_bound::one_after_another(&site).unwrap(),
            io_bound::a_thread_each(&site).unwrap(),
            io_bound::a_pool(&site, 3).unwrap(),
            io_bound::a_pool(&site, 20).unwrap(),
            io_bound::tasks(&site).unwrap(),
        ];
        for fetched in &ways {
            verify_short(&site, fetched).unwrap();
        }
    }
}

#[test]
fn every_way_finds_the_same_primes() {
    let limits: Vec<usize> = (100..117).collect();
    let serial = cpu_bound::one_after_another(&limits);
    assert_eq!(serial[0], Found { count: 25, sum: 1060 });
    assert_eq!(serial.len(), limits.len());
    let program = Path::new(PROGRAM);
    assert_eq!(cpu_bound::threads(&limits, 3).unwrap(), serial);
    assert_eq!(cpu_bound::rayon(&limits), serial);
    for (processes, chunk) in [(1, 1), (2, 5), (3, 100)] {
        assert_eq!(cpu_bound::processes(program, &limits, processes, chunk).unwrap(), serial, "{processes}, {chunk}");
    }
}

#[test]
fn every_way_finds_out_the_same_about_the_pages() {
    let server = Server::start(Path::new(PROGRAM), 1).unwrap();
    for pages in [0, 1, 5] {
        let site = server.site(pages).unwrap();
        let ways: [Vec<Summary>; 4] = [
            both::one_after_another(&site).unwrap(),
            both::tasks(&site).unwrap(),
            both::processes(Path::new(PROGRAM), &site, 2).unwrap(),
            both::tasks_and_rayon(&site).unwrap(),
        ];
        for found in &ways {
            verify_long(&site, found).unwrap();
        }
    }
}

#[test]
fn a_page_that_is_not_there_is_an_error() {
    let server = Server::start(Path::new(PROGRAM), 0).unwrap();
    assert!(server.site(101).is_err());
    let mut site = server.site(100).unwrap();
    site.pages = 101;
    assert!(io_bound::one_after_another(&site).is_err());
    assert!(io_bound::a_thread_each(&site).is_err());
    assert!(io_bound::a_pool(&site, 4).is_err());
    assert!(io_bound::tasks(&site).is_err());
}

#[test]
fn a_server_that_is_gone_is_an_error() {
    let server = Server::start(Path::new(PROGRAM), 0).unwrap();
    let site = server.site(3).unwrap();
    drop(server);
    assert!(both::one_after_another(&site).is_err());
    assert!(both::tasks(&site).is_err());
    assert!(both::processes(Path::new(PROGRAM), &site, 2).is_err());
    assert!(both::tasks_and_rayon(&site).is_err());
}

#[test]
fn wrong_words_are_named() {
    for (args, words) in [
        (&["ioo"][..], "'ioo'"),
        (&["io", "cpu"], "'cpu'"),
        (&["--delay-ms", "36000000"], "36000000 is not in 0..=1000"),
        (&["cpu", "--svg"], "--svg"),
    ] {
        let output = Command::new(PROGRAM).args(args).env(language::VARIABLE, "en").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{args:?}: {output:?}");
    }
}
