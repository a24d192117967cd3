//! What every connection of a running host knows.

use std::sync::Mutex;

use crate::{Host, Request, live::Live};

/// The host as it was started, and what happened since.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) host: Host,
    pub(crate) live: Live,
    requests: Mutex<Vec<Request>>,
}

impl Shared {
    pub(crate) fn new(host: Host) -> Shared {
        Shared { host, live: Live::new(), requests: Mutex::default() }
    }

    pub(crate) fn note(&self, request: Request) {
        self.requests.lock().expect("no thread panics with it").push(request);
    }

    /// What was asked until now.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no thread panics with it").clone()
    }

    /// What was asked until now; forgotten after that.
    pub(crate) fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().expect("no thread panics with it"))
    }
}
