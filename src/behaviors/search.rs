//! Search as you type over the list of sources.

use web_sys::Element;

use super::on;
use crate::i18n::{Text, fill};
use crate::{dom, fold};

pub(crate) fn mount(bar: &Element) {
    let Some(list) = bar.get_attribute("data-list").and_then(|id| dom::by_id(&id)) else { return };
    let bar = bar.clone();
    on(&bar.clone(), "input", move |event| {
        let words = fold::words(&dom::value(event));
        let (mut shown, mut all) = (0, 0);
        for group in dom::all(&list, "details") {
            // What kind a group's sources are is said once, above them.
            let kind = group.get_attribute("data-kind").unwrap_or_default();
            let items = dom::all(&group, "li[id]");
            let mut here = 0;
            for item in &items {
                let fits = fold::has_words(&(item.text_content().unwrap_or_default() + &kind), &words);
                item.set_hidden(!fits);
                here += usize::from(fits);
            }
            group.set_hidden(here == 0);
            // What is found is seen; the whole list is folded again.
            let _ = group.toggle_attribute_with_force("open", !words.is_empty());
            dom::set_text(&group, ".chip-count", &fill(Text::Of, &[&here.to_string(), &items.len().to_string()]));
            shown += here;
            all += items.len();
        }
        dom::say(&bar, fill(Text::SourcesShown, &[&shown.to_string(), &all.to_string()]));
    });
}
