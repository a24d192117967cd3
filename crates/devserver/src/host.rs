//! What a host serves and how it misbehaves, before it starts.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use crate::{Fault, Running, glob, path};

/// Headers that a page meant to be embedded needs, and that harm no other.
///
/// A frame shows inside a host that isolates itself only with the first two; a frame without an origin of its own may
/// load modules and the program only with the third.
const HEADERS: [(&str, &str); 5] = [
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("access-control-allow-origin", "*"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
];

/// A page that is not on disk.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) body: String,
    pub(crate) headers: Vec<(String, String)>,
}

/// A static host that has not started yet.
#[derive(Clone, Debug)]
pub struct Host {
    pub(crate) folder: PathBuf,
    pub(crate) mount: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) pages: BTreeMap<String, Page>,
    /// What goes wrong at the paths that fit a pattern.
    faults: Vec<(String, Fault)>,
    pub(crate) live: bool,
    port: Port,
}

#[derive(Clone, Copy, Debug)]
enum Port {
    Fresh,
    Exactly(u16),
    OrNext(u16),
}

impl Host {
    /// Serves a folder at a free port that this process has not used before.
    pub fn new(folder: impl AsRef<Path>) -> Host {
        Host {
            folder: folder.as_ref().to_path_buf(),
            mount: "/".into(),
            headers: HEADERS.map(|(name, value)| (name.into(), value.into())).into(),
            pages: BTreeMap::new(),
            faults: Vec::new(),
            live: false,
            port: Port::Fresh,
        }
    }

    /// Serves the folder below a path, as `/a/b/`, instead of at the top.
    #[must_use]
    pub fn mount(mut self, path: &str) -> Host {
        self.mount = path::mount(path);
        self
    }

    /// Serves at this port, and fails where it is taken.
    #[must_use]
    pub fn port(mut self, port: u16) -> Host {
        self.port = Port::Exactly(port);
        self
    }

    /// Serves at this port or, where it is taken, at one of the hundred after it.
    #[must_use]
    pub fn port_or_next(mut self, port: u16) -> Host {
        self.port = Port::OrNext(port);
        self
    }

    /// Sends a header with every file, in place of one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Host {
        let name = name.to_ascii_lowercase();
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a page that is not on disk, at a path from the top. It gets only the headers given here, and its type.
    #[must_use]
    pub fn with_page(mut self, path: &str, body: impl Into<String>, headers: &[(&str, &str)]) -> Host {
        let headers = headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), (*value).into())).collect();
        self.pages.insert(path.into(), Page { body: body.into(), headers });
        self
    }

    /// Misbehaves at every path from the top that fits the pattern; `*` stands for any characters.
    #[must_use]
    pub fn fault(mut self, pattern: &str, fault: Fault) -> Host {
        self.faults.push((pattern.into(), fault));
        self
    }

    /// What goes wrong at a path.
    pub(crate) fn faults_at(&self, path: &str) -> Vec<Fault> {
        let fitting = self.faults.iter().filter(|(pattern, _)| glob::fits(pattern, path));
        fitting.map(|(_, fault)| fault.clone()).collect()
    }

    /// Serves `_live` and `_live.js` below the mount: a page with that script reloads on [`Running::reload`].
    #[must_use]
    pub fn live(mut self) -> Host {
        self.live = true;
        self
    }

    /// Whether it is for writing.
    pub fn is_live(&self) -> bool {
        self.live
    }

    /// Starts, in a thread of its own.
    pub fn start(self) -> io::Result<Running> {
        let listener = match self.port {
            Port::Fresh => bind_fresh()?,
            Port::Exactly(port) => bind(port)?,
            Port::OrNext(first) => {
                let ports = first..=first.saturating_add(100);
                let free = ports.filter_map(|port| bind(port).ok()).next();
                free.ok_or_else(|| {
                    io::Error::new(io::ErrorKind::AddrInUse, format!("no port is free from {first} on"))
                })?
            }
        };
        Running::start(self, listener)
    }
}

/// A browser keeps files by address, so that a host at the port of an earlier one would not be asked for them.
fn bind_fresh() -> io::Result<std::net::TcpListener> {
    static USED: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut used = USED.lock().expect("no thread panics with it");
    // Kept until a fresh one is found, or the system would offer the same again.
    let mut seen = Vec::new();
    loop {
        let listener = bind(0)?;
        if used.insert(listener.local_addr()?.port()) {
            return Ok(listener);
        }
        seen.push(listener);
    }
}

/// Only this machine is served: the host is for writing and testing.
fn bind(port: u16) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
