//! The ribbon: the whole story as one band, a year a step. Touch a year and it tells what happened then.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::data::{Shared, TimelineData};

/// Height of the drawing above and below its middle line, in its own units.
const HALF: u32 = 50;
/// How many events of a year are named before "and more".
const NAMED: usize = 3;

/// Props of [`RibbonStrip`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct StripProps {
    /// The story's years.
    pub data: Shared,
    /// Years to light.
    #[prop_or_default]
    pub lit: Vec<i32>,
}

/// The band itself: a picture without words, beside which the same is said in words.
#[component]
pub fn RibbonStrip(props: &StripProps) -> Html {
    let peak = u32::from(props.data.peak());
    let scale = |sum: u16| (u32::from(sum) * HALF).div_ceil(peak);
    let years = props.data.years.iter().enumerate().map(|(n, y)| {
        let x = n.to_string();
        let (up, down) = (scale(y.up), scale(y.down));
        let lit = props.lit.contains(&y.year);
        html! {
            <g key={n} class={classes!(lit.then_some("lit"), (y.count == 0).then_some("empty"))}>
                <rect class="cell" x={x.clone()} y="0" width="1" height="100" />
                <rect class="up" x={x.clone()} y={(HALF - up).to_string()} width="0.84" height={up.to_string()} />
                <rect class="down" {x} y={HALF.to_string()} width="0.84" height={down.to_string()} />
            </g>
        }
    });
    let view_box = format!("0 0 {} 100", props.data.years.len());
    html! {
        <svg class="strip" viewBox={view_box} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            { for years }
        </svg>
    }
}

/// Props of [`Ribbon`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RibbonProps {
    /// The story's years and events.
    pub data: Shared,
}

/// The ribbon of the hero, with a year slider.
#[component]
pub fn Ribbon(props: &RibbonProps) -> Html {
    let year = use_state(|| None::<i32>);
    let data = &props.data;
    let (Some(first), Some(last)) = (data.years.first(), data.years.last()) else {
        return html! { <div hidden=true></div> };
    };
    let onchange = {
        let year = year.clone();
        Callback::from(move |e: InputEvent| {
            year.set(e.target_unchecked_into::<HtmlInputElement>().value().parse().ok());
        })
    };
    let shown = year.unwrap_or(last.year);
    let lit = year.map(|y| vec![y]).unwrap_or_default();
    html! {
        <div class="ribbon-touch">
            <RibbonStrip data={data.clone()} {lit} />
            <input type="range" class="ribbon-range" min={first.year.to_string()} max={last.year.to_string()} step="1"
                value={shown.to_string()} aria-label={text(Text::YearSlider)} oninput={onchange} />
            <div class="ribbon-says" aria-live="polite">{ says(data, *year) }</div>
        </div>
    }
}

fn says(data: &TimelineData, year: Option<i32>) -> Html {
    let Some(year) = year else { return html! { <p class="hint">{ text(Text::YearHint) }</p> } };
    let events: Vec<_> = data.events.iter().filter(|e| e.year == year).collect();
    let year_text = year.to_string();
    if events.is_empty() {
        return html! { <p><b class="num">{ year_text.clone() }</b>{ " " }{ fill(Text::YearNothing, &[&year_text]) }</p> };
    }
    let named = events.iter().take(NAMED).map(|e| html! {
        <span key={e.id.to_string()} class="ribbon-event"><a href={format!("#{}", e.id)}>{ e.title.clone() }</a></span>
    });
    let more = events.len().saturating_sub(NAMED);
    html! {
        <p>
            <b class="num">{ year_text }</b>{ " " }
            <span class="ribbon-events">{ for named }</span>
            if more > 0 { <span class="more">{ format!("+{more}") }</span> }
        </p>
    }
}
