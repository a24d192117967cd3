//! Obstacles, as questions with answers.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use super::card::{Card, EntryEnd, Title, uncited, unlinked};
use super::prose::Prose;
use crate::page::use_page;

/// Props of [`Hurdle`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HurdleProps {
    /// Position of the hurdle.
    pub hurdle: usize,
}

/// The question; opened, the answer.
#[component]
pub fn Hurdle(props: &HurdleProps) -> Html {
    let view = use_page().view;
    let hurdle = &view.story.hurdles[props.hurdle];
    let front = html! {
        <><Title level={4} text={hurdle.title.clone()} /><span class="entry-short">{ hurdle.question.clone() }</span></>
    };
    html! {
        <Card id={hurdle.id.clone()} kind={ItemKind::Hurdle} {front}>
            <Prose text={hurdle.text.clone()} />
            <EntryEnd id={hurdle.id.clone()} related={unlinked(&hurdle.related, [&hurdle.text])} sources={uncited(&hurdle.sources, [&hurdle.text])} />
        </Card>
    }
}

/// Every hurdle.
#[component]
pub fn Hurdles() -> Html {
    let view = use_page().view;
    html! {
        <div class="hurdles wide" id="part-hurdles">
            <h3 class="part-title">{ view.t("hurdles") }</h3>
            <div class="cards">{ for (0..view.story.hurdles.len()).map(|hurdle| html! { <Hurdle {hurdle} /> }) }</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn the_question_is_seen_and_the_answer_is_behind_it() {
        let page = article(|_| {});
        let hurdle = &page.view.story.hurdles[0];
        let html = html_on(&page, html! { <Hurdle hurdle=0 /> });
        let (front, back) = html.split_once("</summary>").expect("a card");
        assert!(front.contains(&hurdle.question) && !back.contains(&hurdle.question), "{html}");
        assert!(back.contains("class=\"cite"), "{back}");
    }
}
