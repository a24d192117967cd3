//! A deck of cards: open all, close all, filter by a word. The cards themselves are `<details>`.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlElement};

use super::{on_click, press};
use crate::dom;
use crate::i18n::{Text, fill};

pub(crate) fn mount(bar: &Element) {
    let deck = bar.get_attribute("data-deck").unwrap_or_default();
    let (host, id) = (bar.clone(), deck.clone());
    on_click(bar, "[data-filter]", move |button| {
        if let Some(group) = button.parent_element() {
            press(&group, &button);
        }
        apply(&host, &id);
    });
    let (host, id) = (bar.clone(), deck.clone());
    on_click(bar, "[data-reset]", move |_| {
        for whole in dom::all(&host, "[data-value=\"\"]") {
            if let Some(group) = whole.parent_element() {
                press(&group, &whole);
            }
        }
        apply(&host, &id);
    });
    on_click(bar, "[data-open]", move |button| {
        let open = button.get_attribute("data-open").as_deref() == Some("true");
        for card in cards(&deck).iter().filter(|c| !c.hidden()) {
            if let Ok(Some(details)) = card.query_selector(":scope > details") {
                details.unchecked_into::<HtmlDetailsElement>().set_open(open);
            }
        }
    });
}

fn cards(deck: &str) -> Vec<HtmlElement> {
    dom::by_id(deck).map(|d| dom::all(&d, ":scope > .card")).unwrap_or_default()
}

/// Hides the cards that the pressed filters leave out, and says how many are left.
fn apply(bar: &Element, deck: &str) {
    let pressed = dom::all(bar, "[data-filter][aria-pressed=\"true\"]");
    let wanted: Vec<(String, String)> = pressed
        .iter()
        .filter_map(|b| Some((b.get_attribute("data-filter")?, b.get_attribute("data-value")?)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let cards = cards(deck);
    let mut left = 0;
    for card in &cards {
        let fits = wanted.iter().all(|(attribute, value)| card.get_attribute(attribute).as_ref() == Some(value));
        card.set_hidden(!fits);
        left += usize::from(fits);
    }
    let _ = bar.toggle_attribute_with_force("data-none", left == 0);
    dom::say(bar, fill(Text::Shown, &[&left.to_string(), &cards.len().to_string()]));
}
