//! The layer in which previews are shown: empty until the browser's program copies into it the entry that a link leads
//! to (`src/behaviors/preview.rs`).

use yew::prelude::*;

use crate::page::use_page;

/// The empty, hidden layer.
#[component]
pub fn Preview() -> Html {
    let page = use_page();
    let view = &page.view;
    html! {
        <div id="preview" class="preview" role="dialog" aria-labelledby="preview-title" data-root={page.root()} hidden=true>
            <div class="preview-bar">
                <button type="button" class="preview-back quiet" hidden=true>{ view.t("back") }</button>
                <button type="button" class="preview-close quiet">{ view.t("close") }</button>
            </div>
            <div class="preview-body"></div>
            <p class="preview-end">
                <a class="preview-open">{ view.t("whole-entry") }</a>
                <a class="preview-go" hidden=true>{ view.t("go-to-entry") }</a>
                <a class="preview-timeline" hidden=true>{ view.t("show-in-timeline") }</a>
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};
    use crate::page::{Embed, Surface};

    #[test]
    fn the_layer_is_hidden_and_knows_the_way_to_the_story() {
        let html = html_on(&article(|_| {}), html! { <Preview /> });
        assert!(html.contains("data-root=\"\" hidden"), "{html}");
        let html = html_on(&page(view(|_| {}), Surface::Embed(Embed::Whole)), html! { <Preview /> });
        assert!(html.contains("data-root=\"../\" hidden"), "{html}");
    }
}
