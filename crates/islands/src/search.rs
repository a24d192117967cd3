//! Search as you type over the list of sources.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::dom;

/// Props of [`Search`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SearchProps {
    /// Id of the element that holds the lists.
    pub list: AttrValue,
    /// Number of entries.
    pub count: usize,
}

impl crate::wire::Wire for SearchProps {
    fn encode(&self) -> String {
        format!("{}\t{}", self.list, self.count)
    }

    fn decode(text: &str) -> Self {
        let mut f = crate::wire::fields(text.trim_end());
        Self { list: f.text().to_owned().into(), count: f.number() as usize }
    }
}

/// The search field and its count.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let shown = use_state_eq(|| props.count);
    let oninput = {
        let (list, shown) = (props.list.clone(), shown.clone());
        Callback::from(move |e: InputEvent| {
            shown.set(filter(&list, &e.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    html! {
        <div class="search-bar">
            <label class="search"><span class="visually-hidden">{ text(Text::SearchSources) }</span>
                <input type="search" placeholder={text(Text::SearchSources)} {oninput} /></label>
            <span class="num" role="status">{ fill(Text::SourcesShown, &[&shown.to_string(), &props.count.to_string()]) }</span>
        </div>
    }
}

fn filter(list: &str, query: &str) -> usize {
    let Some(root) = dom::by_id(list) else { return 0 };
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut count = 0;
    for item in dom::all(&root, "li[id]") {
        let text = item.text_content().unwrap_or_default().to_lowercase();
        let fits = words.iter().all(|w| text.contains(w.as_str()));
        item.set_hidden(!fits);
        count += usize::from(fits);
    }
    for group in dom::all(&root, ":scope > section") {
        group.set_hidden(!matches!(group.query_selector("li[id]:not([hidden])"), Ok(Some(_))));
    }
    count
}
