//! Rules that look at more than one key, one file for each family.

mod address;
mod capitals;
mod colour;
mod dates;
mod evidence;
mod imported;
mod links;
mod parts;
mod pictures;
mod raw;
mod state_media;

pub(crate) use address::{direction, lang, url};
pub(crate) use capitals::Capitals;
pub(crate) use colour::accent;
pub(crate) use evidence::sentences;
pub(crate) use raw::{markdown as raw_markdown, plain as raw_plain, tries_to_cite};
pub(crate) use state_media::state_media;

use crate::content::Content;
use crate::context::BuildContext;
use crate::model::Story;

/// The rules that look at the whole story.
pub(crate) fn whole(story: &Story, content: &Content, cx: &BuildContext) {
    dates::check(story, content, cx);
    imported::check(story, content, cx);
    links::check(story, cx);
    evidence::check(story, cx);
    parts::check(story, content, cx);
    pictures::check(story, content, cx);
    cx.capitals.borrow().check(story, cx.diagnostics);
}
