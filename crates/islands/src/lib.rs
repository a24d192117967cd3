//! The interactive parts of the page: what wakes up in the browser.
//!
//! Two kinds. An *island* is a Yew component with a root of its own, where what is shown changes its shape: the stage of
//! the timeline and the chosen event beside it ([`Timeline`]). The server renders it into the page; the browser draws the
//! same in its place. A *behaviour* (`behaviour/`, one file each) serves static HTML that only changes its state: open or
//! closed, shown or hidden, this text or that. Its markup is the page crate's and costs the browser's program nothing.
//!
//! No prose is in here: what a reader reads is already in the document. All parts share one state (`store`), whose home is
//! the address's fragment, so that every state is a link. `wake` starts them.

#![cfg_attr(not(feature = "browser"), allow(dead_code, reason = "without it the browser's side is compiled out"))]

mod behaviour;
mod catalogue;
mod data;
mod dom;
mod fragment;
mod number;
mod store;
mod timeline;
#[cfg(feature = "browser")]
mod wake;
mod wire;

pub use behaviour::share::COLUMN;
pub use catalogue::{Text, set_catalogue};
pub use data::{Edge as EdgeRow, EraRow, EventRow, Label as LabelRow, TimelineData, YearSum};
pub use fragment::{Filter, Lanes, Spot, State};
pub use timeline::{Timeline, TimelineProps, heights};
pub use wire::Wire;
