//! What a good host does.

use std::time::{Duration, Instant};

use backstory_devserver::Host;
use backstory_test_client::Request;

use crate::client::{self, ask, get};

const SCRIPT: &str = "/assets/islands-0123456789abcdef.js";

#[test]
fn files_come_with_their_types_and_the_headers_of_an_embeddable_page() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    let page = get(&host, "/");
    assert_eq!((page.status, page.text()), (200, "<!doctype html><h1>A page</h1>"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cross-origin-embedder-policy"), Some("require-corp"));
    assert_eq!(page.header("cross-origin-resource-policy"), Some("cross-origin"));
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert!(page.header("referrer-policy").is_some());
    assert_eq!(get(&host, "/assets/islands_bg.wasm").header("content-type"), Some("application/wasm"));
    assert_eq!(get(&host, "/index.html?a=b").status, 200);
}

#[test]
fn what_was_compressed_in_advance_is_sent_to_those_who_take_it() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    let as_asked = |accepted| ask(&host, Request::get(SCRIPT).with("Accept-Encoding", accepted));
    let best = as_asked("gzip, br");
    assert_eq!((best.text(), best.header("content-encoding")), ("(brotli)", Some("br")));
    assert_eq!(best.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(best.header("vary"), Some("accept-encoding"));
    let older = as_asked("gzip");
    assert_eq!((older.text(), older.header("content-encoding")), ("(gzip)", Some("gzip")));
    let plain = as_asked("identity");
    assert_eq!((plain.text(), plain.header("content-encoding")), ("export default 1;", None));
    assert_eq!(plain.header("vary"), Some("accept-encoding"));
    assert_ne!(plain.header("etag"), best.header("etag"));
}

#[test]
fn names_by_content_are_kept_and_others_asked_for_again() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    assert!(get(&host, SCRIPT).header("cache-control").unwrap().contains("immutable"));
    let page = get(&host, "/");
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let tag = page.header("etag").unwrap().to_owned();
    let again = ask(&host, Request::get("/").with("If-None-Match", &tag));
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("access-control-allow-origin"), Some("*"));
    std::fs::write(folder.path().join("index.html"), "another").unwrap();
    assert_eq!(ask(&host, Request::get("/").with("If-None-Match", &tag)).status, 200);
}

#[test]
fn a_folder_can_be_served_below_a_path() {
    let folder = client::page();
    let host = Host::new(&folder).mount("/a/b/").start().unwrap();
    assert!(host.mounted("embed/").ends_with("/a/b/embed/"));
    assert_eq!(get(&host, "/a/b/embed/").status, 200);
    assert_eq!(get(&host, "/").status, 404);
    let bare = get(&host, "/a/b?c");
    assert_eq!((bare.status, bare.header("location")), (308, Some("/a/b/?c")));
    assert_eq!(get(&host, "/a/b/embed").header("location"), Some("/a/b/embed/"));
}

#[test]
fn the_lost_get_a_page_and_the_curious_nothing() {
    let folder = client::page();
    let host = Host::new(&folder).mount("/a/").start().unwrap();
    let lost = get(&host, "/a/nowhere");
    assert_eq!((lost.status, lost.text()), (404, "<!doctype html><h1>Lost</h1>"));
    assert_eq!(lost.header("etag"), None);
    for path in ["/a/../Cargo.toml", "/a/%2e%2e/%2e%2e/etc/passwd", "/a/..%5c", "/a/index.html/", "/a/%00"] {
        assert_eq!(get(&host, path).status, 404, "{path}");
    }
    let post = ask(&host, Request::get("/a/").method("POST"));
    assert_eq!((post.status, post.header("allow")), (405, Some("GET, HEAD")));
}

#[test]
fn heads_tell_the_length_and_no_more() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    let head = ask(&host, Request::head("/"));
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some("30"), 0));
}

#[test]
fn pages_of_hosts_need_no_file() {
    let folder = client::page();
    let policy = [("Content-Security-Policy", "frame-src 'none'")];
    let host = Host::new(&folder).with_page("/host.html", "<p>Host</p>", &policy).start().unwrap();
    let page = get(&host, "/host.html");
    assert_eq!(page.text(), "<p>Host</p>");
    assert_eq!(page.header("content-security-policy"), Some("frame-src 'none'"));
    assert_eq!(page.header("cross-origin-embedder-policy"), None);
}

#[test]
fn every_request_is_noted() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    ask(&host, Request::get("/nowhere?x=1").with("Origin", "null"));
    let requests = host.take_requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((request.method.as_str(), request.path.as_str(), request.status), ("GET", "/nowhere", 404));
    assert_eq!((request.query.as_deref(), request.header("origin")), (Some("x=1"), Some("null")));
    assert!(host.requests().is_empty());
}

#[test]
fn a_taken_port_leads_to_the_next_one() {
    let folder = client::page();
    let first = Host::new(&folder).start().unwrap();
    let second = Host::new(&folder).port_or_next(first.port()).start().unwrap();
    assert!(second.port() > first.port());
    assert!(Host::new(&folder).port(first.port()).start().is_err());
}

#[test]
fn dropped_it_stops_at_once_and_frees_its_port() {
    let folder = client::page();
    let host = Host::new(&folder).start().unwrap();
    let port = host.port();
    let idle = backstory_test_client::connect(host.port()).unwrap();
    let start = Instant::now();
    drop(host);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    drop(idle);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}
