//! The drawing of ties: the line or name that the address points at is lit, and the cards follow.

use web_sys::Element;
use yew::Callback;

use crate::catalogue::{Text, fill};
use crate::dom;
use crate::fragment::State;
use crate::store;

/// Ids of a party's place in the page begin so.
const PARTY: &str = "ties-";
/// The party whose address stands for every tie.
const ALL: &str = "all";

pub(crate) fn wake(host: &Element) {
    let host = host.clone();
    let mut party = ALL.to_owned();
    show(&host, &party, None);
    let follow = move |state: State, party: &mut String| {
        let anchor = state.anchor.unwrap_or_default();
        let tie = parties_of(&host, &anchor);
        if let Some(chosen) = anchor.strip_prefix(PARTY) {
            chosen.clone_into(party);
        } else if tie.as_deref().is_some_and(|t| !names(t, party)) {
            ALL.clone_into(party);
        }
        show(&host, party, tie.as_deref());
    };
    follow(store::state(), &mut party);
    let party = std::cell::RefCell::new(party);
    std::mem::forget(store::subscribe(Callback::from(move |state| follow(state, &mut party.borrow_mut()))));
}

/// The two parties of a tie's card.
fn parties_of(block: &Element, id: &str) -> Option<String> {
    dom::by_id(id).filter(|e| block.contains(Some(e)))?.get_attribute("data-parties")
}

fn names(parties: &str, party: &str) -> bool {
    party == ALL || parties.split(' ').any(|p| p == party)
}

/// Lights the chosen tie, or those of the chosen party, and what they reach.
fn show(block: &Element, party: &str, tie: Option<&str>) {
    let free = party == ALL && tie.is_none();
    let mut lit = Vec::new();
    for line in dom::all_elements(block, "a[data-parties]") {
        let parties = line.get_attribute("data-parties").unwrap_or_default();
        let is_lit = tie.map_or_else(|| names(&parties, party), |tie| tie == parties);
        mark(&line, "lit", is_lit && !free);
        mark(&line, "dim", !is_lit);
        if is_lit {
            lit.push(parties);
        }
    }
    for node in dom::all_elements(block, "a[data-party]") {
        let id = node.get_attribute("data-party").unwrap_or_default();
        mark(&node, "dim", !free && !lit.iter().any(|p| names(p, &id)));
        mark(&node, "lit", tie.map_or(!free && id == party, |tie| names(tie, &id)));
    }
    let cards = dom::all(block, ".card");
    for card in &cards {
        card.set_hidden(!card.get_attribute("data-parties").is_some_and(|p| names(&p, party)));
    }
    let count = cards.iter().filter(|c| !c.hidden()).count();
    dom::say(block, fill(Text::Shown, &[&count.to_string(), &cards.len().to_string()]));
}

fn mark(element: &Element, class: &str, on: bool) {
    let _ = element.class_list().toggle_with_force(class, on);
}
