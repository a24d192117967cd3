//! **Backstory**, a Yew app: an explainer that is prerendered to HTML and comes alive in the browser.
//!
//! The app has two halves, as Yew names them. Under `ssr` the whole page is a Yew app ([`components`]): the prerender renders
//! it to static HTML that needs no script. Under `csr` the same crate is the browser's program (`main.rs`), which mounts what is
//! alive in that HTML ([`mount`]). There are two kinds of it. An *island* is a Yew component with a root of its own, where
//! what is shown changes its shape: the relation timeline ([`Timeline`]). A *behavior* (`behaviors/`, one file each) serves
//! static HTML that only changes its state: open or closed, shown or hidden, this text or that.
//!
//! No prose is in the browser's program: what a reader reads is already in the document. All parts share one state
//! (`state/store.rs`), whose home is the address's fragment (`state/url.rs`), so that every state is a link.

#![cfg_attr(not(feature = "csr"), allow(dead_code, reason = "without it the browser's side is compiled out"))]

#[cfg(feature = "ssr")]
pub mod app;
mod behaviors;
#[cfg(feature = "ssr")]
mod citation_order;
#[cfg(feature = "ssr")]
pub mod components;
mod dom;
mod fold;
#[cfg(feature = "ssr")]
mod heights;
mod i18n;
#[cfg(feature = "ssr")]
mod locale;
#[cfg(feature = "csr")]
pub mod mount;
mod number;
#[cfg(feature = "ssr")]
pub mod page;
pub mod page_file;
#[cfg(feature = "ssr")]
mod picture;
#[cfg(feature = "ssr")]
mod plural;
#[cfg(feature = "ssr")]
pub mod render;
mod state;
mod timeline;
#[cfg(feature = "ssr")]
mod timeline_data;
#[cfg(feature = "ssr")]
mod view;

#[cfg(feature = "ssr")]
pub use app::{App, AppProps};
pub use behaviors::share::{COLUMN, escape};
#[cfg(feature = "ssr")]
pub use heights::{FILE as HEIGHTS_FILE, Heights};
pub use i18n::{Text, set_catalogue};
#[cfg(feature = "ssr")]
pub use locale::Words;
#[cfg(feature = "ssr")]
pub use picture::Picture;
pub use state::data::{Edge, EraRow, EventRow, Label, TimelineData, YearSum};
pub use state::url::{Filter, Lanes, State, ViewPosition};
pub use state::wire::text_line;
#[cfg(feature = "ssr")]
pub use timeline::minimap;
pub use timeline::{Timeline, TimelineProps, heights};
#[cfg(feature = "ssr")]
pub use view::{SharedView, View};
