//! The controls of a deck of cards. The cards are plain `<details>` of the page; this opens, closes and filters them.

use web_sys::HtmlDetailsElement;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::catalogue::{Text, fill, text};
use crate::dom;
use crate::wire::{Wire, fields, line, plain};

/// Props of [`Deck`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct DeckProps {
    /// Id of the element that holds the cards.
    pub deck: AttrValue,
    /// Number of cards.
    pub count: usize,
    /// Groups of filters: attribute of the card, then value and label of each choice, and how many cards have it.
    #[prop_or_default]
    pub groups: Vec<Group>,
}

/// A group of filters.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Attribute of the card that is compared.
    pub attribute: AttrValue,
    /// Name of the group.
    pub label: AttrValue,
    /// Value, label, number of cards.
    pub choices: Vec<(AttrValue, AttrValue, usize)>,
}

impl Wire for DeckProps {
    fn encode(&self) -> String {
        let mut out = String::new();
        line(&mut out, &["D", &self.deck, &self.count.to_string()]);
        for g in &self.groups {
            line(&mut out, &["G", &g.attribute, &g.label]);
            for (value, label, count) in &g.choices {
                line(&mut out, &["C", value, label, &count.to_string()]);
            }
        }
        out
    }

    fn decode(text: &str) -> Self {
        let mut props = Self { deck: AttrValue::default(), count: 0, groups: Vec::new() };
        for row in text.lines() {
            let mut f = fields(row);
            match f.text() {
                "D" => {
                    props.deck = plain(f.text()).into();
                    props.count = f.number() as usize;
                }
                "G" => props.groups.push(Group {
                    attribute: plain(f.text()).into(),
                    label: plain(f.text()).into(),
                    choices: Vec::new(),
                }),
                "C" => {
                    if let Some(group) = props.groups.last_mut() {
                        group.choices.push((plain(f.text()).into(), plain(f.text()).into(), f.number() as usize));
                    }
                }
                _ => {}
            }
        }
        props
    }
}

/// The controls.
#[component]
pub fn Deck(props: &DeckProps) -> Html {
    let chosen = use_state(|| vec![None::<usize>; props.groups.len()]);
    let shown = use_state_eq(|| props.count);
    {
        let (props, shown) = (props.clone(), shown.clone());
        use_effect_with((*chosen).clone(), move |chosen| {
            if let Some(n) = apply(&props, chosen) {
                shown.set(n);
            }
        });
    }
    let toggle = |open: bool| {
        let deck = props.deck.clone();
        Callback::from(move |_: MouseEvent| open_cards(&deck, open))
    };
    let groups = props.groups.iter().enumerate().map(|(g, group)| {
        let pick = |choice: Option<usize>, label: AttrValue, count: Option<usize>| {
            let chosen = chosen.clone();
            let pressed = chosen[g] == choice;
            let onclick = Callback::from(move |_: MouseEvent| {
                let mut next = (*chosen).clone();
                next[g] = choice;
                chosen.set(next);
            });
            html! {
                <button key={choice.map_or(0, |c| c + 1)} type="button" class="chip" aria-pressed={pressed.to_string()} {onclick}>
                    { label }if let Some(count) = count { <span class="chip-count num">{ count }</span> }
                </button>
            }
        };
        html! {
            <div key={g} class="chips" role="group" aria-label={group.label.clone()}>
                { pick(None, text(Text::All), None) }
                { for group.choices.iter().enumerate().map(|(n, (_, label, count))| pick(Some(n), label.clone(), Some(*count))) }
            </div>
        }
    });
    let numbers = [shown.to_string(), props.count.to_string()];
    html! {
        <div class="deck-bar">
            <div class="deck-filters">{ for groups }</div>
            <div class="deck-actions">
                <span class="deck-count num" role="status">{ fill(Text::Shown, &[&numbers[0], &numbers[1]]) }</span>
                <button type="button" class="quiet" onclick={toggle(true)}>{ text(Text::OpenAll) }</button>
                <button type="button" class="quiet" onclick={toggle(false)}>{ text(Text::CloseAll) }</button>
            </div>
        </div>
    }
}

fn cards(deck: &str) -> Vec<web_sys::HtmlElement> {
    dom::by_id(deck).map(|d| dom::all(&d, ":scope > .card, :scope > li > .card")).unwrap_or_default()
}

/// Hides the cards that a filter leaves out; how many are left.
fn apply(props: &DeckProps, chosen: &[Option<usize>]) -> Option<usize> {
    let cards = cards(&props.deck);
    if cards.is_empty() {
        return None;
    }
    let mut left = 0;
    for card in &cards {
        let fits = props.groups.iter().zip(chosen).all(|(group, choice)| {
            choice.is_none_or(|c| {
                card.get_attribute(&group.attribute).is_some_and(|v| v.split(' ').any(|v| v == &*group.choices[c].0))
            })
        });
        card.set_hidden(!fits);
        left += usize::from(fits);
    }
    Some(left)
}

fn open_cards(deck: &str, open: bool) {
    for card in cards(deck) {
        if let Ok(Some(details)) = card.query_selector(":scope > details") {
            details.unchecked_into::<HtmlDetailsElement>().set_open(open);
        }
    }
}
