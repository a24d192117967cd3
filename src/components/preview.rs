//! Where a link is answered: empty until the browser's program fills it with the entry that a link leads to.

use yew::prelude::*;

use crate::page::use_page;

/// The place of previews, hidden.
#[component]
pub fn Preview() -> Html {
    let view = use_page().view;
    html! {
        <aside id="preview" class="preview" aria-label={view.t("preview")} hidden=true>
            <div class="preview-bar">
                <button type="button" class="preview-back quiet" hidden=true>{ view.t("back") }</button>
                <a class="preview-open">{ view.t("whole-entry") }</a>
                <button type="button" class="preview-close quiet">{ view.t("close") }</button>
            </div>
            <div class="preview-body" tabindex="-1"></div>
        </aside>
    }
}
