//! The guided walk: buttons and keys for a row of steps that scrolls and snaps by itself.

use gloo::events::EventListener;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::dom;
use crate::store::{self, Step, use_store};

/// Props of [`Steps`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct StepsProps {
    /// Id of the list of steps.
    pub list: AttrValue,
    /// Number of steps.
    pub count: u16,
}

impl crate::wire::Wire for StepsProps {
    fn encode(&self) -> String {
        format!("{}\t{}", self.list, self.count)
    }

    fn decode(text: &str) -> Self {
        let mut f = crate::wire::fields(text.trim_end());
        Self { list: f.text().to_owned().into(), count: f.number() as u16 }
    }
}

/// The controls.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let state = use_store();
    let step = state.step.unwrap_or(1).clamp(1, props.count.max(1));
    {
        // The address leads: a link, "back", or a button all end here.
        let list = props.list.clone();
        use_effect_with(state.step, move |step| {
            if let Some(step) = step {
                show(&list, *step, true);
            }
        });
    }
    {
        // A swipe leads too: the step that came to rest is written to the address.
        let (list, count) = (props.list.clone(), props.count);
        use_effect_with((), move |()| {
            let element = dom::by_id(&list);
            let listener = element.map(|e| {
                let timer = std::rc::Rc::new(std::cell::RefCell::new(None));
                EventListener::new(&e, "scroll", move |_| {
                    let list = list.clone();
                    *timer.borrow_mut() = Some(gloo::timers::callback::Timeout::new(150, move || {
                        if let Some(n) = resting(&list).filter(|n| *n <= count && store::state().step.unwrap_or(1) != *n) {
                            store::update(Step::Replace, |s| s.step = Some(n));
                        }
                    }));
                })
            });
            move || drop(listener)
        });
    }
    let go = |n: u16| Callback::from(move |_: MouseEvent| store::update(Step::Replace, |s| s.step = Some(n)));
    html! {
        <div class="steps-bar">
            <button type="button" class="step-button" disabled={step <= 1} onclick={go(step.saturating_sub(1).max(1))}>{ text(Text::Previous) }</button>
            <span class="num" role="status">{ fill(Text::Step, &[&step.to_string(), &props.count.to_string()]) }</span>
            <button type="button" class="step-button" disabled={step >= props.count} onclick={go(step + 1)}>{ text(Text::Next) }</button>
        </div>
    }
}

fn items(list: &str) -> (Option<web_sys::Element>, Vec<HtmlElement>) {
    let element = dom::by_id(list);
    let items = element.as_ref().map(|e| dom::all(e, ":scope > li")).unwrap_or_default();
    (element, items)
}

fn show(list: &str, step: u16, smooth: bool) {
    let (Some(element), items) = items(list) else { return };
    let (Some(first), Some(item)) = (items.first(), items.get(usize::from(step) - 1)) else { return };
    let options = web_sys::ScrollToOptions::new();
    options.set_left(f64::from(item.offset_left() - first.offset_left()));
    if smooth && !dom::reduced_motion() {
        options.set_behavior(web_sys::ScrollBehavior::Smooth);
    }
    element.scroll_to_with_scroll_to_options(&options);
}

fn resting(list: &str) -> Option<u16> {
    let (element, items) = items(list);
    let (element, first) = (element?, items.first()?);
    let at = element.scroll_left();
    let nearest = items.iter().enumerate().min_by_key(|(_, e)| (e.offset_left() - first.offset_left() - at).abs())?;
    u16::try_from(nearest.0 + 1).ok()
}
