//! The interactive parts of the page, prerendered on the server and woken in the browser.
//!
//! An *island* is a Yew component with its own root. The server renders it into the page ([`Island::prerender`] is the
//! page crate's business); in the browser [`wake`] finds each `[data-island]` host, reads its props from the page and
//! hydrates it. No prose is in here: what a reader reads is already in the document, and islands only show, hide, point
//! at or copy it. All of them share one state ([`store`]), which is kept in the address's fragment, so that every state
//! is a link.

#![cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "without it the browser's side is compiled out"))]

mod catalogue;
mod data;
mod deck;
mod dom;
mod fragment;
mod outlook;
#[cfg(feature = "hydrate")]
mod reveal;
mod ribbon;
mod search;
mod share;
mod steps;
mod store;
mod ties;
mod timeline;
#[cfg(feature = "hydrate")]
mod wake;
mod walk;
mod wire;

pub use catalogue::{Text, set_catalogue, text};
pub use data::{Edge as EdgeRow, EraRow, EventRow, Label as LabelRow, TimelineData, YearSum};
pub use deck::{Deck, DeckProps, Group};
pub use fragment::{Filter, Lanes, Spot, State};
pub use outlook::{Outlook, OutlookProps, Sign};
pub use ribbon::{Ribbon, RibbonProps, RibbonStrip, StripProps};
pub use search::{Search, SearchProps};
pub use share::{Form, Share, ShareProps};
pub use steps::{Steps, StepsProps};
pub use ties::{Node, TieRow, Ties, TiesProps};
pub use timeline::{Timeline, TimelineProps};
pub use walk::{Walk, WalkProps};
pub use wire::{Fields, Wire, fields};
