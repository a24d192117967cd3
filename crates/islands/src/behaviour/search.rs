//! Search as you type over the list of sources.

use web_sys::Element;

use super::on;
use crate::catalogue::{Text, fill};
use crate::dom;

pub(crate) fn wake(bar: &Element) {
    let Some(list) = bar.get_attribute("data-list").and_then(|id| dom::by_id(&id)) else { return };
    let bar = bar.clone();
    on(&bar.clone(), "input", move |event| {
        let words = dom::words(&dom::value(event));
        let items = dom::all(&list, "li[id]");
        let mut count = 0;
        for item in &items {
            let fits = dom::has_words(&item.text_content().unwrap_or_default(), &words);
            item.set_hidden(!fits);
            count += usize::from(fits);
        }
        for group in dom::all(&list, ":scope > section") {
            group.set_hidden(!matches!(group.query_selector("li[id]:not([hidden])"), Ok(Some(_))));
        }
        dom::say(&bar, fill(Text::SourcesShown, &[&count.to_string(), &items.len().to_string()]));
    });
}
