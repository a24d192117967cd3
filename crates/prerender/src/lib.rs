//! The checked story, prerendered into a folder that any static host can serve.
//!
//! ```text
//! Story ──view──▶ parts (Yew) ──render──▶ pages ─┐
//!                 styles, scripts, fonts ──assets─┼──site──▶ files in memory ──output──▶ folder, compressed
//!                 feeds, social card, head ───────┘
//! ```
//!
//! Nothing is written until everything is made.

pub mod assets;
mod digest;
mod feeds;
pub mod head;
pub mod output;
pub mod pictures;
mod script;
mod single;
pub mod site;
mod social;

pub use single::{LIMIT as SINGLE_FILE_LIMIT, Single, single_file};
