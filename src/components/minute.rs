//! The story in a minute.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use super::link::ItemLink;
use super::prose::Prose;
use crate::page::use_page;

/// Five sentences, each with a way to its evidence.
#[component]
pub fn Minute() -> Html {
    let view = use_page().view;
    let items = view.story.minute.iter().map(|sentence| {
        let name = view.name(&sentence.to);
        let text = view.t(match view.item(&sentence.to).map(|item| item.kind) {
            Some(ItemKind::Section) => "evidence-section",
            Some(ItemKind::Claim) => "evidence-claim",
            _ => "evidence",
        });
        let label = view.words.label(&text, name);
        html! {
            <li><p><Prose text={sentence.text.clone()} inline=true />{ " " }<ItemLink id={sentence.to.clone()} class="evidence-link" {text} {label} /></p></li>
        }
    });
    html! { <ol class="minute">{ for items }</ol> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn every_sentence_leads_to_its_evidence() {
        let page = article(|_| {});
        let html = html_on(&page, html! { <Minute /> });
        assert_eq!(html.matches("<li>").count(), page.view.story.minute.len());
        assert_eq!(html.matches("class=\"evidence-link\"").count(), page.view.story.minute.len());
        assert!(html.contains("href=\"events.html#toll\"") || html.contains("href=\"concepts.html#toll\""), "{html}");
    }
}
