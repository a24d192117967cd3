//! Scenarios and signposts: tick what you have seen, and see which scenario it fits. The ticks live in the address.

use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::data::Label;
use crate::store::{self, Step, use_store};
use crate::wire::{Wire, fields, line, plain};

/// A signpost as this island knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Id and title; the mark is the word of its status.
    pub label: Label,
    /// Positions of the scenarios it fits.
    pub fits: Vec<u8>,
    /// Positions of the scenarios it speaks against.
    pub against: Vec<u8>,
}

/// Props of [`Outlook`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct OutlookProps {
    /// Scenarios.
    pub scenarios: Vec<Label>,
    /// Signposts.
    pub signs: Vec<Sign>,
}

impl Wire for OutlookProps {
    fn encode(&self) -> String {
        let list = |l: &[u8]| l.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let mut out = String::new();
        for s in &self.scenarios {
            line(&mut out, &["S", &s.id, &s.label]);
        }
        for s in &self.signs {
            line(&mut out, &["P", &s.label.id, &s.label.label, &s.label.mark, &list(&s.fits), &list(&s.against)]);
        }
        out
    }

    fn decode(text: &str) -> Self {
        let list = |s: &str| s.split(',').filter_map(|n| n.parse().ok()).collect();
        let mut props = Self { scenarios: Vec::new(), signs: Vec::new() };
        for row in text.lines() {
            let mut f = fields(row);
            let kind = f.text();
            let mut label = Label { id: plain(f.text()).into(), label: plain(f.text()).into(), mark: AttrValue::default() };
            if kind == "S" {
                props.scenarios.push(label);
            } else {
                label.mark = plain(f.text()).into();
                props.signs.push(Sign { label, fits: list(f.text()), against: list(f.text()) });
            }
        }
        props
    }
}

/// The checklist and what it speaks for.
#[component]
pub fn Outlook(props: &OutlookProps) -> Html {
    let ticks = use_store().ticks;
    let ticked = |s: &Sign| ticks.iter().any(|t| *t == *s.label.id);
    let boxes = props.signs.iter().map(|s| {
        let id = s.label.id.to_string();
        let onchange = {
            let id = id.clone();
            Callback::from(move |_: Event| {
                store::update(Step::Replace, |state| match state.ticks.iter().position(|t| *t == id) {
                    Some(n) => drop(state.ticks.remove(n)),
                    None => state.ticks.push(id.clone()),
                });
            })
        };
        html! {
            <li key={id.clone()}><label class="tick"><input type="checkbox" checked={ticked(s)} {onchange} />
                <span>{ s.label.label.clone() }</span></label></li>
        }
    });
    let any = props.signs.iter().any(ticked);
    let rows = props.scenarios.iter().enumerate().map(|(n, scenario)| {
        let count = |pick: fn(&Sign) -> &Vec<u8>| {
            props.signs.iter().filter(|s| ticked(s) && pick(s).contains(&(n as u8))).count()
        };
        let (fits, against) = (count(|s| &s.fits), count(|s| &s.against));
        let dots = |count: usize, class: &'static str| (0..count).map(move |n| html! { <i key={n} class={class}></i> }).collect::<Html>();
        html! {
            <li key={n}>
                <a href={format!("#{}", scenario.id)}>{ scenario.label.clone() }</a>
                <span class="dots" aria-hidden="true">{ dots(fits, "fit") }{ dots(against, "unfit") }</span>
                <span class="num">{ fill(Text::OutlookFits, &[&fits.to_string()]) }{ " · " }{ fill(Text::OutlookAgainst, &[&against.to_string()]) }</span>
            </li>
        }
    });
    html! {
        <div class="outlook">
            <p class="hint">{ text(Text::OutlookHelp) }</p>
            <fieldset><legend>{ text(Text::OutlookTick) }</legend><ul class="ticks">{ for boxes }</ul></fieldset>
            <ul class="outlook-rows" role="status" data-any={any.to_string()}>{ for rows }</ul>
        </div>
    }
}
