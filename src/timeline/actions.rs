//! What buttons, keys and the chosen event's detail ask for, and the play mode.

use backstory_timeline::{What, within};
use gloo::timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use super::camera::ZOOM_STEP;
use super::controls::{Ask, show_help};
use super::detail::DetailAsk;
use super::{Msg, Timeline};
use crate::dom;
use crate::state::store::{self, Step};

/// How long the play mode stays with an event.
const PLAY_MS: u32 = 4_500;
/// The letter or tick is seen before what it asks for is done; letters that follow sooner are answered together.
const PAUSE_MS: u32 = 30;

impl Timeline {
    pub(super) fn ask(&mut self, ctx: &Context<Self>, ask: Ask) -> bool {
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
                let set = move || {
                    store::update(Step::Replace, |s| {
                        s.filter = filter;
                        s.lanes = lanes;
                    });
                };
                self.asked = Some(Timeout::new(PAUSE_MS, set));
                return false;
            }
            Ask::Jump(share) => self.centre(self.stage.origin() + share * self.stage.days()),
        }
        true
    }

    fn choose(&self, event: usize) {
        let id = self.data().events[event].id.to_string();
        store::update(Step::Event, |s| s.event = Some(id));
    }

    /// Chooses the event of a box, or opens a cluster.
    pub(super) fn click(&mut self, ctx: &Context<Self>, button: &Element) -> bool {
        let Some(n) = self.box_of(button) else { return false };
        match self.stage.layout().placed[n].what {
            What::Event(item) => {
                self.stop();
                self.choose(self.stage.event(item));
            }
            What::Cluster { from, to } => self.open(ctx, from, to),
        }
        true
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

    pub(super) fn detail_ask(&mut self, ctx: &Context<Self>, ask: DetailAsk) -> bool {
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
                store::close_event();
            }
            DetailAsk::Previous | DetailAsk::Next => {
                if let Some(event) = step(if ask == DetailAsk::Next { 1 } else { -1 }) {
                    self.choose(event);
                }
            }
            DetailAsk::Path => store::update(Step::Replace, |s| s.path = !s.path),
            DetailAsk::Copy => {
                let link = ctx.link().clone();
                crate::behaviors::share::copy_link(&self.data().events[event].id, move |worked| {
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
    pub(super) fn play_on(&mut self, ctx: &Context<Self>) {
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
        self.choose(event);
        let link = ctx.link().clone();
        self.timer = Some(Timeout::new(PLAY_MS, move || link.send_message(Msg::Tick)));
    }

    pub(super) fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
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
}
