//! The story in a minute.

use yew::prelude::*;

use super::link::ItemLink;
use super::prose::Prose;
use crate::page::use_page;

/// Five sentences, each with a way to its evidence.
#[component]
pub fn Minute() -> Html {
    let view = use_page().view;
    let items = view.story.minute.iter().map(|sentence| {
        let label = view.words.label(view.words.get("evidence"), view.name(&sentence.to));
        html! {
            <li><p><Prose text={sentence.text.clone()} inline=true />{ " " }<ItemLink id={sentence.to.clone()} class="evidence-link" text={view.t("evidence")} {label} /></p></li>
        }
    });
    html! { <ol class="minute">{ for items }</ol> }
}
