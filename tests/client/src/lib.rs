//! A client that hides nothing: no decompression, no redirects, no cache.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// Longer than this no server of this machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is asked of a server.
#[derive(Clone, Debug)]
pub struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
}

/// What it answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// As 200.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// As it came over the wire, compressed or not.
    pub body: Vec<u8>,
    /// Whether only its headers are to come.
    is_bare: bool,
}

/// A connection to a port of this machine that does not wait for ever.
pub fn connect(port: u16) -> Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

impl Request {
    /// Asks for a file.
    pub fn get(path: &str) -> Request {
        Request { method: "GET", path: path.into(), headers: Vec::new() }
    }

    /// Asks about a file.
    pub fn head(path: &str) -> Request {
        Request { method: "HEAD", ..Request::get(path) }
    }

    /// With a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Request {
        self.headers.push((name, value.into()));
        self
    }

    /// Asks in another way, as `POST`.
    #[must_use]
    pub fn method(mut self, method: &'static str) -> Request {
        self.method = method;
        self
    }

    /// Sends it to a port of this machine. Whether all came that was promised is for [`Answer::is_whole`].
    pub fn send(&self, port: u16) -> Result<Answer> {
        self.exchange(port).with_context(|| format!("{} {} at port {port}", self.method, self.path))
    }

    fn exchange(&self, port: u16) -> Result<Answer> {
        let mut stream = connect(port)?;
        let mut text =
            format!("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        stream.write_all((text + "\r\n").as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let mut answer = read(&bytes)?;
        answer.is_bare = self.method == "HEAD" || answer.status == 304;
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = unchunked(&answer.body)?;
        }
        Ok(answer)
    }
}

impl Answer {
    /// The value of a header, by its name in lower case; several of one name are joined.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or("(no text)")
    }

    /// Whether as much came as was promised, and nothing where only headers are to come.
    pub fn is_whole(&self) -> bool {
        if self.is_bare {
            return self.body.is_empty();
        }
        self.header("content-length").is_none_or(|length| length.parse() == Ok(self.body.len()))
    }

    /// A header's value, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.header(name).unwrap_or_default()
    }
}

fn read(bytes: &[u8]) -> Result<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").context("the answer has no end of headers")?;
    let head = std::str::from_utf8(&bytes[..end])?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("the answer has no status")?.parse()?;
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').with_context(|| format!("{line:?} is no header"))?;
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        // A header sent twice shows as such, and is equal to nothing that a test expects.
        match headers.iter_mut().find(|(other, _)| *other == name) {
            Some((_, first)) => *first += &format!(", {value}"),
            None => headers.push((name, value.into())),
        }
    }
    Ok(Answer { status, headers, body: bytes[end + 4..].to_vec(), is_bare: false })
}

fn unchunked(mut bytes: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line = bytes.windows(2).position(|two| two == b"\r\n").context("a chunk has no length")?;
        let length = usize::from_str_radix(std::str::from_utf8(&bytes[..line])?.trim(), 16)?;
        if length == 0 {
            return Ok(whole);
        }
        let start = line + 2;
        let Some(chunk) = bytes.get(start..start + length) else { bail!("a chunk ends too early") };
        whole.extend_from_slice(chunk);
        bytes = bytes.get(start + length + 2..).context("a chunk has no end")?;
    }
}
