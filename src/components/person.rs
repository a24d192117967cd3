//! A person of the story.

use backstory_content::model::{self, ItemKind, NameOrder};
use yew::prelude::*;

use super::card::{Card, EntryEnd, Title, unlinked};
use super::figure::{Figures, FiguresProps};
use super::prose::Prose;
use crate::page::use_page;
use crate::view::View;

/// What is said of a name: its own script and how to say it; where the given name does not come first, also which part
/// is which, and the other order.
fn name_line(view: &View, person: &model::Person) -> Vec<Html> {
    let mut line: Vec<Html> = Vec::new();
    let (family, given) = (person.family.as_deref().unwrap_or_default(), person.given.as_deref().unwrap_or_default());
    match person.order {
        Some(NameOrder::FamilyFirst) => line.push(view.words.fill("family-name", &[family]).into()),
        Some(NameOrder::PatronymicFirst) => line.push(view.words.fill("patronymic", &[family, given]).into()),
        Some(NameOrder::GivenFirst) | None => {}
    }
    if !line.is_empty() && !given.is_empty() {
        let family_first = format!("{family} {given}");
        let other = if person.name == family_first { format!("{given} {family}") } else { family_first };
        line.push(view.words.fill("other-order", &[&other]).into());
    }
    if let Some((name, lang)) = &person.native {
        line.push(html! { <span lang={lang.clone()}>{ name.clone() }</span> });
    }
    if let Some(say) = &person.say {
        line.push(html! { <>{ view.t("say") }{ ": " }<i>{ say.clone() }</i></> });
    }
    line
}

/// Props of [`Person`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PersonProps {
    /// Position of the person.
    pub person: usize,
}

/// Name, role at the time, why they matter here; opened, the text, and the name in both orders and scripts.
#[component]
pub fn Person(props: &PersonProps) -> Html {
    let view = use_page().view;
    let person = &view.story.people[props.person];
    let names = name_line(&view, person);
    let front = html! {
        <>
            <Title level={3} text={person.name.clone()} /><span class="entry-role">{ person.role.clone() }</span>
            <span class="entry-short">{ person.why.clone() }</span>
        </>
    };
    html! {
        <Card id={person.id.clone()} kind={ItemKind::Person} party={person.party.map(|it| view.story.parties[it].id.clone())} {front}>
            <Figures ..FiguresProps::item(ItemKind::Person, props.person) />
            <Prose text={person.text.clone()} />
            if !names.is_empty() {
                <p class="names">{ for names.into_iter().enumerate().map(|(n, it)| html! { <>if n > 0 { { " " } }{ it }{ "." }</> }) }</p>
            }
            <EntryEnd id={person.id.clone()} doubt={person.doubt.clone()} related={unlinked(&person.related, [&person.text])} sources={person.sources.clone()} />
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn a_name_whose_family_comes_first_is_told_in_both_orders() {
        let html = |order| {
            let page = article(|story| {
                let person = &mut story.people[0];
                (person.order, person.name) = (order, "Brook Ada".into());
            });
            html_on(&page, html! { <Person person=0 /> })
        };
        assert!(html(Some(NameOrder::FamilyFirst)).contains("Ada Brook"));
        assert!(!html(Some(NameOrder::GivenFirst)).contains("class=\"names\""));
    }
}
