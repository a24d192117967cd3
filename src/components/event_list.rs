//! Events: the entry of each, the list of all, and the main ones as the article has them.

use backstory_content::model::{Direction, ItemKind, LinkKind};
use backstory_timeline::{EventDate, Precision};
use yew::prelude::*;

use super::card::{CopyLink, Doubt, EntryKind, Related, SourceLine, Title};
use super::figure::{Figures, FiguresProps};
use super::link::ItemLink;
use super::prose::Prose;
use crate::page::{kind_name, use_page};
use crate::state::data::MAIN;
use crate::view::View;

/// Lists with more events than this use `content-visibility`; for shorter ones it costs more than it saves.
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

/// Props of [`Event`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EventProps {
    /// Position of the event.
    pub event: usize,
    /// On a path: how it hangs together with the step before.
    #[prop_or_default]
    pub link: AttrValue,
}

/// The entry of an event, in a list.
#[component]
pub fn Event(props: &EventProps) -> Html {
    let page = use_page();
    let view = &page.view;
    let event = &view.story.events[props.event];
    let theme = &view.story.themes[event.theme];
    let mark = format!("mark-{}", theme.shape.id());
    let direction = view.story.measure.as_ref().map(|m| m.directions[event.direction as usize].id.clone());
    html! {
        <li class={classes!("entry", "event", format!("w{}", event.importance), super::card::kept_by_readers(&event.id))} id={event.id.clone()} data-entry={kind_name(ItemKind::Event)}
            data-theme-id={theme.id.clone()} data-direction={direction}>
            if !props.link.is_empty() { <p class="path-link">{ props.link.clone() }</p> }
            <details open={page.is_open()}><summary>
                <EntryKind kind={ItemKind::Event} />
                { when(view, props.event) }
                <Title level={3} class="event-title" text={event.title.clone()} />
                <span class="event-kind"><span class={classes!("theme", mark)}>{ theme.label.clone() }</span>{ way(view, event.direction) }</span>
            </summary><EventBody event={props.event} /></details>
        </li>
    }
}

/// The text of an event.
#[component]
pub fn EventBody(props: &EventProps) -> Html {
    let view = use_page().view;
    let event = &view.story.events[props.event];
    html! {
        <div class="event-body entry-body">
            <Figures ..FiguresProps::item(ItemKind::Event, props.event) />
            <Prose text={event.summary.clone()} />
            <Doubt doubt={event.doubt.clone()} />
            { relations(&view, props.event) }
            <Related ids={event.related.clone()} />
            <SourceLine sources={event.sources.clone()} />
            if let Some(word) = view.confidence(event.confidence) {
                <p class="confidence">{ view.t("confidence") }{ ": " }{ word.to_owned() }</p>
            }
            <CopyLink id={event.id.clone()} />
        </div>
    }
}

/// Every event, by date.
#[component]
pub fn EventList() -> Html {
    let view = use_page().view;
    let count = view.story.events.len();
    html! {
        <ol class={classes!("events", (count > LONG).then_some("long"))} id="event-list">{ for (0..count).map(|event| html! { <Event {event} /> }) }</ol>
    }
}

/// The events that the article lists: the main ones, or all if the story ranks none so high.
#[must_use]
pub fn main_events(view: &View) -> Vec<usize> {
    let events = || view.story.events.iter().enumerate();
    let main: Vec<usize> = events().filter(|(_, e)| e.importance >= MAIN).map(|(n, _)| n).collect();
    if main.is_empty() { events().map(|(n, _)| n).collect() } else { main }
}

/// Props of [`EventIndex`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EventIndexProps {
    /// Positions of the events.
    pub events: Vec<usize>,
}

/// Events by date, each a link to its entry. The timeline hides those that its filter leaves out.
#[component]
pub fn EventIndex(props: &EventIndexProps) -> Html {
    let view = use_page().view;
    let items = props.events.iter().map(|n| {
        let event = &view.story.events[*n];
        html! {
            <li data-event={event.id.clone()} data-importance={event.importance.to_string()}>{ when(&view, *n) }
                <ItemLink id={event.id.clone()} />{ way(&view, event.direction) }</li>
        }
    });
    html! { <ol class="event-index">{ for items }</ol> }
}

/// The path of causes that ends with an event, each step with the word for how it hangs together with the one before.
#[component]
pub fn PathSteps(props: &EventProps) -> Html {
    let view = use_page().view;
    let path = view.data.path_to(props.event);
    let before = std::iter::once(None).chain(path.iter().map(|event| Some(*event as usize)));
    let steps = path.iter().zip(before).map(|(event, before)| {
        let event = *event as usize;
        html! { <Event {event} link={before.map_or_else(AttrValue::default, |before| path_link(&view, before, event))} /> }
    });
    html! { <ol class="events path-steps">{ for steps }</ol> }
}

/// The word for how an event hangs together with an earlier one: seen from the later.
fn path_link(view: &View, before: usize, event: usize) -> AttrValue {
    let story = &view.story;
    let led = story.events[before].links.iter().find(|link| link.to == event && link.kind == LinkKind::LedTo);
    let back = story.events[event].links.iter().find(|link| link.to == before);
    let key = back.filter(|_| led.is_none()).map_or(backward(LinkKind::LedTo), |link| link.kind.id());
    view.t(key)
}

/// When an event happened. HTML allows no `<time>` whose date it cannot write.
fn when(view: &View, event: usize) -> Html {
    let event = &view.story.events[event];
    let words = view.words.event_date(event);
    match datetime(&event.date) {
        Some(date) => html! { <time class="num" datetime={date}>{ words }</time> },
        None => html! { <span class="num when">{ words }</span> },
    }
}

/// Whether other programs can write the year of a date: HTML and calendars know the years 1 to 9999.
#[must_use]
pub fn has_common_year(date: &EventDate) -> bool {
    (1..=9_999).contains(&date.year())
}

/// A date as HTML's `<time>` takes it; nothing where HTML cannot write it: years before our era, decades and centuries.
pub fn datetime(date: &EventDate) -> Option<String> {
    let m = date.first();
    let is_coarse = m.precision() < Precision::Year;
    (has_common_year(date) && !is_coarse).then(|| match (m.month(), m.day()) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", m.year()),
        (Some(month), None) => format!("{:04}-{month:02}", m.year()),
        _ => format!("{:04}", m.year()),
    })
}

/// What led to an event and what followed from it. A disputed link says so at both of its ends.
fn relations(view: &View, n: usize) -> Html {
    let event = &view.story.events[n];
    let row = |key: &str, to: usize, note: Option<&String>| {
        let other = &view.story.events[to];
        html! {
            <li><span>{ view.words.label(view.words.get(key), "").trim_end().to_owned() }</span>{ " " }<ItemLink id={other.id.clone()} />{ view.words.and(&view.words.year_of(&other.date)) }
                if let Some(note) = note { <small class="why">{ " " }{ note.clone() }</small> }</li>
        }
    };
    let out = event.links.iter().map(|l| row(l.kind.id(), l.to, l.note.as_ref()));
    let back = event.linked_from.iter().map(|(from, kind)| {
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

fn backward(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::LedTo => "led-from",
        LinkKind::RespondedTo => "answered-by",
        LinkKind::PartOf => "has-part",
        LinkKind::Contradicts => "contradicted-by",
        LinkKind::Fulfils => "fulfilled-by",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, view};

    #[test]
    fn an_event_without_links_or_measure_says_nothing_of_them() {
        let event = || html! { <Event event=0 /> };
        let html = html_on(&article(|_| {}), event());
        assert!(html.contains("class=\"relations\"") && html.contains("class=\"way "), "{html}");
        let html = html_on(
            &article(|story| {
                story.measure = None;
                (story.events[0].links, story.events[0].linked_from) = (vec![], vec![]);
            }),
            event(),
        );
        assert!(!html.contains("relations") && !html.contains("class=\"way "), "{html}");
    }

    #[test]
    fn a_date_that_html_has_no_form_for_is_no_time_element() {
        let html = |date: &str| {
            html_on(&article(|story| story.events[0].date = date.parse().expect("a date")), html! { <Event event=0 /> })
        };
        let month = html("1986-11");
        assert!(month.contains("<time datetime=\"1986-11\" class=\"num\">November 1986</time>"), "{month}");
        for (date, words) in [("-0043", "44 BCE"), ("190X", "1900s"), ("19XX", "20th century")] {
            assert!(html(date).contains(&format!("<span class=\"num when\">{words}</span>")), "{date}");
        }
    }

    #[test]
    fn a_story_without_main_events_lists_all() {
        let main = main_events(&view(|_| {})).len();
        let all = view(|story| story.events.iter_mut().for_each(|event| event.importance = 1));
        assert!(main > 0 && main < all.story.events.len());
        assert_eq!(main_events(&all).len(), all.story.events.len());
    }
}
