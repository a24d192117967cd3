//! The relation timeline: a view over the page's list of events that zooms, pans, filters, searches and plays.
//!
//! Panning is the browser's own scrolling, so it is as smooth and as reachable as any page. Only the part near the
//! window is in the document ([`Window`]); positions are set through the object model.

mod canvas;
mod controls;
mod detail;
mod sheet;
mod stage;

use std::rc::Rc;

use backstory_timeline::{What, path_back, within};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver, WheelEvent};
use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::data::{Shared, TimelineData};
use crate::dom;
use crate::fragment::{Lanes, Spot, State};
use crate::store::{self, Step, Subscription};
use canvas::{Bands, Scene, Window, day_of, lane_top};
use controls::{Ask, Controls, show_help, way_class};
use detail::{DetailAsk, copy_text, detail};
use sheet::Sheet;
use stage::{Sizes, Stage, YEAR, passes};

/// A button zooms by this factor.
const ZOOM_STEP: f64 = 1.8;
/// Pixels of wheel movement that double the scale.
const WHEEL_DOUBLE: f64 = 300.0;
/// How long a zoom by button takes, in milliseconds.
const ZOOM_MS: f64 = 220.0;
/// How long the play mode stays with an event.
const PLAY_MS: u32 = 4_500;
/// Narrower than this (px) the timeline runs down the page.
const NARROW: f64 = 640.0;
/// How long the view rests before its place is written to the address.
const REST_MS: u32 = 400;
/// Texts that are read from the page at a time, and how long it is left alone before the next.
const SLICE: usize = 100;
/// Events that the list shows or hides at a time: more than most stories have.
const LISTED: usize = 400;
/// See [`SLICE`], in milliseconds.
const SLICE_MS: u32 = 16;
/// What is drawn beyond the view to either side, as a share of its length; and how little is left of it when more is drawn.
const BEYOND: (f64, f64) = (0.5, 0.15);
/// Speed left after a frame of gliding.
const FRICTION: f64 = 0.94;

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
    /// The view is to be measured.
    Size,
    /// The view was scrolled.
    Scroll,
    /// A control was used.
    Ask(Ask),
    /// Zoom by a factor about a pixel of the view.
    ZoomAt(f64, f64),
    /// The zoom that was asked for since the last frame.
    ZoomNow,
    /// The list is to show what the stage shows, from an event on.
    List(usize),
    /// Some more texts of the page are to be read.
    Read,
    /// A frame of an animated zoom.
    Frame(f64),
    /// An event was chosen.
    Select(usize),
    /// A cluster was opened.
    Open(u32, u32),
    /// Something of the detail was used.
    Detail(DetailAsk),
    /// A key was pressed on a box.
    Key(KeyboardEvent),
    /// A box got the focus.
    Focus(u32),
    /// The play mode goes on.
    Tick,
    /// The view came to rest.
    Rest,
    /// Copying worked or not.
    Copied(bool),
}

/// A zoom that waits for the next frame.
struct Zooming {
    factor: f64,
    px: f64,
    _frame: AnimationFrame,
}

/// Where a box lies, in pixels of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Geometry {
    along: f64,
    across: f64,
    length: f64,
    /// The part of it that is time the event fills or lies in.
    filled: f64,
    /// Whether it stands apart from the one column of the vertical form.
    apart: bool,
}

/// A zoom on its way.
struct Glide {
    from: f64,
    to: f64,
    day: f64,
    px: f64,
    start: Option<f64>,
    _frame: Option<AnimationFrame>,
}

/// What to do once the next render is in the document.
#[derive(Default)]
struct After {
    /// Put this day at this pixel of the view.
    place: Option<(f64, f64)>,
    /// Give this item the focus.
    focus: Option<u32>,
}

/// The timeline.
pub struct Timeline {
    stage: Stage,
    state: State,
    /// Lower-cased text of each event, from the page: as many as were read yet.
    texts: Vec<String>,
    reading: Option<Timeout>,
    listing: Option<Timeout>,
    /// Which events the list shows.
    listed: Vec<bool>,
    mounted: bool,
    text_size: f64,
    /// Visible length along the time axis, and where it begins.
    length: f64,
    offset: f64,
    px_per_day: f64,
    /// Whether the scale is still the one that shows all.
    fitted: bool,
    window: Window,
    selected: Option<usize>,
    focus: u32,
    path: Vec<u32>,
    playing: bool,
    note: AttrValue,
    glide: Option<Glide>,
    after: After,
    timer: Option<Timeout>,
    rest: Option<Timeout>,
    measuring: Option<AnimationFrame>,
    scroller: NodeRef,
    boxes: NodeRef,
    world: NodeRef,
    canvas: NodeRef,
    sheet: Sheet,
    place: NodeRef,
    controls: Option<Controls>,
    /// Where each box in the document lies, by its key; in the order of their events.
    geometry: Vec<(i64, Geometry)>,
    placed_vertical: bool,
    /// Whether the scale is on its way.
    moving: bool,
    zooming: Option<Zooming>,
    listeners: Vec<EventListener>,
    observer: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    _subscription: Option<Subscription>,
}

impl Component for Timeline {
    type Message = Msg;
    type Properties = TimelineProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            stage: Stage::new(ctx.props().data.clone()),
            state: State::default(),
            texts: Vec::new(),
            reading: None,
            listing: None,
            listed: vec![true; ctx.props().data.events.len()],
            mounted: false,
            text_size: 1.0,
            length: 0.0,
            offset: 0.0,
            px_per_day: 0.1,
            fitted: true,
            window: Window { from: 0.0, to: 0.0 },
            selected: None,
            focus: 0,
            path: Vec::new(),
            playing: false,
            note: AttrValue::default(),
            glide: None,
            after: After::default(),
            timer: None,
            rest: None,
            measuring: None,
            scroller: NodeRef::default(),
            boxes: NodeRef::default(),
            world: NodeRef::default(),
            canvas: NodeRef::default(),
            sheet: Sheet::default(),
            place: NodeRef::default(),
            controls: None,
            geometry: Vec::new(),
            placed_vertical: false,
            moving: false,
            zooming: None,
            listeners: Vec::new(),
            observer: None,
            _subscription: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::State(state) => self.take_state(ctx, state),
            Msg::Resized => {
                // In the next frame: a size that changes while sizes are told is an error to browsers.
                let link = ctx.link().clone();
                self.measuring = Some(request_animation_frame(move |_| link.send_message(Msg::Size)));
                false
            }
            Msg::Size => self.measure(ctx),
            Msg::Scroll => self.scrolled(ctx),
            Msg::Ask(ask) => self.ask(ctx, ask),
            Msg::ZoomAt(factor, px) => {
                // Wheels and fingers tell more often than the screen draws.
                let before = self.zooming.take();
                let factor = factor * before.as_ref().map_or(1.0, |z| z.factor);
                let frame = before.map_or_else(
                    || {
                        let link = ctx.link().clone();
                        request_animation_frame(move |_| link.send_message(Msg::ZoomNow))
                    },
                    |z| z._frame,
                );
                self.zooming = Some(Zooming { factor, px, _frame: frame });
                false
            }
            Msg::ZoomNow => {
                let Some(zooming) = self.zooming.take() else { return false };
                self.moving = true;
                self.zoom(self.px_per_day * zooming.factor, zooming.px);
                self.rest_soon(ctx);
                true
            }
            Msg::List(from) => {
                self.list(ctx, from);
                false
            }
            Msg::Read => {
                self.read_on(ctx);
                false
            }
            Msg::Frame(time) => self.frame(ctx, time),
            Msg::Select(event) => {
                self.stop();
                self.choose(ctx, event);
                true
            }
            Msg::Open(from, to) => {
                self.open(ctx, from, to);
                true
            }
            Msg::Detail(ask) => self.detail_ask(ctx, ask),
            Msg::Key(event) => self.key(ctx, &event),
            Msg::Focus(item) => std::mem::replace(&mut self.focus, item) != item,
            Msg::Tick => {
                self.play_on(ctx);
                true
            }
            Msg::Rest => {
                self.write_spot();
                // What lies beyond the view was left out on the way.
                let moving = std::mem::replace(&mut self.moving, false);
                if moving {
                    self.look();
                }
                moving
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
                        data, event, self.position(event), self.state.path.then_some(self.path.as_slice()), &self.note,
                        &self.place, &ctx.link().callback(Msg::Detail),
                    ) }
                }
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.start(ctx);
        }
        self.put_in_place();
    }
}

impl Timeline {
    fn start(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self._subscription = Some(store::subscribe(link.callback(Msg::State)));
        if let Some(scroller) = self.scroller.cast::<HtmlElement>() {
            self.listen(ctx, &scroller);
            let block = scroller.closest(".tl").ok().flatten();
            self.controls = block.map(|b| Controls::follow(b, &ctx.link().callback(Msg::Ask)));
        }
        self.mounted = true;
        ctx.link().send_message_batch(vec![Msg::Size, Msg::State(store::state()), Msg::Read]);
    }

    fn listen(&mut self, ctx: &Context<Self>, scroller: &HtmlElement) {
        let link = ctx.link().clone();
        for target in [scroller.clone().unchecked_into::<web_sys::EventTarget>(), dom::window().into()] {
            let link = link.clone();
            self.listeners.push(EventListener::new(&target, "scroll", move |_| link.send_message(Msg::Scroll)));
        }
        // Only a pinch or Ctrl/⌘ with the wheel zooms; a plain wheel belongs to the page.
        let active = EventListenerOptions::enable_prevent_default();
        let (wheel_link, view) = (link.clone(), scroller.clone());
        self.listeners.push(EventListener::new_with_options(scroller, "wheel", active, move |event| {
            let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
            if event.ctrl_key() || event.meta_key() {
                event.prevent_default();
                let px = f64::from(event.client_x()) - view.get_bounding_client_rect().left();
                let factor = 2f64.powf(-within(event.delta_y(), -200.0, 200.0) / WHEEL_DOUBLE);
                wheel_link.send_message(Msg::ZoomAt(factor, px));
            }
        }));
        let (double_link, view) = (link.clone(), scroller.clone());
        self.listeners.push(EventListener::new(scroller, "dblclick", move |event| {
            if dom::closest(event, "button").is_none()
                && let Some(event) = event.dyn_ref::<web_sys::MouseEvent>()
            {
                let px = f64::from(event.client_x()) - view.get_bounding_client_rect().left();
                double_link.send_message(Msg::ZoomAt(ZOOM_STEP, px));
            }
        }));
        self.listeners.extend(drag(scroller));
        self.listeners.extend(pinch(scroller, link.callback(|(f, px)| Msg::ZoomAt(f, px))));
        let resized = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Resized));
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(scroller);
            self.observer = Some((observer, resized));
        }
    }

    /// Measures the view; whether anything changed.
    fn measure(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.scroller.cast::<HtmlElement>() else { return false };
        let Some(outer) = scroller.closest(".tl").ok().flatten() else { return false };
        let text_size = root_text_size();
        let vertical = outer.get_bounding_client_rect().width() < NARROW * text_size.max(1.0);
        let _ = outer.set_attribute("data-form", if vertical { "down" } else { "across" });
        let form_changed = vertical != self.stage.sizes().vertical || text_size != self.text_size;
        let length = if vertical { dom::viewport_height() } else { f64::from(scroller.client_width()) };
        if !form_changed && length == self.length {
            return false;
        }
        let middle = self.middle();
        self.length = length;
        self.text_size = text_size;
        if form_changed {
            self.restage(ctx);
            self.fitted |= vertical;
        }
        if self.fitted {
            self.px_per_day = self.least();
        } else {
            self.px_per_day = within(self.px_per_day, self.least(), self.stage.closest());
            self.after.place = Some((middle, self.length / 2.0));
        }
        self.look();
        true
    }

    /// Chooses anew what is on the stage.
    fn restage(&mut self, ctx: &Context<Self>) {
        let data = self.data();
        let words = dom::words(&self.state.filter.query);
        if !words.is_empty() {
            self.read(&data, usize::MAX);
        }
        let (filter, texts) = (&self.state.filter, &self.texts);
        let vertical = self.mounted && self.is_narrow();
        let shows = |n: usize| passes(&data, filter, n) && (words.is_empty() || dom::holds_all(&texts[n], &words));
        self.stage.set(&shows, self.state.lanes, Sizes::new(self.text_size, vertical));
        // The densest layout claims its rows first, so that zooming in later does not lower the view.
        if self.length > 0.0 {
            self.stage.lay_out(self.least());
        }
        self.list(ctx, 0);
        self.focus = self.focus.min(self.stage.shown().len().saturating_sub(1) as u32);
        if let Some(controls) = &self.controls {
            controls.show(&data, &self.state, self.stage.shown().len());
        }
    }

    /// Lets the list show what the stage shows, from an event on: a slice at a time, for the view comes first.
    fn list(&mut self, ctx: &Context<Self>, from: usize) {
        if !self.mounted {
            return;
        }
        let data = self.data();
        let mut changes = 0;
        for (n, e) in data.events.iter().enumerate().skip(from) {
            let shown = self.stage.item(n).is_some();
            if std::mem::replace(&mut self.listed[n], shown) == shown {
                continue;
            }
            if let Some(item) = dom::by_id(&e.id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                item.set_hidden(!shown);
            }
            changes += 1;
            if changes == LISTED {
                let link = ctx.link().clone();
                self.listing = Some(Timeout::new(SLICE_MS, move || link.send_message(Msg::List(n + 1))));
                return;
            }
        }
        self.listing = None;
    }

    /// Reads the texts of some more events from the page.
    fn read(&mut self, data: &TimelineData, most: usize) {
        let next = data.events.iter().skip(self.texts.len()).take(most);
        self.texts.extend(next.map(page_text));
    }

    /// Reads on, a slice at a time, so that the first letter of a search finds everything read and the page stays free.
    fn read_on(&mut self, ctx: &Context<Self>) {
        let data = self.data();
        self.read(&data, SLICE);
        if self.texts.len() < data.events.len() {
            let link = ctx.link().clone();
            self.reading = Some(Timeout::new(SLICE_MS, move || link.send_message(Msg::Read)));
        }
    }

    fn data(&self) -> Shared {
        self.stage.data()
    }

    fn is_narrow(&self) -> bool {
        self.scroller
            .cast::<Element>()
            .and_then(|s| s.closest(".tl").ok().flatten())
            .is_some_and(|e| e.get_bounding_client_rect().width() < NARROW * self.text_size.max(1.0))
    }

    fn take_state(&mut self, ctx: &Context<Self>, state: State) -> bool {
        let old = std::mem::replace(&mut self.state, state);
        if old == self.state && self.window.to > 0.0 {
            return false;
        }
        if old.filter != self.state.filter || old.lanes != self.state.lanes || self.window.to == 0.0 {
            self.restage(ctx);
        }
        let data = self.data();
        let chosen = self.state.anchor.as_deref().and_then(|id| data.find(id));
        if chosen != self.selected {
            self.selected = chosen;
            self.note = AttrValue::default();
            if let Some(event) = chosen {
                dom::report("event", &data.events[event].id);
                self.bring_into_view(event);
            }
        }
        self.path = match chosen {
            Some(event) if self.state.path => path_to(&data, event),
            _ => Vec::new(),
        };
        if let Some(spot) = self.state.spot.filter(|s| Some(*s) != old.spot && Some(*s) != self.spot()) {
            self.fitted = false;
            self.px_per_day = within(spot.zoom / YEAR, self.least(), self.stage.closest());
            self.after.place = Some((self.stage.along(year_to_day(spot.middle)), self.length / 2.0));
        } else if self.fitted && self.length > 0.0 {
            self.px_per_day = self.least();
        }
        self.look();
        true
    }

    fn least(&self) -> f64 {
        // A frame is as high as its page: a page that is as high as its frame would grow for ever.
        let framed = self.stage.sizes().vertical && dom::is_framed();
        self.stage.fit(if framed { 1.0 } else { self.length.max(1.0) })
    }

    /// Place in the middle of the view, in days along the axis.
    fn middle(&self) -> f64 {
        self.stage.origin() + (self.offset + self.length / 2.0) / self.px_per_day
    }

    fn spot(&self) -> Option<Spot> {
        (!self.fitted).then(|| Spot {
            zoom: round(self.px_per_day * YEAR),
            middle: round(day_to_year(self.stage.day_at(self.middle()))),
        })
    }

    fn write_spot(&mut self) {
        let spot = if self.stage.sizes().vertical { None } else { self.spot() };
        if spot != self.state.spot {
            self.state.spot = spot;
            store::update(Step::Replace, |s| s.spot = spot);
        }
    }

    fn rest_soon(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.rest = Some(Timeout::new(REST_MS, move || link.send_message(Msg::Rest)));
    }

    /// Zooms to a scale; the day at a pixel of the view stays there.
    fn zoom(&mut self, px_per_day: f64, px: f64) {
        let day = self.stage.origin() + (self.offset + px) / self.px_per_day;
        self.set_scale(px_per_day, day, px);
    }

    fn set_scale(&mut self, px_per_day: f64, day: f64, px: f64) {
        let least = self.least();
        self.px_per_day = within(px_per_day, least, self.stage.closest());
        self.fitted = self.px_per_day <= least * 1.0001;
        self.after.place = Some((day, px));
        self.offset = ((day - self.stage.origin()) * self.px_per_day - px).max(0.0);
        self.look();
    }

    /// Zooms smoothly, or at once where motion is not wanted.
    fn glide_to(&mut self, ctx: &Context<Self>, px_per_day: f64, day: f64, px: f64) {
        if dom::reduced_motion() {
            self.set_scale(px_per_day, day, px);
            return;
        }
        let to = within(px_per_day, self.least(), self.stage.closest());
        self.glide = Some(Glide { from: self.px_per_day, to, day, px, start: None, _frame: Some(next_frame(ctx)) });
    }

    fn frame(&mut self, ctx: &Context<Self>, time: f64) -> bool {
        let Some(mut glide) = self.glide.take() else { return false };
        let start = *glide.start.get_or_insert(time);
        let t = within((time - start) / ZOOM_MS, 0.0, 1.0);
        let eased = 1.0 - (1.0 - t).powi(3);
        self.moving = true;
        self.set_scale(glide.from * (glide.to / glide.from).powf(eased), glide.day, glide.px);
        if t < 1.0 {
            glide._frame = Some(next_frame(ctx));
            self.glide = Some(glide);
        } else {
            self.rest_soon(ctx);
        }
        true
    }

    /// Scrolls so that a day is in the middle.
    fn centre(&mut self, day: f64) {
        self.after.place = Some((day, self.length / 2.0));
        self.offset = ((day - self.stage.origin()) * self.px_per_day - self.length / 2.0).max(0.0);
        self.look();
    }

    /// Reads where the view was scrolled to; draws anew only when the window is nearly used up.
    fn scrolled(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.scroller.cast::<HtmlElement>() else { return false };
        if self.stage.sizes().vertical {
            self.length = dom::viewport_height();
            self.offset = (-scroller.get_bounding_client_rect().top()).max(0.0);
        } else {
            let offset = f64::from(scroller.scroll_left()).abs();
            if (offset - self.offset).abs() < 0.5 {
                return false;
            }
            self.offset = offset;
            self.rest_soon(ctx);
        }
        self.move_minimap();
        let margin = self.length * BEYOND.1;
        let total = self.total();
        let before = self.offset - margin < self.window.from && self.window.from > 0.0;
        let after = self.offset + self.length + margin > self.window.to && self.window.to < total;
        if before || after {
            self.moving = false;
            self.look();
        }
        before || after
    }

    fn total(&self) -> f64 {
        self.stage.days() * self.px_per_day
    }

    /// Chooses the part of the time axis that is drawn: the view and some more to either side.
    fn look(&mut self) {
        self.stage.lay_out(self.px_per_day);
        let total = self.total();
        let beyond = self.length * if self.moving { BEYOND.1 } else { BEYOND.0 };
        let from = within(self.offset - beyond, 0.0, total.max(0.0));
        let to = (self.offset + self.length + beyond).min(total).max(from);
        self.window = Window { from: from.floor(), to: to.ceil() };
    }

    fn bring_into_view(&mut self, event: usize) {
        let Some(item) = self.stage.item(event) else { return };
        self.focus = item as u32;
        let day = self.stage.along(f64::from(self.data().events[event].start));
        let px = (day - self.stage.origin()) * self.px_per_day;
        if !self.stage.sizes().vertical && (px < self.offset + 40.0 || px > self.offset + self.length - 160.0) {
            self.centre(day);
        }
    }

    fn ask(&mut self, ctx: &Context<Self>, ask: Ask) -> bool {
        let middle = self.middle();
        let half = self.length / 2.0;
        match ask {
            Ask::ZoomIn => self.glide_to(ctx, self.px_per_day * ZOOM_STEP, middle, half),
            Ask::ZoomOut => self.glide_to(ctx, self.px_per_day / ZOOM_STEP, middle, half),
            Ask::Fit => {
                let day = self.stage.origin() + self.stage.days() / 2.0;
                self.glide_to(ctx, self.least(), day, half);
            }
            Ask::Earlier => self.pan(ctx, -0.6),
            Ask::Later => self.pan(ctx, 0.6),
            Ask::Play if self.playing => self.stop(),
            Ask::Play => {
                self.set_playing(true);
                self.play_on(ctx);
            }
            Ask::Filter(filter, lanes) => {
                store::update(Step::Replace, |s| {
                    s.filter = filter;
                    s.lanes = lanes;
                });
                return false;
            }
            Ask::Jump(share) => self.centre(self.stage.origin() + share * self.stage.days()),
        }
        true
    }

    fn pan(&mut self, ctx: &Context<Self>, share: f64) {
        if self.stage.sizes().vertical {
            dom::window().scroll_by_with_x_and_y(0.0, share * self.length);
            return;
        }
        if let Some(scroller) = self.scroller.cast::<Element>() {
            let options = web_sys::ScrollToOptions::new();
            let sign = if dom::is_rtl() { -1.0 } else { 1.0 };
            options.set_left(sign * share * self.length);
            if !dom::reduced_motion() {
                options.set_behavior(web_sys::ScrollBehavior::Smooth);
            }
            scroller.scroll_by_with_scroll_to_options(&options);
        }
        self.rest_soon(ctx);
    }

    fn choose(&mut self, _ctx: &Context<Self>, event: usize) {
        let id = self.data().events[event].id.to_string();
        store::update(Step::Push, |s| s.anchor = Some(id));
    }

    /// Zooms in until the events of a cluster have room.
    fn open(&mut self, ctx: &Context<Self>, from: u32, to: u32) {
        let members = self.stage.layout().members(What::Cluster { from, to });
        let data = self.data();
        let days = members.iter().map(|m| data.events[self.stage.event(*m)].start);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return };
        let (first, last) = (self.stage.along(f64::from(first)), self.stage.along(f64::from(last)));
        let span = (last - first).max(2.0);
        let wanted = (self.length * 0.6 / span).max(self.px_per_day * ZOOM_STEP);
        self.after.focus = members.first().copied();
        if let Some(item) = self.after.focus {
            self.focus = item;
        }
        let day = first + span / 2.0;
        let px = if self.stage.sizes().vertical {
            ((day - self.stage.origin()) * self.px_per_day - self.offset).max(0.0)
        } else {
            self.length / 2.0
        };
        let wanted = if self.stage.sizes().vertical { self.px_per_day * ZOOM_STEP } else { wanted };
        self.glide_to(ctx, wanted, day, px);
    }

    fn position(&self, event: usize) -> (usize, usize) {
        (self.stage.item(event).unwrap_or(0), self.stage.shown().len())
    }

    fn detail_ask(&mut self, ctx: &Context<Self>, ask: DetailAsk) -> bool {
        let Some(event) = self.selected else { return false };
        let item = self.stage.item(event);
        let step = |by: isize| {
            let at = item.map_or(0, |i| i as isize) + by;
            usize::try_from(at).ok().and_then(|at| self.stage.shown().get(at)).map(|e| *e as usize)
        };
        match ask {
            DetailAsk::Close => {
                self.stop();
                self.after.focus = Some(self.focus);
                store::update(Step::Push, |s| {
                    s.anchor = None;
                    s.path = false;
                });
            }
            DetailAsk::Previous | DetailAsk::Next => {
                if let Some(event) = step(if ask == DetailAsk::Next { 1 } else { -1 }) {
                    self.choose(ctx, event);
                }
            }
            DetailAsk::Path => store::update(Step::Replace, |s| s.path = !s.path),
            DetailAsk::Copy => {
                let link = ctx.link().clone();
                crate::behaviour::share::copy_link(&self.data().events[event].id, move |worked| {
                    link.send_message(Msg::Copied(worked))
                });
            }
        }
        true
    }

    fn stop(&mut self) {
        self.set_playing(false);
        self.timer = None;
    }

    fn set_playing(&mut self, playing: bool) {
        self.playing = playing;
        if let Some(controls) = &self.controls {
            controls.show_playing(playing);
        }
    }

    /// Goes to the next main event, or ends.
    fn play_on(&mut self, ctx: &Context<Self>) {
        if !self.playing {
            return;
        }
        let data = self.data();
        let after = self.selected.map_or(-1, |s| s as i64);
        let next =
            self.stage.shown().iter().map(|e| *e as usize).find(|e| *e as i64 > after && data.events[*e].weight >= 3);
        let Some(event) = next else {
            self.stop();
            return;
        };
        self.choose(ctx, event);
        let link = ctx.link().clone();
        self.timer = Some(Timeout::new(PLAY_MS, move || link.send_message(Msg::Tick)));
    }

    fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let last = self.stage.shown().len().saturating_sub(1) as u32;
        let (back, on) = if dom::is_rtl() { ("ArrowRight", "ArrowLeft") } else { ("ArrowLeft", "ArrowRight") };
        let vertical = self.stage.sizes().vertical;
        let key = event.key();
        let target = match key.as_str() {
            k if k == back || (vertical && k == "ArrowUp") => Some(self.focus.saturating_sub(1)),
            k if k == on || (vertical && k == "ArrowDown") => Some((self.focus + 1).min(last)),
            "ArrowUp" => self.stage.beside(self.focus as usize, false).map(|i| i as u32),
            "ArrowDown" => self.stage.beside(self.focus as usize, true).map(|i| i as u32),
            "Home" => Some(0),
            "End" => Some(last),
            "+" | "=" | "-" => {
                event.prevent_default();
                let factor = if key == "-" { 1.0 / ZOOM_STEP } else { ZOOM_STEP };
                let day = self.stage.along(f64::from(self.data().events[self.stage.event(self.focus)].start));
                let px = within((day - self.stage.origin()) * self.px_per_day - self.offset, 0.0, self.length);
                self.after.focus = Some(self.focus);
                self.glide_to(ctx, self.px_per_day * factor, day, px);
                return true;
            }
            "Escape" if self.selected.is_some() => return self.detail_ask(ctx, DetailAsk::Close),
            "?" => {
                if let Some(block) = self.scroller.cast::<Element>().and_then(|s| s.closest(".tl").ok().flatten()) {
                    show_help(&block);
                }
                return false;
            }
            _ => return false,
        };
        event.prevent_default();
        if let Some(item) = target {
            self.focus = item;
            self.after.focus = Some(item);
            self.bring_into_view(self.stage.event(item));
        }
        true
    }

    fn across(&self) -> f64 {
        let bands = self.bands();
        if self.stage.sizes().vertical {
            return self.scroller.cast::<Element>().map_or(320.0, |s| f64::from(s.client_width()));
        }
        lane_top(&self.stage, bands, self.stage.rows().len() as u16) + bands.axis
    }

    fn bands(&self) -> Bands {
        Bands::new(self.text_size, self.stage.sizes().vertical)
    }

    fn view_stage(&self, ctx: &Context<Self>) -> Html {
        let onkeydown = ctx.link().callback(Msg::Key);
        html! {
            <div class="tl-stage">
                <ul class="tl-lanes" aria-hidden="true">{ self.lane_names() }</ul>
                <div class="tl-view" ref={self.scroller.clone()} role="group" aria-label={text(Text::ViewLabel)} tabindex="-1" {onkeydown}>
                    <div class="tl-world" ref={self.world.clone()}>
                        if self.mounted {
                            { self.view_window(ctx) }
                        } else {
                            <p class="tl-placeholder">{ text(Text::Placeholder) }</p>
                        }
                    </div>
                </div>
            </div>
        }
    }

    fn lane_names(&self) -> Html {
        let data = self.data();
        let labels = match self.stage.mode() {
            Lanes::Theme => data.themes.as_slice(),
            Lanes::Party => data.parties.as_slice(),
            Lanes::None => &[],
        };
        labels
            .iter()
            .enumerate()
            .map(|(n, l)| {
                let mark = if l.mark.is_empty() || l.mark == "own" { "no-mark" } else { &*l.mark };
                html! { <li key={n} class={["lane-name mark-", mark].concat()}>{ l.label.clone() }</li> }
            })
            .collect()
    }

    fn view_window(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="tl-window">
                <svg class="tl-canvas" ref={self.canvas.clone()} aria-hidden="true" focusable="false"></svg>
                <div class="tl-boxes" ref={self.boxes.clone()}>{ self.view_boxes(ctx) }</div>
                if self.stage.shown().is_empty() { <p class="tl-empty">{ text(Text::NoMatch) }</p> }
            </div>
        }
    }

    /// The key of a box among its siblings.
    fn key_of(&self, what: What) -> i64 {
        match what {
            What::Event(item) => self.stage.event(item) as i64,
            cluster => {
                let first = self.stage.layout().members(cluster).first().copied().unwrap_or(0);
                -1 - self.stage.event(first) as i64
            }
        }
    }

    fn draw(&mut self, vertical: bool) {
        let Some(canvas) = self.canvas.cast::<Element>() else { return };
        let start = if vertical { "inset-block-start" } else { "inset-inline-start" };
        dom::style(canvas.unchecked_ref(), start, &dom::px(self.window.from));
        let other = if vertical { "inset-inline-start" } else { "inset-block-start" };
        dom::style(canvas.unchecked_ref(), other, "0");
        let data = self.data();
        let mut sheet = std::mem::take(&mut self.sheet);
        let scene = Scene {
            data: &data,
            stage: &self.stage,
            px_per_day: self.px_per_day,
            window: self.window,
            bands: self.bands(),
            across: self.across(),
            selected: self.selected,
            path: &self.path,
            text_size: self.text_size,
        };
        scene.draw(&mut sheet, &canvas);
        self.sheet = sheet;
    }

    /// The boxes near the view, in the order of the list.
    fn near(&self) -> Vec<usize> {
        let stretch = self.stage.stretch(self.px_per_day);
        let layout = self.stage.layout();
        let start = layout.placed.as_ptr();
        let mut is_near = vec![false; layout.placed.len()];
        for p in layout.visible(self.window.from / stretch, self.window.to / stretch) {
            is_near[(std::ptr::from_ref(p) as usize - start as usize) / size_of_val(p)] = true;
        }
        // The box with the focus stays in the document wherever the view goes.
        if let Some(near) = self.stage.box_of(self.focus as usize).and_then(|n| is_near.get_mut(n)) {
            *near = true;
        }
        // A box comes where its first item does. To go through the items needs no sort, whose code is long.
        let first = |n: usize| match layout.placed[n].what {
            What::Event(item) => item,
            cluster => layout.members(cluster).first().copied().unwrap_or(0),
        };
        (0..self.stage.shown().len())
            .filter_map(|item| self.stage.box_of(item).filter(|n| is_near[*n] && first(*n) as usize == item))
            .collect()
    }

    fn view_boxes(&self, ctx: &Context<Self>) -> Html {
        let data = self.data();
        let holder = self.stage.box_of(self.focus as usize);
        self.near()
            .into_iter()
            .map(|n| {
                let placed = &self.stage.layout().placed[n];
                let tab = if holder == Some(n) { "0" } else { "-1" };
                match placed.what {
                    What::Event(item) => self.view_event(ctx, &data, item, placed.labelled, placed.span > 0.0, tab),
                    What::Cluster { from, to } => self.view_cluster(ctx, &data, from, to, tab),
                }
            })
            .collect()
    }

    fn view_event(
        &self,
        ctx: &Context<Self>,
        data: &TimelineData,
        item: u32,
        labelled: bool,
        span: bool,
        tab: &'static str,
    ) -> Html {
        let event = self.stage.event(item);
        let e = &data.events[event];
        let way = data.ways.get(stage::way(e.direction)).map_or("", |w| &*w.label);
        let shown = self.stage.shown().len().to_string();
        let label = fill(Text::EventPosition, &[&(item + 1).to_string(), &shown, &e.date, &e.title, way]);
        let known = e.known.as_str();
        let class = classes!(
            "tl-event",
            way_class(e.direction),
            weight_class(e.weight),
            labelled.then_some("labelled"),
            span.then_some("span"),
            known.contains('~').then_some("about"),
            known.contains('?').then_some("disputed"),
            known.contains('<').then_some("before"),
            known.contains('>').then_some("after"),
            known.contains('|').then_some("between"),
            self.path.contains(&(event as u32)).then_some("on-path"),
        );
        let onclick = ctx.link().callback(move |_: MouseEvent| Msg::Select(event));
        let onfocus = ctx.link().callback(move |_: FocusEvent| Msg::Focus(item));
        html! {
            <button key={event as i64} type="button" {class} tabindex={tab} aria-label={label} title={[&*e.date, " · ", &*e.title].concat()}
                aria-pressed={(self.selected == Some(event)).to_string()} {onclick} {onfocus}>
                <i class="dot"></i>
                if labelled {
                    if self.stage.sizes().vertical { <b class="num">{ e.date.clone() }</b>{ " " } }
                    <span>{ e.title.clone() }</span>
                }
            </button>
        }
    }

    fn view_cluster(&self, ctx: &Context<Self>, data: &TimelineData, from: u32, to: u32, tab: &'static str) -> Html {
        let members = self.stage.layout().members(What::Cluster { from, to });
        let year = |m: Option<&u32>| m.map_or(0, |m| data.events[self.stage.event(*m)].year).to_string();
        let count = members.len().to_string();
        let label = fill(Text::ClusterLabel, &[&count, &year(members.first()), &year(members.last())]);
        let onclick = ctx.link().callback(move |_: MouseEvent| Msg::Open(from, to));
        let first = members.first().copied().unwrap_or(0);
        let holds = self.selected.and_then(|e| self.stage.item(e)).is_some_and(|i| members.contains(&(i as u32)));
        let onfocus = ctx.link().callback(move |_: FocusEvent| Msg::Focus(first));
        html! {
            <button key={-1 - self.stage.event(first) as i64} type="button" class={if holds { "tl-cluster num holds" } else { "tl-cluster num" }} tabindex={tab} aria-label={label.clone()}
                title={label} {onclick} {onfocus}>{ fill(Text::ClusterShort, &[&count]) }</button>
        }
    }

    /// Sets what a strict policy lets only the object model set: positions.
    fn put_in_place(&mut self) {
        if !self.mounted || self.length <= 0.0 {
            return;
        }
        let vertical = self.stage.sizes().vertical;
        let across = self.across();
        if let Some(world) = self.world.cast::<HtmlElement>() {
            let (along, other) = if vertical { ("block-size", "inline-size") } else { ("inline-size", "block-size") };
            dom::style(&world, along, &dom::px(self.total()));
            dom::style(&world, other, &if vertical { "auto".to_owned() } else { dom::px(across) });
            // The room that was kept for it is filled now.
            if self.geometry.is_empty()
                && let Ok(Some(outer)) = world.closest(".tl")
            {
                let _ = outer.set_attribute("data-ready", "true");
            }
        }
        self.draw(vertical);
        self.place_boxes(vertical);
        self.place_lane_names(vertical);
        let to = self.after.place.take().map(|(day, px)| (day - self.stage.origin()) * self.px_per_day - px);
        if let Some(to) = to.filter(|_| !vertical) {
            self.offset = to.min(self.total() - self.length).max(0.0).round();
        }
        self.move_minimap();
        // Last, for it makes the browser lay out all that was set.
        if let Some(to) = to {
            self.scroll_to(to);
        }
        if let Some(event) = self.selected {
            copy_text(&self.data().events[event].id, &self.place);
        }
        if self.glide.is_none()
            && let Some(item) = self.after.focus.take()
        {
            self.give_focus(item);
        }
    }

    fn scroll_to(&mut self, offset: f64) {
        let Some(scroller) = self.scroller.cast::<HtmlElement>() else { return };
        if self.stage.sizes().vertical {
            let top = scroller.get_bounding_client_rect().top() + dom::window().scroll_y().unwrap_or(0.0);
            if self.offset > 0.0 {
                dom::window().scroll_to_with_x_and_y(dom::window().scroll_x().unwrap_or(0.0), top + offset.max(0.0));
            }
        } else {
            let sign = if dom::is_rtl() { -1 } else { 1 };
            scroller.set_scroll_left(sign * self.offset as i32);
        }
    }

    fn place_boxes(&mut self, vertical: bool) {
        let stretch = self.stage.stretch(self.px_per_day);
        let bands = self.bands();
        let size = self.stage.sizes();
        let before = std::mem::take(&mut self.geometry);
        for n in self.near() {
            let placed = &self.stage.layout().placed[n];
            let (from, to) = placed.stretch(stretch);
            let across = lane_top(&self.stage, bands, placed.lane) + f64::from(placed.row) * size.row;
            // Shorter than the mark itself it would be a speck.
            let filled = placed.span * stretch;
            let geometry = Geometry {
                along: from.round(),
                across,
                length: (to - from).round(),
                filled: if filled < size.mark / 2.0 { 0.0 } else { filled.round() },
                apart: vertical && across > bands.lanes + bands.pad,
            };
            self.geometry.push((self.key_of(placed.what), geometry));
        }
        let was_vertical = std::mem::replace(&mut self.placed_vertical, vertical);
        let Some(boxes) = self.boxes.cast::<Element>() else { return };
        let mut next = boxes.first_element_child();
        for (key, box_) in &self.geometry {
            let Some(element) = next else { break };
            next = element.next_element_sibling();
            let was = before.binary_search_by_key(&key_event(*key), |(key, _)| key_event(*key)).ok();
            let was = was.map(|n| before[n]).filter(|(was, _)| was == key).map(|(_, geometry)| geometry);
            if was == Some(*box_) && was_vertical == vertical {
                continue;
            }
            let element: HtmlElement = element.unchecked_into();
            if vertical {
                dom::style(&element, "inset-block-start", &dom::px(box_.along));
                // What found no room in the one column stands at its end, as clusters do.
                dom::style(&element, "inset-inline-start", if box_.apart { "auto" } else { "" });
                dom::style(&element, "inset-inline-end", if box_.apart { "0" } else { "" });
                dom::style(&element, "inline-size", "");
            } else {
                if was_vertical {
                    dom::style(&element, "inset-inline-end", "");
                }
                dom::style(&element, "inset-inline-start", &dom::px(box_.along));
                dom::style(&element, "inset-block-start", &dom::px(box_.across));
                dom::style(&element, "inline-size", &dom::px(box_.length));
            }
            if box_.filled > 0.0 || was.is_some_and(|was| was.filled > 0.0) {
                dom::style(&element, "--filled", &dom::px(box_.filled));
            }
        }
    }

    fn place_lane_names(&self, vertical: bool) {
        let Some(stage) = self.scroller.cast::<Element>().and_then(|s| s.parent_element()) else { return };
        for (n, name) in dom::all(&stage, ".lane-name").iter().enumerate() {
            if !vertical {
                dom::style(name, "inset-block-start", &dom::px(lane_top(&self.stage, self.bands(), n as u16)));
            }
        }
    }

    fn move_minimap(&self) {
        let Some(controls) = &self.controls else { return };
        let total = self.total().max(1.0);
        let share = |v: f64| within(v / total * 1000.0, 0.0, 1000.0);
        controls.show_window(share(self.offset), share(self.length.min(total)));
    }

    fn give_focus(&self, item: u32) {
        let Some(n) = self.stage.box_of(item as usize) else { return };
        let Some(at) = self.near().iter().position(|b| *b == n) else { return };
        let Some(boxes) = self.boxes.cast::<Element>() else { return };
        if let Some(element) = boxes.children().item(at as u32).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }
}

/// The event of a box's key, by which boxes are in order: itself, or the first of a cluster.
fn key_event(key: i64) -> i64 {
    if key < 0 { -1 - key } else { key }
}

fn next_frame(ctx: &Context<Timeline>) -> AnimationFrame {
    let link = ctx.link().clone();
    request_animation_frame(move |time| link.send_message(Msg::Frame(time)))
}

/// Heights in pixels, at the browser's usual text size, of the view along which the page runs and of that down the page:
/// what the prerender keeps free for them.
#[must_use]
pub fn heights(data: &Shared) -> (f64, f64) {
    let mut stage = Stage::new(data.clone());
    let bands = Bands::new(1.0, false);
    // The widths of usual columns: the same events need now more rows, now fewer.
    let across = [640.0, 800.0, 1000.0, 1200.0].map(|length| {
        stage.set(&|_| true, Lanes::Theme, Sizes::new(1.0, false));
        stage.lay_out(stage.fit(length));
        lane_top(&stage, bands, stage.rows().len() as u16) + bands.axis
    });
    stage.set(&|_| true, Lanes::None, Sizes::new(1.0, true));
    (across.into_iter().fold(0.0, f64::max), stage.fit(1.0) * stage.days())
}

/// Causes lead forward in time: what led to it, what it answered, what it is part of, the promise it fulfils.
fn path_to(data: &TimelineData, event: usize) -> Vec<u32> {
    let edges: Vec<(u32, u32)> = data
        .edges
        .iter()
        .filter_map(|e| match e.kind {
            'l' => Some((e.from, e.to)),
            'r' | 'f' => Some((e.to, e.from)),
            _ => None,
        })
        .collect();
    path_back(event, &edges)
}

fn page_text(e: &crate::data::EventRow) -> String {
    let mut text = dom::by_id(&e.id).and_then(|e| e.text_content()).unwrap_or_default();
    text.push_str(&e.title);
    dom::lower(&text)
}

fn year_to_day(year: f64) -> f64 {
    let whole = year.floor();
    f64::from(day_of(whole as i32)) + (year - whole) * YEAR
}

fn day_to_year(day: f64) -> f64 {
    1970.0 + day / YEAR
}

fn round(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}

/// The reader's text size as a share of 16 px.
fn root_text_size() -> f64 {
    let size = dom::document()
        .document_element()
        .and_then(|e| dom::window().get_computed_style(&e).ok().flatten())
        .and_then(|s| {
            s.get_property_value("--text-size")
                .ok()
                .filter(|v| !v.is_empty())
                .or_else(|| s.get_property_value("font-size").ok())
        })
        .and_then(|v| crate::number::decimal(v.strip_suffix("px").unwrap_or(&v).trim()));
    within(size.unwrap_or(16.0) / 16.0, 0.5, 4.0)
}

/// Dragging with the mouse, with a glide at its end; touch has the browser's own.
fn drag(scroller: &HtmlElement) -> Vec<EventListener> {
    #[derive(Default)]
    struct Drag {
        last: Option<(f64, f64)>,
        speed: f64,
        moved: f64,
        frame: Option<AnimationFrame>,
    }
    fn glide(drag: Rc<std::cell::RefCell<Drag>>, view: HtmlElement) {
        let next = drag.clone();
        let frame = request_animation_frame(move |_| {
            let speed = {
                let mut d = next.borrow_mut();
                d.speed *= FRICTION;
                d.speed
            };
            if speed.abs() > 0.5 {
                view.set_scroll_left(view.scroll_left() - speed.round() as i32);
                glide(next, view);
            }
        });
        drag.borrow_mut().frame = Some(frame);
    }
    let drag = Rc::new(std::cell::RefCell::new(Drag::default()));
    let mut listeners = Vec::new();
    {
        let drag = drag.clone();
        listeners.push(EventListener::new(scroller, "pointerdown", move |event| {
            let Some(event) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
            if event.pointer_type() == "mouse" && event.button() == 0 {
                *drag.borrow_mut() =
                    Drag { last: Some((f64::from(event.client_x()), event.time_stamp())), ..Drag::default() };
            }
        }));
    }
    {
        let (drag, view) = (drag.clone(), scroller.clone());
        listeners.push(EventListener::new(&dom::window(), "pointermove", move |event| {
            let Some(event) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
            let mut d = drag.borrow_mut();
            let Some((x, _)) = d.last else { return };
            let by = f64::from(event.client_x()) - x;
            d.moved += by.abs();
            d.speed = 0.6 * by + 0.4 * d.speed;
            d.last = Some((f64::from(event.client_x()), event.time_stamp()));
            if d.moved > 3.0 {
                view.set_scroll_left(view.scroll_left() - by.round() as i32);
                let _ = view.class_list().add_1("dragging");
            }
        }));
    }
    for name in ["pointerup", "pointercancel"] {
        let (drag, view) = (drag.clone(), scroller.clone());
        listeners.push(EventListener::new(&dom::window(), name, move |_| {
            if drag.borrow_mut().last.take().is_some() {
                let _ = view.class_list().remove_1("dragging");
                let quick = drag.borrow().speed.abs() > 2.0 && drag.borrow().moved > 12.0;
                if quick && !dom::reduced_motion() {
                    glide(drag.clone(), view.clone());
                }
            }
        }));
    }
    // A drag that ends on a box is no click on it.
    let (drag, capture) =
        (drag, EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false });
    listeners.push(EventListener::new_with_options(scroller, "click", capture, move |event| {
        if std::mem::take(&mut drag.borrow_mut().moved) > 6.0 {
            event.stop_propagation();
            event.prevent_default();
        }
    }));
    listeners
}

/// Two fingers zoom about their middle.
fn pinch(scroller: &HtmlElement, zoom: Callback<(f64, f64)>) -> Vec<EventListener> {
    let distance = Rc::new(std::cell::Cell::new(None::<f64>));
    let mut listeners = Vec::new();
    let active = EventListenerOptions::enable_prevent_default();
    let (last, view) = (distance.clone(), scroller.clone());
    listeners.push(EventListener::new_with_options(scroller, "touchmove", active, move |event| {
        let Some((a, b)) = two_fingers(event) else { return };
        event.prevent_default();
        let now = (a.0 - b.0).hypot(a.1 - b.1);
        if let Some(before) = last.replace(Some(now)).filter(|d| *d > 0.0) {
            let rect = view.get_bounding_client_rect();
            zoom.emit((now / before, (a.0 + b.0) / 2.0 - rect.left()));
        }
    }));
    for name in ["touchend", "touchcancel", "touchstart"] {
        let last = distance.clone();
        listeners.push(EventListener::new(scroller, name, move |_| last.set(None)));
    }
    listeners
}

/// Places of two fingers. Read by hand: not every engine has the touch interfaces, and they cost bytes.
fn two_fingers(event: &web_sys::Event) -> Option<((f64, f64), (f64, f64))> {
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).ok();
    let touches = get(event, "touches")?;
    if get(&touches, "length")?.as_f64()? != 2.0 {
        return None;
    }
    let at = |n: &str| {
        let touch = get(&touches, n)?;
        Some((get(&touch, "clientX")?.as_f64()?, get(&touch, "clientY")?.as_f64()?))
    };
    Some((at("0")?, at("1")?))
}

fn weight_class(weight: u8) -> &'static str {
    match weight {
        3 => "w3",
        2 => "w2",
        _ => "w1",
    }
}
