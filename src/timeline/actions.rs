//! What buttons, keys and the chosen event's detail ask for, and the play mode.

use backstory_timeline::{BoxContent, within};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::camera::ZOOM_STEP;
use super::controls::{ControlAction, show_help};
use super::detail::DetailAction;
use super::{Msg, Timeline, send_later};
use crate::state::bridge;
use crate::state::data::MAIN;
use crate::state::url::Lanes;
use crate::{dom, page_file};

/// How long the play mode stays with an event for each of its words: 240 a minute.
const PLAY_MS_PER_WORD: u32 = 250;
/// Words of the text of most events.
const USUAL_WORDS: u32 = 60;
/// The shortest and the longest stay, in milliseconds.
const PLAY_MS: (u32, u32) = (4_000, 90_000);
/// Delay in milliseconds before a changed filter is applied, so that the letter or tick is painted first and fast typing is
/// answered once.
const PAUSE_MS: u32 = 30;

impl Timeline {
    pub(super) fn ask(&mut self, ctx: &Context<Self>, ask: ControlAction) -> bool {
        // Zooming keeps the chosen event where it is on the screen, moved into view if necessary; without one, it keeps the middle
        // of the view.
        let chosen = self.selected.and_then(|event| self.layout.item(event)).filter(|_| !self.layout.sizes().vertical);
        let (middle, half) = match chosen {
            Some(item) => {
                let edge = self.viewport.length_px * 0.15;
                let px = self.px_of(item) - self.viewport.offset_px;
                (self.layout.extent(item).at, within(px, edge, self.viewport.length_px - edge))
            }
            None => (self.middle(), self.viewport.length_px / 2.0),
        };
        match ask {
            ControlAction::ZoomIn => self.zoom_smoothly(ctx, self.viewport.px_per_day * ZOOM_STEP, middle, half),
            ControlAction::ZoomOut => self.zoom_smoothly(ctx, self.viewport.px_per_day / ZOOM_STEP, middle, half),
            ControlAction::Fit => {
                let day = self.layout.origin() + self.layout.days() / 2.0;
                self.zoom_smoothly(ctx, self.least(), day, self.viewport.length_px / 2.0);
            }
            ControlAction::Earlier => self.pan(ctx, -0.6),
            ControlAction::Later => self.pan(ctx, 0.6),
            ControlAction::Play if self.playback.playing => self.stop(),
            ControlAction::Play => {
                self.set_playing(true);
                self.play_on(ctx);
            }
            ControlAction::Filter(filter, lanes) => {
                self.pending.query = Some(filter.query.clone()).filter(|query| *query != self.state.filter.query);
                let set = move || {
                    bridge::replace(|s| {
                        s.filter = filter;
                        s.lanes = lanes;
                    });
                };
                self.pending.filter = Some(Timeout::new(PAUSE_MS, set));
                return false;
            }
            ControlAction::Jump(share) => self.centre(self.layout.origin() + share * self.layout.days()),
        }
        true
    }

    /// Opens the text of an event. The first adds a step to the reader's history, those that follow take its place: one step
    /// back closes whatever is open.
    fn choose(&mut self, event: usize) {
        let id = self.data().events[event].id.to_string();
        if self.selected.is_none() {
            self.opened_from = dom::document().active_element().and_then(|e| e.dyn_into().ok());
        }
        let stays = self.path.contains(&(event as u32));
        self.pending.after_render.focus_detail = !self.playback.playing;
        bridge::choose(|s| {
            s.event = Some(id);
            // Rows by a path stay as they are while its neighbours are read.
            if !stays && s.lanes != Lanes::Path {
                s.path = None;
            }
        });
    }

    /// Closes the text; the focus goes back to where it was opened from.
    fn close(&mut self) {
        let from = self.opened_from.take().filter(|e| e.is_connected() && e.tag_name() != "BODY");
        match from.filter(|e| e.closest(".tl-boxes, .tl-detail").ok().flatten().is_none()) {
            Some(element) => dom::focus(&element),
            // Going back closes it later, and may draw the boxes anew: the focus waits for that.
            None => self.pending.returns_focus = true,
        }
        bridge::close_event();
    }

    /// Gives the open text the focus; the page stays where it is.
    pub(super) fn focus_detail(&self) {
        let title = self.nodes.detail.cast::<Element>().and_then(|e| e.query_selector("h4").ok().flatten());
        if let Some(title) = title.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            dom::focus(&title);
        }
    }

    /// Chooses the event of a box, or opens a cluster.
    pub(super) fn click(&mut self, ctx: &Context<Self>, button: &Element) -> bool {
        let Some(n) = self.box_of(button) else { return false };
        match self.layout.arrangement().placed[n].what {
            BoxContent::Event(item) => {
                self.stop();
                self.choose(self.layout.event(item));
            }
            BoxContent::Cluster { from, to } => self.open(ctx, from, to),
        }
        true
    }

    /// Zooms in until the events of a cluster have room.
    fn open(&mut self, ctx: &Context<Self>, from: u32, to: u32) {
        let members = self.layout.arrangement().members(BoxContent::Cluster { from, to });
        let data = self.data();
        let days = members.iter().map(|m| data.events[self.layout.event(*m)].start);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return };
        let (first, last) = (self.layout.axis_position(first as f64), self.layout.axis_position(last as f64));
        let span = (last - first).max(2.0);
        let wanted = (self.viewport.length_px * 0.6 / span).max(self.viewport.px_per_day * ZOOM_STEP);
        self.pending.after_render.focus = members.first().copied();
        if let Some(item) = self.pending.after_render.focus {
            self.focus = item;
        }
        let day = first + span / 2.0;
        let px = if self.layout.sizes().vertical {
            ((day - self.layout.origin()) * self.viewport.px_per_day - self.viewport.offset_px).max(0.0)
        } else {
            self.viewport.length_px / 2.0
        };
        let wanted = if self.layout.sizes().vertical { self.viewport.px_per_day * ZOOM_STEP } else { wanted };
        self.zoom_smoothly(ctx, wanted, day, px);
    }

    pub(super) fn detail_action(&mut self, ctx: &Context<Self>, ask: DetailAction) -> bool {
        let Some(event) = self.selected else { return false };
        let item = self.layout.item(event);
        // Along the path, if one is shown.
        let row = self.followed_path(event).unwrap_or(self.layout.shown()).to_vec();
        let here = row.iter().position(|e| *e as usize == event).or(item);
        let step = |by: isize| {
            let at = here.map_or(0, |i| i as isize) + by;
            usize::try_from(at).ok().and_then(|at| row.get(at)).map(|e| *e as usize)
        };
        match ask {
            DetailAction::Close => {
                self.stop();
                self.close();
            }
            DetailAction::Pause => self.stop(),
            DetailAction::Previous | DetailAction::Next => {
                self.stop();
                if let Some(event) = step(if ask == DetailAction::Next { 1 } else { -1 }) {
                    self.choose(event);
                }
            }
            DetailAction::Path => {
                let id = self.data().events[event].id.to_string();
                let is_followed = self.followed_path(event).is_some();
                bridge::replace(|s| s.path = if is_followed { None } else { Some(id) });
                // The path stands above the text, and the button that was pressed below it.
                self.pending.after_render.focus_detail = true;
                self.pending.after_render.place_detail = true;
            }
            DetailAction::Copy => {
                let link = ctx.link().clone();
                let id = self.data().events[event].id.clone();
                let address = [page_file::EVENTS, "#", &*id].concat();
                crate::behaviors::share::copy_link(&id, &address, move |worked| link.send_message(Msg::Copied(worked)));
            }
        }
        true
    }

    pub(super) fn stop(&mut self) {
        if !self.playback.playing {
            return;
        }
        self.set_playing(false);
        self.playback.timer = None;
    }

    fn set_playing(&mut self, playing: bool) {
        self.playback.playing = playing;
        if let Some(controls) = &self.controls {
            controls.show_playing(playing);
        }
    }

    /// Goes to the next main event, or ends.
    pub(super) fn play_on(&mut self, ctx: &Context<Self>) {
        if !self.playback.playing {
            return;
        }
        let data = self.data();
        let after = self.selected.map_or(-1, |s| s as i64);
        let next = self
            .layout
            .shown()
            .iter()
            .map(|e| *e as usize)
            .find(|e| *e as i64 > after && data.events[*e].weight >= MAIN);
        let Some(event) = next else {
            self.stop();
            return;
        };
        self.choose(event);
        // If the text has not arrived yet, it is taken for one of usual length.
        let words = Some(self.word_count(event) as u32).filter(|words| *words > 0).unwrap_or(USUAL_WORDS);
        let stay_ms = (words * PLAY_MS_PER_WORD).clamp(PLAY_MS.0, PLAY_MS.1);
        self.playback.timer = Some(send_later(ctx, stay_ms, Msg::Tick));
    }

    pub(super) fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let last = self.layout.shown().len().saturating_sub(1) as u32;
        let (back, on) = if dom::is_rtl() { ("ArrowRight", "ArrowLeft") } else { ("ArrowLeft", "ArrowRight") };
        let vertical = self.layout.sizes().vertical;
        let key = event.key();
        let target = match key.as_str() {
            k if k == back || (vertical && k == "ArrowUp") => Some(self.focus.saturating_sub(1)),
            k if k == on || (vertical && k == "ArrowDown") => Some((self.focus + 1).min(last)),
            "ArrowUp" => self.layout.beside(self.focus as usize, false).map(|i| i as u32),
            "ArrowDown" => self.layout.beside(self.focus as usize, true).map(|i| i as u32),
            "Home" => Some(0),
            "End" => Some(last),
            "+" | "=" | "-" => {
                event.prevent_default();
                let factor = if key == "-" { 1.0 / ZOOM_STEP } else { ZOOM_STEP };
                let day = self.layout.axis_position(self.data().events[self.layout.event(self.focus)].start as f64);
                let px = within(
                    (day - self.layout.origin()) * self.viewport.px_per_day - self.viewport.offset_px,
                    0.0,
                    self.viewport.length_px,
                );
                self.pending.after_render.focus = Some(self.focus);
                self.zoom_smoothly(ctx, self.viewport.px_per_day * factor, day, px);
                return true;
            }
            "Escape" if self.selected.is_some() => return self.detail_action(ctx, DetailAction::Close),
            "?" => {
                if let Some(block) = self.nodes.scroller.cast::<Element>().and_then(|s| s.closest(".tl").ok().flatten())
                {
                    show_help(&block);
                }
                return false;
            }
            _ => return false,
        };
        event.prevent_default();
        if let Some(item) = target {
            self.focus = item;
            self.pending.after_render.focus = Some(item);
            self.bring_into_view(self.layout.event(item));
        }
        true
    }
}
