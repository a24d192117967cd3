//! The host as a browser meets it: over the wire.

mod client;
mod faults;
mod live;
mod serving;
