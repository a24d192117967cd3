//! What is drawn behind the boxes: eras, the climate, the axis, and the arcs between events. SVG, in pixels of the window
//! that is drawn, so that no style attribute is needed.

use backstory_timeline::{Day, Unit, What, ticks};
use yew::prelude::*;

use super::stage::{Stage, YEAR};
use crate::catalogue::{Text, text};
use crate::data::TimelineData;

/// Where things lie across the time axis, in pixels for a text size of 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bands {
    /// Height of the era names.
    pub era: f64,
    /// Height of the climate.
    pub climate: f64,
    /// Where the lanes begin.
    pub lanes: f64,
    /// Between lanes.
    pub pad: f64,
    /// Height of the axis.
    pub axis: f64,
}

impl Bands {
    pub(crate) fn new(text: f64, vertical: bool) -> Self {
        let s = |v: f64| v * text;
        if vertical {
            Self { era: 0.0, climate: s(28.0), lanes: s(88.0), pad: 0.0, axis: s(48.0) }
        } else {
            Self { era: s(24.0), climate: s(60.0), lanes: s(24.0 + 60.0 + 10.0), pad: s(5.0), axis: s(30.0) }
        }
    }
}

/// The part of the time axis that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Window {
    /// First pixel.
    pub from: f64,
    /// Last pixel.
    pub to: f64,
}

pub(crate) struct Scene<'a> {
    pub data: &'a TimelineData,
    pub stage: &'a Stage,
    pub px_per_day: f64,
    pub window: Window,
    pub bands: Bands,
    pub across: f64,
    pub selected: Option<usize>,
    pub path: &'a [u32],
    pub text_size: f64,
}

fn s(v: f64) -> String {
    (v.round() as i64).to_string()
}

impl Scene<'_> {
    /// Pixel of a day, within the window.
    fn at(&self, day: f64) -> f64 {
        (self.stage.along(day) - self.stage.origin()) * self.px_per_day - self.window.from
    }

    fn length(&self) -> f64 {
        self.window.to - self.window.from
    }

    fn day(&self, px: f64) -> f64 {
        self.stage.day_at(self.stage.origin() + px / self.px_per_day)
    }

    /// Top of a row of a lane.
    pub(crate) fn row_top(&self, lane: u16, row: u16) -> f64 {
        lane_top(self.stage, self.bands, lane) + f64::from(row) * self.stage.sizes().row
    }

    pub(crate) fn draw(&self) -> Html {
        let vertical = self.stage.sizes().vertical;
        let (w, h) = if vertical { (self.across, self.length()) } else { (self.length(), self.across) };
        html! {
            <svg class="tl-canvas" width={s(w)} height={s(h)} aria-hidden="true" focusable="false">
                <g class="eras">{ self.shortened(vertical) }{ self.eras(vertical) }</g>
                <g class="grid">{ self.axis(vertical) }</g>
                <g class="climate">{ self.climate(vertical) }</g>
                <g class="lanes">{ self.lane_rules(vertical) }</g>
                <g class="arcs">{ self.arcs(vertical) }</g>
                { self.today(vertical) }
            </svg>
        }
    }

    /// The stretch that is not to scale, hatched.
    fn shortened(&self, vertical: bool) -> Html {
        let end = self.at(self.stage.knee().0).min(self.length());
        if end <= 0.0 {
            return Html::default();
        }
        let across = s(self.across - if vertical { 0.0 } else { self.bands.axis });
        let step = 12.0;
        let count = (end / step) as i32;
        let lines = (0..count).map(|n| {
            let at = s(f64::from(n) * step);
            if vertical {
                html! { <line key={n} x1={s(self.bands.axis)} x2={across.clone()} y1={at.clone()} y2={at} /> }
            } else {
                html! { <line key={n} x1={at.clone()} x2={at} y1={s(self.bands.era)} y2={across.clone()} /> }
            }
        });
        html! { <g class="shortened">{ for lines }</g> }
    }

    fn eras(&self, vertical: bool) -> Html {
        self.data.eras.iter().enumerate().filter_map(|(n, era)| {
            let (a, b) = (self.at(f64::from(era.start)), self.at(f64::from(era.end) + 1.0));
            if b < 0.0 || a > self.length() {
                return None;
            }
            let class = if n % 2 == 0 { "era even" } else { "era odd" };
            let (a, b) = (a.max(-2.0), b.min(self.length() + 2.0));
            let name_at = a.max(0.0) + 6.0;
            let room = b - name_at;
            let name = (room > era.label.chars().count() as f64 * 6.6 * self.text_size).then(|| era.label.clone());
            Some(if vertical {
                html! { <g key={n}><rect {class} x="0" y={s(a)} width={s(self.across)} height={s(b - a)} /></g> }
            } else {
                html! {
                    <g key={n}>
                        <rect {class} x={s(a)} y="0" width={s(b - a)} height={s(self.across - self.bands.axis)} />
                        if let Some(name) = name { <text class="era-name" x={s(name_at)} y={s(self.bands.era * 0.7)}>{ name }</text> }
                    </g>
                }
            })
        }).collect()
    }

    fn climate(&self, vertical: bool) -> Html {
        let Some(first) = self.data.years.first() else { return Html::default() };
        let half = self.bands.climate / 2.0;
        let peak = f64::from(self.data.peak());
        let top = if vertical { self.bands.axis } else { self.bands.era };
        let year_px = YEAR * self.px_per_day;
        let from = ((self.day(self.window.from) - f64::from(day_of(first.year))) / YEAR - 1.0).max(0.0) as usize;
        let count = (self.length() / year_px) as usize + 3;
        let bars = self.data.years.iter().skip(from).take(count).filter(|y| y.count > 0).map(|y| {
            let a = self.at(f64::from(day_of(y.year)));
            let width = (year_px * 0.84).max(1.0);
            let (up, down) = (f64::from(y.up) / peak * (half - 2.0), f64::from(y.down) / peak * (half - 2.0));
            let bar = |class: &'static str, from: f64, size: f64| {
                if vertical {
                    html! { <rect {class} x={s(from)} y={s(a)} width={s(size)} height={s(width)} /> }
                } else {
                    html! { <rect {class} x={s(a)} y={s(from)} width={s(width)} height={s(size)} /> }
                }
            };
            // Up is above the line, and in the vertical form to its right.
            let (ups, downs) = if vertical { (top + half, top + half - down) } else { (top + half - up, top + half) };
            html! { <g key={y.year}>{ bar("up", ups, up) }{ bar("down", downs, down) }</g> }
        });
        let bars: Html = bars.collect();
        let line = if vertical {
            html! { <line class="zero" x1={s(top + half)} x2={s(top + half)} y1="0" y2={s(self.length())} /> }
        } else {
            html! { <line class="zero" x1="0" x2={s(self.length())} y1={s(top + half)} y2={s(top + half)} /> }
        };
        html! { <>{ line }<g>{ bars }</g></> }
    }

    fn axis(&self, vertical: bool) -> Html {
        let gap = if vertical { 40.0 } else { 76.0 } * self.text_size;
        let (from, to) = (self.day(self.window.from), self.day(self.window.to));
        let months = text(Text::Months);
        let (knee, shorter) = self.stage.knee();
        // Two scales, two rows of ticks; the first must not run into the second.
        let room = gap / self.px_per_day * shorter;
        let mut all = ticks(self.px_per_day / shorter, from, to.min(knee - room), gap);
        all.extend(ticks(self.px_per_day, from.max(knee), to, gap));
        all.iter()
            .enumerate()
            .map(|(n, tick)| {
                let at = self.at(tick.day);
                let class = if tick.major { "tick major" } else { "tick" };
                let label = label(tick.unit, tick.year, tick.month, tick.dom, &months);
                let base = self.across - self.bands.axis;
                if vertical {
                    html! {
                        <g key={n} {class}><line x1={s(self.bands.axis)} x2={s(self.across)} y1={s(at)} y2={s(at)} />
                            <text x={s(self.bands.axis - 6.0)} y={s(at + 4.0)} text-anchor="end">{ label }</text></g>
                    }
                } else {
                    html! {
                        <g key={n} {class}><line x1={s(at)} x2={s(at)} y1={s(self.bands.era)} y2={s(base + 6.0)} />
                            <text x={s(at + 3.0)} y={s(base + self.bands.axis * 0.66)}>{ label }</text></g>
                    }
                }
            })
            .collect()
    }

    fn lane_rules(&self, vertical: bool) -> Html {
        if vertical {
            return Html::default();
        }
        (0..self.stage.rows().len() as u16)
            .map(|lane| {
                let y = s(lane_top(self.stage, self.bands, lane) - self.bands.pad);
                html! { <line key={lane} class="lane-rule" x1="0" x2={s(self.length())} y1={y.clone()} y2={y} /> }
            })
            .collect()
    }

    fn today(&self, vertical: bool) -> Html {
        let at = self.at(f64::from(self.data.today));
        if at < 0.0 || at > self.length() {
            return Html::default();
        }
        if vertical {
            html! { <line class="today" x1={s(self.bands.axis)} x2={s(self.across)} y1={s(at)} y2={s(at)} /> }
        } else {
            html! { <line class="today" x1={s(at)} x2={s(at)} y1={s(self.bands.era)} y2={s(self.across - self.bands.axis)} /> }
        }
    }

    /// Where the arc of an event starts: its box, or the cluster that holds it.
    fn anchor(&self, event: usize) -> Option<(f64, f64, bool)> {
        let n = self.stage.box_of(self.stage.item(event)?)?;
        let placed = self.stage.layout().placed.get(n)?;
        let (start, _) = placed.stretch(self.stage.stretch(self.px_per_day));
        let half = self.stage.sizes().row / 2.0;
        let across = self.row_top(placed.lane, placed.row) + half;
        Some((start - self.window.from + self.stage.sizes().mark / 2.0, across, matches!(placed.what, What::Event(_))))
    }

    fn arcs(&self, vertical: bool) -> Html {
        if vertical {
            return Html::default();
        }
        let on_path = |e: u32| self.path.contains(&e);
        self.data.edges.iter().enumerate().filter_map(|(n, edge)| {
            let lit = self.selected.is_some_and(|e| e == edge.from as usize || e == edge.to as usize);
            let path = on_path(edge.from) && on_path(edge.to);
            let (x1, y1, single1) = self.anchor(edge.from as usize)?;
            let (x2, y2, single2) = self.anchor(edge.to as usize)?;
            if x1.max(x2) < 0.0 || x1.min(x2) > self.length() || (x1 == x2 && y1 == y2) {
                return None;
            }
            // Quiet arcs from inside clusters would be a tangle; lit ones are wanted wherever they lead.
            if !(lit || path || single1 && single2) {
                return None;
            }
            let lift = ((x2 - x1).abs() * 0.25).clamp(14.0, 70.0);
            let d = ["M", &s(x1), " ", &s(y1), "Q", &s((x1 + x2) / 2.0), " ", &s(y1.min(y2) - lift), " ", &s(x2), " ", &s(y2)].concat();
            let kind = match edge.kind {
                'c' => "contradicts",
                'p' => "part",
                _ => "",
            };
            Some(html! { <path key={n} class={classes!("arc", lit.then_some("lit"), path.then_some("path"), kind)} {d} /> })
        }).collect()
    }
}

/// Top of a lane.
pub(crate) fn lane_top(stage: &Stage, bands: Bands, lane: u16) -> f64 {
    let rows: u16 = stage.rows().iter().take(usize::from(lane)).sum();
    bands.lanes + f64::from(rows) * stage.sizes().row + f64::from(lane) * 2.0 * bands.pad + bands.pad
}

/// First day of a year.
pub(crate) fn day_of(year: i32) -> i32 {
    Day::from_ymd(year, 1, 1).map_or(0, |d| d.0)
}

fn label(unit: Unit, year: i32, month: u8, day: u8, months: &str) -> String {
    let name = || months.split(' ').nth(usize::from(month).saturating_sub(1)).unwrap_or("");
    match unit {
        Unit::Day | Unit::Week | Unit::Fortnight => day.to_string() + " " + name(),
        Unit::Month | Unit::Quarter | Unit::HalfYear if month != 1 => name().to_owned(),
        _ => year.to_string(),
    }
}
