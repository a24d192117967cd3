//! The relation timeline: a view over the page's list of events that zooms, pans, filters, searches and plays.
//!
//! Panning is the browser's own scrolling, so it is as smooth and as reachable as any page. Only the part near the
//! window is in the document ([`Window`]); positions are set through the object model.

mod actions;
mod boxes;
mod camera;
mod canvas;
mod controls;
mod detail;
mod gestures;
mod list;
#[cfg(feature = "ssr")]
mod minimap;
mod retained_drawing;
mod timeline_layout;

#[cfg(feature = "ssr")]
pub use minimap::minimap;

use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

use crate::i18n::{Text, text};
use crate::state::bridge;
use crate::state::data::{Shared, TimelineData};
use crate::state::url::{Lanes, State};
use crate::{dom, fold};
use boxes::NEW_BOXES;
use canvas::{Bands, Window, lane_top};
use controls::{ControlAction, Controls};
use detail::{DetailAction, Shown, copy_text, detail};
use retained_drawing::{RetainedStrip, RetainedSvg};
use timeline_layout::{Sizes, TimelineLayout, passes};

/// Milliseconds after which a page that was just opened no longer moves: fonts have come, and the scroll to the address
/// is over.
const LED_MS: u32 = 600;

/// Props of [`Timeline`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TimelineProps {
    /// The events.
    pub data: Shared,
}

/// Messages of [`Timeline`].
pub enum Msg {
    /// The shared state changed.
    State(State),
    /// The view has another size.
    Resized,
    /// Measure the view.
    Size,
    /// The view was scrolled.
    Scroll,
    /// A control was used.
    ControlAction(ControlAction),
    /// Zoom by a factor, keeping the date at a pixel of the view.
    ZoomAt(f64, f64),
    /// Do the zoom that was asked for since the last frame.
    ZoomNow,
    /// Make boxes for which the frames before had no time.
    MoreBoxes,
    /// Show and hide the entries of the list as the view does, from this event on.
    List(usize),
    /// Read the next slice of the page's texts, for the search.
    Read,
    /// The page with the texts of the events has arrived or failed to.
    TextsCame,
    /// A frame of an animated zoom.
    Frame(f64),
    /// A box was clicked.
    Click(Element),
    /// Focus the text of the chosen event.
    FocusDetail,
    /// Focus the box that is in the tab order.
    FocusBox,
    /// Bring an event into view.
    Lead(usize),
    /// Place the text of the chosen event where the reader sees it.
    PlaceDetail,
    /// The text of the chosen event has come, and may be longer than the room it had.
    TextCame,
    /// The reader moves the page by hand.
    ReaderMoves,
    /// A control of the detail was used.
    Detail(DetailAction),
    /// A key was pressed on a box.
    Key(KeyboardEvent),
    /// A box got the focus.
    Focus(Element),
    /// The play mode goes to its next event.
    Tick,
    /// The view has stopped moving.
    Rest,
    /// Copying worked or not.
    Copied(bool),
}

/// A zoom by wheel or fingers that waits for the next frame.
struct PendingZoom {
    factor: f64,
    px: f64,
    _frame: AnimationFrame,
}

/// Geometry of a box in pixels: `along` and `across` the time axis from the beginning of the world, the rest from the
/// box's own beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Geometry {
    along: f64,
    across: f64,
    length: f64,
    /// Middle of the mark.
    at: f64,
    /// The bar: the time that the event fills or lies in.
    bar_from: f64,
    bar_length: f64,
    /// From the middle of the mark to the end of the label.
    label: f64,
    /// Whole lines of words that have room in the vertical form, the date's among them.
    lines: f64,
    /// Vertical form only: whether it stands beside the column of marks instead of in it.
    apart: bool,
}

/// An animated zoom, as buttons and keys start it.
struct ZoomAnimation {
    from: f64,
    to: f64,
    day: f64,
    px: f64,
    start_ms: Option<f64>,
    _frame: Option<AnimationFrame>,
}

/// What to do once the next render is in the document.
#[derive(Default)]
struct AfterRender {
    /// Put this day at this pixel of the view.
    place: Option<(f64, f64)>,
    /// Give this item the focus.
    focus: Option<u32>,
    /// Put the text of the chosen event where the reader sees it, and the box too.
    place_detail: bool,
    /// Give the text the focus.
    focus_detail: bool,
    /// Scroll the page to the view.
    lead_here: bool,
}

/// The visible part of the time axis, and its scale.
struct Viewport {
    /// Visible length along the time axis, and where it begins in the world.
    length_px: f64,
    offset_px: f64,
    /// Width of the view on the screen, also where time runs down the page: to ask the browser for it while boxes are moved
    /// would make it lay out the page each time.
    width_px: f64,
    px_per_day: f64,
    /// Whether the view is zoomed out fully; if so it stays zoomed out fully when its size changes.
    fitted: bool,
    /// What is drawn: the visible part and some more to either side.
    window: Window,
    /// The reader's text size as a share of 16 px.
    text_size: f64,
}

/// The boxes in the document.
#[derive(Default)]
struct VisibleBoxes {
    /// Positions of the boxes in the layout of `layout_version`.
    boxes: Vec<usize>,
    layout_version: u32,
    /// Whether `boxes` has changed since the last render.
    render_pending: bool,
    /// Whether boxes near the view are missing, because one frame would not have been enough to make them all.
    is_partial: bool,
    /// Key and geometry of each box, in the order of their events.
    geometry: Vec<(i64, Geometry)>,
    placed_vertical: bool,
}

/// Progress of what is done in slices: showing in the list what the view shows, and reading texts for the search.
struct ListSync {
    /// Folded text of each event: its title until the page with the texts has come and this one was read.
    texts: Vec<String>,
    /// Number of events whose text was read since then.
    read: usize,
    /// Whether the page with the whole texts was requested.
    asked_for_texts: bool,
    reading: Option<Timeout>,
    listing: Option<Timeout>,
    /// The items of the list with the positions of their events, and whether each is hidden; none before they are looked for.
    items: Option<Vec<(usize, HtmlElement, bool)>>,
}

/// The play mode.
#[derive(Default)]
struct Playback {
    playing: bool,
    timer: Option<Timeout>,
}

/// Work that waits for a timer, a frame or the next render.
#[derive(Default)]
struct Pending {
    after_render: AfterRender,
    filter: Option<Timeout>,
    /// What the reader typed last into the search field, until the state has it.
    query: Option<String>,
    rest: Option<Timeout>,
    place_detail: Option<Timeout>,
    focus_box: Option<Timeout>,
    measuring: Option<AnimationFrame>,
    zooming: Option<PendingZoom>,
    more_boxes: Option<AnimationFrame>,
    zoom_animation: Option<ZoomAnimation>,
    /// The reader has moved the page by hand since the text was opened: it is not to be moved back.
    reader_moved: bool,
    /// The text of another event was opened: in a frame, ask the host to bring it into view.
    reveals_detail: bool,
    /// The reader is closing the text: give the focus back to a box once that is done.
    returns_focus: bool,
}

/// Elements that are measured or changed outside of Yew's render.
#[derive(Default)]
struct Nodes {
    scroller: NodeRef,
    boxes: NodeRef,
    world: NodeRef,
    canvas: NodeRef,
    /// The years above the lanes, and below.
    head: NodeRef,
    foot: NodeRef,
    /// Extra box for the chosen event, for when its own box has no room for its title or is a cluster.
    chosen: NodeRef,
    detail: NodeRef,
    detail_text: NodeRef,
}

/// The timeline.
pub struct Timeline {
    layout: TimelineLayout,
    state: State,
    mounted: bool,
    /// Whether the address was read once.
    read_address: bool,
    viewport: Viewport,
    visible: VisibleBoxes,
    list_sync: ListSync,
    playback: Playback,
    pending: Pending,
    nodes: Nodes,
    svg: RetainedSvg,
    head: RetainedStrip,
    foot: RetainedStrip,
    controls: Option<Controls>,
    /// The event whose text is open.
    selected: Option<usize>,
    /// The item that is in the tab order.
    focus: u32,
    /// The events that led to the chosen one, if the reader asked for them.
    path: Vec<u32>,
    /// The events that stay lit beside the chosen one: its links, or its path.
    related: Vec<u32>,
    /// What had the focus when the reader opened the text of an event: closing it gives it back.
    opened_from: Option<HtmlElement>,
    /// The message about copying a link.
    note: AttrValue,
    /// Whether the scale is changing, so that boxes beyond the view are left out.
    is_zooming: bool,
    listeners: Vec<EventListener>,
    observer: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    following: Option<EventListener>,
}

impl Component for Timeline {
    type Message = Msg;
    type Properties = TimelineProps;

    fn create(ctx: &Context<Self>) -> Self {
        let data = &ctx.props().data;
        Self {
            layout: TimelineLayout::new(data.clone()),
            state: State::default(),
            mounted: false,
            read_address: false,
            viewport: Viewport {
                length_px: 0.0,
                offset_px: 0.0,
                width_px: 320.0,
                px_per_day: 0.1,
                fitted: true,
                window: Window { from: 0.0, to: 0.0 },
                text_size: 1.0,
            },
            visible: VisibleBoxes::default(),
            list_sync: ListSync {
                texts: Vec::new(),
                reading: None,
                listing: None,
                items: None,
                read: 0,
                asked_for_texts: false,
            },
            playback: Playback::default(),
            pending: Pending::default(),
            nodes: Nodes::default(),
            svg: RetainedSvg::default(),
            head: RetainedStrip::default(),
            foot: RetainedStrip::default(),
            related: Vec::new(),
            opened_from: None,
            controls: None,
            selected: None,
            focus: 0,
            path: Vec::new(),
            note: AttrValue::default(),
            is_zooming: false,
            listeners: Vec::new(),
            observer: None,
            following: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::State(state) => self.take_state(ctx, state),
            Msg::Resized => {
                // In the next frame: changing sizes inside a resize observer's callback is an error in browsers.
                let link = ctx.link().clone();
                self.pending.measuring = Some(request_animation_frame(move |_| link.send_message(Msg::Size)));
                false
            }
            Msg::Size => self.measure(ctx),
            Msg::Scroll => self.scrolled(ctx),
            Msg::ControlAction(ask) => self.ask(ctx, ask),
            Msg::ZoomAt(factor, px) => {
                // Wheels and fingers send events more often than the screen draws, so factors are gathered until the
                // next frame.
                let before = self.pending.zooming.take();
                let factor = factor * before.as_ref().map_or(1.0, |z| z.factor);
                let frame = before.map_or_else(
                    || {
                        let link = ctx.link().clone();
                        request_animation_frame(move |_| link.send_message(Msg::ZoomNow))
                    },
                    |z| z._frame,
                );
                self.pending.zooming = Some(PendingZoom { factor, px, _frame: frame });
                false
            }
            Msg::ZoomNow => {
                let Some(zooming) = self.pending.zooming.take() else { return false };
                self.is_zooming = true;
                self.zoom(self.viewport.px_per_day * zooming.factor, zooming.px);
                self.rest_soon(ctx);
                self.show(ctx)
            }
            Msg::MoreBoxes => {
                // A zoom that waits for this frame too makes them on its way.
                let zooms = self.pending.zooming.is_some() || self.pending.zoom_animation.is_some();
                if zooms || !self.visible.is_partial {
                    return false;
                }
                self.choose_boxes(NEW_BOXES);
                self.show(ctx)
            }
            Msg::List(from) => {
                self.list(ctx, from);
                false
            }
            Msg::TextsCame => {
                self.list_sync.read = 0;
                self.read_on(ctx)
            }
            Msg::Read => self.read_on(ctx),
            Msg::Frame(time) => self.frame(ctx, time),
            Msg::Click(button) => self.click(ctx, &button),
            Msg::FocusDetail => {
                self.focus_detail();
                false
            }
            Msg::FocusBox => {
                self.pending.after_render.focus = Some(self.focus);
                true
            }
            Msg::Lead(event) => {
                self.bring_into_view(event);
                true
            }
            Msg::PlaceDetail => {
                self.place_detail_again();
                false
            }
            Msg::TextCame => {
                if !self.pending.reader_moved {
                    self.place_detail_again();
                }
                false
            }
            Msg::ReaderMoves => {
                self.pending.place_detail = None;
                self.pending.reader_moved = true;
                self.stop();
                false
            }
            Msg::Detail(ask) => self.detail_action(ctx, ask),
            Msg::Key(event) => self.key(ctx, &event),
            Msg::Focus(button) => {
                let item = self.box_of(&button).map_or(self.focus, |n| self.first_item(n));
                std::mem::replace(&mut self.focus, item) != item
            }
            Msg::Tick => {
                self.play_on(ctx);
                true
            }
            Msg::Rest => {
                self.write_spot();
                // Boxes beyond the view were left out during the zoom.
                let moving = std::mem::replace(&mut self.is_zooming, false);
                if moving {
                    self.look_making(NEW_BOXES);
                }
                // The edges name linked events that are now out of view.
                moving && self.show(ctx) || self.selected.is_some()
            }
            Msg::Copied(worked) => {
                self.note = text(if worked { Text::Copied } else { Text::CopyFailed });
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let data = &ctx.props().data;
        html! {
            <div class="tl-body" data-detail={self.selected.is_some().to_string()}>
                { self.view_stage(ctx) }
                if let Some(event) = self.selected {
                    { detail(
                        Shown {
                            data,
                            event,
                            position: self.position(event),
                            path: self.followed_path(event),
                            has_path: self.has_path(event),
                            is_before: self.detail_is_before(),
                            is_playing: self.playback.playing,
                            note: &self.note,
                        },
                        (&self.nodes.detail, &self.nodes.detail_text),
                        &ctx.link().callback(Msg::Detail),
                    ) }
                }
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.start(ctx);
        }
        self.visible.render_pending = false;
        self.put_in_place();
        if let Some(event) = self.selected {
            let came = ctx.link().callback(|()| Msg::TextCame);
            copy_text(&self.data().events[event].id, &self.nodes.detail_text, came);
        }
        self.show_detail();
        if std::mem::take(&mut self.pending.reveals_detail)
            && let Some(detail) = self.nodes.detail_text.cast::<Element>().and_then(|text| text.parent_element())
        {
            dom::reveal_in_host(&detail);
        }
    }
}

/// Sends a message after a time, unless the returned timer is dropped before.
fn send_later(ctx: &Context<Timeline>, milliseconds: u32, message: Msg) -> Timeout {
    let link = ctx.link().clone();
    dom::later(milliseconds, move || link.send_message(message))
}

impl Timeline {
    fn start(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let state = link.callback(Msg::State);
        self.following = Some(bridge::follow(move |told| state.emit(told)));
        if let Some(scroller) = self.nodes.scroller.cast::<HtmlElement>() {
            self.listen(ctx, &scroller);
            let block = scroller.closest(".tl").ok().flatten();
            self.controls = block.map(|b| Controls::follow(b, &ctx.link().callback(Msg::ControlAction)));
        }
        self.mounted = true;
        ctx.link().send_message_batch(vec![Msg::Size, Msg::State(bridge::state()), Msg::Read]);
    }

    fn listen(&mut self, ctx: &Context<Self>, scroller: &HtmlElement) {
        let link = ctx.link().clone();
        for target in [scroller.clone().unchecked_into::<web_sys::EventTarget>(), dom::window().into()] {
            let link = link.clone();
            self.listeners.push(EventListener::new(&target, "scroll", move |_| link.send_message(Msg::Scroll)));
        }
        let (view, page): (web_sys::EventTarget, web_sys::EventTarget) =
            (scroller.clone().into(), dom::window().into());
        for (target, name) in [(&view, "pointerdown"), (&page, "wheel"), (&page, "touchmove")] {
            let link = link.clone();
            self.listeners.push(EventListener::new(target, name, move |_| link.send_message(Msg::ReaderMoves)));
        }
        self.listeners.extend(gestures::follow(scroller, &link.callback(|(factor, px)| Msg::ZoomAt(factor, px))));
        let resized = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Resized));
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(scroller);
            self.observer = Some((observer, resized));
        }
    }

    /// Chooses anew what is shown.
    fn arrange_anew(&mut self, ctx: &Context<Self>) {
        let data = self.data();
        let words = fold::words(&self.state.filter.query);
        if !words.is_empty() && !std::mem::replace(&mut self.list_sync.asked_for_texts, true) {
            self.read(&data, usize::MAX);
            self.fetch_texts(ctx);
        }
        let (filter, texts) = (&self.state.filter, &self.list_sync.texts);
        let vertical = self.mounted && self.is_narrow();
        let shows = |n: usize| passes(&data, filter, n) && (words.is_empty() || fold::holds_all(&texts[n], &words));
        let path = match self.state.lanes {
            Lanes::Path if self.path.len() > 1 => self.path.clone(),
            Lanes::Path => data.longest_path(),
            _ => Vec::new(),
        };
        self.layout.set(
            &shows,
            self.state.lanes,
            path,
            Sizes::new(self.viewport.text_size, vertical, self.viewport.width_px),
        );
        // The widest scale needs the most rows: lay it out first, so that the view does not grow later.
        if self.viewport.length_px > 0.0 {
            self.layout.lay_out(self.least());
        }
        self.list(ctx, 0);
        self.focus = self.focus.min(self.layout.shown().len().saturating_sub(1) as u32);
        if let Some(controls) = &self.controls {
            self.pending.query = self.pending.query.take().filter(|query| *query != self.state.filter.query);
            controls.show(&data, &self.state, self.layout.shown().len(), self.pending.query.is_some());
        }
    }

    fn data(&self) -> Shared {
        self.layout.data()
    }

    fn take_state(&mut self, ctx: &Context<Self>, state: State) -> bool {
        let old = std::mem::replace(&mut self.state, state);
        if old == self.state && self.viewport.window.to > 0.0 {
            return false;
        }
        let data = self.data();
        let chosen = self.state.event.as_deref().and_then(|id| data.find(id));
        let path = self.path_end(&data, chosen).map_or_else(Vec::new, |end| data.path_to(end));
        let is_other_path = std::mem::replace(&mut self.path, path) != self.path;
        let is_refused_anew = old.refused != self.state.refused;
        if old.filter != self.state.filter
            || old.lanes != self.state.lanes
            || is_other_path && self.state.lanes == Lanes::Path
            || is_refused_anew
            || self.viewport.window.to == 0.0
        {
            self.arrange_anew(ctx);
        }
        let first = !std::mem::replace(&mut self.read_address, true);
        if chosen != self.selected {
            self.selected = chosen;
            self.note = AttrValue::default();
            if let Some(event) = chosen {
                dom::report("event", &data.events[event].id);
                self.bring_into_view(event);
                self.pending.after_render.place_detail = true;
                self.pending.reader_moved = false;
                self.pending.reveals_detail = true;
                // A link beats a filter that hides what it leads to. An address that was just opened may speak of texts that
                // have not come yet.
                let is_hidden = !first && self.layout.item(event).is_none();
                if is_hidden {
                    // Nor is it hidden anew by the last letters of a search, which wait.
                    (self.pending.filter, self.pending.query) = (None, None);
                    bridge::replace(|s| s.filter = Default::default());
                }
                if first || is_hidden {
                    // The page is still scrolling here and fonts are loading, or the box is not drawn yet, so place the text
                    // again after that.
                    self.pending.place_detail = Some(send_later(ctx, LED_MS, Msg::PlaceDetail));
                }
            } else {
                self.opened_from = None;
                // Going back closes it too, with the focus in it, or when Chromium has already taken that away.
                let focused = dom::document().active_element().filter(|e| e.tag_name() != "BODY");
                let is_lost = focused.is_none_or(|e| e.closest(".tl-detail").ok().flatten().is_some());
                if std::mem::take(&mut self.pending.returns_focus) || is_lost {
                    // Chromium takes the focus away once more when it has told of the step back.
                    self.pending.focus_box = Some(send_later(ctx, 0, Msg::FocusBox));
                }
            }
        }
        self.related = match chosen {
            Some(event) if self.path.len() > 1 && self.path.contains(&(event as u32)) => self.path.clone(),
            Some(event) => boxes::linked(&data, event).into_iter().map(|(other, _)| other as u32).collect(),
            None => Vec::new(),
        };
        let mut is_led = false;
        if let Some(view_position) =
            self.state.view_position.filter(|s| Some(*s) != old.view_position && Some(*s) != self.view_position())
        {
            self.go_to(view_position);
            is_led = true;
        } else {
            self.fit_again();
        }
        // A link that names a view of the timeline scrolls to the timeline.
        let names_view =
            self.state.view_position.is_some() || !self.state.filter.is_empty() || self.state.path.is_some();
        // Where time runs down the page, the page is at the place that the address names already; before its first dates it is not.
        let is_there =
            self.state.view_position.is_some() && self.layout.sizes().vertical && self.viewport.offset_px > 0.0;
        if (is_led || first && names_view) && self.state.anchor.is_none() && !is_there {
            self.pending.after_render.lead_here = true;
        }
        self.look();
        true
    }

    /// Zooms out fully again if the view was zoomed out fully, as other events may now be shown.
    fn fit_again(&mut self) {
        if self.viewport.fitted && self.viewport.length_px > 0.0 {
            self.viewport.px_per_day = self.least();
        }
    }

    /// The event at which the shown path ends: the one named by `path` in the address, or the chosen one for older addresses
    /// (`path=1`).
    fn path_end(&self, data: &TimelineData, chosen: Option<usize>) -> Option<usize> {
        let named = self.state.path.as_deref()?;
        data.find(named).or(chosen)
    }

    /// The shown path, if the event is one of its steps; "previous" and "next" then follow the path.
    fn followed_path(&self, event: usize) -> Option<&[u32]> {
        (self.state.path.is_some() && self.path.contains(&(event as u32))).then_some(&self.path)
    }

    fn has_path(&self, event: usize) -> bool {
        self.followed_path(event).is_some() || self.data().path_to(event).len() > 1
    }

    fn position(&self, event: usize) -> (usize, usize) {
        match self.followed_path(event) {
            Some(path) => (path.iter().position(|e| *e as usize == event).unwrap_or(0), path.len()),
            None => (self.layout.item(event).unwrap_or(0), self.layout.shown().len()),
        }
    }
}

/// Heights in pixels that the prerender reserves for the view, at the browser's usual text size: of the horizontal form
/// and of the vertical form.
#[must_use]
pub fn heights(data: &Shared) -> (f64, f64) {
    let mut layout = TimelineLayout::new(data.clone());
    let bands = Bands::new(1.0, false, 0.0);
    // Usual widths of the view: which of them needs the most rows depends on the story.
    let across = [640.0, 800.0, 1000.0, 1200.0].map(|length| {
        layout.set(&|_| true, Lanes::Theme, Vec::new(), Sizes::new(1.0, false, 0.0));
        layout.lay_out(layout.fit(length));
        lane_top(&layout, bands, layout.rows().len() as u16)
    });
    layout.set(&|_| true, Lanes::None, Vec::new(), Sizes::new(1.0, true, 358.0));
    (across.into_iter().fold(0.0, f64::max), layout.fit(1.0) * layout.days())
}
