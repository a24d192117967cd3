//! The relation diagram: highlights the tie or party that the address names, and shows only the cards that belong to
//! it.

use std::cell::RefCell;

use web_sys::Element;

use crate::dom;
use crate::i18n::{Text, fill};
use crate::state::store;

/// Prefix of the ids that stand for a party.
const PARTY: &str = "ties-";
/// Stands for all parties: every tie is shown.
const ALL: &str = "all";

pub(crate) fn mount(host: &Element) {
    let host = host.clone();
    let party = RefCell::new(ALL.to_owned());
    store::follow(move |state| {
        let anchor = state.anchor.clone().unwrap_or_default();
        let tie = dom::by_id(&anchor).and_then(|card| card.get_attribute("data-parties"));
        let mut party = party.borrow_mut();
        if let Some(chosen) = anchor.strip_prefix(PARTY) {
            *party = chosen.to_owned();
        } else if tie.as_ref().is_some_and(|tie| !names(tie, &party)) {
            // This tie is not one of the chosen party's, so the choice would hide its card.
            *party = ALL.to_owned();
        }
        show(&host, &party, tie.as_deref());
    });
}

fn names(parties: &str, party: &str) -> bool {
    party == ALL || parties.split(' ').any(|p| p == party)
}

/// Highlights the chosen tie, or all ties of the chosen party, and the nodes at their ends.
fn show(block: &Element, party: &str, tie: Option<&str>) {
    let free = party == ALL && tie.is_none();
    let mut reached = String::new();
    for line in dom::all_elements(block, "a[data-parties]") {
        let parties = line.get_attribute("data-parties").unwrap_or_default();
        let lit = tie.map_or_else(|| names(&parties, party), |tie| tie == parties);
        mark(&line, lit && !free, !lit);
        if lit {
            reached += &parties;
            reached.push(' ');
        }
    }
    for node in dom::all_elements(block, "a[data-party]") {
        let id = node.get_attribute("data-party").unwrap_or_default();
        mark(&node, !free && names(tie.unwrap_or(party), &id), !free && !names(&reached, &id));
    }
    let cards = dom::all(block, ".card");
    let mut left = 0;
    for card in &cards {
        let fits = card.get_attribute("data-parties").is_some_and(|p| names(&p, party));
        card.set_hidden(!fits);
        left += usize::from(fits);
    }
    dom::say(block, fill(Text::Shown, &[&left.to_string(), &cards.len().to_string()]));
}

fn mark(element: &Element, lit: bool, dim: bool) {
    let class = if lit {
        "lit"
    } else if dim {
        "dim"
    } else {
        ""
    };
    let _ = element.set_attribute("data-light", class);
}
