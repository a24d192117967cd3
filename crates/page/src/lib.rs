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
mod data;
mod digest;
mod feeds;
pub mod head;
mod heights;
pub mod output;
mod parts;
mod render;
mod script;
mod single;
pub mod site;
mod social;
mod view;
mod words;

pub use heights::Heights;
pub use single::{LIMIT as SINGLE_FILE_LIMIT, Single, single_file};
pub use view::View;
pub use words::Words;
