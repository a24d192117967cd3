//! What bad hosts and networks do, on purpose.

use std::{
    io::ErrorKind,
    time::{Duration, Instant},
};

use backstory_devserver::{Fault, Host};
use backstory_test_client::{Request, connect};

use crate::client::{self, get};

const PROGRAM: &str = "/assets/islands_bg.wasm";

#[test]
fn one_bit_is_another() {
    let folder = client::page();
    let host = Host::new(&folder).fault("*.wasm", Fault::FlipByte).start().unwrap();
    let (sent, meant) = (get(&host, PROGRAM).body, b"\0asm0123456789");
    assert_eq!(sent.iter().zip(meant).filter(|(a, b)| a != b).count(), 1);
    assert_eq!(sent.len(), meant.len());
    assert_eq!(get(&host, "/").text(), "<!doctype html><h1>A page</h1>");
}

#[test]
fn the_type_is_wrong() {
    let folder = client::page();
    let host = Host::new(&folder).fault("*.wasm", Fault::wrong_mime("text/plain")).start().unwrap();
    assert_eq!(get(&host, PROGRAM).header("content-type"), Some("text/plain"));
}

#[test]
fn the_line_is_cut() {
    let folder = client::page();
    let host = Host::new(&folder).fault("*.wasm", Fault::Cut { after: 6 }).start().unwrap();
    let answer = get(&host, PROGRAM);
    assert_eq!((answer.status, answer.text(), answer.is_whole()), (200, "\0asm01", false));
}

#[test]
fn the_connection_is_reset() {
    let folder = client::page();
    let host = Host::new(&folder).fault("*.wasm", Fault::Reset).start().unwrap();
    let error = Request::get(PROGRAM).send(host.port()).unwrap_err();
    let reset = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    assert_eq!(reset, Some(ErrorKind::ConnectionReset), "{error:#}");
    assert_eq!(host.requests()[0].status, 0);
}

#[test]
fn the_line_is_slow() {
    let folder = client::page();
    let slow = Fault::Slow { wait: Duration::from_millis(100), bytes_per_second: 20 };
    let host = Host::new(&folder).fault("*.wasm", slow).start().unwrap();
    let start = Instant::now();
    let answer = get(&host, PROGRAM);
    assert!(answer.is_whole());
    assert!(start.elapsed() > Duration::from_millis(700), "{:?}", start.elapsed());
}

#[test]
fn nothing_comes() {
    let folder = client::page();
    let host = Host::new(&folder).fault("*.wasm", Fault::Stall).start().unwrap();
    let mut stream = connect(host.port()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    std::io::Write::write_all(&mut stream, format!("GET {PROGRAM} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes()).unwrap();
    let error = std::io::Read::read(&mut stream, &mut [0; 1]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
}

#[test]
fn the_address_is_blocked() {
    let folder = client::page();
    let host = Host::new(&folder).fault("*.js", Fault::Block).fault("*.wasm", Fault::Status(503)).start().unwrap();
    let script = get(&host, "/assets/islands-0123456789abcdef.js");
    assert_eq!((script.status, script.header("content-type")), (403, Some("text/html; charset=utf-8")));
    assert_eq!(get(&host, PROGRAM).status, 503);
}
