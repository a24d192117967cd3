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
