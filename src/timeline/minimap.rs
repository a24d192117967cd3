//! The minimap: the balance of all years, or all events where none is counted, over the same range as the chart.

use std::fmt::Write as _;

use backstory_timeline::Day;
use yew::prelude::*;

use super::timeline_layout::TimelineLayout;
use crate::state::data::Shared;

/// Length of the drawing, in its own units.
const LENGTH: f64 = 1_000.0;
/// Height above and below its middle line.
const HALF: f64 = 50.0;

/// Draws the minimap, each year at its place in the chart.
pub fn minimap(data: &Shared) -> Html {
    let layout = TimelineLayout::new(data.clone());
    let share = |day: i64| (layout.axis_position(day as f64) - layout.origin()) / layout.days() * LENGTH;
    let (mut up, mut down, mut shortened) = (String::new(), String::new(), String::new());
    let peak = f64::from(data.peak());
    for year in &data.years {
        let from = share(Day::start_of_year(year.year).0);
        let width = (share(Day::start_of_year(year.year + 1).0) - from) * 0.84;
        let height = |sum: u16| f64::from(sum) / peak * (HALF - 2.0);
        if year.up > 0 {
            let _ = write!(up, "M{from:.2} {HALF}h{width:.2}v{:.1}h-{width:.2}z", -height(year.up));
        }
        if year.down > 0 {
            let _ = write!(down, "M{from:.2} {HALF}h{width:.2}v{:.1}h-{width:.2}z", height(year.down));
        }
    }
    if let Some(first) = data.years.first() {
        let end = share(Day::start_of_year(first.year).0);
        let mut at = 0.0;
        while at < end && end < LENGTH {
            let _ = write!(shortened, "M{at:.2} 0v100");
            at += 8.0;
        }
    }
    // A story that measures nothing has a stroke for each event; what lies on one place is drawn once.
    let mut strokes: Vec<i32> = Vec::new();
    if data.years.is_empty() {
        strokes.extend(data.events.iter().map(|event| share(event.start).round() as i32));
        strokes.sort_unstable();
        strokes.dedup();
    }
    let events = strokes.iter().fold(String::new(), |drawn, at| drawn + &format!("M{at} 25v50"));
    let today = format!("M{:.2} 0v100", share(data.today + 1));
    html! {
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="shortened" d={shortened} /><path class="zero" d={format!("M0 {HALF}h{LENGTH}")} />
            if !events.is_empty() { <path class="events-drawn" d={events} /> }
            <path class="up" d={up} /><path class="down" d={down} /><path class="today" d={today} />
        </svg>
    }
}
