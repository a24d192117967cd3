//! The list of sources, the change log, and the terms that are explained in place.

use backstory_content::model::{Source, SourceKind};
use yew::prelude::*;

use super::controls;
use super::events::block;
use crate::render::raw;
use crate::view::View;

const KINDS: [(SourceKind, &str); 6] = [
    (SourceKind::Official, "kind-official"),
    (SourceKind::StateMedia, "kind-state-media"),
    (SourceKind::News, "kind-news"),
    (SourceKind::Research, "kind-research"),
    (SourceKind::Reference, "kind-reference"),
    (SourceKind::Other, "kind-other"),
];

/// The whole list, with its search. Folded by kind: open it is longer than the story, and a citation opens its group.
pub fn sources(view: &View) -> Html {
    let all = &view.story.sources;
    let groups = KINDS.iter().filter_map(|(kind, key)| {
        let items: Vec<Html> =
            all.iter().enumerate().filter(|(_, s)| s.kind == *kind).map(|(n, s)| source(view, n, s, true)).collect();
        (!items.is_empty()).then(|| {
            html! {
                <details class="source-group" data-kind={view.t(key)}>
                    <summary><h3>{ view.t(key) }{ " " }<span class="chip-count num">{ items.len() }</span></h3></summary>
                    <ol class="source-list">{ for items }</ol></details>
            }
        })
    });
    html! {
        <div class="sources-block wide">
            { controls::source_search(view, "source-groups", all.len()) }
            <div id="source-groups">{ for groups }</div>
        </div>
    }
}

/// One source; with the places that cite it, or without (in embeds).
pub fn source(view: &View, n: usize, s: &Source, places: bool) -> Html {
    let lang = (s.lang != view.story.meta.lang).then(|| s.lang.clone());
    let date = s.published.map(|d| view.words.date(&d));
    html! {
        <li id={format!("source-{}", s.id)} value={(n + 1).to_string()}>
            <span class="publisher">{ s.publisher.clone() }</span>{ ". " }
            <a href={s.url.clone()} rel="noopener" lang={lang.clone()}>{ s.title.clone() }</a>
            if s.label { <small>{ " (" }{ view.t("own-label") }{ ")" }</small> }
            if let Some(t) = &s.translation { <span class="translation">{ " “" }{ t.clone() }{ "”" }<small>{ " (" }{ view.t("our-translation") }{ ")" }</small></span> }
            { "." }
            if let Some(date) = date { <span class="num">{ " " }{ date }{ "." }</span> }
            if let Some(lang) = lang { <small>{ " " }{ view.words.fill("language", &[view.words.language(&lang)]) }{ "." }</small> }
            if let Some(via) = &s.via { <small>{ " " }{ sentence(via) }{ "." }</small> }
            if let Some(note) = &s.note { <small class="note">{ " " }{ note.clone() }</small> }
            if let Some(archive) = &s.archive { <small>{ " " }<a href={archive.clone()} rel="noopener">{ view.t("archived") }</a></small> }
            if places { { cited_in(view, s) } }
        </li>
    }
}

fn cited_in(view: &View, s: &Source) -> Html {
    let items =
        s.cited_by.iter().map(|id| html! { <a href={format!("#{id}")}>{ view.name(id).trim_end_matches('.') }</a> });
    html! {
        <span class="cited-in">{ " " }{ view.t("cited-in") }{ ": " }{ for items.enumerate().map(|(n, a)| html! { <>{ if n > 0 { "; " } else { "" } }{ a }</> }) }</span>
    }
}

/// A text with a capital.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// What was changed, when and why; and an address that will show what is new to whoever keeps it.
pub fn changes(view: &View) -> Html {
    let updated = &view.story.meta.updated;
    let items = view.story.changes.iter().map(|c| {
        html! {
            <li data-date={c.date.to_string()} data-cards={c.cards.join(" ")}>
                <b class="new-mark">{ view.t("new") }{ " " }</b><time class="num" datetime={super::events::datetime(&c.date)}>{ view.words.date(&c.date) }</time>
                { raw(block(&c.what.html)) }{ raw(block(&c.why.html)) }{ view.related(&c.cards) }</li>
        }
    });
    html! {
        <div class="changes" id="changes" data-behavior="news">
            <h3>{ view.t("changes") }</h3><p class="unchanged" role="status"></p><ol>{ for items }</ol>
            <p class="hint needs-script"><a href={format!("#changes&since={updated}")}>{ view.t("new-address") }</a>{ " " }
                { view.words.fill("new-hint", &[&view.words.date(updated)]) }</p>
        </div>
    }
}

/// Popovers for terms, opened by the buttons in the text without any script.
pub fn terms(view: &View, used: &[&str]) -> Html {
    let concepts = view.story.concepts.iter().filter(|c| used.contains(&c.id.as_str()));
    let items = concepts.map(|c| html! {
        <div class="term-note" id={format!("term-{}", c.id)} popover="auto" role="note">
            <b>{ c.term.clone() }</b><p>{ c.short.clone() }</p><a href={format!("#{}", c.id)}>{ view.t("read-term") }</a></div>
    });
    html! { <div class="term-notes">{ for items }</div> }
}
