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
mod retained_svg;
mod timeline_layout;

use backstory_timeline::path_back;
use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

use crate::dom;
use crate::i18n::{Text, text};
use crate::state::data::{Shared, TimelineData};
use crate::state::store::{self, Subscription};
use crate::state::url::{Lanes, State};
use canvas::{Bands, Window, lane_top};
use controls::{Ask, Controls};
use detail::{DetailAsk, detail};
use retained_svg::Sheet;
use timeline_layout::{Sizes, Stage, passes};

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
    /// A box was clicked.
    Click(Element),
    /// Something of the detail was used.
    Detail(DetailAsk),
    /// A key was pressed on a box.
    Key(KeyboardEvent),
    /// A box got the focus.
    Focus(Element),
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
    /// The boxes in the document, as positions in the layout whose number follows; whether the document is yet to have them.
    near: Vec<usize>,
    near_of: u32,
    awaited: bool,
    selected: Option<usize>,
    focus: u32,
    path: Vec<u32>,
    playing: bool,
    note: AttrValue,
    glide: Option<Glide>,
    after: After,
    timer: Option<Timeout>,
    /// A filter that was asked for.
    asked: Option<Timeout>,
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
            near: Vec::new(),
            near_of: 0,
            awaited: false,
            selected: None,
            focus: 0,
            path: Vec::new(),
            playing: false,
            note: AttrValue::default(),
            glide: None,
            after: After::default(),
            timer: None,
            asked: None,
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
                self.show()
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
            Msg::Click(button) => self.click(ctx, &button),
            Msg::Detail(ask) => self.detail_ask(ctx, ask),
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
        self.awaited = false;
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
        self.listeners.extend(gestures::follow(scroller, &link.callback(|(factor, px)| Msg::ZoomAt(factor, px))));
        let resized = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Resized));
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(scroller);
            self.observer = Some((observer, resized));
        }
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

    fn data(&self) -> Shared {
        self.stage.data()
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
        let chosen = self.state.event.as_deref().and_then(|id| data.find(id));
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
            self.go_to(spot);
        } else if self.fitted && self.length > 0.0 {
            self.px_per_day = self.least();
        }
        self.look();
        true
    }

    fn position(&self, event: usize) -> (usize, usize) {
        (self.stage.item(event).unwrap_or(0), self.stage.shown().len())
    }
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
