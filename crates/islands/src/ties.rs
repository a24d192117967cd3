//! The diagram of relations: pick a party and see its ties, in the drawing and in the table beside it.

use yew::prelude::*;

use crate::catalogue::{Text, text};
use crate::data::Label;
use crate::dom;
use crate::wire::{Wire, fields, line, plain};

/// A tie as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct TieRow {
    /// Id of its card and its label.
    pub label: Label,
    /// Positions of the two parties.
    pub between: (usize, usize),
    /// How many events bear it out; the line's weight.
    pub events: usize,
}

/// A party as it is drawn: label (mark `own` for the story's own pair), place in hundredths of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Id, label, mark.
    pub label: Label,
    /// From the left, 0 to 100.
    pub x: i32,
    /// From the top, 0 to 100.
    pub y: i32,
}

/// Props of [`Ties`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TiesProps {
    /// Parties.
    pub nodes: Vec<Node>,
    /// Ties.
    pub ties: Vec<TieRow>,
    /// Id of the list of tie cards.
    pub list: AttrValue,
    /// What the drawing shows, in words.
    pub title: AttrValue,
}

impl Wire for TiesProps {
    fn encode(&self) -> String {
        let mut out = String::new();
        line(&mut out, &["H", &self.list, &self.title]);
        for n in &self.nodes {
            line(&mut out, &["N", &n.label.id, &n.label.label, &n.label.mark, &n.x.to_string(), &n.y.to_string()]);
        }
        for t in &self.ties {
            let n = |v: usize| v.to_string();
            line(&mut out, &["T", &t.label.id, &t.label.label, &n(t.between.0), &n(t.between.1), &n(t.events)]);
        }
        out
    }

    fn decode(text: &str) -> Self {
        let mut props = Self { nodes: Vec::new(), ties: Vec::new(), list: AttrValue::default(), title: AttrValue::default() };
        let own = |s: &str| AttrValue::from(plain(s));
        for row in text.lines() {
            let mut f = fields(row);
            match f.text() {
                "H" => {
                    props.list = own(f.text());
                    props.title = own(f.text());
                }
                "N" => props.nodes.push(Node {
                    label: Label { id: own(f.text()), label: own(f.text()), mark: own(f.text()) },
                    x: f.number(),
                    y: f.number(),
                }),
                "T" => props.ties.push(TieRow {
                    label: Label { id: own(f.text()), label: own(f.text()), mark: AttrValue::default() },
                    between: (f.number() as usize, f.number() as usize),
                    events: f.number() as usize,
                }),
                _ => {}
            }
        }
        props
    }
}

/// Units of the drawing a hundredth of its width and height stands for.
const STEP: (i32, i32) = (8, 5);
/// Room around it for the names.
const MARGIN: (i32, i32) = (60, 30);

/// The drawing and its choices.
#[component]
pub fn Ties(props: &TiesProps) -> Html {
    let picked = use_state_eq(|| None::<usize>);
    {
        let (list, id) = (props.list.clone(), picked.and_then(|n| props.nodes.get(n)).map(|n| n.label.id.clone()));
        use_effect_with(id, move |id| show_only(&list, id.as_deref()));
    }
    let at = |n: &Node| (MARGIN.0 + n.x * STEP.0, MARGIN.1 + n.y * STEP.1);
    let lines = props.ties.iter().enumerate().filter_map(|(n, t)| {
        let (a, b) = (props.nodes.get(t.between.0)?, props.nodes.get(t.between.1)?);
        let ((x1, y1), (x2, y2)) = (at(a), at(b));
        let lit = picked.is_none_or(|p| t.between.0 == p || t.between.1 == p);
        let class = classes!("tie", if lit { "lit" } else { "dim" }, format!("w{}", t.events.clamp(1, 6)));
        Some(html! {
            <line key={n} {class} x1={x1.to_string()} y1={y1.to_string()} x2={x2.to_string()} y2={y2.to_string()} />
        })
    });
    let near = |n: usize| picked.is_none_or(|p| {
        p == n || props.ties.iter().any(|t| t.between == (p, n) || t.between == (n, p))
    });
    let nodes = props.nodes.iter().enumerate().map(|(n, node)| {
        let (x, y) = at(node);
        let onclick = {
            let picked = picked.clone();
            Callback::from(move |_: MouseEvent| picked.set(if *picked == Some(n) { None } else { Some(n) }))
        };
        let own = node.label.mark == "own";
        let class = classes!("node", own.then_some("own"), (!near(n)).then_some("dim"), (*picked == Some(n)).then_some("picked"));
        html! {
            <g key={n} {class} {onclick}>
                <circle cx={x.to_string()} cy={y.to_string()} r={if own { "13" } else { "9" }} />
                <text x={x.to_string()} y={(y - 20).to_string()} text-anchor="middle">{ node.label.label.clone() }</text>
            </g>
        }
    });
    let choice = |n: Option<usize>, label: AttrValue| {
        let picked = picked.clone();
        let pressed = (*picked == n).to_string();
        let onclick = Callback::from(move |_: MouseEvent| picked.set(n));
        html! { <button key={n.map_or(0, |n| n + 1)} type="button" class="chip" aria-pressed={pressed} {onclick}>{ label }</button> }
    };
    let view_box = format!("0 0 {} {}", 100 * STEP.0 + 2 * MARGIN.0, 100 * STEP.1 + 2 * MARGIN.1);
    html! {
        <div class="ties">
            <svg class="ties-drawing" viewBox={view_box} role="img" aria-label={props.title.clone()}>
                <g>{ for lines }</g><g>{ for nodes }</g>
            </svg>
            <div class="chips" role="group" aria-label={text(Text::TiesPick)}>
                { choice(None, text(Text::TiesAll)) }
                { for props.nodes.iter().enumerate().map(|(n, node)| choice(Some(n), node.label.label.clone())) }
            </div>
        </div>
    }
}

/// Hides the cards of ties that do not touch the party.
fn show_only(list: &str, party: Option<&str>) {
    let Some(root) = dom::by_id(list) else { return };
    for card in dom::all(&root, "[data-parties]") {
        let fits = party.is_none_or(|p| card.get_attribute("data-parties").is_some_and(|v| v.split(' ').any(|v| v == p)));
        card.set_hidden(!fits);
    }
}
