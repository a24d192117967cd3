//! From a request to an answer, before anything goes wrong on the way.

use hyper::{
    Method, StatusCode,
    header::{ACCEPT_ENCODING, HeaderName, IF_NONE_MATCH},
    http::request::Parts,
};

use crate::{
    Fault, Host,
    file::{self, File, Found},
    kind, live, path,
};

/// Asked for again by name each time, and sent again only where it changed.
const ASK: &str = "no-cache";
/// Never asked for again: another content has another name.
const KEEP: &str = "public, max-age=31536000, immutable";

/// An answer, as it is meant.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn new(status: StatusCode) -> Answer {
        Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    fn text(status: StatusCode, mime: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer::new(status).with("content-type", mime).with("cache-control", "no-store").body(body.into())
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Answer {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn all(mut self, headers: &[(String, String)]) -> Answer {
        for (name, value) in headers {
            self.set(name, value);
        }
        self
    }

    fn body(mut self, body: Vec<u8>) -> Answer {
        self.body = body;
        self
    }

    /// Takes a header away, or gives it this value.
    fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        if !value.is_empty() {
            self.headers.push((name.to_ascii_lowercase(), value.into()));
        }
    }

    /// Makes the answer as wrong as the fault says; faults of the line come later.
    pub(crate) fn spoil(&mut self, fault: &Fault) {
        match fault {
            Fault::FlipByte => {
                let middle = self.body.len() / 2;
                if let Some(byte) = self.body.get_mut(middle) {
                    *byte ^= 1;
                }
            }
            Fault::WrongMime(mime) => self.set("content-type", mime),
            Fault::Block => *self = forbidden(),
            Fault::Status(status) => {
                let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                *self = Answer::text(status, "text/plain", "");
            }
            Fault::Cut { .. } | Fault::Reset | Fault::Slow { .. } | Fault::Stall => {}
        }
    }
}

fn forbidden() -> Answer {
    let page = "<!doctype html><title>Blocked</title><p>This address is blocked by the rules of your network.</p>";
    Answer::text(StatusCode::FORBIDDEN, "text/html; charset=utf-8", page)
}

/// Answers a request.
pub(crate) fn answer(host: &Host, state: &live::State, request: &Parts) -> Answer {
    if request.method != Method::GET && request.method != Method::HEAD {
        return Answer::text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "only GET and HEAD\n")
            .with("allow", "GET, HEAD");
    }
    let wanted = request.uri.path();
    if let Some(page) = host.pages.get(wanted) {
        let mime = kind::mime(if wanted.ends_with('/') { "index.html" } else { wanted });
        return Answer::text(StatusCode::OK, mime, page.body.as_bytes()).all(&page.headers);
    }
    if host.live && wanted == format!("{}_live.js", host.mount) {
        return Answer::text(StatusCode::OK, kind::mime("_live.js"), live::script(state)).all(&host.headers);
    }
    // Without its slash the mount would make every relative address wrong.
    if format!("{wanted}/") == host.mount {
        return elsewhere(request);
    }
    let Some(path) = path::below(&host.mount, wanted) else {
        return not_found(host, request);
    };
    match file::find(&host.folder, &path, wanted.ends_with('/'), accepted(request)) {
        Some(Found::File(file)) => send(file, request).all(&host.headers),
        Some(Found::Folder) => elsewhere(request),
        None if host.live && path.as_os_str().is_empty() => {
            Answer::text(StatusCode::OK, kind::mime("index.html"), live::waiting(&host.mount))
        }
        None => not_found(host, request),
    }
}

fn header(request: &Parts, name: HeaderName) -> Option<&str> {
    request.headers.get(name)?.to_str().ok()
}

/// What the browser can decompress.
fn accepted(request: &Parts) -> &str {
    header(request, ACCEPT_ENCODING).unwrap_or_default()
}

/// The same address with a slash.
fn elsewhere(request: &Parts) -> Answer {
    let query = request.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let place = format!("{}/{query}", request.uri.path());
    Answer::text(StatusCode::PERMANENT_REDIRECT, "text/plain", "").with("location", place)
}

/// The page for lost readers, where there is one.
fn not_found(host: &Host, request: &Parts) -> Answer {
    let is_below = request.uri.path().starts_with(&host.mount);
    let page = Some(host.folder.join("404.html")).filter(|_| is_below);
    match page.and_then(|page| file::read(&page, accepted(request))) {
        Some(file) => {
            let answer = Answer::text(StatusCode::NOT_FOUND, kind::mime(&file.name), file.bytes).all(&host.headers);
            match file.encoding {
                Some(encoding) => answer.with("content-encoding", encoding),
                None => answer,
            }
        }
        None => Answer::text(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "not found\n"),
    }
}

fn send(file: File, request: &Parts) -> Answer {
    let keep = if kind::is_named_by_content(&file.name) { KEEP } else { ASK };
    let mut answer = Answer::new(StatusCode::OK)
        .with("etag", &file.tag)
        .with("cache-control", keep)
        .with("content-type", kind::mime(&file.name));
    if file.varies {
        answer = answer.with("vary", "accept-encoding");
    }
    if let Some(encoding) = file.encoding {
        answer = answer.with("content-encoding", encoding);
    }
    if header(request, IF_NONE_MATCH).is_some_and(|tags| matches(tags, &file.tag)) {
        answer.status = StatusCode::NOT_MODIFIED;
        return answer;
    }
    answer.body(file.bytes)
}

fn matches(tags: &str, tag: &str) -> bool {
    tags.split(',').map(|other| other.trim().trim_start_matches("W/")).any(|other| other == "*" || other == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        assert!(matches("\"a\", W/\"b\"", "\"b\""));
        assert!(matches("*", "\"b\""));
        assert!(!matches("\"c\"", "\"b\""));
    }
}
