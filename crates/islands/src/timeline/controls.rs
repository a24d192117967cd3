//! The toolbar and the filters.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::stage::{passes, way};
use crate::catalogue::{Text, text};
use crate::data::{Label, TimelineData};
use crate::fragment::{Filter, Lanes};

/// What a reader asks of the timeline through its controls.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    ZoomIn,
    ZoomOut,
    Fit,
    Earlier,
    Later,
    Play,
    Filter(Filter),
    Lanes(Lanes),
    Help,
}

/// Draws the toolbar.
pub(crate) fn toolbar(data: &TimelineData, filter: &Filter, lanes: Lanes, playing: bool, ask: &Callback<Ask>) -> Html {
    let button = |key: Text, icon: &'static str, what: Ask| {
        let ask = ask.clone();
        let onclick = Callback::from(move |_: MouseEvent| ask.emit(what.clone()));
        html! { <button type="button" class={classes!("tool", icon)} aria-label={text(key)} title={text(key)} {onclick}></button> }
    };
    let search = {
        let (ask, filter) = (ask.clone(), filter.clone());
        Callback::from(move |e: InputEvent| {
            let query = e.target_unchecked_into::<HtmlInputElement>().value();
            ask.emit(Ask::Filter(Filter { query, ..filter.clone() }));
        })
    };
    let active = active(filter);
    html! {
        <div class="tl-bar">
            <label class="search"><span class="visually-hidden">{ text(Text::SearchEvents) }</span>
                <input type="search" placeholder={text(Text::SearchEvents)} value={filter.query.clone()} oninput={search} /></label>
            <button type="button" class="tool-text" popovertarget="tl-filters" data-active={(active > 0).to_string()}>
                { text(Text::Filters) }<span class="chip-count num">{ if active > 0 { active.to_string() } else { String::new() } }</span></button>
            { filters(data, filter, lanes, ask) }
            <span class="tools" role="group" aria-label={text(Text::ViewLabel)}>
                { button(Text::Earlier, "earlier", Ask::Earlier) }
                { button(Text::Later, "later", Ask::Later) }
                { button(Text::ZoomOut, "out", Ask::ZoomOut) }
                { button(Text::ZoomIn, "in", Ask::ZoomIn) }
                { button(Text::Fit, "fit", Ask::Fit) }
                { button(if playing { Text::Pause } else { Text::Play }, if playing { "pause" } else { "play" }, Ask::Play) }
                { button(Text::Help, "help", Ask::Help) }
            </span>
        </div>
    }
}

fn active(filter: &Filter) -> usize {
    [
        !filter.themes.is_empty(),
        !filter.directions.is_empty(),
        !filter.parties.is_empty(),
        filter.importance > 1,
        filter.years.is_some(),
    ]
    .into_iter()
    .filter(|on| *on)
    .count()
}

fn filters(data: &TimelineData, filter: &Filter, lanes: Lanes, ask: &Callback<Ask>) -> Html {
    let years = data.years.first().zip(data.years.last()).map(|(a, b)| (a.year, b.year));
    let reset = {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| ask.emit(Ask::Filter(Filter::default())))
    };
    html! {
        <div id="tl-filters" popover="auto" class="tl-filters">
            { group(data, filter, ask, Text::Kinds, &data.themes, &filter.themes, |f, ids| f.themes = ids) }
            if !data.ways.is_empty() {
                { group(data, filter, ask, Text::Direction, &data.ways, &filter.directions, |f, ids| f.directions = ids) }
            }
            { group(data, filter, ask, Text::Parties, &data.parties, &filter.parties, |f, ids| f.parties = ids) }
            <div class="tl-fields">
                { importance(filter, ask) }
                { lanes_by(lanes, ask) }
                if let Some((first, last)) = years { { period(filter, ask, first, last) } }
            </div>
            <div class="tl-filter-end">
                <button type="button" class="quiet" onclick={reset}>{ text(Text::Reset) }</button>
                <button type="button" class="quiet" popovertarget="tl-filters" popovertargetaction="hide">{ text(Text::Close) }</button>
            </div>
        </div>
    }
}

/// A group of check boxes, each with the number of events it would show beside the other filters.
fn group(
    data: &TimelineData, filter: &Filter, ask: &Callback<Ask>, name: Text, labels: &[Label], chosen: &[String],
    put: fn(&mut Filter, Vec<String>),
) -> Html {
    let mut others = filter.clone();
    put(&mut others, Vec::new());
    let boxes = labels.iter().enumerate().map(|(n, label)| {
        let mut only = others.clone();
        put(&mut only, vec![label.id.to_string()]);
        let count = (0..data.events.len()).filter(|e| passes(data, &only, *e)).count();
        let onchange = {
            let (ask, filter, chosen, id) = (ask.clone(), filter.clone(), chosen.to_vec(), label.id.to_string());
            Callback::from(move |_: Event| {
                let mut ids = chosen.clone();
                match ids.iter().position(|i| *i == id) {
                    Some(n) => drop(ids.remove(n)),
                    None => ids.push(id.clone()),
                }
                let mut filter = filter.clone();
                put(&mut filter, ids);
                ask.emit(Ask::Filter(filter));
            })
        };
        let checked = chosen.iter().any(|c| *c == *label.id);
        html! {
            <label key={n} class="check"><input type="checkbox" {checked} {onchange} />
                <span>{ label.label.clone() }</span><span class="chip-count num">{ count }</span></label>
        }
    });
    html! { <fieldset><legend>{ text(name) }</legend><div class="checks">{ for boxes }</div></fieldset> }
}

fn select(name: Text, options: &[(&'static str, Text)], chosen: &str, pick: Callback<String>) -> Html {
    let onchange = Callback::from(move |e: Event| pick.emit(e.target_unchecked_into::<HtmlSelectElement>().value()));
    let options = options.iter().enumerate().map(|(n, (value, label))| html! {
        <option key={n} value={*value} selected={*value == chosen}>{ text(*label) }</option>
    });
    html! { <label class="field"><span>{ text(name) }</span><select {onchange}>{ for options }</select></label> }
}

fn importance(filter: &Filter, ask: &Callback<Ask>) -> Html {
    let (ask, base) = (ask.clone(), filter.clone());
    let pick = Callback::from(move |v: String| {
        ask.emit(Ask::Filter(Filter { importance: v.parse().unwrap_or(0), ..base.clone() }));
    });
    let options = [("0", Text::ImportanceAll), ("2", Text::ImportanceMiddle), ("3", Text::ImportanceMain)];
    let chosen = filter.importance.to_string();
    select(Text::Importance, &options, &chosen, pick)
}

fn lanes_by(lanes: Lanes, ask: &Callback<Ask>) -> Html {
    let ask = ask.clone();
    let pick = Callback::from(move |v: String| {
        ask.emit(Ask::Lanes(match v.as_str() {
            "party" => Lanes::Party,
            "none" => Lanes::None,
            _ => Lanes::Theme,
        }));
    });
    let options = [("theme", Text::LanesTheme), ("party", Text::LanesParty), ("none", Text::LanesNone)];
    let chosen = match lanes {
        Lanes::Theme => "theme",
        Lanes::Party => "party",
        Lanes::None => "none",
    };
    select(Text::LanesBy, &options, chosen, pick)
}

fn period(filter: &Filter, ask: &Callback<Ask>, first: i32, last: i32) -> Html {
    let (from, to) = filter.years.unwrap_or((first, last));
    let field = |key: Text, value: i32, is_from: bool| {
        let (ask, filter) = (ask.clone(), filter.clone());
        let onchange = Callback::from(move |e: Event| {
            let Ok(year) = e.target_unchecked_into::<HtmlInputElement>().value().parse::<i32>() else { return };
            let (a, b) = if is_from { (year, to.max(year)) } else { (from.min(year), year) };
            let years = (a > first || b < last).then_some((a, b));
            ask.emit(Ask::Filter(Filter { years, ..filter.clone() }));
        });
        html! {
            <label class="field"><span>{ text(key) }</span>
                <input type="number" class="num" min={first.to_string()} max={last.to_string()} value={value.to_string()} {onchange} /></label>
        }
    };
    html! { <>{ field(Text::From, from, true) }{ field(Text::To, to, false) }</> }
}

/// The class of a direction's mark.
pub(crate) fn way_class(direction: i8) -> &'static str {
    ["up", "down", "flat"][way(direction)]
}
