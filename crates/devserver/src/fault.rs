//! What can go wrong between a host and a reader.

use std::time::Duration;

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
}

impl Fault {
    /// Another type than the right one.
    pub fn wrong_mime(mime: &str) -> Fault {
        Fault::WrongMime(mime.into())
    }
}
