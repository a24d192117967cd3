//! The ribbon: one bar a year, up and warm where the two parties drew closer, down and cool where they drew apart.

use backstory_content::model::Measure;
use yew::prelude::*;

use crate::TimelineData;
use crate::page::use_page;

/// Height of the ribbon's drawing above and below its middle line, in its own units.
const HALF: u32 = 50;
/// Years between the labels under the ribbon.
const LABEL_EVERY: i32 = 10;
/// Labels closer than this many years to the last one would touch it.
const LABEL_ROOM: i32 = 6;

/// The bars, hidden from assistive technology, because the page says the same in words.
pub fn strip(data: &TimelineData) -> Html {
    let peak = u32::from(data.peak());
    let scale = |sum: u16| (u32::from(sum) * HALF).div_ceil(peak);
    let years = data.years.iter().enumerate().map(|(n, y)| {
        let x = n.to_string();
        let (up, down) = (scale(y.up), scale(y.down));
        // What is highlighted where the year is read.
        let ground = html! { <rect x={x.clone()} y="0" width="1" height="100" /> };
        if up + down == 0 {
            return ground;
        }
        html! {
            <g>
                { ground }
                if up > 0 { <path class="up" d={format!("M{x} {}h.84v{up}h-.84", HALF - up)} /> }
                if down > 0 { <path class="down" d={format!("M{x} {HALF}h.84v{down}h-.84")} /> }
            </g>
        }
    });
    let view_box = format!("0 0 {} 100", data.years.len());
    let first = data.years.first().map(|y| y.year.to_string());
    html! {
        <svg class="strip" viewBox={view_box} preserveAspectRatio="none" aria-hidden="true" focusable="false" data-first={first}>{ for years }</svg>
    }
}

/// The ribbon of the hero, with its labels and its year slider.
#[component]
pub fn Ribbon() -> Html {
    let view = use_page().view;
    let years = &view.data.years;
    let (Some(measure), Some(first), Some(last)) = (&view.story.measure, years.first(), years.last()) else {
        return Html::default();
    };
    let [up, down, _] = &measure.directions;
    let labels = ribbon_labels(measure).into_iter().map(|year| {
        html! { <span class={format!("ry{}", year - measure.span.0)}>{ view.words.year_name(year) }</span> }
    });
    html! {
        <figure class="ribbon">
            <figcaption><b>{ measure.title.clone() }</b>
                <span class="legend"><span class="way up">{ up.label.clone() }</span><span class="way down">{ down.label.clone() }</span></span></figcaption>
            <div class="ribbon-touch" data-behavior="ribbon">
                { strip(&view.data) }
                <input type="range" class="ribbon-range needs-script" min={first.year.to_string()} max={last.year.to_string()} step="1"
                    value={last.year.to_string()} aria-label={view.t("year-slider")} />
                <p class="ribbon-says needs-script" aria-live="polite"><span class="hint">{ view.t("year-hint") }</span></p>
            </div>
            <div class="ribbon-years num" aria-hidden="true">{ for labels }</div>
        </figure>
    }
}

/// Years that get a label: both ends and the decades between.
#[must_use]
pub fn ribbon_labels(measure: &Measure) -> Vec<i32> {
    let (first, last) = measure.span;
    let mut years: Vec<i32> =
        (first..=last).filter(|y| y % LABEL_EVERY == 0 && y - first >= LABEL_ROOM && last - y >= LABEL_ROOM).collect();
    years.insert(0, first);
    years.push(last);
    years
}

/// Styles that place the ribbon's labels: a grid of years.
#[must_use]
pub fn ribbon_style(measure: &Measure) -> String {
    let (first, last) = measure.span;
    let mut css = format!(".ribbon-years{{grid-template-columns:repeat({},1fr)}}", last - first + 1);
    for year in ribbon_labels(measure) {
        css += &format!(".ry{}{{grid-column:{}}}", year - first, year - first + 1);
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn a_story_without_a_measure_has_no_ribbon() {
        let html = html_on(&article(|_| {}), html! { <Ribbon /> });
        assert!(html.contains("min=\"1901\" max=\"2020\"") && html.contains("Closer"), "{html}");
        assert_eq!(html_on(&article(|story| story.measure = None), html! { <Ribbon /> }), "");
    }
}
