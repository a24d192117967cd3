//! Signposts to tick, and the scenarios they fit. The ticks are kept in the address, because the page stores nothing on
//! the reader's machine.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::on;
use crate::dom;
use crate::i18n::{Text, fill};
use crate::state::store::{self, Step};

pub(crate) fn mount(host: &Element) {
    let list = host.clone();
    on(host, "change", move |_| {
        let ticks = boxes(&list).iter().filter(|b| b.checked()).map(HtmlInputElement::value).collect();
        // Copies an address that restores the ticks.
        let anchor = Some(list.id());
        store::update(Step::Replace, |s| (s.ticks, s.anchor) = (ticks, anchor));
    });
    let host = host.clone();
    store::follow(move |state| show(&host, &state.ticks));
}

fn boxes(host: &Element) -> Vec<HtmlInputElement> {
    dom::all(host, "input").into_iter().filter_map(|e| e.dyn_into().ok()).collect()
}

fn show(host: &Element, ticks: &[String]) {
    let boxes = boxes(host);
    for b in &boxes {
        b.set_checked(ticks.contains(&b.value()));
    }
    let (mut most, mut names) = (0, String::new());
    for row in dom::all(host, "[data-scenario]") {
        let id = row.get_attribute("data-scenario").unwrap_or_default();
        let count = |attribute: &str| {
            let speaks =
                |b: &&HtmlInputElement| b.get_attribute(attribute).is_some_and(|v| v.split(' ').any(|v| v == id));
            boxes.iter().filter(|b| b.checked()).filter(speaks).count()
        };
        let (fits, against) = (count("data-fits"), count("data-against"));
        dots(&row, fits, against);
        let text = fill(Text::ChecklistFits, &[&fits.to_string()])
            + " · "
            + &fill(Text::ChecklistAgainst, &[&against.to_string()]);
        dom::set_text(&row, ".num", &text);
        if fits > 0 && fits >= most {
            if fits > most {
                names.clear();
                most = fits;
            } else {
                names += ", ";
            }
            names += &row.get_attribute("data-name").unwrap_or_default();
        }
    }
    let said = if names.is_empty() {
        names
    } else {
        fill(Text::ChecklistSum, &[&ticks.len().to_string(), &boxes.len().to_string(), &names])
    };
    dom::say(host, said);
}

fn dots(row: &HtmlElement, fits: usize, against: usize) {
    let Ok(Some(place)) = row.query_selector(".dots") else { return };
    place.set_text_content(None);
    for class in std::iter::repeat_n("fit", fits).chain(std::iter::repeat_n("unfit", against)) {
        dom::append(&place, "i", class, "");
    }
}
