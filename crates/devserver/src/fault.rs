//! What can go wrong between a host and a reader.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::glob;

/// One way of going wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// One bit of the body is another, as after a disk error or an attack.
    FlipByte,
    /// The wrong type, as from a host that does not know the file's ending.
    WrongMime(String),
    /// The whole length is promised, but the connection ends after some bytes.
    Cut {
        /// How many bytes of the body still arrive.
        after: usize,
    },
    /// The connection is reset instead of answered.
    Reset,
    /// A slow line: a wait, then so many bytes a second.
    Slow {
        /// The wait before the first byte of the answer.
        wait: Duration,
        /// How fast the body comes.
        bytes_per_second: usize,
    },
    /// Never answered, as by a line that has gone dead.
    Stall,
    /// Forbidden, with a page that says so, as from the filter of a company or a school.
    Block,
    /// Another status, with an empty body, as 404 or 503.
    Status(u16),
    /// One header with another value; none where the value is empty.
    Header(String, String),
}

impl Fault {
    /// A header with another value; an empty one takes the header away.
    pub fn header(name: &str, value: &str) -> Fault {
        Fault::Header(name.into(), value.into())
    }

    /// Another type than the right one.
    pub fn wrong_mime(mime: &str) -> Fault {
        Fault::WrongMime(mime.into())
    }
}

/// Where a fault shows, and how many times yet.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pattern: String,
    fault: Fault,
    left: Option<Arc<AtomicUsize>>,
}

impl Rule {
    pub(crate) fn new(pattern: &str, fault: Fault, times: Option<usize>) -> Rule {
        Rule { pattern: pattern.into(), fault, left: times.map(|times| Arc::new(AtomicUsize::new(times))) }
    }

    /// The fault for this path, which is then used up once.
    pub(crate) fn take(&self, path: &str) -> Option<Fault> {
        if !glob::fits(&self.pattern, path) {
            return None;
        }
        let less = |left: usize| left.checked_sub(1);
        let counted = self.left.as_ref().map(|left| left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less));
        match counted {
            Some(Err(_)) => None,
            _ => Some(self.fault.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_wears_out() {
        let rule = Rule::new("*.wasm", Fault::Reset, Some(1));
        assert_eq!(rule.take("/a.js"), None);
        assert_eq!(rule.take("/a.wasm"), Some(Fault::Reset));
        assert_eq!(rule.take("/a.wasm"), None);
    }
}
