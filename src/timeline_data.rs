//! The story as the timeline knows it: days, labels and links.

use crate::state::data::MAIN;
use crate::{Edge, EraRow, EventRow, Label, TimelineData, YearSum};
use backstory_content::Story;
use backstory_content::model::{Direction, LinkKind};
use backstory_timeline::{EventDate, Kind, Precision, yearly_balance};
use yew::AttrValue;

use crate::locale::Words;

fn sign(direction: Direction) -> i8 {
    match direction {
        Direction::Up => 1,
        Direction::Down => -1,
        Direction::Flat => 0,
    }
}

/// What is known of a date, as [`EventRow::known`] writes it.
fn known(date: &EventDate) -> String {
    let mut out = match date.first().precision() {
        Precision::Day => "d",
        Precision::Month => "m",
        Precision::Season => "s",
        Precision::Year => "y",
        Precision::Decade | Precision::Century => "x",
    }
    .to_owned();
    if date.about() {
        out.push('~');
    }
    if date.disputed() {
        out.push('?');
    }
    match date.kind() {
        // Some time of ten or a hundred years.
        Kind::At(it) if it.precision() < Precision::Year => out.push('|'),
        Kind::At(_) => {}
        Kind::Span(..) => out.push('-'),
        Kind::Between(..) => out.push('|'),
        Kind::Before(_) | Kind::Until(_) => out.push('<'),
        Kind::After(_) | Kind::Since(_) => out.push('>'),
    }
    out
}

/// Gathers the data.
#[must_use]
pub fn timeline_data(story: &Story, words: &Words) -> TimelineData {
    let text = |s: &str| AttrValue::from(s.to_owned());
    let label = |id: &str, label: &str, mark: &str| Label { id: text(id), label: text(label), mark: text(mark) };
    let sums = story.measure.as_ref().map(|m| {
        let events = story.events.iter().map(|e| (e.date.year(), sign(e.direction), e.importance));
        yearly_balance(events, m.span.0, m.span.1)
    });
    let news = story.meta.news.as_ref().and_then(|it| it.event.as_ref());
    TimelineData {
        events: story
            .events
            .iter()
            .map(|e| EventRow {
                id: text(&e.id),
                start: e.date.first_day().0,
                end: e.date.last_day().0,
                year: e.date.year(),
                known: known(&e.date).into(),
                date: words.event_date(e).into(),
                title: text(&e.title),
                short: e.short.as_deref().map_or_else(AttrValue::default, text),
                theme: e.theme as u8,
                direction: sign(e.direction),
                // The event that the story is about comes before other main ones.
                weight: e.importance + u8::from(e.importance == MAIN && news == Some(&e.id)),
                parties: e.parties.iter().map(|p| *p as u8).collect(),
            })
            .collect(),
        themes: story.themes.iter().map(|t| label(&t.id, &t.label, t.shape.id())).collect(),
        parties: story.parties.iter().map(|p| label(&p.id, &p.label, if p.own { "own" } else { "" })).collect(),
        ways: story
            .measure
            .as_ref()
            .map(|m| m.directions.iter().map(|d| label(&d.id, &d.label, "")).collect())
            .unwrap_or_default(),
        eras: story
            .eras
            .iter()
            .map(|e| EraRow { label: text(&e.label), start: e.from.first_day().0, end: e.to.last_day().0 })
            .collect(),
        edges: story
            .events
            .iter()
            .enumerate()
            .flat_map(|(from, e)| {
                e.links.iter().map(move |l| Edge { from: from as u32, to: l.to as u32, kind: link_letter(l.kind) })
            })
            .collect(),
        years: sums
            .unwrap_or_default()
            .iter()
            .map(|y| YearSum { year: y.year, up: y.up, down: y.down, count: y.count })
            .collect(),
        today: story.meta.today.last_day().0,
    }
}

fn link_letter(kind: LinkKind) -> char {
    match kind {
        LinkKind::LedTo => 'l',
        LinkKind::RespondedTo => 'r',
        LinkKind::PartOf => 'p',
        LinkKind::Contradicts => 'c',
        LinkKind::Fulfils => 'f',
    }
}

#[cfg(test)]
mod tests {
    use crate::components::fixture::view;

    #[test]
    fn the_event_of_the_news_outweighs_other_main_ones_if_it_is_one() {
        let of_news = |importance: u8| {
            let view = view(|story| {
                let news = story.meta.news.as_ref().and_then(|it| it.event.clone());
                let event = story.events.iter_mut().find(|it| Some(&it.id) == news.as_ref()).expect("an event");
                event.importance = importance;
            });
            view.data.events.iter().filter(|e| e.weight > 3).count()
        };
        assert_eq!((of_news(3), of_news(2)), (1, 0));
    }
}
