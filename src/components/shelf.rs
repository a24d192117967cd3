//! A shelf: a page that lists what the story rests on, complete without scripts.

use yew::prelude::*;

use super::change_log::ChangeLog;
use super::concept::Concept;
use super::deck::{FilterGroup, ListTools};
use super::event_list::EventList;
use super::person::Person;
use super::prose::Prose;
use super::sources::SourceList;
use super::tour::TourSteps;
use crate::page::{Page, Surface, use_page};

/// Props of [`Shelf`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ShelfProps {
    /// Which shelf.
    pub page: Page,
}

/// The content of a shelf, below its heading and introduction.
#[component]
pub fn Shelf(props: &ShelfProps) -> Html {
    let page = use_page();
    let view = &page.view;
    let alone = page.surface != Surface::SingleFile;
    let tag = if alone { "h1" } else { "h2" };
    let intro = view.sections_of(props.page).map(|n| {
        let section = &view.story.sections[n];
        html! { <section id={section.id.clone()} class="prose">if !section.prose.is_empty() { <Prose text={section.prose.clone()} /> }</section> }
    });
    let body = match props.page {
        Page::Events => html! { <><EventTools /><EventList /></> },
        Page::People => html! { <PeopleList /> },
        Page::Concepts => html! { <ConceptList /> },
        Page::Sources => html! { <SourceList /> },
        Page::Method => html! { <Method /> },
        Page::Tour => html! { <TourSteps /> },
        Page::Article => Html::default(),
    };
    html! {
        <section class={classes!("shelf", props.page.place())} id={props.page.place()}>
            <header class="shelf-head"><@{tag}>{ view.title_of(props.page) }</@>{ for intro }</header>
            { body }
        </section>
    }
}

/// Search and filters of the events.
#[component]
fn EventTools() -> Html {
    let view = use_page().view;
    let story = &view.story;
    let themes = story.themes.iter().enumerate();
    let themes =
        themes.map(|(n, t)| (t.id.clone(), t.label.clone(), story.events.iter().filter(|e| e.theme == n).count()));
    let mut groups =
        vec![FilterGroup { attribute: "data-theme-id", label: view.t("kinds"), choices: themes.collect() }];
    if let Some(measure) = &story.measure {
        let ways = measure.directions.iter().enumerate();
        let ways = ways.map(|(n, way)| {
            let count = story.events.iter().filter(|e| e.direction as usize == n).count();
            (way.id.clone(), way.label.clone(), count)
        });
        groups.push(FilterGroup { attribute: "data-direction", label: view.t("direction"), choices: ways.collect() });
    }
    html! { <ListTools list="event-list" count={story.events.len()} search={view.t("search-events")} {groups} /> }
}

/// Who is who.
#[component]
pub fn PeopleList() -> Html {
    let view = use_page().view;
    let story = &view.story;
    let parties = story.parties.iter().enumerate();
    let parties = parties
        .map(|(n, p)| (p.id.clone(), p.label.clone(), story.people.iter().filter(|x| x.party == Some(n)).count()));
    let parties: Vec<_> = parties.filter(|(_, _, count)| *count > 0).collect();
    let groups = match parties.len() {
        0 => Vec::new(),
        _ => vec![FilterGroup { attribute: "data-party", label: view.t("person-from"), choices: parties }],
    };
    html! {
        <>
            <ListTools list="people-list" count={story.people.len()} search={view.t("search-people")} {groups} />
            <div class="entries" id="people-list">{ for (0..story.people.len()).map(|person| html! { <Person {person} /> }) }</div>
        </>
    }
}

/// Explained terms.
#[component]
pub fn ConceptList() -> Html {
    let view = use_page().view;
    let count = view.story.concepts.len();
    html! {
        <>
            <ListTools list="concept-list" {count} search={view.t("search-concepts")} />
            <div class="entries" id="concept-list">{ for (0..count).map(|concept| html! { <Concept {concept} /> }) }</div>
        </>
    }
}

/// How the story was made, how it counts, what its words mean, its data, and what was changed.
#[component]
fn Method() -> Html {
    let page = use_page();
    let view = &page.view;
    let story = &view.story;
    let words = |words: &[backstory_content::model::RatingTerm]| {
        words
            .iter()
            .map(|w| html! { <><dt>{ w.label.clone() }</dt><dd>{ w.meaning.clone() }</dd></> })
            .collect::<Html>()
    };
    html! {
        <>
            if let Some(measure) = &story.measure {
                <section class="prose" id="how-counted"><h2>{ view.t("events-method") }</h2><p>{ measure.method.clone() }</p></section>
            }
            if let Some(confidences) = &story.confidences {
                <section class="prose"><h2>{ view.t("confidence") }</h2><dl class="meanings">{ words(confidences) }</dl></section>
            }
            // The single file has no data files beside it.
            if page.surface != Surface::SingleFile {
                <section class="prose" id="data">
                    // Where there is nothing else it is the title of the page.
                    if view.tells_method() { <h2>{ view.t("data") }</h2> }
                    <Downloads />
                </section>
            }
            if !story.changes.is_empty() { <section class="prose"><ChangeLog /></section> }
        </>
    }
}

/// The story's data as files.
#[component]
fn Downloads() -> Html {
    let page = use_page();
    let story = &page.view.story;
    let mut files = Vec::new();
    if !story.events.is_empty() {
        files.extend([("events.csv", "data-events-csv"), ("events.json", "data-events-json")]);
    }
    if page.view.has_calendar() {
        files.push(("events.ics", "data-events-ics"));
    }
    if story.measure.is_some() {
        files.push(("balance.csv", "data-years-csv"));
    }
    if !story.sources.is_empty() {
        files.push(("sources.json", "data-sources-json"));
    }
    let root = page.root();
    let links = files.into_iter().map(
        |(file, key)| html! { <li><a href={format!("{root}data/{file}")} download="">{ page.view.t(key) }</a></li> },
    );
    html! { <ul class="downloads">{ for links }</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};

    #[test]
    fn the_method_tells_only_of_what_the_story_has() {
        let method = || html! { <Shelf page={Page::Method} /> };
        let html = html_on(&article(|_| {}), method());
        assert!(
            ["how-counted", "balance.csv", "events.ics", "id=\"changes\""].iter().all(|it| html.contains(it)),
            "{html}"
        );
        let less = article(|story| {
            story.measure = None;
            story.changes.clear();
            story.confidences = None;
            story.events.iter_mut().for_each(|it| it.date = "-0043".parse().expect("a date"));
        });
        let html = html_on(&less, method());
        assert!(
            !["how-counted", "balance.csv", "events.ics", "id=\"changes\"", "<h2>"].iter().any(|it| html.contains(it)),
            "{html}"
        );
        assert!(html.contains("<h1>The data</h1>"), "{html}");
    }

    #[test]
    fn a_shelf_in_the_single_file_is_a_part_of_the_page() {
        let people = || html! { <Shelf page={Page::People} /> };
        assert!(html_on(&article(|_| {}), people()).contains("<h1>"));
        assert!(!html_on(&page(view(|_| {}), Surface::SingleFile), people()).contains("<h1>"));
    }
}
