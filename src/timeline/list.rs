//! Keeps the list below the view in step with the view, and reads the texts of the events for the search.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{Msg, Timeline, send_later};
use crate::behaviors::entries;
use crate::state::data::{EventRow, TimelineData};
use crate::{dom, fold};

/// Texts that are read in one task.
const SLICE: usize = 200;
/// Pause between two such tasks, in milliseconds, so that the page stays responsive.
const SLICE_MS: u32 = 16;
/// Items shown or hidden in one task; most stories have fewer.
const LISTED: usize = 200;

impl Timeline {
    /// Shows and hides the items of the list as the view does, from an item on: in slices, so that the view is drawn first.
    pub(super) fn list(&mut self, ctx: &Context<Self>, from: usize) {
        if !self.mounted {
            return;
        }
        let mut items = self.list_sync.items.take().unwrap_or_else(|| self.items());
        let mut changes = 0;
        self.list_sync.listing = None;
        for (n, (event, item, was_hidden)) in items.iter_mut().enumerate().skip(from) {
            let is_hidden = self.layout.item(*event).is_none();
            if std::mem::replace(was_hidden, is_hidden) == is_hidden {
                continue;
            }
            item.set_hidden(is_hidden);
            changes += 1;
            if changes == LISTED {
                self.list_sync.listing = Some(send_later(ctx, SLICE_MS, Msg::List(n + 1)));
                break;
            }
        }
        self.list_sync.items = Some(items);
    }

    /// The items of the list below the view, which are in the order of their events.
    fn items(&self) -> Vec<(usize, HtmlElement, bool)> {
        let data = self.data();
        let block = self.nodes.scroller.cast::<Element>().and_then(|s| s.closest(".timeline").ok().flatten());
        let mut next = 0;
        let found = block.map(|block| dom::all(&block, ".event-index > [data-event]")).unwrap_or_default().into_iter();
        found
            .filter_map(|item| {
                let id = item.get_attribute("data-event")?;
                let event = next + data.events.get(next..)?.iter().position(|e| e.id == id)?;
                next = event + 1;
                Some((event, item, false))
            })
            .collect()
    }

    /// Reads the texts of some more events: as long as the page with the texts is not here, their titles.
    pub(super) fn read(&mut self, data: &TimelineData, most: usize) {
        let sync = &mut self.list_sync;
        for event in data.events.iter().skip(sync.read).take(most) {
            let text = page_text(event);
            if sync.read < sync.texts.len() {
                sync.texts[sync.read] = text;
            } else {
                sync.texts.push(text);
            }
            sync.read += 1;
        }
    }

    /// Requests the page with the texts of the events; [`Msg::TextsCame`] then repeats the search.
    pub(super) fn fetch_texts(&self, ctx: &Context<Self>) {
        let data = self.data();
        let Some(first) = data.events.first() else { return };
        let link = ctx.link().clone();
        let address = entries::event_address(&first.id);
        entries::with_page(entries::parts(&address).0, Box::new(move || link.send_message(Msg::TextsCame)));
    }

    /// Number of words in the text of an event, without its sources: how long the play mode waits.
    pub(super) fn word_count(&self, event: usize) -> usize {
        let Some(entry) = entries::element(&entries::event_address(&self.data().events[event].id)) else { return 0 };
        let paragraphs = dom::all(&entry, ".event-body > p:not(.source-line, .confidence), .event-title");
        paragraphs.iter().filter_map(|p| p.text_content()).map(|t| t.split_whitespace().count()).sum()
    }

    /// Reads the texts in slices, so that neither the first letter of a search waits for it nor the page when thousands of texts
    /// have come. Whether the view is another after it: a search that is on may find more in them.
    pub(super) fn read_on(&mut self, ctx: &Context<Self>) -> bool {
        let data = self.data();
        self.read(&data, SLICE);
        if self.list_sync.read < data.events.len() {
            self.list_sync.reading = Some(send_later(ctx, SLICE_MS, Msg::Read));
            return false;
        }
        if self.state.filter.query.is_empty() {
            return false;
        }
        self.arrange_anew(ctx);
        self.fit_again();
        self.look();
        true
    }
}

fn page_text(e: &EventRow) -> String {
    let entry = entries::element(&entries::event_address(&e.id));
    let mut text = entry.and_then(|entry| entry.text_content()).unwrap_or_default();
    text.push_str(&e.title);
    fold::fold(&text)
}
