//! An explained term.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use super::card::{Card, EntryEnd, Title, unlinked};
use super::prose::Prose;
use crate::page::use_page;

/// Props of [`Concept`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ConceptProps {
    /// Position of the concept.
    pub concept: usize,
}

/// The term and its short explanation; opened, the long one.
#[component]
pub fn Concept(props: &ConceptProps) -> Html {
    let view = use_page().view;
    let concept = &view.story.concepts[props.concept];
    let front = html! {
        <><Title level={3} text={concept.term.clone()} /><span class="entry-short">{ concept.short.clone() }</span></>
    };
    html! {
        <Card id={concept.id.clone()} kind={ItemKind::Concept} {front}>
            <Prose text={concept.text.clone()} />
            <EntryEnd id={concept.id.clone()} doubt={concept.doubt.clone()} related={unlinked(&concept.related, [&concept.text])} sources={concept.sources.clone()} />
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn the_short_explanation_is_seen_and_the_long_one_is_behind_it() {
        let html = html_on(&article(|_| {}), html! { <Concept concept=0 /> });
        let (front, back) = html.split_once("</summary>").expect("a card");
        assert!(front.contains("Toll") && front.contains("What a boat pays at a lock."), "{front}");
        assert!(back.contains("The word stands in the first accord"), "{back}");
    }
}
