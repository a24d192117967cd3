//! A client that hides nothing: bytes out, bytes in.

use std::{
    fs,
    io::{self, Read, Write},
    net::TcpStream,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use backstory_devserver::Running;

/// A folder that goes when it is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(files: &[(&str, &[u8])]) -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("serve-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let folder = Folder(std::env::temp_dir().join(name));
        for (name, content) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    /// A page with a program, as the build writes them.
    pub fn page() -> Folder {
        Folder::new(&[
            ("index.html", b"<!doctype html><h1>A page</h1>"),
            ("404.html", b"<!doctype html><h1>Lost</h1>"),
            ("embed/index.html", b"<!doctype html><h1>Embedded</h1>"),
            ("assets/islands-0123456789abcdef.js", b"export default 1;"),
            ("assets/islands-0123456789abcdef.js.br", b"(brotli)"),
            ("assets/islands-0123456789abcdef.js.gz", b"(gzip)"),
            ("assets/islands_bg.wasm", b"\0asm0123456789"),
        ])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An answer, as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Whether as much came as was promised.
    pub fn is_whole(&self) -> bool {
        self.header("content-length").is_none_or(|length| length.parse() == Ok(self.body.len()))
    }
}

pub fn connect(host: &Running) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", host.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream
}

pub fn get(host: &Running, path: &str) -> Answer {
    ask(host, "GET", path, &[]).unwrap()
}

pub fn ask(host: &Running, method: &str, path: &str, headers: &[(&str, &str)]) -> io::Result<Answer> {
    let mut stream = connect(host);
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "no answer"))
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into()));
    Some(Answer { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() })
}
