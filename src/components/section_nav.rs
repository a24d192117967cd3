//! The bar that stays in view: current section, previous and next, and the table of contents.

use backstory_content::model::Part;
use yew::prelude::*;

use crate::page::{Page, PageContext, use_page};

/// Parts that readers look for by name, with their ids and the keys of their names.
const PARTS: [(Part, &str, &str); 6] = [
    (Part::Timeline, "timeline", "timeline"),
    (Part::Ties, "ties-all", "ties-title"),
    (Part::Map, "map", "map"),
    (Part::Scenarios, "part-scenarios", "scenarios"),
    (Part::Signposts, "outlook", "signposts"),
    (Part::Hurdles, "part-hurdles", "hurdles"),
];

/// The parts of a section that the contents name.
fn named_parts(page: &PageContext, section: usize) -> Vec<(&'static str, AttrValue)> {
    let view = &page.view;
    let parts = view.story.sections[section].parts.iter().filter(|part| view.has_part(**part));
    let named = parts.filter_map(|part| PARTS.iter().find(|(named, ..)| named == part));
    named.map(|(_, id, key)| (*id, view.t(key))).collect()
}

/// The bar of the article.
#[component]
pub fn SectionNav() -> Html {
    let page = use_page();
    let view = &page.view;
    let sections: Vec<usize> = view.sections_of(Page::Article).collect();
    let items = sections.iter().map(|n| {
        let section = &view.story.sections[*n];
        // The timeline is a stop of its own, after the section that holds it.
        let parts = named_parts(&page, *n).into_iter().map(|(id, name)| {
            html! { <li><a href={format!("#{id}")} data-stop={(id == "timeline").then_some("")}>{ name }</a></li> }
        });
        let parts: Vec<Html> = parts.collect();
        html! {
            <li><a href={format!("#{}", section.id)} data-stop="">{ section.title.clone() }</a>
                if !parts.is_empty() { <ul>{ for parts }</ul> }</li>
        }
    });
    let first = sections.first().map(|n| format!("#{}", view.story.sections[*n].id));
    html! {
        <nav class="section-nav" aria-label={view.t("sections")}>
            <div class="section-nav-bar" data-behavior="section-nav">
                <button type="button" class="section-nav-here" popovertarget="contents"><span class="section-nav-title">{ view.t("section-list") }</span>
                    <span class="section-nav-count num"></span></button>
                <div id="contents" popover="auto" class="contents">
                    <ol class="contents-sections">{ for items }</ol>
                    <p class="label">{ view.t("shelves") }</p>
                    <ul class="contents-shelves">{ for shelf_links(&page) }</ul>
                </div>
                <a class="section-nav-step back needs-script" aria-disabled="true" role="link" aria-label={view.t("previous-section")}></a>
                <a class="section-nav-step on needs-script" href={first} aria-label={view.t("next-section")}></a>
            </div>
        </nav>
    }
}

/// Links to the tour and every shelf.
fn shelf_links(page: &PageContext) -> Vec<Html> {
    page.tour_and_shelves()
        .map(|it| {
            let opens = (it == Page::Tour).then_some("tour");
            html! { <li><a href={page.page_href(it)} data-opens={opens}>{ page.view.title_of(it) }</a></li> }
        })
        .collect()
}

/// The bar of a shelf: the way back to the article, and to the other shelves.
#[component]
pub fn ShelfNav() -> Html {
    let page = use_page();
    let view = &page.view;
    let items = page.tour_and_shelves().map(|it| {
        let current = (page.surface == crate::page::Surface::Page(it)).then_some("page");
        html! { <li><a href={page.page_href(it)} aria-current={current}>{ view.title_of(it) }</a></li> }
    });
    html! {
        <nav class="section-nav shelf-nav" aria-label={view.t("sections")}>
            <div class="section-nav-bar">
                <a class="shelf-back" href={page.page_href(Page::Article)}>{ view.t("back-to-story") }</a>
                <button type="button" class="section-nav-here" popovertarget="contents"><span class="section-nav-title">{ view.t("shelves") }</span></button>
                <div id="contents" popover="auto" class="contents"><ul class="contents-shelves">{ for items }</ul></div>
            </div>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};
    use crate::page::Surface;

    #[test]
    fn the_contents_name_every_section_of_the_article_and_no_empty_page() {
        let whole = article(|_| {});
        let html = html_on(&whole, html! { <SectionNav /> });
        let sections = whole.view.sections_of(Page::Article).count();
        assert_eq!(html.matches("data-stop=\"\"").count(), sections + 1, "the timeline is a stop too: {html}");
        assert!(html.contains("tour.html"));
        assert!(!html_on(&article(|story| story.tour.clear()), html! { <SectionNav /> }).contains("tour.html"));
    }

    #[test]
    fn a_shelf_marks_itself_among_the_shelves() {
        let html = html_on(&page(view(|_| {}), Surface::Page(Page::People)), html! { <ShelfNav /> });
        assert!(html.contains("href=\"people.html\" aria-current=\"page\""), "{html}");
        assert_eq!(html.matches("aria-current").count(), 1, "{html}");
    }
}
