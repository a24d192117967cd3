//! The section walk: where am I, what comes next, and which years the text in view speaks of.

use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::data::{Label, Shared};
use crate::dom;
use crate::ribbon::RibbonStrip;
use crate::wire::{Wire, fields, line, plain};

/// A section counts as "here" once its top has come this far up the window (share of its height).
const HERE: f64 = 0.4;

/// Props of [`Walk`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct WalkProps {
    /// Sections, in order.
    pub sections: Vec<Label>,
    /// The story's years.
    #[prop_or_default]
    pub data: Shared,
}

impl Wire for Vec<Label> {
    fn encode(&self) -> String {
        let mut out = String::new();
        for l in self {
            line(&mut out, &[&l.id, &l.label, &l.mark]);
        }
        out
    }

    fn decode(text: &str) -> Self {
        text.lines()
            .map(|row| {
                let mut f = fields(row);
                Label { id: plain(f.text()).into(), label: plain(f.text()).into(), mark: plain(f.text()).into() }
            })
            .collect()
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Place {
    section: Option<usize>,
    years: Vec<i32>,
}

/// The bar.
#[component]
pub fn Walk(props: &WalkProps) -> Html {
    let place = use_state_eq(Place::default);
    {
        let place = place.clone();
        let ids: Vec<AttrValue> = props.sections.iter().map(|s| s.id.clone()).collect();
        use_effect_with((), move |()| {
            let look = move || place.set(look(&ids));
            look();
            let waiting = std::rc::Rc::new(std::cell::Cell::new(false));
            let listener = EventListener::new(&dom::window(), "scroll", move |_| {
                // One look a frame is enough.
                if !waiting.replace(true) {
                    let (waiting, look) = (waiting.clone(), look.clone());
                    gloo::render::request_animation_frame(move |_| {
                        waiting.set(false);
                        look();
                    })
                    .forget_frame();
                }
            });
            move || drop(listener)
        });
    }
    let here = place.section;
    {
        let id = here.and_then(|n| props.sections.get(n)).map(|s| s.id.clone());
        use_effect_with(id, |id| {
            if let Some(id) = id {
                dom::report("section", id);
            }
        });
    }
    let count = props.sections.len();
    let items = props.sections.iter().enumerate().map(|(n, s)| html! {
        <li key={n}><a href={format!("#{}", s.id)} aria-current={(here == Some(n)).then_some("location")}>{ s.label.clone() }</a></li>
    });
    let title = here.and_then(|n| props.sections.get(n)).map_or_else(|| text(Text::Sections), |s| s.label.clone());
    let position = here.map(|n| fill(Text::Of, &[&(n + 1).to_string(), &count.to_string()])).unwrap_or_default();
    let target = |n: Option<usize>| n.and_then(|n| props.sections.get(n)).map(|s| format!("#{}", s.id));
    let previous = target(here.and_then(|n| n.checked_sub(1)));
    let next = target(Some(here.map_or(0, |n| n + 1)));
    html! {
        <div class="walk-bar">
            <button type="button" class="walk-here" popovertarget="walk-list">
                <span class="walk-title">{ title }</span><span class="walk-count num">{ position }</span>
            </button>
            <ol id="walk-list" popover="auto" class="walk-list">{ for items }</ol>
            <div class="walk-ribbon"><RibbonStrip data={props.data.clone()} lit={place.years.clone()} /></div>
            <a class="walk-step back" aria-disabled={previous.is_none().then_some("true")} href={previous} aria-label={text(Text::PreviousSection)}></a>
            <a class="walk-step on" aria-disabled={next.is_none().then_some("true")} href={next} aria-label={text(Text::NextSection)}></a>
        </div>
    }
}

trait ForgetFrame {
    fn forget_frame(self);
}

impl ForgetFrame for gloo::render::AnimationFrame {
    // Dropping the handle would cancel the frame.
    fn forget_frame(self) {
        std::mem::forget(self);
    }
}

fn look(ids: &[AttrValue]) -> Place {
    let height = dom::window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    let top = |e: &Element| e.get_bounding_client_rect().top();
    let section = ids
        .iter()
        .enumerate()
        .filter_map(|(n, id)| dom::by_id(id).map(|e| (n, e)))
        .take_while(|(_, e)| top(e) < height * HERE)
        .last();
    let Some((n, element)) = section else { return Place::default() };
    let mut years: Vec<i32> = dom::all(&element, ".prose a.to-event")
        .iter()
        .filter(|a| {
            let y = top(a);
            y > 0.0 && y < height
        })
        .filter_map(|a| a.get_attribute("data-year")?.parse().ok())
        .collect();
    years.sort_unstable();
    years.dedup();
    Place { section: Some(n), years }
}
