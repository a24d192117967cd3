//! What cards of every kind share: a front that asks or states, a back that answers, and what stands at the foot of it.

use backstory_content::model::{self, ItemKind, RatingTerm, SourceKind};
use yew::prelude::*;

use super::link::{ItemLink, SourceLink};
use super::prose::Prose;
use crate::page::{kind_name, tone_name, use_page};

/// Props of [`Card`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CardProps {
    /// Id of the item.
    pub id: AttrValue,
    /// What it is.
    pub kind: ItemKind,
    /// What stands on the front.
    pub front: Html,
    /// Words that a search of its list finds it by, beside its own.
    #[prop_or_default]
    pub word: Option<AttrValue>,
    /// The party that a filter compares.
    #[prop_or_default]
    pub party: Option<AttrValue>,
    /// The parties that a diagram compares.
    #[prop_or_default]
    pub parties: Option<AttrValue>,
    /// What stands on the back.
    pub children: Html,
}

/// A card that opens where it is.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let page = use_page();
    let kind = kind_name(props.kind);
    html! {
        <article class={classes!("entry", "card", format!("{kind}-card"))} id={props.id.clone()} data-entry={kind} data-word={props.word.clone()}
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

/// What kind of thing an entry is: seen where it stands among others, as in a preview.
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

/// The title of an entry, as a heading of the level that comes next on this page.
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
    html! { <span class={classes!("rating", format!("tone-{}", tone_name(word.tone)))}>{ word.label.clone() }</span> }
}

/// Props of [`EntryEnd`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EntryEndProps {
    /// Id of the item.
    pub id: AttrValue,
    /// Ids of what bears on it.
    #[prop_or_default]
    pub related: Vec<String>,
    /// Positions of its sources.
    #[prop_or_default]
    pub sources: Vec<usize>,
    /// What is contested or thin.
    #[prop_or_default]
    pub doubt: Option<model::Prose>,
}

/// The foot of an entry: its doubt, what bears on it, its sources, and a button that copies its address.
#[component]
pub fn EntryEnd(props: &EntryEndProps) -> Html {
    html! {
        <>
            <Doubt doubt={props.doubt.clone()} /><Related ids={props.related.clone()} /><SourceLine sources={props.sources.clone()} />
            <CopyLink id={props.id.clone()} />
        </>
    }
}

/// The sources that no text of an entry cites: what stands at a sentence is not listed again below it.
#[must_use]
pub fn uncited<'a>(sources: &[usize], texts: impl IntoIterator<Item = &'a model::Prose>) -> Vec<usize> {
    let cited: Vec<usize> = texts.into_iter().flat_map(|text| text.cites.iter().copied()).collect();
    sources.iter().copied().filter(|source| !cited.contains(source)).collect()
}

/// What no text of an entry leads to already.
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

/// A doubt, said as such.
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

/// Links to what bears on an entry.
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
            .map(|item| view.story.events[item.ix].date.year());
        html! { <li><ItemLink id={id.clone()} />if let Some(year) = year { { view.words.and(&view.words.year(year)) } }</li> }
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

/// The button that copies the address of an entry: that of the page it stands on, which works without scripts.
#[component]
pub fn CopyLink(props: &CopyLinkProps) -> Html {
    let page = use_page();
    let address = page.view.item(&props.id).map(|item| format!("{}#{}", page.view.page_of(item).file(), props.id));
    html! {
        <p class="entry-end" data-preview="omit"><button type="button" class="quiet needs-script" data-copy={props.id.clone()} data-address={address}>
            { page.view.t("copy-link") }</button><span class="said" role="status"></span></p>
    }
}
