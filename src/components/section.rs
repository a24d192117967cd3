//! A section of the story: heading, prose and parts.

use backstory_content::model::{ItemKind, Part, Section as Model};
use yew::prelude::*;

use super::change_log::ChangeLog;
use super::claim::Claims;
use super::figure::{Figures, FiguresProps};
use super::hurdle::Hurdles;
use super::map::Map;
use super::minute::Minute;
use super::prose::Prose;
use super::relation_diagram::RelationDiagram;
use super::scenario::Scenarios;
use super::shelf::{ConceptList, PeopleList};
use super::signpost::Signposts;
use super::sources::SourceList;
use super::timeline::TimelinePart;
use super::tour::TourSteps;
use crate::citation_order::{claims_shown, parts_in_order, reads_like_prose};
use crate::page::{Embed, PageContext, Surface, use_page};

/// Props of [`Section`] and [`Chapter`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SectionProps {
    /// Position of the section.
    pub section: usize,
    /// Whether a chapter stands open.
    #[prop_or_default]
    pub open: bool,
}

/// A section with its parts.
#[component]
pub fn Section(props: &SectionProps) -> Html {
    let page = use_page();
    let section = &page.view.story.sections[props.section];
    let head = html! {
        <header class="section-head"><p class="kicker num">{ section.kicker.clone() }</p><h2 id={title_id(section)}>{ section.title.clone() }</h2></header>
    };
    below(&page, props.section, head)
}

/// A section as a chapter that opens and closes, so that a long story does not fill the page around its frame.
#[component]
pub fn Chapter(props: &SectionProps) -> Html {
    let page = use_page();
    let section = &page.view.story.sections[props.section];
    html! {
        <details class="chapter" open={props.open}>
            <summary><h2 id={title_id(section)}>{ section.title.clone() }</h2><span class="kicker num">{ section.kicker.clone() }</span></summary>
            { below(&page, props.section, Html::default()) }
        </details>
    }
}

fn title_id(section: &Model) -> String {
    format!("{}-title", section.id)
}

/// A section below its heading.
fn below(page: &PageContext, ix: usize, head: Html) -> Html {
    let section = &page.view.story.sections[ix];
    let parts = parts_in_order(section);
    let beside = parts.iter().filter(|part| reads_like_prose(**part)).map(|p| part(page, section, *p));
    let below = parts.iter().filter(|part| !reads_like_prose(**part)).map(|p| part(page, section, *p));
    html! {
        <section class="section" id={section.id.clone()} aria-labelledby={title_id(section)}>
            <div class="section-top">
                { head }
                <div class="section-text">
                    <Figures ..FiguresProps::item(ItemKind::Section, ix) />
                    if !section.prose.is_empty() { <section class="prose"><Prose text={section.prose.clone()} /></section> }
                    { for beside }
                </div>
            </div>
            { for below }
        </section>
    }
}

/// A part of a section. A part with a page of its own is left out of the article; an embed of the section has it.
fn part(page: &PageContext, section: &Model, part: Part) -> Html {
    let view = &page.view;
    let alone = matches!(page.surface, Surface::Embed(Embed::Item(..)));
    if !view.has_part(part) {
        return Html::default();
    }
    match part {
        Part::Timeline => html! { <TimelinePart /> },
        Part::Minute => html! { <Minute /> },
        Part::Claims | Part::Record => {
            let claims = claims_shown(&view.story, section, part);
            if claims.is_empty() {
                Html::default()
            } else {
                html! { <Claims {claims} /> }
            }
        }
        Part::Hurdles => html! { <Hurdles /> },
        Part::Signposts => html! { <Signposts /> },
        Part::Scenarios => html! { <Scenarios /> },
        Part::Ties => html! { <RelationDiagram /> },
        Part::Map => html! { <Map /> },
        Part::People if alone => html! { <PeopleList /> },
        Part::Concepts if alone => html! { <ConceptList /> },
        Part::Tour if alone => html! { <TourSteps /> },
        Part::Changes if alone => html! { <ChangeLog /> },
        Part::Sources if alone => html! { <SourceList /> },
        Part::People | Part::Concepts | Part::Tour | Part::Changes | Part::Sources => Html::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};
    use crate::page::Surface;

    fn people() -> usize {
        let story = view(|_| {}).story;
        story.sections.iter().position(|section| section.parts.contains(&Part::People)).expect("people")
    }

    #[test]
    fn a_part_with_a_page_of_its_own_stands_in_a_section_that_is_embedded() {
        let section = || html! { <Section section={people()} /> };
        let alone = Surface::Embed(Embed::Item(ItemKind::Section, people()));
        assert!(!html_on(&article(|_| {}), section()).contains("id=\"ada-brook\""));
        assert!(html_on(&page(view(|_| {}), alone), section()).contains("id=\"ada-brook\""));
    }

    #[test]
    fn a_chapter_is_open_where_it_is_asked_to_be() {
        let page = page(view(|_| {}), Surface::Embed(Embed::Whole));
        let html = |open| html_on(&page, html! { <Chapter section=0 {open} /> });
        assert!(html(true).starts_with("<details open=\"open\" class=\"chapter\">"));
        assert!(html(false).starts_with("<details class=\"chapter\"><summary>"));
    }
}
