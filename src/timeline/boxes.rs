//! The boxes near the view: which they are, what they say, and where they lie.

use backstory_timeline::BoxContent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::canvas::{Bands, Scene, lane_top};
use super::controls::way_class;
use super::detail::copy_text;
use super::{Geometry, Msg, Timeline, timeline_layout};
use crate::dom;
use crate::i18n::{Text, fill, text};
use crate::state::data::TimelineData;
use crate::state::url::Lanes;

impl Timeline {
    pub(super) fn view_stage(&self, ctx: &Context<Self>) -> Html {
        let onkeydown = ctx.link().callback(Msg::Key);
        html! {
            <div class="tl-stage">
                <ul class="tl-lanes" aria-hidden="true">{ self.lane_names() }</ul>
                <div class="tl-view" ref={self.nodes.scroller.clone()} role="group" aria-label={text(Text::ViewLabel)} tabindex="-1" {onkeydown}>
                    <div class="tl-world" ref={self.nodes.world.clone()}>
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
        let labels = match self.layout.mode() {
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
        let button = |event: &web_sys::Event| dom::closest(event, "button");
        let onclick = ctx.link().batch_callback(move |event: MouseEvent| button(&event).map(Msg::Click));
        let onfocusin = ctx.link().batch_callback(move |event: FocusEvent| button(&event).map(Msg::Focus));
        html! {
            <div class="tl-window">
                <svg class="tl-canvas" ref={self.nodes.canvas.clone()} aria-hidden="true" focusable="false"></svg>
                <div class="tl-boxes" ref={self.nodes.boxes.clone()} {onclick} {onfocusin}>{ self.view_boxes() }</div>
                if self.layout.shown().is_empty() { <p class="tl-empty">{ text(Text::NoMatch) }</p> }
            </div>
        }
    }

    /// The key of a box among its siblings.
    fn key_of(&self, n: usize) -> i64 {
        let event = self.layout.event(self.first_item(n)) as i64;
        if matches!(self.layout.arrangement().placed[n].what, BoxContent::Event(_)) { event } else { -1 - event }
    }

    /// Chooses the boxes near the view, in the order of the list. On the way some that were left behind may stay: to make and
    /// to take away boxes is most of the work.
    pub(super) fn choose_boxes(&mut self) {
        let near = self.boxes_near();
        if self.is_zooming && self.visible.layout_version == self.layout.version() {
            // Both are in the same order.
            let mut there = self.visible.boxes.iter();
            if near.iter().all(|n| there.any(|other| other == n)) {
                return;
            }
        }
        self.visible.boxes = near;
        self.visible.layout_version = self.layout.version();
        self.visible.render_pending = true;
    }

    fn boxes_near(&self) -> Vec<usize> {
        let stretch = self.layout.stretch(self.viewport.px_per_day);
        let arrangement = self.layout.arrangement();
        let mut is_near = vec![false; arrangement.placed.len()];
        for (n, _) in arrangement.visible(self.viewport.window.from / stretch, self.viewport.window.to / stretch) {
            is_near[n] = true;
        }
        // The box with the focus stays in the document wherever the view goes.
        if let Some(near) = self.layout.box_of(self.focus as usize).and_then(|n| is_near.get_mut(n)) {
            *near = true;
        }
        // A box comes where its first item does. To go through the items needs no sort, whose code is long.
        (0..self.layout.shown().len())
            .filter_map(|item| self.layout.box_of(item).filter(|n| is_near[*n] && self.first_item(*n) as usize == item))
            .collect()
    }

    /// The item of a box, or the first of a cluster.
    pub(super) fn first_item(&self, n: usize) -> u32 {
        match self.layout.arrangement().placed[n].what {
            BoxContent::Event(item) => item,
            cluster => self.layout.arrangement().members(cluster).first().copied().unwrap_or(0),
        }
    }

    /// The box that a button is.
    pub(super) fn box_of(&self, button: &Element) -> Option<usize> {
        let mut place = 0;
        let mut before = button.previous_element_sibling();
        while let Some(element) = before {
            place += 1;
            before = element.previous_element_sibling();
        }
        self.visible.boxes.get(place).copied().filter(|_| !self.visible.render_pending)
    }

    fn view_boxes(&self) -> Html {
        let data = self.data();
        let holder = self.layout.box_of(self.focus as usize);
        self.visible
            .boxes
            .iter()
            .map(|n| {
                let placed = &self.layout.arrangement().placed[*n];
                let tab = if holder == Some(*n) { "0" } else { "-1" };
                match placed.what {
                    BoxContent::Event(item) => self.view_event(&data, item, placed.labelled, placed.span > 0.0, tab),
                    BoxContent::Cluster { from, to } => self.view_cluster(self.key_of(*n), &data, from, to, tab),
                }
            })
            .collect()
    }

    fn view_event(&self, data: &TimelineData, item: u32, labelled: bool, span: bool, tab: &'static str) -> Html {
        let event = self.layout.event(item);
        let e = &data.events[event];
        let way = data.ways.get(timeline_layout::way(e.direction)).map_or("", |w| &*w.label);
        let shown = self.layout.shown().len().to_string();
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
        html! {
            <button key={event as i64} type="button" {class} tabindex={tab} aria-label={label} title={[&*e.date, " · ", &*e.title].concat()}
                aria-pressed={(self.selected == Some(event)).to_string()}>
                <i class="dot"></i>
                if labelled {
                    if self.layout.sizes().vertical { <b class="num">{ e.date.clone() }</b>{ " " } }
                    <span>{ e.title.clone() }</span>
                }
            </button>
        }
    }

    fn view_cluster(&self, key: i64, data: &TimelineData, from: u32, to: u32, tab: &'static str) -> Html {
        let members = self.layout.arrangement().members(BoxContent::Cluster { from, to });
        let year = |m: Option<&u32>| m.map_or(0, |m| data.events[self.layout.event(*m)].year).to_string();
        let count = members.len().to_string();
        let label = fill(Text::ClusterLabel, &[&count, &year(members.first()), &year(members.last())]);
        let holds = self.selected.and_then(|e| self.layout.item(e)).is_some_and(|i| members.contains(&(i as u32)));
        html! {
            <button {key} type="button" class={if holds { "tl-cluster num holds" } else { "tl-cluster num" }} tabindex={tab} aria-label={label.clone()}
                title={label}>{ fill(Text::ClusterShort, &[&count]) }</button>
        }
    }

    /// Sets what a strict policy lets only the object model set: positions.
    pub(super) fn put_in_place(&mut self) {
        if !self.mounted || self.viewport.length_px <= 0.0 {
            return;
        }
        let vertical = self.layout.sizes().vertical;
        let across = self.across();
        if let Some(world) = self.nodes.world.cast::<HtmlElement>() {
            let (along, other) = if vertical { ("block-size", "inline-size") } else { ("inline-size", "block-size") };
            dom::style(&world, along, &dom::px(self.total()));
            dom::style(&world, other, &if vertical { "auto".to_owned() } else { dom::px(across) });
            // The room that was kept for it is filled now.
            if self.visible.geometry.is_empty()
                && let Ok(Some(outer)) = world.closest(".tl")
            {
                let _ = outer.set_attribute("data-ready", "true");
            }
        }
        self.draw(vertical);
        self.place_boxes(vertical);
        self.place_lane_names(vertical);
        let to = self
            .pending
            .after_render
            .place
            .take()
            .map(|(day, px)| (day - self.layout.origin()) * self.viewport.px_per_day - px);
        let to = to.map(|to| {
            if vertical { to.max(0.0) } else { to.min(self.total() - self.viewport.length_px).max(0.0).round() }
        });
        if let Some(to) = to.filter(|_| !vertical) {
            self.viewport.offset_px = to;
        }
        self.move_minimap();
        // Last, for it makes the browser lay out all that was set.
        if let Some(to) = to {
            self.scroll_to(to);
        }
        if let Some(event) = self.selected {
            copy_text(&self.data().events[event].id, &self.nodes.detail_text);
        }
        if self.pending.zoom_animation.is_none()
            && let Some(item) = self.pending.after_render.focus.take()
        {
            self.give_focus(item);
        }
    }

    fn draw(&mut self, vertical: bool) {
        let Some(canvas) = self.nodes.canvas.cast::<Element>() else { return };
        let start = if vertical { "inset-block-start" } else { "inset-inline-start" };
        dom::style(canvas.unchecked_ref(), start, &dom::px(self.viewport.window.from));
        let other = if vertical { "inset-inline-start" } else { "inset-block-start" };
        dom::style(canvas.unchecked_ref(), other, "0");
        let data = self.data();
        let mut sheet = std::mem::take(&mut self.svg);
        let scene = Scene {
            data: &data,
            layout: &self.layout,
            px_per_day: self.viewport.px_per_day,
            window: self.viewport.window,
            bands: self.bands(),
            across: self.across(),
            selected: self.selected,
            path: &self.path,
            text_size: self.viewport.text_size,
        };
        scene.draw(&mut sheet, &canvas);
        self.svg = sheet;
    }

    fn place_boxes(&mut self, vertical: bool) {
        let stretch = self.layout.stretch(self.viewport.px_per_day);
        let bands = self.bands();
        let size = self.layout.sizes();
        let before = std::mem::take(&mut self.visible.geometry);
        for n in &self.visible.boxes {
            let placed = &self.layout.arrangement().placed[*n];
            let (from, to) = placed.stretch(stretch);
            let across = lane_top(&self.layout, bands, placed.lane) + f64::from(placed.row) * size.row;
            // Shorter than the mark itself it would be a speck.
            let filled = placed.span * stretch;
            let geometry = Geometry {
                along: from.round(),
                across,
                length: (to - from).round(),
                filled: if filled < size.mark / 2.0 { 0.0 } else { filled.round() },
                apart: vertical && across > bands.lanes + bands.pad,
            };
            self.visible.geometry.push((self.key_of(*n), geometry));
        }
        let was_vertical = std::mem::replace(&mut self.visible.placed_vertical, vertical);
        let Some(boxes) = self.nodes.boxes.cast::<Element>() else { return };
        let mut next = boxes.first_element_child();
        for (key, box_) in &self.visible.geometry {
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
        let Some(stage) = self.nodes.scroller.cast::<Element>().and_then(|s| s.parent_element()) else { return };
        for (n, name) in dom::all(&stage, ".lane-name").iter().enumerate() {
            if !vertical {
                dom::style(name, "inset-block-start", &dom::px(lane_top(&self.layout, self.bands(), n as u16)));
            }
        }
    }

    fn give_focus(&self, item: u32) {
        let Some(n) = self.layout.box_of(item as usize) else { return };
        let Some(at) = self.visible.boxes.iter().position(|b| *b == n) else { return };
        let Some(boxes) = self.nodes.boxes.cast::<Element>() else { return };
        if let Some(element) = boxes.children().item(at as u32).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    pub(super) fn across(&self) -> f64 {
        let bands = self.bands();
        if self.layout.sizes().vertical {
            return self.nodes.scroller.cast::<Element>().map_or(320.0, |s| f64::from(s.client_width()));
        }
        lane_top(&self.layout, bands, self.layout.rows().len() as u16) + bands.axis
    }

    pub(super) fn bands(&self) -> Bands {
        Bands::new(self.viewport.text_size, self.layout.sizes().vertical)
    }
}

/// The event of a box's key, by which boxes are in order: itself, or the first of a cluster.
fn key_event(key: i64) -> i64 {
    if key < 0 { -1 - key } else { key }
}

fn weight_class(weight: u8) -> &'static str {
    match weight {
        3 => "w3",
        2 => "w2",
        _ => "w1",
    }
}
