//! The ribbon of the hero: shows in words what happened in the year that is touched.

use web_sys::Element;

use super::{entries, on};
use crate::dom;
use crate::i18n::{Text, digits, fill};
use crate::number::whole;
use crate::state::data;

/// How many events of a year are named before "and more".
const NAMED: usize = 3;

pub(crate) fn mount(host: &Element) {
    let host = host.clone();
    on(&host.clone(), "input", move |event| {
        let Some(year) = whole::<i32>(&dom::value(event)) else { return };
        light(&host, &[year]);
        if let Ok(Some(place)) = host.query_selector(".ribbon-says") {
            say(&place, year);
        }
    });
}

fn say(place: &Element, year: i32) {
    let events = data::events_of_year(year);
    let text = if year < 1 { fill(Text::YearBce, &[&(1 - year).to_string()]) } else { digits(&year.to_string()) };
    place.set_text_content(None);
    dom::append(place, "b", "num", &text);
    if events.is_empty() {
        dom::append(place, "span", "", &(" ".to_owned() + &fill(Text::YearNothing, &[&text])));
        return;
    }
    dom::append(place, "span", "", " ");
    for (id, title) in events.iter().take(NAMED) {
        if let Some(item) = dom::append(place, "span", "ribbon-event", "")
            && let Some(link) = dom::append(&item, "a", "", title)
        {
            let _ = link.set_attribute("href", &entries::event_address(id));
            let _ = link.set_attribute("data-kind", "event");
        }
    }
    let more = events.len().saturating_sub(NAMED);
    if more > 0 {
        dom::append(place, "span", "more", &fill(Text::ClusterShort, &[&more.to_string()]));
    }
}

/// Highlights these years in the ribbon below `host`, and no others.
pub(crate) fn light(host: &Element, years: &[i32]) {
    let Ok(Some(strip)) = host.query_selector(".strip") else { return };
    let first: i32 = strip.get_attribute("data-first").and_then(|y| whole(&y)).unwrap_or(0);
    for (n, cell) in dom::all_elements(&strip, ":scope > *").iter().enumerate() {
        let _ = cell.class_list().toggle_with_force("lit", years.contains(&(first + n as i32)));
    }
}
