//! A person of the story.

use backstory_content::model::{ItemKind, NameOrder};
use yew::prelude::*;

use super::card::{Card, EntryEnd, Title};
use super::prose::Prose;
use crate::page::use_page;

/// Props of [`Person`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PersonProps {
    /// Position of the person.
    pub person: usize,
}

/// Name, role at the time, why they matter here; behind it the text, and the name in both orders and scripts.
#[component]
pub fn Person(props: &PersonProps) -> Html {
    let view = use_page().view;
    let person = &view.story.people[props.person];
    let parts = match person.order {
        NameOrder::FamilyFirst => view.words.fill("family-name", &[&person.family]),
        NameOrder::GivenFirst | NameOrder::PatronymicFirst => {
            view.words.fill("patronymic", &[&person.family, &person.given])
        }
    };
    let family_first = format!("{} {}", person.family, person.given);
    let other = if person.name == family_first { format!("{} {}", person.given, person.family) } else { family_first };
    let front = html! {
        <>
            <Title level={3} text={person.name.clone()} /><span class="entry-role">{ person.role.clone() }</span>
            <span class="entry-short">{ person.why.clone() }</span>
        </>
    };
    html! {
        <Card id={person.id.clone()} kind={ItemKind::Person} party={view.story.parties[person.party].id.clone()} {front}>
            <Prose text={person.text.clone()} />
            <p class="names">{ parts }{ ". " }{ view.words.fill("other-order", &[&other]) }{ "." }
                if let Some((name, lang)) = &person.native { { " " }<span lang={lang.clone()}>{ name.clone() }</span>{ "." } }
                if let Some(say) = &person.say { { " " }{ view.t("say") }{ ": " }<i>{ say.clone() }</i>{ "." } }</p>
            <EntryEnd id={person.id.clone()} doubt={person.doubt.clone()} related={person.related.clone()} sources={person.sources.clone()} />
        </Card>
    }
}
