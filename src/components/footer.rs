//! The end of a page: where to go on, the embed dialog, licence and colophon.

use yew::prelude::*;

use super::share_dialog::ShareDialog;
use crate::page::{Page, Surface, use_page};
use crate::page_file;

/// The way from the article's end to the shelves, each with what it holds.
#[component]
pub fn Shelves() -> Html {
    let page = use_page();
    let view = &page.view;
    let story = &view.story;
    let count = |n: usize| Some(n.to_string());
    let items = page.shelves().map(|it| {
        let (count, key) = match it {
            Page::Events => (count(story.events.len()), "shelf-events-holds"),
            Page::People => (count(story.people.len()), "shelf-people-holds"),
            Page::Concepts => (count(story.concepts.len()), "shelf-concepts-holds"),
            Page::Sources => (count(story.sources.len()), "shelf-sources-holds"),
            _ if view.tells_method() => (None, "shelf-method-holds"),
            _ => (None, "shelf-data-holds"),
        };
        html! {
            <li><a href={page.page_href(it)}>{ view.title_of(it) }</a>
                <span class="num">{ count.map_or_else(|| view.t(key).to_string(), |count| view.words.fill(key, &[&count])) }</span></li>
        }
    });
    html! { <nav class="shelves" id="shelves" aria-label={view.t("shelves")}><h2>{ view.t("shelves") }</h2><ul>{ for items }</ul></nav> }
}

/// The foot of every page.
#[component]
pub fn Footer() -> Html {
    let page = use_page();
    let view = &page.view;
    let meta = &view.story.meta;
    html! {
        <footer class="footer">
            // The single file is opened from disk, so it has no address to share.
            if page.surface != Surface::SingleFile {
                <ShareDialog />
            }
            if matches!(page.surface, Surface::Page(_)) { <p class="print-link"><a href={page_file::PRINT}>{ view.t("print-version") }</a></p> }
            <p>{ view.words.fill("licence", &[""]).trim_end_matches([' ', '.']).to_owned() }{ " " }<a href={meta.licence.url.clone()} rel="license noopener">{ meta.licence.name.clone() }</a>{ ". " }{ view.t("colophon") }</p>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};

    #[test]
    fn only_a_page_with_an_address_offers_itself_to_others() {
        assert!(html_on(&article(|_| {}), html! { <Footer /> }).contains("embed-dialog"));
        assert!(!html_on(&page(view(|_| {}), Surface::SingleFile), html! { <Footer /> }).contains("embed-dialog"));
    }

    #[test]
    fn the_shelves_are_those_that_hold_something() {
        let shelves = || html! { <Shelves /> };
        assert!(html_on(&article(|_| {}), shelves()).contains("people.html"));
        assert!(!html_on(&article(|story| story.people.clear()), shelves()).contains("people.html"));
    }
}
