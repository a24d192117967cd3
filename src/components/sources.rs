//! The list of sources, by the numbers that the text bears.

use backstory_content::model::SourceKind;
use yew::prelude::*;

use super::deck::{FilterGroup, ListTools};
use super::link::ItemLink;
use crate::page::use_page;

const KINDS: [(SourceKind, &str, &str); 6] = [
    (SourceKind::Official, "official", "kind-official"),
    (SourceKind::StateMedia, "state-media", "kind-state-media"),
    (SourceKind::News, "news", "kind-news"),
    (SourceKind::Research, "research", "kind-research"),
    (SourceKind::Reference, "reference", "kind-reference"),
    (SourceKind::Other, "other", "kind-other"),
];

fn kind_of(kind: SourceKind) -> (&'static str, &'static str) {
    KINDS.iter().find(|(it, ..)| *it == kind).map_or(("other", "kind-other"), |(_, id, key)| (*id, *key))
}

/// Every source by number, with its search.
#[component]
pub fn SourceList() -> Html {
    let view = use_page().view;
    let all = &view.story.sources;
    let kinds = FilterGroup {
        attribute: "data-word",
        label: view.t("kinds"),
        choices: KINDS
            .iter()
            .map(|(kind, id, key)| {
                ((*id).to_owned(), view.t(key).to_string(), all.iter().filter(|s| s.kind == *kind).count())
            })
            .collect(),
    };
    let own = &view.story.meta.lang;
    let mut languages: Vec<(String, String, usize)> = Vec::new();
    for source in all {
        let name = view.words.language(&source.lang);
        match languages.iter_mut().find(|(_, label, _)| label == name) {
            Some((.., count)) => *count += 1,
            None => languages.push((source.lang.clone(), name.to_owned(), 1)),
        }
    }
    languages.sort_by_key(|(lang, _, count)| (lang != own, std::cmp::Reverse(*count)));
    let languages = FilterGroup { attribute: "data-lang", label: view.t("languages"), choices: languages };
    html! {
        <div class="sources-block">
            <ListTools list="source-list" count={all.len()} search={view.t("search-sources")} groups={vec![kinds, languages]} opens={false} />
            <ol class="source-list" id="source-list">{ for view.sources_by_number().iter().map(|source| html! { <Source source={*source} /> }) }</ol>
        </div>
    }
}

/// Props of [`Source`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SourceProps {
    /// Position of the source.
    pub source: usize,
    /// Without the places that cite it, as in embeds.
    #[prop_or_default]
    pub brief: bool,
}

/// One source.
#[component]
pub fn Source(props: &SourceProps) -> Html {
    let view = use_page().view;
    let source = &view.story.sources[props.source];
    let lang = (source.lang != view.story.meta.lang).then(|| source.lang.clone());
    let date = source.published.map(|d| view.words.date(&d));
    let (kind, key) = kind_of(source.kind);
    let number = view.number(props.source);
    html! {
        <li class="entry source-entry" id={format!("source-{}", source.id)} value={number.to_string()} data-entry="source" data-word={kind} data-lang={source.lang.clone()}>
            <span class="source-number num">{ view.words.digits(&number.to_string()) }</span>
            <section class="source-text">
                <p class="source-kind"><span class="entry-kind">{ view.t("source") }</span>{ " " }<span class={classes!("kind", kind)}>{ view.t(key) }</span></p>
                <p data-entry-title=""><span class="publisher">{ source.publisher.clone() }</span>{ ". " }
                    if source.url.is_empty() { <span lang={lang.clone()}>{ source.title.clone() }</span> }
                    else { <a href={source.url.clone()} rel="noopener" lang={lang.clone()}>{ source.title.clone() }</a> }
                    if source.label { <small>{ " (" }{ view.t("own-label") }{ ")" }</small> }
                    if let Some(t) = &source.translation { <span class="translation">{ " " }{ view.words.quoted(t) }<small>{ " (" }{ view.t("our-translation") }{ ")" }</small></span> }
                    { "." }if let Some(date) = date { <span class="num">{ " " }{ date }{ "." }</span> }</p>
                { remarks(&view, source, lang) }
                if !props.brief { { cited_in(&view, &source.cited_by) } }
            </section>
        </li>
    }
}

fn remarks(view: &crate::View, source: &backstory_content::model::Source, lang: Option<String>) -> Html {
    if lang.is_none() && source.via.is_none() && source.note.is_none() && source.archive.is_none() {
        return Html::default();
    }
    html! {
        <p class="source-notes">
            if let Some(lang) = lang { { view.words.fill("language", &[view.words.language(&lang)]) }{ ". " } }
            if let Some(via) = &source.via { { sentence(via) }{ ". " } }
            if let Some(note) = &source.note { { note.clone() }{ " " } }
            if let Some(archive) = &source.archive { <a href={archive.clone()} rel="noopener">{ view.t("archived") }</a> }
        </p>
    }
}

fn cited_in(view: &crate::View, ids: &[String]) -> Html {
    if ids.is_empty() {
        return Html::default();
    }
    let items = ids.iter().map(|id| html! { <li><ItemLink id={id.clone()} /></li> });
    let count = ids.len().to_string();
    let summary = view.words.fill("cited-in", &[&count]);
    html! { <details class="related cited-in"><summary>{ summary }</summary><ul>{ for items }</ul></details> }
}

/// A text with its first letter in upper case.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn a_brief_source_leaves_out_where_it_is_cited() {
        let page = article(|_| {});
        assert!(html_on(&page, html! { <Source source=0 /> }).contains("cited-in"));
        let html = html_on(&page, html! { <Source source=0 brief=true /> });
        assert!(html.contains(&page.view.story.sources[0].title) && !html.contains("cited-in"), "{html}");
    }

    #[test]
    fn a_source_in_another_language_says_so() {
        let html = |lang: &str| {
            let page = article(|story| story.sources[0].lang = lang.into());
            html_on(&page, html! { <Source source=0 brief=true /> })
        };
        assert!(html("fr").contains("lang=\"fr\">") && html("fr").contains("French"));
        assert!(!html("en").contains("class=\"source-notes\""));
    }
}
