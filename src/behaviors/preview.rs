//! The preview layer: shows what a link points at beside the link, without moving the text.
//!
//! It opens when a link with a `data-kind` is clicked, or a mouse pointer rests on one. It shows a copy of the entry that the link
//! leads to, from this page or another ([`entries`]). The layer stands beside the line where the margin has room, on narrow
//! screens as a sheet at the bottom, and otherwise near the link. In a frame it is always near the link, because the height of the
//! frame says nothing about which part of it is seen.

mod placement;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlAnchorElement, HtmlElement, IntersectionObserver, IntersectionObserverEntry, KeyboardEvent,
    MouseEvent, Node, PointerEvent,
};

use self::placement::{Area, GAP_PX, Presentation, Surroundings, Visible};
use super::{entries, on, on_active};
use crate::dom;
use crate::state::store::{self, Overlays, Step};
use crate::state::url::State;

/// Links that open a preview. Links to sections navigate as usual; `data-preview="none"` opts a link out.
const LINK: &str = "a[data-kind]:not([data-kind=\"section\"]):not([data-preview=\"none\"])";
/// Blocks of text beside which there may be a margin.
const BLOCK: &str = "p,li,dd,dt,td,th,blockquote,figcaption,h2,h3,h4,div";
/// What can be reached with the Tab key.
const TABBABLE: &str = "a[href],button,[tabindex=\"0\"]";

/// How long a pointer rests on a link before its preview opens, in milliseconds.
const REST_MS: u32 = 350;
/// A pointer that went so far has moved, in pixels: the page may move below one that rests, and a hand that clicks is never
/// quite still.
const MOVED_PX: i32 = 4;
/// How long a pointer may take from the link to the preview before it is hidden, in milliseconds.
const LEAVE_MS: u32 = 300;

/// Attribute of the layer that tells the styles how it is presented.
const PRESENTATION: &str = "data-presentation";

struct Preview {
    layer: HtmlElement,
    body: Element,
    back: HtmlElement,
    /// Leads to the entry on its own page.
    whole: HtmlElement,
    /// Leads to it on this page.
    go: HtmlElement,
    timeline: HtmlElement,
    /// The link in the page that opened it: where the focus returns to.
    link: RefCell<Option<HtmlElement>>,
    /// The address that is shown.
    shown: RefCell<Option<String>>,
    /// The link that was just followed, until its step is in the history.
    followed: RefCell<Option<(String, HtmlElement)>>,
    /// Opened by a resting pointer: no step of the history, and gone when the pointer goes.
    is_peek: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    /// Where to go once all previews are closed.
    then: RefCell<Option<String>>,
    /// Where the pointer was last seen to move to: links that come to lie under it are not pointed at.
    pointer: Cell<Option<(i32, i32)>>,
}

/// Starts to take links, if the page has a place for previews.
pub(crate) fn start() {
    let Some(layer) = dom::by_id("preview").and_then(|e| e.dyn_into::<HtmlElement>().ok()) else { return };
    let Some(preview) = Preview::new(layer) else { return };
    let preview = Rc::new(preview);
    let document = dom::document();
    let p = preview.clone();
    on_active(&document, "click", move |event| p.clicked(event));
    let p = preview.clone();
    on_active(&document, "keydown", move |event| p.key(event.unchecked_ref()));
    for name in ["pointerover", "pointermove"] {
        let p = preview.clone();
        on(&document, name, move |event| p.pointer_came(event.unchecked_ref()));
    }
    let p = preview.clone();
    on(&document, "pointerout", move |event| p.pointer_went(event));
    for name in ["focusin", "touchstart"] {
        on(&document, name, |event| {
            if let Some(link) = link_of(event) {
                entries::fetch(entries::parts(&entries::address_of(&link)).0);
            }
        });
    }
    let p = preview.clone();
    on(&dom::window(), "resize", move |_| p.place());
    store::follow(move |state| preview.follow(state));
}

fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    dom::closest(event, LINK)?.dyn_into().ok()
}

impl Preview {
    fn new(layer: HtmlElement) -> Option<Self> {
        let part = |class: &str| layer.query_selector(class).ok().flatten();
        let html = |class: &str| part(class)?.dyn_into::<HtmlElement>().ok();
        Some(Self {
            body: part(".preview-body")?,
            back: html(".preview-back")?,
            whole: html(".preview-open")?,
            go: html(".preview-go")?,
            timeline: html(".preview-timeline")?,
            layer,
            link: RefCell::default(),
            shown: RefCell::default(),
            followed: RefCell::default(),
            is_peek: Cell::new(false),
            timer: RefCell::default(),
            then: RefCell::default(),
            pointer: Cell::default(),
        })
    }

    fn is_open(&self) -> bool {
        !self.layer.hidden()
    }

    fn holds(&self, node: Option<&Node>) -> bool {
        self.layer.contains(node)
    }

    // What the reader does.

    fn clicked(self: &Rc<Self>, event: &Event) {
        if event.default_prevented() {
            return;
        }
        let mouse = event.dyn_ref::<MouseEvent>();
        let elsewhere = mouse.is_some_and(|m| m.ctrl_key() || m.meta_key() || m.shift_key() || m.alt_key());
        if elsewhere || mouse.is_some_and(|m| m.button() != 0) {
            return;
        }
        if dom::closest(event, ".preview-close").is_some() {
            self.close();
        } else if dom::closest(event, ".preview-back").is_some() {
            store::previous_preview();
        } else if let Some(whole) = dom::closest(event, ".preview-go,.preview-timeline") {
            // These lead to a place on this page. Previews close first, so that going back leads to the line where the reader was.
            event.prevent_default();
            self.leave_for(whole.get_attribute("href"));
        } else if let Some(link) = link_of(event) {
            let address = entries::address_of(&link);
            let (page, id) = entries::parts(&address);
            let is_here = page.is_empty();
            if id.is_empty() || entries::is_missing(page) || (is_here && dom::by_id(id).is_none()) {
                return;
            }
            event.prevent_default();
            self.open(link, address);
        } else if dom::closest(event, "[data-closes]").is_some() {
            // What lies below is left, and this with it.
        } else if self.is_open() && !self.holds(event.target().as_ref().and_then(|t| t.dyn_ref())) && !self.is_beside()
        {
            // A preview that covers the text closes when the reader clicks the text.
            self.close();
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if !self.is_open() || event.default_prevented() {
            return;
        }
        let focus = dom::document().active_element();
        match event.key().as_str() {
            // An open dialog closes by this key itself, unless the preview lies over it.
            "Escape" if dom::open_dialog().is_none_or(|dialog| dialog.contains(Some(&self.layer))) => {
                event.prevent_default();
                self.close();
            }
            // The preview is the last element of the document. At its end the focus returns to the link instead of leaving the page.
            "Tab" if self.holds(focus.as_deref()) => {
                let stops = dom::all(&self.layer, TABBABLE);
                let stops: Vec<_> = stops.into_iter().filter(|stop| stop.offset_width() > 0).collect();
                let is_end = if event.shift_key() {
                    stops.first().is_none_or(|first| focus.as_deref() == Some(first.as_ref()))
                } else {
                    stops.last().is_none_or(|last| focus.as_deref() == Some(last.as_ref()))
                };
                if is_end && let Some(link) = &*self.link.borrow() {
                    if event.shift_key() {
                        event.prevent_default();
                    }
                    // Going on, the browser takes the reader from the link to what follows it.
                    dom::focus(link);
                }
            }
            _ => {}
        }
    }

    fn pointer_came(self: &Rc<Self>, event: &PointerEvent) {
        if event.pointer_type() != "mouse" {
            return;
        }
        let is_over_layer = self.holds(event.target().as_ref().and_then(|t| t.dyn_ref()));
        let link = link_of(event);
        if is_over_layer || link.as_ref().is_some_and(|link| self.is_of(link)) {
            // The pointer returned before the preview was hidden.
            self.timer.take();
        }
        let has_moved = self.has_moved(event);
        let Some(link) = link.filter(|_| has_moved) else { return };
        let address = entries::address_of(&link);
        entries::fetch(entries::parts(&address).0);
        if is_over_layer || self.is_of(&link) || (self.is_open() && !self.is_peek.get()) {
            return;
        }
        let preview = self.clone();
        self.timer.replace(Some(dom::later(REST_MS, move || preview.peek(link, address))));
    }

    /// Whether the pointer itself has moved. Where it is first seen it may have rested since before the page was there.
    fn has_moved(&self, event: &PointerEvent) -> bool {
        let (x, y) = (event.client_x(), event.client_y());
        let moved = self.pointer.get().map(|from| (x - from.0).abs() + (y - from.1).abs() >= MOVED_PX);
        if moved != Some(false) {
            self.pointer.set(Some((x, y)));
        }
        moved == Some(true)
    }

    fn pointer_went(self: &Rc<Self>, event: &Event) {
        if !self.is_open() {
            self.timer.take();
        } else if self.is_peek.get() {
            let is_ours = self.holds(event.target().as_ref().and_then(|t| t.dyn_ref()))
                || link_of(event).is_some_and(|link| self.is_of(&link));
            if is_ours {
                let preview = self.clone();
                self.timer.replace(Some(dom::later(LEAVE_MS, move || {
                    if preview.is_peek.get() {
                        preview.hide();
                    }
                })));
            }
        }
    }

    fn is_of(&self, link: &HtmlAnchorElement) -> bool {
        self.is_open() && self.link.borrow().as_deref() == Some(link.as_ref())
    }

    // Opening.

    /// Shows what a link leads to, as a step of the reader's history.
    fn open(self: &Rc<Self>, link: HtmlAnchorElement, address: String) {
        self.timer.take();
        let _ = link.set_attribute("data-loading", "");
        let page = entries::parts(&address).0.to_owned();
        let preview = self.clone();
        let then = move || {
            let _ = link.remove_attribute("data-loading");
            if entries::element(&address).is_none() {
                // The entry could not be loaded, so follow the link as an ordinary one.
                let _ = link.set_attribute("data-preview", "none");
                link.click();
                return;
            }
            let inside = preview.holds(Some(&link));
            if preview.is_peek.replace(false) && inside {
                // The preview that the pointer opened becomes a step too, so that "back" leads to it.
                let peeked = preview.shown.borrow().clone().unwrap_or_default();
                store::update(Step::Preview, |s| s.anchor = Some(entries::parts(&peeked).1.to_owned()));
            }
            let id = entries::parts(&address).1.to_owned();
            *preview.followed.borrow_mut() = Some((address, link.into()));
            if store::state().anchor.as_deref() == Some(&id) && preview.shown.borrow().is_some() && inside {
                // The link leads to the entry that is shown already.
                preview.followed.take();
                return;
            }
            if inside || store::state().trail.is_empty() {
                store::update(Step::Preview, |s| s.anchor = Some(id));
            } else {
                // The link is in the text and not in the preview: its preview replaces the one that is open.
                store::update(Step::Replace, |s| {
                    s.trail.truncate(1);
                    s.anchor = Some(id);
                });
            }
        };
        entries::with_page(&page, Box::new(then));
    }

    /// Shows what a link leads to for as long as the pointer stays.
    fn peek(self: &Rc<Self>, link: HtmlAnchorElement, address: String) {
        let page = entries::parts(&address).0.to_owned();
        let preview = self.clone();
        let then = move || {
            let is_rested = link.matches(":hover").unwrap_or_default();
            if !is_rested || (preview.is_open() && !preview.is_peek.get()) || entries::element(&address).is_none() {
                return;
            }
            preview.is_peek.set(true);
            preview.show(address, Some(link.into()), false);
        };
        entries::with_page(&page, Box::new(then));
    }

    /// Shows what the address asks for.
    fn follow(self: &Rc<Self>, state: &State) {
        let followed = self.followed.take();
        let anchor = state.anchor.clone().unwrap_or_default();
        let is_wanted = !anchor.is_empty() && (!state.trail.is_empty() || dom::by_id(&anchor).is_none());
        if !is_wanted {
            if self.is_open() && !self.is_peek.get() {
                self.hide();
            }
            if let Some(to) = self.then.take() {
                // Deferred, because browsers fire `popstate` at once, while the store is still notifying listeners of the step back.
                dom::later(0, move || dom::go_to(&to)).forget();
            }
            return;
        }
        if let Some((address, link)) = followed.filter(|(address, _)| entries::parts(address).1 == anchor) {
            let link = Some(link).filter(|link| !self.holds(Some(link)));
            self.show(address, link, true);
            return;
        }
        if self.shown.borrow().as_deref().is_some_and(|shown| entries::parts(shown).1 == anchor) && !self.is_peek.get()
        {
            return;
        }
        // By a link from outside, a reload, or going back and forward.
        let has_arrived = store::has_arrived();
        let preview = self.clone();
        entries::locate(anchor, move |address| {
            let Some(address) = address else { return };
            let page = entries::parts(&address).0.to_owned();
            let then = move || {
                if entries::element(&address).is_none() {
                    return;
                }
                if !preview.is_open() {
                    let link = place_of(&address);
                    if has_arrived && let Some(link) = &link {
                        dom::scroll_to_middle(link);
                    }
                    let link = link.filter(|link| link.matches(LINK).unwrap_or_default());
                    *preview.link.borrow_mut() = link;
                }
                preview.show(address, None, true);
            };
            entries::with_page(&page, Box::new(then));
        });
    }

    fn show(self: &Rc<Self>, address: String, link: Option<HtmlElement>, takes_focus: bool) {
        let Some(entry) = entries::element(&address) else { return };
        if link.is_some() {
            self.mark_link(false);
            *self.link.borrow_mut() = link;
        }
        self.mark_link(true);
        let is_same = self.shown.borrow().as_deref() == Some(&address) && self.is_open();
        if !is_same {
            self.fill(&entry, &address);
        }
        *self.shown.borrow_mut() = Some(address);
        let trail = store::state().trail;
        let came_by_link = trail.first().is_some_and(|id| !id.is_empty() && dom::by_id(id).is_none());
        self.back.set_hidden(trail.len() <= usize::from(!came_by_link) || self.is_peek.get());
        // Only what is inside an open dialog can lie over it.
        let home = self.link.borrow().as_ref().and_then(|link| link.closest("dialog[open]").ok().flatten());
        if let Some(home) = home.or_else(|| dom::document().body().map(Into::into))
            && self.layer.parent_element().as_ref() != Some(&home)
        {
            let _ = home.append_child(&self.layer);
        }
        let preview = self.clone();
        with_visible(move |visible| {
            preview.layer.set_hidden(false);
            preview.put(visible);
            preview.body.set_scroll_top(0);
            if takes_focus && let Some(title) = dom::by_id("preview-title") {
                dom::focus(title.unchecked_ref());
            }
        });
    }

    /// Marks the link whose target is shown.
    fn mark_link(&self, is_shown: bool) {
        if let Some(link) = &*self.link.borrow() {
            let _ = link.toggle_attribute_with_force("data-previewed", is_shown);
        }
    }

    /// Fills the layer with a copy of an entry.
    fn fill(&self, entry: &Element, address: &str) {
        self.body.set_text_content(None);
        let Some(place) = entries::copy(entry, address) else { return };
        let _ = self.body.append_child(&place);
        let title = place.query_selector("[data-entry-title],h2,h3").ok().flatten();
        if let Some(title) = title.or_else(|| place.first_element_child()) {
            title.set_id("preview-title");
            let _ = title.set_attribute("tabindex", "-1");
        }
        let (page, id) = entries::parts(address);
        let is_here = page.is_empty();
        let (whole, go) = (&self.whole, &self.go);
        whole.set_hidden(is_here);
        go.set_hidden(!is_here);
        let _ = if is_here { go } else { whole }.set_attribute("href", address);
        if dom::is_framed() {
            // In the frame another page would replace the embed.
            let _ = whole.set_attribute("target", "_blank");
        }
        let is_event = entry.get_attribute("data-entry").as_deref() == Some("event");
        self.timeline.set_hidden(!is_event || dom::by_id("timeline").is_none());
        let _ = self.timeline.set_attribute("href", &["#timeline&event=", id].concat());
    }

    // Closing.

    fn close(&self) {
        self.leave_for(None);
    }

    /// Closes the preview, and the tour below it where the reader goes on to another place of this page.
    fn leave_for(&self, to: Option<String>) {
        self.timer.take();
        let overlays = match (self.is_peek.get(), to.is_some()) {
            (true, false) => None,
            (true, true) => Some(Overlays::Tour),
            (false, false) => Some(Overlays::Previews),
            (false, true) => Some(Overlays::PreviewsAndTour),
        };
        *self.then.borrow_mut() = to;
        self.hide();
        if let Some(overlays) = overlays
            && !store::close_overlays(overlays)
            && let Some(to) = self.then.take()
        {
            dom::go_to(&to);
        }
    }

    fn hide(&self) {
        let had_focus = self.holds(dom::document().active_element().as_deref());
        self.is_peek.set(false);
        self.mark_link(false);
        self.layer.set_hidden(true);
        self.shown.take();
        if had_focus && let Some(link) = &*self.link.borrow() {
            dom::focus(link);
        }
    }

    // Placing.

    fn is_beside(&self) -> bool {
        self.layer.get_attribute(PRESENTATION).as_deref() == Some(Presentation::Beside.name())
    }

    fn place(self: &Rc<Self>) {
        if self.is_open() {
            let preview = self.clone();
            with_visible(move |visible| preview.put(visible));
        }
    }

    /// Puts the layer where its link is, within what is seen.
    fn put(&self, seen: Visible) {
        let Some(root) = dom::document().document_element() else { return };
        let link = self.link.borrow();
        let link = link.as_ref().filter(|link| link.is_connected());
        let lines = link.map(|link| link.get_client_rects());
        let line = |n: u32| lines.as_ref().and_then(|lines| lines.get(n)).map(|rect| Area::of(&rect));
        let last = lines.as_ref().map_or(0, |lines| lines.length().saturating_sub(1));
        let block = link.and_then(|link| link.closest(BLOCK).ok().flatten());
        let surroundings = Surroundings {
            seen,
            width: f64::from(root.client_width()),
            is_rtl: dom::is_rtl(),
            is_framed: dom::is_framed(),
            is_in_dialog: self.layer.closest("dialog").ok().flatten().is_some(),
            lines: line(0).zip(line(last)),
            block: block.map(|block| Area::of(&block.get_bounding_client_rect())),
        };
        let set = |property: &str, px: f64| dom::style(&self.layer, property, &dom::px(px));
        for property in ["top", "left", "width", "max-height"] {
            dom::style(&self.layer, property, "");
        }
        let presentation = surroundings.presentation();
        let _ = self.layer.set_attribute(PRESENTATION, presentation.name());
        // Read once the width is set, on which it depends.
        let height = || f64::from(self.layer.offset_height());
        let placement = match presentation {
            Presentation::Sheet => {
                if let Some((_, last)) = surroundings.lines.filter(|_| !surroundings.is_in_dialog) {
                    let covered = last.bottom + GAP_PX - (dom::viewport_height() - height());
                    if covered > 0.0 {
                        dom::window().scroll_by_with_x_and_y(0.0, covered);
                    }
                }
                return;
            }
            Presentation::Beside => {
                set("width", surroundings.width_beside());
                set("max-height", surroundings.max_height_beside());
                surroundings.beside(height())
            }
            Presentation::Near => {
                // Measured without a limit: its height decides whether it goes below the link or above it.
                set("width", surroundings.width_near());
                surroundings.near(height())
            }
        };
        set("max-height", placement.max_height);
        let (scroll_x, scroll_y) = dom::scroll_position();
        set("left", placement.left + scroll_x);
        set("top", placement.top + scroll_y);
    }
}

/// The link beside which a preview opens that the address asks for: the first one in the text that leads to the item, else the
/// link to the page on which the item stands.
fn place_of(address: &str) -> Option<HtmlElement> {
    let root = dom::document().document_element()?;
    let (page, id) = entries::parts(address);
    let links = dom::all(&root, &["a[data-kind][href$=\"#", id, "\"]"].concat());
    let is_seen = |link: &HtmlElement| {
        let rect = link.get_bounding_client_rect();
        rect.height() > 0.0 && rect.top() > 0.0 && rect.bottom() < dom::viewport_height()
    };
    let here = links.iter().find(|link| is_seen(link)).or_else(|| links.iter().find(|link| link.offset_width() > 0));
    here.cloned().or_else(|| {
        let name = page.rsplit('/').next().filter(|name| !name.is_empty())?;
        dom::all(&root, &["main a[href$=\"", name, "\"]"].concat()).into_iter().find(|link| link.offset_width() > 0)
    })
}

/// Calls back with the part of this page that is seen. In a frame that is as high as its content, only an observer of the browser
/// knows what the windows around it leave visible.
fn with_visible(then: impl FnOnce(Visible) + 'static) {
    let document = dom::document();
    if !dom::is_framed() {
        let bar = document.query_selector("[data-behavior=\"section-nav\"]").ok().flatten();
        let bar = bar.map(|bar| bar.get_bounding_client_rect()).filter(|bar| bar.top() <= 1.0 && bar.bottom() > 0.0);
        then((bar.map_or(0.0, |bar| bar.bottom()), dom::viewport_height()));
        return;
    }
    let told = Closure::once_into_js(move |entries: js_sys::Array, observer: IntersectionObserver| {
        observer.disconnect();
        let entry = entries.get(0).unchecked_into::<IntersectionObserverEntry>();
        let seen = entry.intersection_rect();
        let whole = (0.0, dom::viewport_height());
        then(if seen.height() > 0.0 { (seen.top().max(0.0), seen.bottom()) } else { whole });
    });
    if let (Ok(observer), Some(root)) = (IntersectionObserver::new(told.unchecked_ref()), document.document_element()) {
        observer.observe(&root);
    }
}
