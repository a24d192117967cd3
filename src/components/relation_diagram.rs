//! Who is connected with whom: a drawing of which every line and name is a link, and a card for each line.
use backstory_content::Story;
use backstory_content::model::{Direction, Event, ItemKind, Party, Tie};
use yew::prelude::*;

use super::card::{Card, EntryEnd, Title, uncited, unlinked};
use super::event_list::way_class;
use super::prose::Prose;
use crate::page::use_page;
use crate::view::View;

/// Units of the drawing for one percent of its width and of its height.
const STEP: (f64, f64) = (4.4, 5.6);
/// Size of a letter in these units (width, height), as it is on the narrowest screens; on others it is smaller.
const LETTER: (f64, f64) = (18.0, 42.0);
/// Distance from the middle of a node to its name, and margin at the edge of the drawing, in units.
const GAP: f64 = 20.0;
/// Width of the thickest line, in units; the square of a line's width grows with the number of events of a tie, so that one of
/// a hundred leaves those of five to be told apart.
const WIDEST: usize = 6;

/// The drawing, its key, and a card for each line of it that says in words what the line shows.
#[component]
pub fn RelationDiagram() -> Html {
    let view = use_page().view;
    let story = &view.story;
    let drawing = Drawing::of(&story.parties);
    let ties: Vec<_> = story.ties.iter().map(|t| RelationEvidence::of(story, t)).collect();
    let most = ties.iter().map(|t| t.events.len()).max().unwrap_or_default();
    html! {
        <div class="ties-block wide" data-behavior="relation-diagram">
            <h3 class="part-title">{ view.t("ties-title") }</h3>
            // Targets of the names: at the top of the drawing, so that drawing and cards stay in view together.
            <span id="ties-all"></span>{ for story.parties.iter().map(|p| html! { <span id={party_id(p)}></span> }) }
            <div class="ties-figure">
                <svg class="ties-drawing" viewBox={drawing.view_box()} role="group" aria-label={view.t("ties-drawing")}>
                    { for ties.iter().map(|t| line(&view, t, most)) }{ for story.parties.iter().map(|p| node(&drawing, p)) }
                </svg>
                { key(&view, &ties, most) }
                <p class="ties-all">{ view.t("ties-hint") }{ " " }<a href="#ties-all">{ view.t("ties-all") }</a>{ "\u{a0}· " }<span class="num" role="status"></span></p>
            </div>
            <div class="cards" id="tie-list">{ for (0..story.ties.len()).map(|tie| html! { <TieCard {tie} /> }) }</div>
        </div>
    }
}

/// Without scripts, `:target` alone hides the ties of other parties than the one in the address. The rule names the ties by an
/// attribute of their own: with a bare `:not()` browsers would check every element again when the page is ready.
#[must_use]
pub fn style(view: &View) -> String {
    let rule = |p: &Party| {
        format!(
            "html:not([data-state=ready]) #{}:target~#tie-list>[data-parties]:not([data-parties~={}]){{display:none}}",
            party_id(p),
            p.id
        )
    };
    view.story.parties.iter().map(rule).collect()
}

fn party_id(p: &Party) -> String {
    format!("ties-{}", p.id)
}

fn place_of(p: &Party) -> (f64, f64) {
    (p.x * STEP.0, p.y * STEP.1)
}

/// A rectangle: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// On which side of its node a name stands.
#[derive(Debug, Clone, Copy)]
struct Name {
    x: f64,
    /// Middle of the letters.
    y: f64,
    anchor: &'static str,
}

impl Name {
    /// Names stand on the outer side of their nodes, seen from the middle of all, where no line between two nodes runs.
    fn of(p: &Party, middle: (f64, f64)) -> Self {
        let (x, y) = place_of(p);
        let (dx, dy) = (x - middle.0, y - middle.1);
        if dx.abs() * 2.0 > dy.abs() {
            let anchor = if dx < 0.0 { "end" } else { "start" };
            Self { x: x + GAP.copysign(dx), y, anchor }
        } else {
            Self { x, y: y + (GAP + LETTER.1 / 2.0).copysign(dy), anchor: "middle" }
        }
    }

    fn area(self, label: &str) -> Area {
        let width = label.chars().count() as f64 * LETTER.0;
        let left = match self.anchor {
            "end" => self.x - width,
            "start" => self.x,
            _ => self.x - width / 2.0,
        };
        (left, self.y - LETTER.1 / 2.0, left + width, self.y + LETTER.1 / 2.0)
    }
}

struct Drawing {
    middle: (f64, f64),
    area: Area,
}

impl Drawing {
    fn of(parties: &[Party]) -> Self {
        let count = parties.len().max(1) as f64;
        let places = || parties.iter().map(place_of);
        let middle = (places().map(|p| p.0).sum::<f64>() / count, places().map(|p| p.1).sum::<f64>() / count);
        let nodes = places().map(|(x, y)| (x - GAP, y - GAP, x + GAP, y + GAP));
        let names = parties.iter().map(|p| Name::of(p, middle).area(&p.label));
        let area = nodes
            .chain(names)
            .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3)))
            .unwrap_or_default();
        Self { middle, area }
    }

    fn view_box(&self) -> String {
        let (left, top, right, bottom) = self.area;
        format!("{left:.0} {top:.0} {:.0} {:.0}", right - left, bottom - top)
    }
}

fn tie_parties(view: &View, t: &Tie) -> String {
    format!("{} {}", view.story.parties[t.between.0].id, view.story.parties[t.between.1].id)
}

/// A tie and its events.
struct RelationEvidence<'a> {
    tie: &'a Tie,
    /// The events that involve both parties, by date.
    events: Vec<&'a Event>,
}

impl<'a> RelationEvidence<'a> {
    fn of(story: &'a Story, tie: &'a Tie) -> Self {
        let (one, other) = tie.between;
        // Already in the order of their dates.
        let both = |event: &&Event| event.parties.contains(&one) && event.parties.contains(&other);
        Self { tie, events: story.events.iter().filter(both).collect() }
    }

    fn count(&self, direction: Direction) -> usize {
        self.events.iter().filter(|e| e.direction == direction).count()
    }
}

fn line(view: &View, relation: &RelationEvidence, most: usize) -> Html {
    let t = relation.tie;
    let ((x1, y1), (x2, y2)) = (place_of(&view.story.parties[t.between.0]), place_of(&view.story.parties[t.between.1]));
    let path = format!("M{x1:.0} {y1:.0}L{x2:.0} {y2:.0}");
    let class = format!("tie {}", width_class(relation.events.len(), most));
    html! {
        <a href={format!("#{}", t.id)} data-kind="tie" data-preview="none" data-parties={tie_parties(view, t)} aria-label={view.words.label(&between(view, t), &t.label)}>
            <path class="hit" d={path.clone()} /><path {class} d={path} />
        </a>
    }
}

fn node(drawing: &Drawing, p: &Party) -> Html {
    let (x, y) = place_of(p);
    let name = Name::of(p, drawing.middle);
    let s = |v: f64| format!("{v:.0}");
    html! {
        <a class={if p.own { "node own" } else { "node" }} href={format!("#{}", party_id(p))} data-party={p.id.clone()} aria-label={format!("{}: {}", p.label, p.full)}>
            <circle class="hit" cx={s(x)} cy={s(y)} r="30" />
            <circle cx={s(x)} cy={s(y)} r={if p.own { "13" } else { "9" }} />
            <text x={s(name.x)} y={s(name.y)} text-anchor={name.anchor}>{ p.label.clone() }</text>
        </a>
    }
}

fn width_class(events: usize, most: usize) -> String {
    let share = events as f64 / most.max(1) as f64;
    format!("w{:.0}", (share.sqrt() * WIDEST as f64).round().max(1.0))
}

/// What the widths of the lines mean. They have no colour: events have a direction for the story's two main parties only, and a
/// line between others would seem to tell of these.
fn key(view: &View, ties: &[RelationEvidence], most: usize) -> Html {
    let least = ties.iter().map(|t| t.events.len()).min().unwrap_or_default();
    let width = |n: usize| {
        let class = format!("tie {}", width_class(n, most));
        html! {
            <li><svg class="ties-drawing" viewBox="0 0 60 14" aria-hidden="true"><path {class} d="M0 7H60" /></svg>{ view.events_count(n) }</li>
        }
    };
    html! {
        <div class="ties-key"><p>{ view.t("ties-width") }</p><ul class="map-key">{ width(least) }if most > least { { width(most) } }</ul></div>
    }
}

fn between(view: &View, t: &Tie) -> String {
    let party = |n: usize| view.story.parties[n].label.as_str();
    view.words.fill("tie-between", &[party(t.between.0), party(t.between.1)])
}

/// Props of [`TieCard`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TieCardProps {
    /// Position of the tie.
    pub tie: usize,
}

/// One tie.
#[component]
pub fn TieCard(props: &TieCardProps) -> Html {
    let view = use_page().view;
    let tie = &view.story.ties[props.tie];
    let front = html! {
       <>
           <Title level={4} text={tie.label.clone()} />
           <span class="tie-record num">{ between(&view, tie) }{ ": " }{ on_record(&view, &RelationEvidence::of(&view.story, tie)) }</span>
       </>
    };
    html! {
        <Card id={tie.id.clone()} kind={ItemKind::Tie} parties={tie_parties(&view, tie)} {front}>
            <Prose text={tie.text.clone()} />
            <EntryEnd id={tie.id.clone()} related={unlinked(&tie.related, [&tie.text])} sources={uncited(&tie.sources, [&tie.text])} />
        </Card>
    }
}

/// Number of events, first and last year, and in words what they did to the story's two main parties, which only for the tie of
/// these two goes without saying.
fn on_record(view: &View, relation: &RelationEvidence) -> Html {
    let (story, events) = (&view.story, &relation.events);
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Html::default() };
    let [from, to] = [first, last].map(|it| view.words.year_of(&it.date));
    let years = if from == to { from } else { view.words.fill("years", &[&from, &to]) };
    let ways = story
        .measure
        .iter()
        .flat_map(|m| [Direction::Up, Direction::Down].map(|d| (&m.directions[d as usize].verb, relation.count(d), d)));
    let ways: Vec<Html> = ways
        .filter(|way| way.1 > 0)
        .map(|(verb, n, d)| {
            html! { <span class={classes!("way", way_class(d))}>{ view.words.fill("tie-way", &[verb, &n.to_string()]) }</span> }
        })
        .collect();
    let pair: Vec<&str> = story.parties.iter().filter(|p| p.own).map(|p| p.label.as_str()).collect();
    let t = relation.tie.between;
    let is_of_others = pair.len() == 2 && !(story.parties[t.0].own && story.parties[t.1].own);
    html! {
        <>
            { view.words.list([view.events_count(events.len()).as_str(), &years]) }
            if !ways.is_empty() { <span class="tie-effect">if is_of_others { { view.words.fill("tie-others", &pair) } }{ for ways }</span> }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crosses(from: (f64, f64), to: (f64, f64), area: Area) -> bool {
        // Tests a thousand points along the line: simple, and exact enough for a name.
        (0..=1000).map(|n| f64::from(n) / 1000.0).any(|t| {
            let (x, y) = (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t);
            x > area.0 && x < area.2 && y > area.1 && y < area.3
        })
    }

    #[test]
    fn no_line_crosses_a_name_and_no_name_another() {
        let checked = backstory_content::read(std::path::Path::new("content")).expect("the story is sound");
        let story = checked.story;
        let middle = Drawing::of(&story.parties).middle;
        let names: Vec<Area> = story.parties.iter().map(|p| Name::of(p, middle).area(&p.label)).collect();
        for (n, name) in names.iter().enumerate() {
            let label = &story.parties[n].label;
            for t in &story.ties {
                let (from, to) = (place_of(&story.parties[t.between.0]), place_of(&story.parties[t.between.1]));
                assert!(!crosses(from, to, *name), "{} crosses the name {label}", t.id);
            }
            for (other, b) in names.iter().enumerate().skip(n + 1) {
                let apart = name.2 < b.0 || b.2 < name.0 || name.3 < b.1 || b.3 < name.1;
                assert!(apart, "{label} touches {}", story.parties[other].label);
            }
        }
    }
}
