//! The timeline and the list of events that it is a view of.

use crate::{Timeline, TimelineProps};
use backstory_content::model::{Direction, LinkKind};
use backstory_timeline::EventDate;
use yew::prelude::*;

use super::controls;
use crate::render::{island, raw};
use crate::view::View;

/// A list of more events is laid out only where it is seen; a shorter one is quicker without that.
const LONG: usize = 400;

/// The class of a direction.
#[must_use]
pub fn way_class(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Flat => "flat",
    }
}

/// The word of a direction, with its mark.
pub fn way(view: &View, direction: Direction) -> Html {
    view.story.measure.as_ref().map_or_else(Html::default, |m| html! {
        <span class={classes!("way", way_class(direction))}>{ m.directions[direction as usize].label.clone() }</span>
    })
}

/// The timeline with its list.
pub fn timeline(view: &View) -> Html {
    let count = view.story.events.len().to_string();
    html! {
        <div class="timeline wide" id="timeline">
            if let Some(m) = &view.story.measure { <h3 class="timeline-title">{ m.title.clone() }</h3> }
            <div class="tl" data-form="across" data-ready="false">
                { controls::timeline_bar(view) }
                <p class="tl-status num" role="status">{ view.words.island("events", &[&count, &count]) }</p>
                { legend(view) }
                { island::<Timeline>("timeline", TimelineProps { data: view.data.clone() }) }
                <p class="tl-hint hint">{ view.t("zoom-hint") }</p>
                { controls::minimap(view) }
                { controls::help(view) }
            </div>
            <details class="all-events">
                <summary>{ view.words.fill("all-events", &[&count]) }</summary>
                <ol class={if view.story.events.len() > LONG { "events long" } else { "events" }}>{ for (0..view.story.events.len()).map(|n| event(view, n)) }</ol>
            </details>
            <div class="timeline-notes">
                if let Some(m) = &view.story.measure { <p class="method"><b>{ view.t("events-method") }</b>{ " " }{ m.method.clone() }</p> }
                { downloads(view) }
            </div>
        </div>
    }
}

/// What the signs of the chart mean, in one line; only those that this story uses.
fn legend(view: &View) -> Html {
    let story = &view.story;
    let ways = story.measure.as_ref().map(|m| {
        [Direction::Up, Direction::Down, Direction::Flat].map(|direction| {
            let label = m.directions[direction as usize].label.clone();
            html! { <span class={way_class(direction)}><i class="dot"></i>{ label }</span> }
        })
    });
    let kinds = [
        ("lit", LinkKind::LedTo, "link-led"),
        ("lit answers", LinkKind::RespondedTo, "link-answers"),
        ("lit part", LinkKind::PartOf, "link-part"),
        ("lit contradicts", LinkKind::Contradicts, "link-contradicts"),
        ("lit fulfils", LinkKind::Fulfils, "link-fulfils"),
    ];
    let has = |kind: LinkKind| story.events.iter().flat_map(|e| &e.links).any(|l| l.kind == kind);
    let arcs = kinds.into_iter().filter(|(_, kind, _)| has(*kind)).map(|(class, _, key)| {
        html! {
            <span class="legend-link"><svg viewBox="0 0 29 10" aria-hidden="true" focusable="false"><path class={format!("arc {class}")} d="M0 5H20" /><path class="arc-head" d="M28 5L20 1V9Z" /></svg>
                { view.words.island(key, &[]) }</span>
        }
    });
    let eras = story
        .eras
        .iter()
        .enumerate()
        .map(|(n, era)| html! { <li><b class="num">{ n + 1 }</b>{ era.label.clone() }</li> });
    html! {
        <>
            <p class="tl-legend">
                if let Some(ways) = ways { { for ways } }
                <span><b>{ view.t("legend-main") }</b></span>
                <span><i class="legend-bar"></i>{ view.t("legend-bar") }</span>
                <span><i class="legend-bar soft"></i>{ view.t("legend-soft") }</span>
                <span><i class="legend-cluster num">{ "+3" }</i>{ view.t("legend-cluster") }</span>
                <span><i class="legend-record"></i>{ view.t("legend-record") }</span>
                { for arcs }
            </p>
            if !story.eras.is_empty() { <ol class="tl-eras"><li><b>{ view.t("legend-eras") }</b></li>{ for eras }</ol> }
        </>
    }
}

fn downloads(view: &View) -> Html {
    let files =
        [("events.csv", "CSV"), ("events.json", "JSON"), ("events.ics", "iCalendar"), ("climate.csv", "CSV, per year")];
    let links =
        files.map(|(file, label)| html! { <li><a href={format!("data/{file}")} download="">{ label }</a></li> });
    html! { <div class="downloads"><b>{ view.t("data") }</b><ul>{ for links }</ul></div> }
}

/// An event of the list.
pub fn event(view: &View, n: usize) -> Html {
    let e = &view.story.events[n];
    let theme = &view.story.themes[e.theme];
    let mark = format!("mark-{}", crate::timeline_data::shape_name(theme.shape));
    html! {
        <li class={classes!("event", format!("w{}", e.importance))} id={e.id.clone()}>
            <details><summary>
                <time class="num" datetime={datetime(&e.date)}>{ view.words.date(&e.date) }</time>
                <span class="event-title">{ e.title.clone() }</span>
                <span class="event-kind"><span class={classes!("theme", mark)}>{ theme.label.clone() }</span>{ way(view, e.direction) }</span>
            </summary>{ body(view, n) }</details>
        </li>
    }
}

/// The text of an event.
pub fn body(view: &View, n: usize) -> Html {
    let e = &view.story.events[n];
    html! {
        <div class="event-body">
            { raw(block(&e.summary.html)) }
            { view.doubt(e.doubt.as_ref()) }
            { relations(view, n) }
            { view.related(&e.related) }
            { view.source_line(&e.sources) }
            <p class="confidence">{ view.t("confidence") }{ ": " }{ view.confidence(e.confidence) }</p>
        </div>
    }
}

/// Wraps inline HTML in a paragraph.
#[must_use]
pub fn block(html: &str) -> String {
    if html.starts_with("<p") || html.starts_with("<ul") || html.starts_with("<h") || html.is_empty() {
        html.to_owned()
    } else {
        format!("<p>{html}</p>")
    }
}

/// A date as HTML's `<time>` takes it; nothing where HTML has no form for it.
pub fn datetime(date: &EventDate) -> Option<String> {
    let m = date.first();
    (m.year() > 0 && m.year() < 10_000).then(|| match (m.month(), m.day()) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", m.year()),
        (Some(month), None) => format!("{:04}-{month:02}", m.year()),
        _ => format!("{:04}", m.year()),
    })
}

/// What led to an event and what came of it. A link's doubt stands at both of its ends.
fn relations(view: &View, n: usize) -> Html {
    let e = &view.story.events[n];
    let row = |key: &str, to: usize, note: Option<&String>| {
        let other = &view.story.events[to];
        html! {
            <li><span>{ view.t(key) }</span>{ " " }<a class="to-event" href={format!("#{}", other.id)} data-year={other.date.year().to_string()}>{ other.title.clone() }</a>
                <small class="num">{ " " }{ other.date.year() }</small>
                if let Some(note) = note { <small class="why">{ " " }{ note.clone() }</small> }</li>
        }
    };
    let out = e.links.iter().map(|l| row(forward(l.kind), l.to, l.note.as_ref()));
    let back = e.linked_from.iter().map(|(from, kind)| {
        let link = view.story.events[*from].links.iter().find(|l| l.to == n && l.kind == *kind);
        row(backward(*kind), *from, link.and_then(|l| l.note.as_ref()))
    });
    let rows: Vec<Html> = out.chain(back).collect();
    if rows.is_empty() {
        Html::default()
    } else {
        html! { <ul class="relations">{ for rows }</ul> }
    }
}

fn forward(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::LedTo => "led-to",
        LinkKind::RespondedTo => "responded-to",
        LinkKind::PartOf => "part-of",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Fulfils => "fulfils",
    }
}

fn backward(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::LedTo => "led-from",
        LinkKind::RespondedTo => "answered-by",
        LinkKind::PartOf => "has-part",
        LinkKind::Contradicts => "contradicted-by",
        LinkKind::Fulfils => "fulfilled-by",
    }
}
