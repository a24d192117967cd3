//! Links to items and sources. Each names the kind of its target (`data-kind`), by which the browser knows that it can
//! show a preview.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use super::card::Rating;
use crate::page::{kind_name, use_page};

/// Props of [`ItemLink`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ItemLinkProps {
    /// Id of the item.
    pub id: AttrValue,
    /// Words of the link, if they are not the item's name.
    #[prop_or_default]
    pub text: Option<AttrValue>,
    /// Accessible name, where the words alone do not say what the link leads to.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    /// Class.
    pub class: Classes,
}

/// A link to an item. A link to a claim shows the verdict first, so that a refuted claim is never read as a statement
/// of ours.
#[component]
pub fn ItemLink(props: &ItemLinkProps) -> Html {
    let page = use_page();
    let Some(item) = page.view.item(&props.id) else { return html! { <span></span> } };
    let href = page.item_href(&props.id, item);
    let name = props.text.clone().unwrap_or_else(|| page.view.item_name(item).trim_end_matches('.').to_owned().into());
    let year = (item.kind == ItemKind::Event).then(|| page.view.story.events[item.ix].date.year().to_string());
    let verdict = (item.kind == ItemKind::Claim && props.text.is_none())
        .then(|| page.view.story.verdicts[page.view.story.claims[item.ix].verdict].clone());
    let target = page.target(&href);
    html! {
        <a class={props.class.clone()} {href} data-kind={kind_name(item.kind)} data-year={year} {target} rel={target.map(|_| "noopener")} aria-label={props.label.clone()}>
            if let Some(verdict) = verdict { <Rating rating={verdict} /><span class="rating-gap">{ " " }</span> }{ name }</a>
    }
}

/// Props of [`SourceLink`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SourceLinkProps {
    /// Position of the source.
    pub source: usize,
    /// Words of the link.
    pub text: AttrValue,
}

/// A link to the entry of a source.
#[component]
pub fn SourceLink(props: &SourceLinkProps) -> Html {
    let page = use_page();
    let href = page.source_href(props.source);
    let target = page.target(&href);
    html! { <a class="source" {href} data-kind="source" {target} rel={target.map(|_| "noopener")}>{ props.text.clone() }</a> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};
    use crate::page::{Embed, Surface};

    #[test]
    fn a_link_to_a_claim_shows_the_verdict_unless_it_has_words_of_its_own() {
        let page = article(|_| {});
        let id = page.view.story.claims[0].id.clone();
        let html = html_on(&page, html! { <ItemLink id={id.clone()} /> });
        assert!(html.contains("data-kind=\"claim\"><span class=\"rating"), "{html}");
        assert!(!html_on(&page, html! { <ItemLink {id} text="evidence" /> }).contains("rating"));
    }

    #[test]
    fn a_link_out_of_a_frame_opens_a_tab_and_one_within_the_page_does_not() {
        let link = || html! { <ItemLink id="ada-brook" /> };
        let person = Surface::Embed(Embed::Item(ItemKind::Person, 0));
        let event = Surface::Embed(Embed::Item(ItemKind::Event, 0));
        assert!(
            html_on(&page(view(|_| {}), event), link())
                .contains("href=\"../people.html#ada-brook\" data-kind=\"person\" target=\"_blank\" rel=\"noopener\"")
        );
        assert!(!html_on(&page(view(|_| {}), person), link()).contains("target"));
    }
}
