//! Which part of the time axis is seen, how near, and how the view gets there.

use backstory_timeline::{Day, within};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::boxes::NEW_BOXES;
use super::canvas::Window;
use super::timeline_layout::YEAR;
use super::{Msg, Timeline, ZoomAnimation};
use crate::dom;
use crate::state::bridge;
use crate::state::url::ViewPosition;

/// A button zooms by this factor.
pub(super) const ZOOM_STEP: f64 = 1.8;
/// How long a zoom by button takes, in milliseconds.
const ZOOM_MS: f64 = 220.0;
/// Narrower than this (px) the timeline runs down the page.
const NARROW: f64 = 640.0;
/// How long the view rests before its place is written to the address.
const REST_MS: u32 = 400;
/// What is drawn beyond the view to either side, as a share of its length.
const DRAWN_BEYOND: f64 = 0.5;
/// When so little of it is left, more is drawn.
const REDRAW_BEYOND: f64 = 0.15;
/// How much nearer than its least scale an address may show the form down the page.
const CLOSEST_DOWN: f64 = 6.0;

impl Timeline {
    /// Measures the view; whether anything changed.
    pub(super) fn measure(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.nodes.scroller.cast::<HtmlElement>() else { return false };
        let Some(outer) = scroller.closest(".tl").ok().flatten() else { return false };
        let text_size = root_text_size();
        let vertical = outer.get_bounding_client_rect().width() < NARROW * text_size.max(1.0);
        let _ = outer.set_attribute("data-form", if vertical { "down" } else { "across" });
        let form_changed = vertical != self.layout.sizes().vertical || text_size != self.viewport.text_size;
        let length = if vertical { dom::viewport_height() } else { f64::from(scroller.client_width()) };
        if vertical {
            // A browser that comes back to a page scrolls it before we listen.
            self.viewport.offset_px = (-scroller.get_bounding_client_rect().top()).max(0.0);
        }
        let width = f64::from(scroller.client_width());
        let same_width = std::mem::replace(&mut self.viewport.width_px, width) == width;
        if !form_changed && length == self.viewport.length_px && same_width {
            return false;
        }
        let middle = self.middle();
        self.viewport.length_px = length;
        self.viewport.text_size = text_size;
        if form_changed || vertical {
            // Down the page the width decides how many lines a title takes.
            self.arrange_anew(ctx);
        }
        if form_changed {
            self.viewport.fitted |= vertical;
        }
        if form_changed
            && !vertical
            && let Some(view_position) = self.state.view_position
        {
            // The screen was turned back to landscape: go to the position that the address still has.
            self.go_to(view_position);
            self.look();
            return true;
        }
        if self.viewport.fitted {
            self.viewport.px_per_day = self.least();
        } else {
            self.viewport.px_per_day = within(self.viewport.px_per_day, self.least(), self.layout.closest());
            self.pending.after_render.place = Some((middle, self.viewport.length_px / 2.0));
        }
        self.look();
        true
    }

    pub(super) fn is_narrow(&self) -> bool {
        self.nodes
            .scroller
            .cast::<Element>()
            .and_then(|s| s.closest(".tl").ok().flatten())
            .is_some_and(|e| e.get_bounding_client_rect().width() < NARROW * self.viewport.text_size.max(1.0))
    }

    pub(super) fn least(&self) -> f64 {
        // The host makes our frame as high as our page. If the page followed the height of the frame, both would grow for ever.
        let framed = self.layout.sizes().vertical && dom::is_framed();
        self.layout.fit(if framed { 1.0 } else { self.viewport.length_px.max(1.0) })
    }

    /// Place in the middle of the view, in days along the axis.
    pub(super) fn middle(&self) -> f64 {
        self.layout.origin() + (self.viewport.offset_px + self.viewport.length_px / 2.0) / self.viewport.px_per_day
    }

    pub(super) fn view_position(&self) -> Option<ViewPosition> {
        (!self.viewport.fitted).then(|| ViewPosition {
            zoom: round(self.viewport.px_per_day * YEAR),
            middle: round(day_to_year(self.layout.day_at(self.middle()))),
        })
    }

    /// Goes where an address leads.
    pub(super) fn go_to(&mut self, view_position: ViewPosition) {
        let day = self.layout.axis_position(year_to_day(view_position.middle));
        let half = self.viewport.length_px / 2.0;
        let least = self.least();
        // Down the page a scale that is meant for a wide screen would make too long a page.
        let closest = if self.layout.sizes().vertical { least * CLOSEST_DOWN } else { self.layout.closest() };
        self.viewport.px_per_day = within(view_position.zoom / YEAR, least, closest);
        self.viewport.fitted = self.layout.sizes().vertical && self.viewport.px_per_day <= least;
        let offset = (day - self.layout.origin()) * self.viewport.px_per_day - half;
        self.viewport.offset_px = within(offset, 0.0, (self.total() - self.viewport.length_px).max(0.0));
        self.pending.after_render.place = Some((day, half));
    }

    pub(super) fn write_spot(&mut self) {
        let view_position = self.view_position();
        // Down the page all is shown at one scale until the reader zooms: the address keeps what it said for when the screen
        // is turned back.
        if self.layout.sizes().vertical && view_position.is_none() {
            return;
        }
        if view_position != self.state.view_position {
            self.state.view_position = view_position;
            bridge::replace(|s| s.view_position = view_position);
        }
    }

    pub(super) fn rest_soon(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.pending.rest = Some(Timeout::new(REST_MS, move || link.send_message(Msg::Rest)));
    }

    /// Zooms to a scale; the day at a pixel of the view stays there.
    pub(super) fn zoom(&mut self, px_per_day: f64, px: f64) {
        let day = self.layout.origin() + (self.viewport.offset_px + px) / self.viewport.px_per_day;
        self.set_scale(px_per_day, day, px);
    }

    fn set_scale(&mut self, px_per_day: f64, day: f64, px: f64) {
        let least = self.least();
        self.viewport.px_per_day = within(px_per_day, least, self.layout.closest());
        self.viewport.fitted = self.viewport.px_per_day <= least * 1.0001;
        self.pending.after_render.place = Some((day, px));
        self.viewport.offset_px = ((day - self.layout.origin()) * self.viewport.px_per_day - px).max(0.0);
        self.look_making(NEW_BOXES);
    }

    /// Zooms smoothly, or at once where motion is not wanted.
    pub(super) fn zoom_smoothly(&mut self, ctx: &Context<Self>, px_per_day: f64, day: f64, px: f64) {
        if dom::reduced_motion() {
            self.set_scale(px_per_day, day, px);
            self.look();
            return;
        }
        let to = within(px_per_day, self.least(), self.layout.closest());
        self.pending.zoom_animation = Some(ZoomAnimation {
            from: self.viewport.px_per_day,
            to,
            day,
            px,
            start_ms: None,
            _frame: Some(next_frame(ctx)),
        });
    }

    pub(super) fn frame(&mut self, ctx: &Context<Self>, time: f64) -> bool {
        let Some(mut animation) = self.pending.zoom_animation.take() else { return false };
        let start = *animation.start_ms.get_or_insert(time);
        let t = within((time - start) / ZOOM_MS, 0.0, 1.0);
        let left = 1.0 - t;
        let eased = 1.0 - left * left * left;
        self.is_zooming = t < 1.0;
        self.set_scale(animation.from * dom::power(animation.to / animation.from, eased), animation.day, animation.px);
        if t < 1.0 {
            animation._frame = Some(next_frame(ctx));
            self.pending.zoom_animation = Some(animation);
        } else {
            self.rest_soon(ctx);
        }
        self.show(ctx)
    }

    /// Scrolls so that a day is in the middle.
    pub(super) fn centre(&mut self, day: f64) {
        self.pending.after_render.place = Some((day, self.viewport.length_px / 2.0));
        self.viewport.offset_px =
            ((day - self.layout.origin()) * self.viewport.px_per_day - self.viewport.length_px / 2.0).max(0.0);
        self.look();
    }

    /// Reads where the view was scrolled to; draws anew only when the window is nearly used up.
    pub(super) fn scrolled(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.nodes.scroller.cast::<HtmlElement>() else { return false };
        if self.layout.sizes().vertical {
            self.viewport.length_px = dom::viewport_height();
            self.viewport.offset_px = (-scroller.get_bounding_client_rect().top()).max(0.0);
        } else {
            let offset = f64::from(scroller.scroll_left()).abs();
            if (offset - self.viewport.offset_px).abs() < 0.5 {
                return false;
            }
            self.viewport.offset_px = offset;
            self.rest_soon(ctx);
        }
        self.move_minimap();
        self.draw_axes();
        let margin = self.viewport.length_px * REDRAW_BEYOND;
        let total = self.total();
        let before = self.viewport.offset_px - margin < self.viewport.window.from && self.viewport.window.from > 0.0;
        let after = self.viewport.offset_px + self.viewport.length_px + margin > self.viewport.window.to
            && self.viewport.window.to < total;
        if before || after {
            self.is_zooming = false;
            self.look_making(NEW_BOXES);
            return self.show(ctx);
        }
        false
    }

    pub(super) fn total(&self) -> f64 {
        self.layout.days() * self.viewport.px_per_day
    }

    /// Chooses the part of the time axis that is drawn: the view and some more to either side.
    pub(super) fn look(&mut self) {
        self.look_making(usize::MAX);
    }

    /// Like [`look`](Self::look), with so many new boxes at most: [`show`](Self::show) then asks for the others in the next
    /// frames.
    pub(super) fn look_making(&mut self, most_new: usize) {
        if self.is_zooming {
            self.layout.lay_out_on_the_way(self.viewport.px_per_day, self.least());
        } else {
            self.layout.lay_out(self.viewport.px_per_day);
        }
        let total = self.total();
        let beyond = self.viewport.length_px * if self.is_zooming { REDRAW_BEYOND } else { DRAWN_BEYOND };
        let from = within(self.viewport.offset_px - beyond, 0.0, total.max(0.0));
        let to = (self.viewport.offset_px + self.viewport.length_px + beyond).min(total).max(from);
        self.viewport.window = Window { from: from.floor(), to: to.ceil() };
        self.choose_boxes(most_new);
    }

    /// Draws what was looked at. Returns whether Yew has to render first, because the set of boxes has changed.
    pub(super) fn show(&mut self, ctx: &Context<Self>) -> bool {
        if self.visible.is_partial {
            let link = ctx.link().clone();
            self.pending.more_boxes = Some(request_animation_frame(move |_| link.send_message(Msg::MoreBoxes)));
        }
        if !self.visible.render_pending {
            self.put_in_place();
        }
        self.visible.render_pending
    }

    pub(super) fn bring_into_view(&mut self, event: usize) {
        let Some(item) = self.layout.item(event) else { return };
        self.focus = item as u32;
        let px = self.px_of(item);
        let edge = (self.viewport.length_px * 0.1).min(120.0);
        let (from, to) = (self.viewport.offset_px + edge, self.viewport.offset_px + self.viewport.length_px - edge);
        let is_at_end = px < edge || px > self.total() - edge;
        let fits_all = self.total() <= self.viewport.length_px + 1.0;
        if !self.layout.sizes().vertical
            && !fits_all
            && (px < from || px > to)
            && !(is_at_end && px >= from - edge && px <= to + edge)
        {
            self.centre(self.layout.extent(item).at);
        }
    }

    pub(super) fn pan(&mut self, ctx: &Context<Self>, share: f64) {
        if self.layout.sizes().vertical {
            dom::window().scroll_by_with_x_and_y(0.0, share * self.viewport.length_px);
            return;
        }
        if let Some(scroller) = self.nodes.scroller.cast::<Element>() {
            let options = web_sys::ScrollToOptions::new();
            options.set_left(f64::from(dom::line_sign()) * share * self.viewport.length_px);
            if !dom::reduced_motion() {
                options.set_behavior(web_sys::ScrollBehavior::Smooth);
            }
            scroller.scroll_by_with_scroll_to_options(&options);
        }
        self.rest_soon(ctx);
    }

    pub(super) fn scroll_to(&mut self, offset: f64) {
        let Some(scroller) = self.nodes.scroller.cast::<HtmlElement>() else { return };
        if self.layout.sizes().vertical {
            let top = scroller.get_bounding_client_rect().top() + dom::window().scroll_y().unwrap_or(0.0);
            if offset > 0.0 {
                dom::window().scroll_to_with_x_and_y(dom::window().scroll_x().unwrap_or(0.0), top + offset);
            }
        } else {
            scroller.set_scroll_left(dom::line_sign() * offset as i32);
        }
    }

    pub(super) fn move_minimap(&self) {
        let Some(controls) = &self.controls else { return };
        let total = self.total().max(1.0);
        let share = |v: f64| within(v / total * 1000.0, 0.0, 1000.0);
        controls.show_window(share(self.viewport.offset_px), share(self.viewport.length_px.min(total)));
    }
}

impl Timeline {
    /// Whether the text goes to the start side of the view, because the event lies in the other half.
    pub(super) fn detail_is_before(&self) -> bool {
        let item = self.selected.and_then(|event| self.layout.item(event));
        item.is_some_and(|item| self.px_of(item) - self.viewport.offset_px > self.viewport.length_px / 2.0)
    }

    /// After a render: puts the text of the chosen event where the reader sees it together with its box.
    pub(super) fn show_detail(&mut self) {
        let after = &mut self.pending.after_render;
        let (place, focus, lead) = (
            std::mem::take(&mut after.place_detail),
            std::mem::take(&mut after.focus_detail),
            std::mem::take(&mut after.lead_here),
        );
        if lead && let Some(block) = dom::by_id("timeline") {
            dom::scroll_to(&block, true);
        }
        if place {
            self.place_detail();
        }
        if focus {
            self.focus_detail();
        }
    }

    pub(super) fn place_detail(&self) {
        let Some(detail) = self.nodes.detail.cast::<HtmlElement>() else { return };
        let Some(side) = detail.parent_element() else { return };
        detail.set_scroll_top(0);
        let Some((chosen, body)) = self.chosen_box().zip(side.parent_element()) else { return };
        let (at, around) = (chosen.get_bounding_client_rect(), body.get_bounding_client_rect());
        // The styles say whether it stands beside the boxes or is a sheet below them.
        let is_beside = side.get_bounding_client_rect().width() < around.width();
        if dom::is_framed() {
            // The height of a frame says nothing of what is seen of it; the reader has just touched the box.
            let _ = side.set_attribute("data-framed", "true");
            let height = detail.get_bounding_client_rect().height();
            let below = at.bottom() - around.top() + 8.0;
            let beside = within(at.top() - around.top(), 0.0, (around.height() - height).max(0.0));
            dom::style(&detail, "inset-block-start", &dom::px(if is_beside { beside } else { below }));
            return;
        }
        // A sheet from below must not cover what it speaks of. Scrolling moves the sheet too, where the chart begins or ends.
        for _ in 0..3 {
            let (at, sheet) = (chosen.get_bounding_client_rect(), detail.get_bounding_client_rect());
            let bottom = if is_beside { dom::viewport_height() } else { sheet.top() - 12.0 };
            let top = (TOP_PX * self.viewport.text_size).min(bottom / 2.0);
            let by = if at.bottom() > bottom {
                at.bottom() - bottom
            } else if at.top() < top {
                at.top() - top
            } else if is_beside {
                // It begins where the chart does, which may be low in the window. Its head and the box stay in sight.
                (sheet.bottom() - bottom).min(sheet.top() - top).min(at.top() - top).max(0.0)
            } else {
                0.0
            };
            if by < 1.0 && by > -1.0 {
                return;
            }
            dom::scroll_by(by);
        }
    }

    /// When its words or fonts have come: it is higher then, and may begin above what a frame has shown of it.
    pub(super) fn place_detail_again(&self) {
        let Some(detail) = self.nodes.detail.cast::<Element>() else { return };
        let top = || detail.get_bounding_client_rect().top();
        let before = top();
        self.place_detail();
        if top() != before {
            dom::reveal_in_host(&detail);
        }
    }

    /// The box that shows the chosen event.
    fn chosen_box(&self) -> Option<Element> {
        let world = self.nodes.world.cast::<Element>()?;
        world.query_selector(".tl-event[aria-pressed=\"true\"]:not(.drawn-apart)").ok().flatten()
    }
}

/// What the page's bar and the years above the lanes take at the top of the window, in pixels for a text size of 1.
const TOP_PX: f64 = 110.0;

fn next_frame(ctx: &Context<Timeline>) -> AnimationFrame {
    let link = ctx.link().clone();
    request_animation_frame(move |time| link.send_message(Msg::Frame(time)))
}

fn year_to_day(year: f64) -> f64 {
    let whole = year.floor();
    Day::start_of_year(whole as i32).0 as f64 + (year - whole) * YEAR
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
