//! The first screen: headline, the article that is explained, the ribbon, and three ways in with their reading times.

use backstory_content::model::{MediaPlace, Part};
use yew::prelude::*;

use super::figure::Figures;
use super::prose::Prose;
use super::ribbon::Ribbon;
use super::tour::TourLink;
use crate::page::{Embed, Page, Surface, use_page};

/// Words a reader takes in a minute.
const READING_SPEED: usize = 230;

/// The head of the article.
#[component]
pub fn Hero() -> Html {
    let page = use_page();
    let view = &page.view;
    let meta = &view.story.meta;
    let words: usize = view.sections_of(Page::Article).map(|n| view.story.sections[n].words).sum();
    let minutes = words.div_ceil(READING_SPEED).to_string();
    html! {
        <header class="hero">
            <p class="brand"><b>{ view.publisher().to_owned() }</b><span>{ view.t("tagline") }</span></p>
            <h1>{ meta.title.clone() }</h1>
            <div class="standfirst"><Prose text={meta.standfirst.clone()} /></div>
            <p class="byline"><span>{ meta.byline.clone() }</span>
                <span class="num">{ view.words.fill("updated", &[&view.words.date(&meta.updated)]) }</span>
                <span class="num">{ view.words.fill("record-to", &[&view.words.date(&meta.today)]) }</span>
                <span class="num">{ view.words.fill("read-minutes", &[&minutes]) }</span></p>
            if let Some(news) = &meta.news {
                <p class="tested"><b>{ view.words.fill("tested", &[&news.title, &view.words.date(&news.date)]) }</b>{ " " }
                    <Prose text={news.note.clone()} inline=true /></p>
            }
            <Figures of={MediaPlace::Hero} first_screen=true />
            if !matches!(page.surface, Surface::Embed(Embed::Whole)) { <WaysIn /> }
            <Ribbon />
        </header>
    }
}

/// The ways into the story, without those for which the story has nothing.
#[component]
fn WaysIn() -> Html {
    let view = use_page().view;
    let place = |part: Part| {
        let holds = |n: &usize| view.story.sections[*n].parts.contains(&part);
        view.sections_of(Page::Article)
            .find(holds)
            .filter(|_| view.has_part(part))
            .map(|n| format!("#{}", view.story.sections[n].id))
    };
    let count = view.story.events.len().to_string();
    let timeline = place(Part::Timeline).map(|_| "#timeline");
    html! {
        <nav class="ways" aria-label={view.t("ways")}><ul>
            if let Some(minute) = place(Part::Minute) { <li><a href={minute}>{ view.t("way-minute") }</a><span>{ view.t("way-minute-cost") }</span></li> }
            if view.has(Page::Tour) { <li><TourLink /><span>{ view.t("way-tour-cost") }</span></li> }
            if let Some(timeline) = timeline { <li><a href={timeline}>{ view.t("way-timeline") }</a><span>{ view.words.fill("way-timeline-cost", &[&count]) }</span></li> }
        </ul></nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn the_news_and_the_ways_in_are_those_that_the_story_has() {
        let html = html_on(&article(|_| {}), html! { <Hero /> });
        assert!(html.contains("Two towns met at a lock") && html.contains("Towns talk again"), "{html}");
        assert!(html.contains("href=\"tour.html\"") && html.contains("href=\"#timeline\""), "{html}");
        let bare = article(|story| {
            story.meta.news = None;
            story.tour.clear();
        });
        let html = html_on(&bare, html! { <Hero /> });
        assert!(!html.contains("Towns talk again") && !html.contains("tour.html"), "{html}");
    }
}
