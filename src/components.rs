//! The components of the page, one file each. Each looks up what it shows in the story of the page it stands on
//! ([`crate::page::use_page`]), so that a place in the story is all that it is told.

pub mod card;
pub mod change_log;
pub mod claim;
pub mod concept;
pub mod deck;
pub mod embed;
pub mod event_list;
pub mod figure;
#[cfg(test)]
pub(crate) mod fixture;
pub mod footer;
pub mod hero;
pub mod hurdle;
pub mod island;
pub mod link;
pub mod map;
pub mod minute;
pub mod person;
pub mod preview;
pub mod prose;
pub mod relation_diagram;
pub mod ribbon;
pub mod scenario;
pub mod section;
pub mod section_nav;
pub mod share_dialog;
pub mod shelf;
pub mod signpost;
pub mod sources;
pub mod timeline;
pub mod tour;
