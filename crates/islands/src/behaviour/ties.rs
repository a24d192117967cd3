//! The diagram of ties: pick a party and see its ties, in the drawing and in the cards beside it.

use web_sys::Element;

use super::{on_click, press};
use crate::dom;

pub(crate) fn wake(host: &Element) {
    let block = host.clone();
    on_click(host, "[data-party]", move |choice| {
        let party = choice.get_attribute("data-party").unwrap_or_default();
        // A party of the drawing stands for its button.
        let Ok(Some(button)) = block.query_selector(&["button[data-party=\"", &party, "\"]"].concat()) else { return };
        if let Some(group) = button.parent_element() {
            press(&group, &button);
        }
        show(&block, &party);
    });
}

fn show(block: &Element, party: &str) {
    let touches = |e: &Element| {
        party.is_empty() || e.get_attribute("data-parties").is_some_and(|v| v.split(' ').any(|v| v == party))
    };
    for line in dom::all_elements(block, "line[data-parties]") {
        let _ = line.class_list().toggle_with_force("dim", !touches(&line));
    }
    for card in dom::all(block, ".card[data-parties]") {
        card.set_hidden(!touches(&card));
    }
    let near: Vec<String> = dom::all_elements(block, "line[data-parties]:not(.dim)")
        .iter()
        .filter_map(|l| l.get_attribute("data-parties"))
        .collect();
    for node in dom::all_elements(block, "g[data-party]") {
        let id = node.get_attribute("data-party").unwrap_or_default();
        let reached = party.is_empty() || id == party || near.iter().any(|v| v.split(' ').any(|v| v == id));
        let _ = node.class_list().toggle_with_force("dim", !reached);
        let _ = node.class_list().toggle_with_force("picked", !party.is_empty() && id == party);
    }
}
