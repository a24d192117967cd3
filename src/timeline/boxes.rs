//! The boxes near the view: which they are, what they say, and where they lie.

use backstory_timeline::{BoxContent, LabelSide};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::canvas::{Bands, Scene, Window, draw_axis, kind_word, lane_top, year_name, year_of_event};
use super::controls::way_class;
use super::detail::words;
use super::{Geometry, Msg, Timeline, timeline_layout};
use crate::dom;
use crate::i18n::{Text, fill, text};
use crate::state::data::{Label, TimelineData};
use crate::state::url::Lanes;

/// Height of the strip above the lanes, with the names of the bands and the years.
const HEAD_PX: f64 = 58.0;
/// So many boxes are made in a frame while the reader zooms or pans: on a machine a quarter as fast as usual more take
/// longer than two frames.
pub(super) const NEW_BOXES: usize = 24;

impl Timeline {
    pub(super) fn view_stage(&self, ctx: &Context<Self>) -> Html {
        let onkeydown = ctx.link().callback(Msg::Key);
        html! {
            <div class="tl-stage">
                <div class="tl-head" aria-hidden="true" ref={self.nodes.head.clone()}></div>
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
                <div class="tl-foot" aria-hidden="true" ref={self.nodes.foot.clone()}></div>
                { self.view_beyond(ctx) }
            </div>
        }
    }

    /// Where the links of the chosen event lead that are out of view: a button for each, at the edge behind which it lies.
    fn view_beyond(&self, ctx: &Context<Self>) -> Html {
        let data = self.data();
        let Some(selected) = self.selected.filter(|_| !self.layout.sizes().vertical) else { return Html::default() };
        let (from, to) = (self.viewport.offset_px, self.viewport.offset_px + self.viewport.length_px);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (event, kind) in linked(&data, selected) {
            let Some(at) = self.layout.item(event).map(|item| self.px_of(item)) else { continue };
            let (list, key) = match at {
                at if at < from => (&mut before, Text::BeyondBefore),
                at if at > to => (&mut after, Text::BeyondAfter),
                _ => continue,
            };
            let year = year_of_event(&data.events[event], &data);
            let label = [&*kind_word(kind), ": ", &*data.events[event].title, ", ", &*data.events[event].date].concat();
            let onclick = ctx.link().callback(move |_: MouseEvent| Msg::Lead(event));
            list.push(html! { <button key={event} type="button" class="num" title={label.clone()} aria-label={label} {onclick}>{ fill(key, &[&year]) }</button> });
        }
        html! { <><div class="tl-beyond start">{ for before }</div><div class="tl-beyond end">{ for after }</div></> }
    }

    /// Pixel of the world on which the mark of an item lies.
    pub(super) fn px_of(&self, item: usize) -> f64 {
        (self.layout.extent(item).at - self.layout.origin()) * self.viewport.px_per_day
    }

    fn lane_names(&self) -> Html {
        let data = self.data();
        let of_path = [Text::PathTitle, Text::LanesOther].map(|name| Label { label: text(name), ..Label::default() });
        let labels = match self.layout.mode() {
            Lanes::Theme => data.themes.as_slice(),
            Lanes::Party => data.parties.as_slice(),
            Lanes::Path => &of_path,
            Lanes::None => &[],
        };
        labels
            .iter()
            .enumerate()
            .map(|(n, l)| {
                let mark = if l.mark.is_empty() || l.mark == "own" { "no-mark" } else { &*l.mark };
                html! { <li key={n} class={["lane-name mark-", mark].concat()}>{ words(l.label.clone()) }</li> }
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
                <div class="tl-chosen" ref={self.nodes.chosen.clone()}>{ self.view_chosen(ctx) }</div>
                if self.layout.shown().is_empty() { <p class="tl-empty">{ text(Text::NoMatch) }</p> }
            </div>
        }
    }

    /// The key of a box among its siblings.
    fn key_of(&self, n: usize) -> i64 {
        let event = self.layout.event(self.first_item(n)) as i64;
        if matches!(self.layout.arrangement().placed[n].what, BoxContent::Event(_)) { event } else { -1 - event }
    }

    /// Chooses the boxes near the view, in date order, with so many new ones at most. During a zoom, boxes that have left the
    /// view may stay until they are most of all, because adding and removing elements takes most of a frame.
    pub(super) fn choose_boxes(&mut self, most_new: usize) {
        let mut near = self.boxes_near();
        self.visible.is_partial = false;
        if self.is_zooming && self.visible.layout_version == self.layout.version() {
            // Both are in the same order.
            let mut there = self.visible.boxes.iter();
            let are_few = near.len() * 2 < self.visible.boxes.len();
            if !are_few && near.iter().all(|n| there.any(|other| other == n)) {
                return;
            }
        }
        if most_new < near.len() {
            let (mut made, count) = (0, near.len());
            let with_focus = self.layout.box_of(self.focus as usize);
            near.retain(|n| {
                let is_new = geometry_before(&self.visible.geometry, self.key_of(*n)).is_none();
                made += usize::from(is_new);
                !is_new || made <= most_new || with_focus == Some(*n)
            });
            self.visible.is_partial = near.len() < count;
        }
        self.visible.boxes = near;
        self.visible.layout_version = self.layout.version();
        self.visible.render_pending = true;
    }

    fn boxes_near(&self) -> Vec<usize> {
        let stretch = self.layout.stretch(self.viewport.px_per_day);
        let arrangement = self.layout.arrangement();
        let mut is_near = vec![false; arrangement.placed.len()];
        // What begins after the end of time, because titles before it took the room, is near where that end is.
        let Window { from, to } = self.viewport.window;
        let to = if to < self.total() { to / stretch } else { f64::MAX };
        for (n, _) in arrangement.visible(from / stretch, to) {
            is_near[n] = true;
        }
        // The box with the focus stays in the document wherever the view goes.
        if let Some(near) = self.layout.box_of(self.focus as usize).and_then(|n| is_near.get_mut(n)) {
            *near = true;
        }
        // Boxes are ordered by their first item. To go through the items gives that order without a sort, which would make the
        // program larger.
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

    /// Position in the layout of the box that this button shows; none while a render is pending, since the buttons are then
    /// those of the layout before.
    pub(super) fn box_of(&self, button: &Element) -> Option<usize> {
        let mut place = 0;
        let mut before = button.parent_element()?.previous_element_sibling();
        while let Some(element) = before {
            place += 1;
            before = element.previous_element_sibling();
        }
        self.visible.boxes.get(place).copied().filter(|_| !self.visible.render_pending)
    }

    fn view_boxes(&self) -> Html {
        let data = self.data();
        let holder = self.layout.box_of(self.focus as usize);
        let apart = self.apart();
        self.visible
            .boxes
            .iter()
            .map(|n| {
                let placed = &self.layout.arrangement().placed[*n];
                let tab = if holder == Some(*n) { "0" } else { "-1" };
                match placed.what {
                    BoxContent::Event(item) => {
                        let is_apart = apart == Some(item);
                        self.view_event(&data, item, placed.label, placed.before + placed.after, tab, is_apart)
                    }
                    BoxContent::Cluster { from, to } => self.view_cluster(self.key_of(*n), &data, from, to, tab),
                }
            })
            .collect()
    }

    /// The button of an event. Its words are in an element of their own that is made anew with them, because a browser that
    /// translates the page has put its own words in the place of ours. If the event is also drawn as an extra box (`is_apart`),
    /// this button is invisible and remains for keyboard and screen readers. What is moved is an element around it: the style of
    /// a moved `<button>` takes a browser three times as long to find as that of a `<div>`.
    fn view_event(
        &self,
        data: &TimelineData,
        item: u32,
        side: LabelSide,
        width: f64,
        tab: &'static str,
        is_apart: bool,
    ) -> Html {
        let event = self.layout.event(item);
        let e = &data.events[event];
        let way = data.ways.get(timeline_layout::way(e.direction)).map_or("", |w| &*w.label);
        let shown = self.layout.shown().len().to_string();
        let known = e.known.as_str();
        let extent = self.layout.extent(item as usize);
        let is_span = known.contains('-');
        let labelled = side != LabelSide::None;
        let is_vertical = self.layout.sizes().vertical;
        // The whole title where it has the room, else the story's own shorter one.
        let whole = width + 0.5 >= self.layout.full_label(item as usize);
        let title = if whole { e.title.clone() } else { AttrValue::from(e.chart_title().to_owned()) };
        // People who use voice control say the label they see, so the accessible name has the visible words in the same order.
        let said = if labelled { &title } else { &e.title };
        let label = fill(Text::EventPosition, &[&(item + 1).to_string(), &shown, &e.date, said, way]);
        let chosen = self.selected == Some(event);
        let related = chosen || self.related.contains(&(event as u32));
        let class = classes!(
            "tl-event",
            way_class(e.direction),
            weight_class(e.weight),
            labelled.then_some("labelled"),
            (side == LabelSide::Before).then_some("before-mark"),
            (extent.end > extent.start).then_some(if is_span { "span" } else { "span soft" }),
            (is_span && (!known.starts_with('d') || known.contains(['~', '?']))).then_some("soft-ends"),
            known.contains('<').then_some("before"),
            known.contains('>').then_some("after"),
            (self.selected.is_some() && !related).then_some("dim"),
            is_apart.then_some("drawn-apart"),
        );
        let over = match (chosen, related) {
            (true, _) => "tl-box over",
            (_, true) => "tl-box lit",
            _ => "tl-box",
        };
        html! {
            <div key={event as i64} class={over}><button type="button" {class} tabindex={tab} aria-label={label} title={[&*e.date, " · ", &*e.title].concat()}
                aria-pressed={chosen.to_string()}>
                <i class="dot"></i>
                if labelled {
                    <span key={[if is_vertical { "b" } else { "" }, &*title].concat()}>if is_vertical { <b class="num">{ e.date.clone() }</b>{ " " } }{ title }</span>
                }
            </button></div>
        }
    }

    /// An extra box for the chosen event if it is in a cluster or has no label. It lies over the other boxes, so nothing moves.
    fn view_chosen(&self, ctx: &Context<Self>) -> Html {
        let Some(item) = self.apart() else { return Html::default() };
        let button = |event: &web_sys::Event| dom::closest(event, "button");
        let onclick = ctx.link().batch_callback(move |event: MouseEvent| button(&event).map(|_| Msg::FocusDetail));
        let width = self.layout.full_label(item as usize);
        // Hidden from screen readers if the event has a box of its own, which they read instead.
        let is_event = self
            .layout
            .box_of(item as usize)
            .is_some_and(|n| matches!(self.layout.arrangement().placed[n].what, BoxContent::Event(_)));
        html! {
            <div {onclick} aria-hidden={is_event.then_some("true")}>
                { self.view_event(&self.data(), item, LabelSide::After, width, "-1", false) }
            </div>
        }
    }

    /// The chosen item, if its box does not show it with its words.
    pub(super) fn apart(&self) -> Option<u32> {
        let item = self.selected.and_then(|event| self.layout.item(event))?;
        let placed = self.layout.arrangement().placed.get(self.layout.box_of(item)?)?;
        (placed.label == LabelSide::None).then_some(item as u32)
    }

    /// Where the chosen event lies that is drawn apart: its row, from and to which pixel, and the side of its words.
    fn apart_place(&self) -> Option<(f64, f64, f64, bool)> {
        let item = self.apart()? as usize;
        let sizes = self.layout.sizes();
        let (at, half) = (self.px_of(item), sizes.mark / 2.0);
        let width = self.layout.full_label(item);
        if sizes.vertical {
            return Some((self.bands().lanes, at - half, at - half + width, true));
        }
        let end = (self.viewport.offset_px + self.viewport.length_px).min(self.total());
        let after = at - half + width <= end || at - width < self.viewport.offset_px;
        let (from, to) = if after { (at - half, at - half + width) } else { (at + half - width, at + half) };
        let lane = self.layout.lane(item);
        let rows = self.layout.rows().get(usize::from(lane)).copied().unwrap_or(1);
        let stretch = self.layout.stretch(self.viewport.px_per_day);
        let arrangement = self.layout.arrangement();
        let own = self.layout.box_of(item).and_then(|n| arrangement.placed.get(n)).map_or(0, |placed| placed.row);
        let row = arrangement.free_row(lane, rows, (from, to), stretch).unwrap_or(own);
        Some((lane_top(&self.layout, self.bands(), lane) + f64::from(row) * sizes.row, from, to, after))
    }

    fn view_cluster(&self, key: i64, data: &TimelineData, from: u32, to: u32, tab: &'static str) -> Html {
        let members = self.layout.arrangement().members(BoxContent::Cluster { from, to });
        let events: Vec<usize> = members.iter().map(|m| self.layout.event(*m)).collect();
        let year = |event: Option<&usize>| event.map_or_else(String::new, |e| year_name(data.events[*e].year, data));
        let (first, last) = (year(events.first()), year(events.last()));
        let chosen = self.selected.is_some_and(|event| events.contains(&event));
        // The chosen one is drawn as itself.
        let count = (members.len() - usize::from(chosen)).to_string();
        let label = match &*count {
            "0" | "1" => fill(Text::ClusterOne, &[&first]),
            _ if first == last => fill(Text::ClusterOneYear, &[&count, &first]),
            _ => fill(Text::ClusterLabel, &[&count, &first, &last]),
        };
        let related = events.iter().any(|event| self.related.contains(&(*event as u32)));
        let class = classes!(
            "tl-cluster",
            "num",
            related.then_some("holds"),
            (self.selected.is_some() && !related && !chosen).then_some("dim"),
            (count == "0").then_some("empty"),
        );
        html! {
            <div {key} class="tl-box of-cluster"><button type="button" {class} tabindex={tab} aria-label={label.clone()} title={label}
                data-count={fill(Text::ClusterShort, &[&count])}></button></div>
        }
    }

    /// Sets what a strict policy lets only the object model set: positions.
    pub(super) fn put_in_place(&mut self) {
        if !self.mounted || self.viewport.length_px <= 0.0 {
            return;
        }
        let vertical = self.layout.sizes().vertical;
        let across = self.across();
        if let Some(scroller) = self.nodes.scroller.cast::<HtmlElement>() {
            dom::style(&scroller, "--across", &dom::px(across));
        }
        if let Some(world) = self.nodes.world.cast::<HtmlElement>() {
            let (along, other) = if vertical { ("block-size", "inline-size") } else { ("inline-size", "block-size") };
            let length = if vertical { self.layout.end(self.viewport.px_per_day) } else { self.total() };
            dom::style(&world, along, &dom::px(length));
            dom::style(&world, other, &if vertical { "auto".to_owned() } else { dom::px(across) });
            dom::style(&world, "--gutter", &dom::px(self.bands().lanes));
            dom::style(&world, "--mark", &dom::px(self.layout.sizes().mark));
            // The first boxes are about to be placed, so the styles can stop keeping the height.
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
        self.draw_axes();
        self.place_chosen(vertical);
        // Scrolling comes last because it makes the browser lay out everything that was set.
        if let Some(to) = to {
            self.scroll_to(to);
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
            chosen: self.selected.zip(self.apart_place()).map(|(event, place)| {
                let half = self.layout.sizes().mark / 2.0;
                (event, if vertical { place.0 + half } else { place.0 + self.layout.sizes().row / 2.0 })
            }),
            path: &self.path,
            text_size: self.viewport.text_size,
            is_zooming: self.is_zooming,
        };
        scene.draw(&mut sheet, &canvas);
        self.svg = sheet;
    }

    /// Draws the years above and below for what is in view.
    pub(super) fn draw_axes(&mut self) {
        if self.layout.sizes().vertical || self.viewport.length_px <= 0.0 {
            return;
        }
        let data = self.data();
        let view = (self.viewport.px_per_day, self.viewport.offset_px, self.viewport.length_px);
        for (node, strip, above) in
            [(&self.nodes.head, &mut self.head, true), (&self.nodes.foot, &mut self.foot, false)]
        {
            if let Some(element) = node.cast::<Element>() {
                strip.begin(&element);
                draw_axis(strip, (&data, &self.layout), view, self.viewport.text_size, above);
            }
        }
    }

    fn geometry_of(&self, n: usize, vertical: bool) -> Geometry {
        let stretch = self.layout.stretch(self.viewport.px_per_day);
        let placed = &self.layout.arrangement().placed[n];
        let item = match placed.what {
            BoxContent::Event(item) => Some(item),
            BoxContent::Cluster { .. } => None,
        };
        let across =
            lane_top(&self.layout, self.bands(), placed.lane) + f64::from(placed.row) * self.layout.sizes().row;
        let label = if placed.label == LabelSide::Before { placed.before } else { placed.after };
        let apart = vertical && placed.row > 0;
        Geometry { apart, ..self.geometry(item, across, placed.stretch(stretch), placed.at * stretch, label) }
    }

    /// Where everything of a box lies that reaches from one pixel to another, with its mark at a third.
    fn geometry(&self, item: Option<u32>, across: f64, (from, to): (f64, f64), at: f64, label: f64) -> Geometry {
        // Whole pixels are counted from the mark, so that while the reader zooms a box moves and nothing in it does.
        let before = (at - from).round();
        let along = at.round() - before;
        let px = |day: f64| (day - self.layout.origin()) * self.viewport.px_per_day;
        let bar = item.map_or((at, at), |item| {
            let extent = self.layout.extent(item as usize);
            (px(extent.start), px(extent.end))
        });
        Geometry {
            along,
            across,
            length: (to - from).round(),
            at: before,
            bar_from: if bar.1 > bar.0 { (bar.0 - along).round() } else { 0.0 },
            bar_length: if bar.1 > bar.0 { (bar.1 - bar.0).round().max(2.0) } else { 0.0 },
            label: label.round(),
            lines: ((to - from - 4.0) / self.layout.sizes().line).floor().max(1.0),
            apart: false,
        }
    }

    fn place_boxes(&mut self, vertical: bool) {
        let before = std::mem::take(&mut self.visible.geometry);
        self.visible.geometry =
            self.visible.boxes.iter().map(|n| (self.key_of(*n), self.geometry_of(*n, vertical))).collect();
        let was_vertical = std::mem::replace(&mut self.visible.placed_vertical, vertical);
        let Some(boxes) = self.nodes.boxes.cast::<Element>() else { return };
        let mut next = boxes.first_element_child();
        let sign = dom::line_sign();
        for (key, box_) in &self.visible.geometry {
            let Some(element) = next else { break };
            next = element.next_element_sibling();
            let was = geometry_before(&before, *key).filter(|_| was_vertical == vertical);
            place_box(&element.unchecked_into(), *box_, was, vertical, sign);
        }
    }

    /// Places the chosen event that is drawn apart.
    fn place_chosen(&self, vertical: bool) {
        let Some(element) =
            self.nodes.chosen.cast::<Element>().and_then(|e| e.query_selector(".tl-box").ok().flatten())
        else {
            return;
        };
        let Some(((across, from, to, after), item)) = self.apart_place().zip(self.apart()) else { return };
        if let Some(button) = element.first_element_child() {
            let _ = button.class_list().toggle_with_force("before-mark", !after);
        }
        let at = self.px_of(item as usize);
        let geometry = self.geometry(Some(item), across, (from, to), at, if after { to - at } else { at - from });
        place_box(&element.unchecked_into(), geometry, None, vertical, dom::line_sign());
    }

    fn place_lane_names(&self, vertical: bool) {
        let Some(stage) = self.nodes.scroller.cast::<Element>().and_then(|s| s.parent_element()) else { return };
        for (n, name) in dom::all(&stage, ".lane-name").iter().enumerate() {
            if !vertical {
                dom::style(
                    name,
                    "inset-block-start",
                    &dom::px(lane_top(&self.layout, self.bands(), n as u16) + HEAD_PX * self.viewport.text_size),
                );
            }
        }
    }

    fn give_focus(&self, item: u32) {
        let Some(n) = self.layout.box_of(item as usize) else { return };
        let Some(at) = self.visible.boxes.iter().position(|b| *b == n) else { return };
        let Some(boxes) = self.nodes.boxes.cast::<Element>() else { return };
        let button = boxes.children().item(at as u32).and_then(|box_| box_.first_element_child());
        if let Some(button) = button.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    }

    pub(super) fn across(&self) -> f64 {
        if self.layout.sizes().vertical {
            return self.viewport.width_px;
        }
        let bands = self.bands();
        lane_top(&self.layout, bands, self.layout.rows().len() as u16)
    }

    pub(super) fn bands(&self) -> Bands {
        Bands::new(self.viewport.text_size, self.layout.sizes().vertical, self.viewport.width_px)
    }
}

/// Where the box of a key was, among the geometries of a drawing.
fn geometry_before(before: &[(i64, Geometry)], key: i64) -> Option<Geometry> {
    let n = before.binary_search_by_key(&key_event(key), |(key, _)| key_event(*key)).ok()?;
    (before[n].0 == key).then_some(before[n].1)
}

/// Sets what changed of a box; `sign` is that of the line. What the styles take from variables is set on the button in it: a box with
/// variables of its own takes a browser six times as long to move.
fn place_box(element: &HtmlElement, now: Geometry, was: Option<Geometry>, vertical: bool, sign: i32) {
    // What moves by `transform` is not laid out again; down the page boxes do not move.
    let moved = || dom::moved_by(now.along as i64 * i64::from(sign));
    let place = |g: Geometry| (if vertical { g.along } else { g.across }, g.length, g.apart);
    if was.map(place) != Some(place(now)) {
        let (start, length) = (dom::px(place(now).0), dom::px(now.length));
        let style = if vertical {
            // What found no room in the one column stands at its end, as clusters do.
            let side = if now.apart { "inset-inline:auto 0" } else { "" };
            ["inset-block-start:", &*start, ";block-size:", &*length, ";", side].concat()
        } else {
            ["inset-block-start:", &*start, ";inline-size:", &*length, ";transform:", &*moved()].concat()
        };
        element.style().set_css_text(&style);
    } else if !vertical && was.is_some_and(|was| was.along != now.along) {
        dom::style(element, "transform", &moved());
    }
    let parts = |g: Geometry| (g.at, g.label, g.bar_from, g.bar_length, g.lines);
    if was.map(parts) != Some(parts(now))
        && let Some(button) = element.first_element_child()
    {
        let (at, label, lines) = (dom::px(now.at), dom::px(now.label), (now.lines as i64).to_string());
        let (from, length) = (dom::px(now.bar_from), dom::px(now.bar_length));
        let style = [
            "--at:",
            &*at,
            ";--label:",
            &*label,
            ";--lines:",
            &*lines,
            ";--bar-from:",
            &*from,
            ";--bar-length:",
            &*length,
        ];
        button.unchecked_into::<HtmlElement>().style().set_css_text(&style.concat());
    }
    let is_long = |g: Geometry| g.bar_length > g.label;
    if is_long(now) != was.is_some_and(is_long) {
        // No class, of which a render knows nothing.
        let _ =
            if is_long(now) { element.set_attribute("data-long", "") } else { element.remove_attribute("data-long") };
    }
}

/// The events linked with one, each with the kind of its link.
pub(super) fn linked(data: &TimelineData, event: usize) -> Vec<(usize, char)> {
    let other = |e: &crate::state::data::Edge| match (e.from as usize, e.to as usize) {
        (from, to) if from == event => Some((to, e.kind)),
        (from, to) if to == event => Some((from, e.kind)),
        _ => None,
    };
    data.edges.iter().filter_map(other).collect()
}

/// The event of a box's key, by which boxes are in order: itself, or the first of a cluster.
fn key_event(key: i64) -> i64 {
    if key < 0 { -1 - key } else { key }
}

fn weight_class(weight: u8) -> &'static str {
    match weight {
        1 => "w1",
        2 => "w2",
        3 => "w3",
        _ => "w3 news",
    }
}
