//! What cards of every kind share: a front that is always seen, a back that opens, and a foot with sources.

use backstory_content::model::{self, ItemKind, RatingTerm, SourceKind};
use yew::prelude::*;

use super::link::{ItemLink, SourceLink};
use super::prose::Prose;
use crate::page::{kind_name, use_page};

/// Props of [`Card`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CardProps {
    /// Id of the item.
    pub id: AttrValue,
    /// What it is.
    pub kind: ItemKind,
    /// What is seen while the card is closed.
    pub front: Html,
    /// Further words by which the search of its list finds it.
    #[prop_or_default]
    pub word: Option<AttrValue>,
    /// The party for the filter of its list.
    #[prop_or_default]
    pub party: Option<AttrValue>,
    /// The two parties of a tie, for the diagram.
    #[prop_or_default]
    pub parties: Option<AttrValue>,
    /// What is seen once the card is open.
    pub children: Html,
}

/// Reader views drop what calls itself by such a word, in an id too, unless it also calls itself content.
const DROPPED: [&str; 16] = [
    "-ad-",
    "banner",
    "comment",
    "community",
    "extra",
    "footer",
    "header",
    "menu",
    "popup",
    "related",
    "remark",
    "replies",
    "rss",
    "sidebar",
    "social",
    "sponsor",
];

/// The class of an entry whose id has a word for which reader views would drop it.
pub(super) fn kept_by_readers(id: &str) -> Option<&'static str> {
    DROPPED.iter().any(|word| id.contains(word)).then_some("content")
}

/// A card that opens where it is.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let page = use_page();
    let kind = kind_name(props.kind);
    html! {
        <article class={classes!("entry", "card", format!("{kind}-card"), kept_by_readers(&props.id))} id={props.id.clone()} data-entry={kind} data-word={props.word.clone()}
            data-party={props.party.clone()} data-parties={props.parties.clone()}>
            <details open={page.is_open()}>
                <summary><EntryKind kind={props.kind} />{ props.front.clone() }</summary>
                <div class="entry-body">{ props.children.clone() }</div>
            </details>
        </article>
    }
}

/// Props of [`EntryKind`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EntryKindProps {
    /// The kind.
    pub kind: ItemKind,
}

/// Names the kind of an entry. The styles show it only where entries of other kinds may stand too, as in a preview.
#[component]
pub fn EntryKind(props: &EntryKindProps) -> Html {
    let view = use_page().view;
    let key = ["kind-", kind_name(props.kind)].concat();
    html! { <span class="entry-kind">{ view.t(&key) }</span> }
}

/// Props of [`Title`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TitleProps {
    /// Level in the article.
    pub level: u8,
    /// Class.
    #[prop_or_default]
    pub class: Classes,
    /// The words.
    pub text: AttrValue,
}

/// The title of an entry, as a heading one level below what stands above it on this page.
#[component]
pub fn Title(props: &TitleProps) -> Html {
    let page = use_page();
    let tag = format!("h{}", page.card_heading(props.level));
    html! { <@{tag} class={classes!("entry-title", props.class.clone())} data-entry-title="">{ props.text.clone() }</@> }
}

/// Props of [`Rating`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RatingProps {
    /// The verdict or status.
    pub rating: RatingTerm,
}

/// A verdict or a status: a word with its mark.
#[component]
pub fn Rating(props: &RatingProps) -> Html {
    let word = &props.rating;
    html! { <span class={classes!("rating", format!("tone-{}", word.tone.id()))}>{ word.label.clone() }</span> }
}

/// Props of [`EntryEnd`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EntryEndProps {
    /// Id of the item.
    pub id: AttrValue,
    /// Ids of related items.
    #[prop_or_default]
    pub related: Vec<String>,
    /// Positions of its sources.
    #[prop_or_default]
    pub sources: Vec<usize>,
    /// What is contested or thin.
    #[prop_or_default]
    pub doubt: Option<model::Prose>,
}

/// The foot of an entry: what is contested, related items, sources, and a button that copies its address.
#[component]
pub fn EntryEnd(props: &EntryEndProps) -> Html {
    html! {
        <>
            <Doubt doubt={props.doubt.clone()} /><Related ids={props.related.clone()} /><SourceLine sources={props.sources.clone()} />
            <CopyLink id={props.id.clone()} />
        </>
    }
}

/// The sources that the texts of an entry do not cite: those cited at a sentence are not listed again.
#[must_use]
pub fn uncited<'a>(sources: &[usize], texts: impl IntoIterator<Item = &'a model::Prose>) -> Vec<usize> {
    let cited: Vec<usize> = texts.into_iter().flat_map(|text| text.cites.iter().copied()).collect();
    sources.iter().copied().filter(|source| !cited.contains(source)).collect()
}

/// Related items that the texts of an entry do not link to already.
#[must_use]
pub fn unlinked<'a>(related: &[String], texts: impl IntoIterator<Item = &'a model::Prose>) -> Vec<String> {
    let linked: Vec<&String> = texts.into_iter().flat_map(|text| text.leads.iter().chain(&text.terms)).collect();
    related.iter().filter(|id| !linked.contains(id)).cloned().collect()
}

/// Props of [`Doubt`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct DoubtProps {
    /// What is contested or thin.
    pub doubt: Option<model::Prose>,
}

/// What is contested or thin, with a label that says so.
#[component]
pub fn Doubt(props: &DoubtProps) -> Html {
    let page = use_page();
    props.doubt.as_ref().map_or_else(Html::default, |doubt| {
        html! { <div class="doubt"><b>{ page.view.t("in-doubt") }</b><Prose text={doubt.clone()} /></div> }
    })
}

/// Props of [`Related`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RelatedProps {
    /// Ids.
    pub ids: Vec<String>,
    /// The key of the words before them.
    #[prop_or("related")]
    pub name: &'static str,
}

/// Links to related items.
#[component]
pub fn Related(props: &RelatedProps) -> Html {
    let view = use_page().view;
    if props.ids.is_empty() {
        return Html::default();
    }
    let items = props.ids.iter().map(|id| {
        let year = view
            .item(id)
            .filter(|item| item.kind == ItemKind::Event)
            .map(|item| view.words.year_of(&view.story.events[item.ix].date));
        html! { <li><ItemLink id={id.clone()} />if let Some(year) = year { { view.words.and(&year) } }</li> }
    });
    html! { <div class="related"><b>{ view.t(props.name) }</b><ul>{ for items }</ul></div> }
}

/// Props of [`SourceLine`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SourceLineProps {
    /// Positions.
    pub sources: Vec<usize>,
}

/// The line of sources under an entry.
#[component]
pub fn SourceLine(props: &SourceLineProps) -> Html {
    let view = use_page().view;
    if props.sources.is_empty() {
        return Html::default();
    }
    let items = props.sources.iter().map(|source| {
        let is_state = view.story.sources[*source].kind == SourceKind::StateMedia;
        html! {
            <li><SourceLink source={*source} text={view.source_name(*source).to_owned()} />
                if is_state { <small class="state">{ view.t("kind-state-media") }</small> }</li>
        }
    });
    html! { <div class="source-line"><b>{ view.t("sources") }</b><ul>{ for items }</ul></div> }
}

/// Props of [`CopyLink`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CopyLinkProps {
    /// Id of the item.
    pub id: AttrValue,
}

/// The button that copies the address of an entry: the page that has the entry as plain HTML, so that the link works
/// without scripts.
#[component]
pub fn CopyLink(props: &CopyLinkProps) -> Html {
    let page = use_page();
    if !page.has_program() {
        return Html::default();
    }
    let address = page.view.item(&props.id).map(|item| format!("{}#{}", page.view.page_of(item).file(), props.id));
    html! {
        <p class="entry-end" data-preview="omit"><button type="button" class="quiet needs-script" data-copy={props.id.clone()} data-address={address}>
            { page.view.t("copy-link") }</button><span class="said" role="status"></span></p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};
    use crate::page::{Embed, Surface};

    #[test]
    fn a_card_is_closed_unless_it_is_embedded_alone() {
        let card =
            || html! { <Card id="ada-brook" kind={ItemKind::Person} front={html! { "front" }}>{ "back" }</Card> };
        let alone = Surface::Embed(Embed::Item(ItemKind::Person, 0));
        assert!(html_on(&article(|_| {}), card()).contains("<details>"));
        assert!(html_on(&page(view(|_| {}), alone), card()).contains("<details open"));
    }

    #[test]
    fn a_page_without_the_program_has_no_button_of_its() {
        let button = || html! { <CopyLink id="ada-brook" /> };
        assert!(html_on(&article(|_| {}), button()).contains("<button"));
        for surface in [Surface::Embed(Embed::Item(ItemKind::Person, 0)), Surface::Print] {
            assert_eq!(html_on(&page(view(|_| {}), surface), button()), "");
        }
    }

    #[test]
    fn the_foot_of_an_entry_leaves_out_what_it_lacks() {
        let html = html_on(&article(|_| {}), html! { <EntryEnd id="ada-brook" /> });
        assert!(html.contains("data-address=\"people.html#ada-brook\""), "{html}");
        assert!(!["doubt", "related", "source-line"].iter().any(|class| html.contains(class)), "{html}");
    }
}
