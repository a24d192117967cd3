//! The line to the browser while a story is written.

use std::io::{BufRead, BufReader, Write};

use backstory_devserver::{Host, Running};
use backstory_test_client::connect;

use crate::client::{self, get};

/// The events of one page.
fn follow(host: &Running, path: &str) -> impl Iterator<Item = String> + use<> {
    let mut stream = connect(host.port()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.filter(|line| line.starts_with("event: ") || line.starts_with("data: "))
}

#[test]
fn a_page_written_anew_is_told_and_so_is_a_problem() {
    let folder = client::page();
    let host = Host::new(&folder).mount("/a/").live().start().unwrap();
    let mut lines = follow(&host, "/a/_live");
    assert_eq!(lines.next().as_deref(), Some("event: version"));
    let first = lines.next().unwrap();
    assert!(get(&host, "/a/_live.js").text().contains(&first.replace("data: ", "version = \"")));
    host.reload();
    assert_eq!(lines.next().as_deref(), Some("event: version"));
    assert_ne!(lines.next().unwrap(), first);
    host.problem("no such source\n  --> here");
    let told: Vec<_> = lines.by_ref().take(3).collect();
    assert_eq!(told, ["event: problem", "data: no such source", "data:   --> here"]);
}

#[test]
fn a_page_opened_later_is_told_of_the_problem_too() {
    let folder = client::folder(&[]);
    let host = Host::new(&folder).live().start().unwrap();
    host.problem("no");
    assert!(get(&host, "/").text().contains("_live.js"));
    assert_eq!(follow(&host, "/_live").take(2).collect::<Vec<_>>(), ["event: problem", "data: no"]);
}

#[test]
fn only_those_who_write_have_the_line() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    assert_eq!([get(&host, "/_live").status, get(&host, "/_live.js").status], [404, 404]);
}

#[test]
fn a_page_that_listens_does_not_keep_the_host() {
    let folder = client::page();
    let host = Host::new(&folder).live().start().unwrap();
    let mut lines = follow(&host, "/_live");
    lines.next();
    let start = std::time::Instant::now();
    drop(host);
    assert!(start.elapsed().as_secs() < 2);
}
