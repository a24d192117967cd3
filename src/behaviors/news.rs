//! What is new for a returning reader: `since=2026-11-24` in the address marks later changes and the cards they touch.
//! Nothing is stored.

use web_sys::Element;
use yew::Callback;

use crate::dom;
use crate::i18n::{Text, fill, text};
use crate::state::store;
use crate::state::url::State;

pub(crate) fn mount(list: &Element) {
    let list = list.clone();
    let follow = Callback::from(move |state: State| mark(&list, &state));
    follow.emit(store::state());
    std::mem::forget(store::subscribe(follow));
}

fn mark(list: &Element, state: &State) {
    // Dates of this form sort as text.
    let since =
        state.rest.iter().find(|(key, value)| key == "since" && is_date(value)).map(|(_, value)| value.as_str());
    let mut unchanged = since.is_some();
    for item in dom::all(list, "[data-date]") {
        let date = item.get_attribute("data-date").unwrap_or_default();
        let new = since.is_some_and(|since| date.as_str() > since);
        unchanged &= !new;
        let _ = item.toggle_attribute_with_force("data-new", new);
        for id in item.get_attribute("data-cards").unwrap_or_default().split(' ') {
            if let Some(card) = dom::by_id(id) {
                let _ = card.toggle_attribute_with_force("data-new", new);
                if new && matches!(card.query_selector(".new-mark"), Ok(None)) {
                    dom::append(
                        &card.query_selector("summary").ok().flatten().unwrap_or(card),
                        "b",
                        "new-mark",
                        &text(Text::New),
                    );
                }
            }
        }
    }
    // As the list writes it: such an address is made on the day of a change.
    let written = |since: &str| {
        let time = list.query_selector(&["[data-date=\"", since, "\"] time"].concat()).ok().flatten();
        time.and_then(|time| time.text_content()).unwrap_or_else(|| since.to_owned())
    };
    let said = since.filter(|_| unchanged).map(|since| fill(Text::Unchanged, &[&written(since)]));
    dom::say(list, said.unwrap_or_default());
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}
