//! The tour: the story step by step, forward and back.

use backstory_content::model::Part;
use yew::prelude::*;

use super::link::ItemLink;
use super::prose::Prose;
use crate::page::{Page, use_page};

/// Every step, and the buttons to go from one to the next. Without scripts the steps stand one after the other; with
/// them one is shown at a time.
#[component]
pub fn TourSteps() -> Html {
    let page = use_page();
    let view = &page.view;
    let heading = format!("h{}", page.card_heading(3));
    let count = view.story.tour.len().to_string();
    let last = view.story.tour.len().saturating_sub(1);
    let items = view.story.tour.iter().enumerate().map(|(n, step)| {
        let number = (n + 1).to_string();
        let year = view.item(&step.to).filter(|item| item.kind == backstory_content::model::ItemKind::Event);
        let year = year.map(|item| view.story.events[item.ix].date.year().to_string());
        html! {
            <li id={format!("step-{number}")} data-year={year.clone()}>
                <p class="step-number num"><span class="step-count">{ view.words.island("step", &[&number, &count]) }</span>
                    if let Some(year) = year { <span class="step-year">{ view.words.digits(&year) }</span> }</p>
                <@{heading.clone()} class="step-title">{ step.title.clone() }</@><Prose text={step.text.clone()} />
                <p><ItemLink id={step.to.clone()} class="evidence-link" /></p>
                if n == last { <WaysOn /> }
            </li>
        }
    });
    html! {
        <div class="tour-block">
            <ol class="tour-steps" id="tour-steps" tabindex="0" aria-label={view.t("tour")}>{ for items }</ol>
            <div class="tour-bar needs-script" data-behavior="tour" data-list="tour-steps">
                <button type="button" class="step-button" data-step="previous" disabled=true>{ view.words.island("previous", &[]) }</button>
                <span class="num" role="status">{ view.words.island("step", &["1", &count]) }</span>
                <button type="button" class="step-button" data-step="next">{ view.words.island("next", &[]) }</button>
            </div>
        </div>
    }
}

/// What to read after the last step: the article from its beginning, and the timeline.
#[component]
fn WaysOn() -> Html {
    let page = use_page();
    let view = &page.view;
    let begins = |n: &usize| !view.story.sections[*n].parts.contains(&Part::Minute);
    let article = view.sections_of(Page::Article).find(begins).map(|n| &view.story.sections[n]);
    let article = article.map(|section| (page.section_href(&section.id), AttrValue::from(section.title.clone())));
    let timeline = view.has_part(Part::Timeline).then(|| view.t("way-timeline"));
    let timeline = timeline.map(|name| (page.section_href("timeline"), name));
    let links = [article, timeline].into_iter().flatten().map(|(href, name)| {
        let target = page.target(&href);
        html! { <a {href} {target} rel={target.map(|_| "noopener")}>{ name }</a> }
    });
    html! { <p class="ways-on">{ view.t("tour-on") }{ for links }</p> }
}

/// The tour over the article.
#[component]
pub fn TourDialog() -> Html {
    let view = use_page().view;
    html! {
        <dialog class="tour" id="tour" aria-labelledby="tour-title">
            <div class="tour-head"><h2 id="tour-title">{ view.t("tour") }</h2>
                <form method="dialog"><button class="quiet" data-closes="tour">{ view.t("close") }</button></form></div>
            <TourSteps />
        </dialog>
    }
}

/// The link that opens the tour: over the article where scripts run, else as a page.
#[component]
pub fn TourLink() -> Html {
    let page = use_page();
    let view = &page.view;
    let count = view.story.tour.len().to_string();
    html! { <a href={page.page_href(Page::Tour)} data-opens="tour">{ view.words.fill("way-tour", &[&count]) }</a> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn every_step_has_its_number_its_year_and_its_event() {
        let page = article(|_| {});
        let html = html_on(&page, html! { <TourSteps /> });
        assert_eq!(html.matches("class=\"step-title\"").count(), page.view.story.tour.len());
        assert!(html.contains("id=\"step-1\" data-year=\"1902\""), "{html}");
        assert!(html.contains("href=\"events.html#1902-lock-0\""), "{html}");
        assert_eq!(html.matches("class=\"ways-on\"").count(), 1, "the last one leads on: {html}");
        assert!(html.contains("<a href=\"#timeline\">"), "{html}");
    }
}
