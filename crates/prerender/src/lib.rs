//! The checked story, prerendered into a folder that any static host can serve.
//!
//! ```text
//! Story ──view──▶ components (Yew) ──render──▶ pages ─┐
//!                 styles, fonts, bundle ──────assets──┼──site──▶ files in memory ──output──▶ folder, compressed
//!                 feeds, social card, head ───────────┘
//! ```
//!
//! Nothing is written until everything is made.

pub mod assets;
mod feeds;
pub mod head;
mod light_theme;
pub mod output;
pub mod pictures;
mod single;
pub mod site;
pub mod social;
mod used_styles;

pub use single::single_file;
