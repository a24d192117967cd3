//! What the tests serve, and how they ask.

use std::fs;

use backstory_devserver::Running;
use backstory_test_client::{Answer, Request};
use tempfile::TempDir;

/// A folder with these files, which goes when it is dropped.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// A page with a program, as the build writes them.
pub fn page() -> TempDir {
    folder(&[
        ("index.html", b"<!doctype html><h1>A page</h1>"),
        ("404.html", b"<!doctype html><h1>Lost</h1>"),
        ("embed/index.html", b"<!doctype html><h1>Embedded</h1>"),
        ("assets/islands-0123456789abcdef.js", b"export default 1;"),
        ("assets/islands-0123456789abcdef.js.br", b"(brotli)"),
        ("assets/islands-0123456789abcdef.js.gz", b"(gzip)"),
        ("assets/islands_bg.wasm", b"\0asm0123456789"),
    ])
}

pub fn get(host: &Running, path: &str) -> Answer {
    ask(host, Request::get(path))
}

pub fn ask(host: &Running, request: Request) -> Answer {
    request.send(host.port()).unwrap()
}
