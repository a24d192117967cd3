//! A small static host: for reading a story while it is edited, and for testing it under bad conditions.
//!
//! It does what a good public host does (types, compression prepared in advance, validators, the headers that let a page
//! be embedded), and, where a test asks, what bad networks and hosts do.
//!
//! ```
//! # let folder = std::env::temp_dir();
//! use backstory_devserver::{Fault, Host};
//!
//! let host = Host::new(folder)
//!     .mount("/stories/")
//!     .with_page("/host.html", "<!doctype html><iframe src=/stories/></iframe>", &[])
//!     .fault("*.wasm", Fault::FlipByte)
//!     .start()?;
//! assert!(host.url("/host.html").starts_with("http://127.0.0.1:"));
//! assert!(host.requests().is_empty());
//! // Dropped, it stops.
//! # std::io::Result::Ok(())
//! ```

mod answer;
mod connection;
mod fault;
mod file;
mod glob;
mod host;
mod kind;
mod live;
mod log;
mod path;
mod running;
mod shared;

pub use fault::Fault;
pub use host::Host;
pub use log::Request;
pub use running::Running;
