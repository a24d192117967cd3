//! Keeps the list below the view in step with the view, and reads the texts of the events for the search.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Msg, Timeline};
use crate::behaviors::entries;
use crate::state::data::{EventRow, TimelineData};
use crate::{dom, fold};

/// Texts that are read from the page in one task.
const SLICE: usize = 100;
/// Pause between two such tasks, in milliseconds, so that the page stays responsive.
const SLICE_MS: u32 = 16;
/// Entries shown or hidden in one task; most stories have fewer.
const LISTED: usize = 200;

impl Timeline {
    /// Shows and hides the entries of the list as the view does, from an event on: in slices, so that the view is drawn
    /// first.
    pub(super) fn list(&mut self, ctx: &Context<Self>, from: usize) {
        if !self.mounted {
            return;
        }
        let data = self.data();
        let mut changes = 0;
        for (n, e) in data.events.iter().enumerate().skip(from) {
            let shown = self.layout.item(n).is_some();
            if std::mem::replace(&mut self.list_sync.listed[n], shown) == shown {
                continue;
            }
            if let Some(item) = dom::by_id(&e.id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                item.set_hidden(!shown);
            }
            changes += 1;
            if changes == LISTED {
                let link = ctx.link().clone();
                self.list_sync.listing = Some(Timeout::new(SLICE_MS, move || link.send_message(Msg::List(n + 1))));
                return;
            }
        }
        self.list_sync.listing = None;
    }

    /// Reads the texts of some more events from the page.
    pub(super) fn read(&mut self, data: &TimelineData, most: usize) {
        // Until the page with the texts has arrived, only titles can be searched; then everything is read again.
        let first = data.events.first().map(|e| entries::event_address(&e.id));
        if !self.list_sync.has_texts && first.is_some_and(|address| entries::element(&address).is_some()) {
            self.list_sync.has_texts = true;
            self.list_sync.texts.clear();
        }
        let next = data.events.iter().skip(self.list_sync.texts.len()).take(most);
        self.list_sync.texts.extend(next.map(page_text));
    }

    /// Requests the page with the texts of the events; [`Msg::TextsCame`] then repeats the search.
    pub(super) fn fetch_texts(&self, ctx: &Context<Self>) {
        let data = self.data();
        let Some(first) = data.events.first().filter(|_| !self.list_sync.has_texts) else { return };
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

    /// Reads the texts in slices before anybody searches, so that the first letter of a search need not wait for it.
    pub(super) fn read_on(&mut self, ctx: &Context<Self>) {
        let data = self.data();
        self.read(&data, SLICE);
        if self.list_sync.texts.len() < data.events.len() {
            let link = ctx.link().clone();
            self.list_sync.reading = Some(Timeout::new(SLICE_MS, move || link.send_message(Msg::Read)));
        }
    }
}

fn page_text(e: &EventRow) -> String {
    let entry = entries::element(&entries::event_address(&e.id));
    let mut text = entry.and_then(|entry| entry.text_content()).unwrap_or_default();
    text.push_str(&e.title);
    fold::fold(&text)
}
