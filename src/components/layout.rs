//! What frames the story: hero, section walk, sections, footer.

use backstory_content::model::{Measure, Part, Section};
use yew::prelude::*;

use super::controls::{self, Embedding, Form};
use super::{cards, events, map, relation_diagram, sources};
use crate::render::raw;
use crate::view::View;

/// Words a reader takes in a minute.
const READING_SPEED: usize = 230;
/// Years between the labels under the ribbon.
const LABEL_EVERY: i32 = 10;
/// Fewer years than this before the end, a label would touch the last one.
const LABEL_ROOM: i32 = 6;

/// The head of the page.
pub fn hero(view: &View) -> Html {
    let meta = &view.story.meta;
    let words: usize = view.story.sections.iter().map(|s| s.words).sum();
    let minutes = words.div_ceil(READING_SPEED).to_string();
    html! {
        <header class="hero">
            <p class="brand"><b>{ view.t("brand") }</b><span>{ view.t("tagline") }</span></p>
            <h1>{ meta.title.clone() }</h1>
            <div class="standfirst">{ raw(events::block(&meta.standfirst.html)) }</div>
            <p class="byline"><span>{ meta.byline.clone() }</span>
                <span class="num">{ view.words.fill("updated", &[&view.words.date(&meta.updated)]) }</span>
                <span class="num">{ view.words.fill("record-to", &[&view.words.date(&meta.today)]) }</span>
                <span class="num">{ view.words.fill("read-minutes", &[&minutes]) }</span></p>
            { view.story.measure.as_ref().map_or_else(Html::default, |m| ribbon(view, m)) }
        </header>
    }
}

/// The ribbon with its labels.
fn ribbon(view: &View, m: &Measure) -> Html {
    let [up, down, _] = &m.directions;
    let labels = ribbon_labels(m).into_iter().map(|year| {
        html! { <span class={format!("ry{}", year - m.span.0)}>{ year }</span> }
    });
    html! {
        <figure class="ribbon">
            <figcaption><b>{ m.title.clone() }</b>
                <span class="legend"><span class="way up">{ up.label.clone() }</span><span class="way down">{ down.label.clone() }</span></span></figcaption>
            { controls::ribbon(view) }
            <div class="ribbon-years num" aria-hidden="true">{ for labels }</div>
        </figure>
    }
}

/// Years that are written under the ribbon: the ends and the decades between.
#[must_use]
pub fn ribbon_labels(m: &Measure) -> Vec<i32> {
    let (first, last) = m.span;
    let mut years: Vec<i32> =
        (first..=last).filter(|y| y % LABEL_EVERY == 0 && y - first >= LABEL_ROOM && last - y >= LABEL_ROOM).collect();
    years.insert(0, first);
    years.push(last);
    years
}

/// Styles that place the ribbon's labels: a grid of years.
#[must_use]
pub fn ribbon_style(m: &Measure) -> String {
    let (first, last) = m.span;
    let mut css = format!(".ribbon-years{{grid-template-columns:repeat({},1fr)}}", last - first + 1);
    for year in ribbon_labels(m) {
        css += &format!(".ry{}{{grid-column:{}}}", year - first, year - first + 1);
    }
    css
}

/// A section with its parts.
pub fn section(view: &View, s: &Section) -> Html {
    let head = html! {
        <header class="section-head"><p class="kicker num">{ s.kicker.clone() }</p><h2 id={title_id(s)}>{ s.title.clone() }</h2></header>
    };
    headed(view, s, head)
}

/// A section as a chapter that opens: what a long story is in a frame, which should be no longer than its reader wants.
pub fn chapter(view: &View, s: &Section, open: bool) -> Html {
    html! {
        <details class="chapter" {open}>
            <summary><h2 id={title_id(s)}>{ s.title.clone() }</h2><span class="kicker num">{ s.kicker.clone() }</span></summary>
            { headed(view, s, Html::default()) }
        </details>
    }
}

fn title_id(s: &Section) -> String {
    format!("{}-title", s.id)
}

/// A section below its heading.
fn headed(view: &View, s: &Section, head: Html) -> Html {
    let (beside, below): (Vec<Part>, Vec<Part>) = s.parts.iter().partition(|p| reads_like_prose(**p));
    html! {
        <section class={classes!("section", format!("section-{}", s.id))} id={s.id.clone()} aria-labelledby={title_id(s)}>
            <div class="section-top">
                { head }
                <div class="section-text">
                    if !s.prose.html.is_empty() { <div class="prose">{ raw(s.prose.html.clone()) }</div> }
                    { for beside.iter().map(|p| part(view, s, *p)) }
                </div>
            </div>
            { for below.iter().map(|p| part(view, s, *p)) }
        </section>
    }
}

/// Parts of the width of the text stand with it; the others break out.
fn reads_like_prose(part: Part) -> bool {
    matches!(part, Part::Minute | Part::Claims | Part::Changes)
}

fn part(view: &View, s: &Section, part: Part) -> Html {
    match part {
        Part::Timeline => events::timeline(view),
        Part::Minute => cards::minute(view),
        Part::People => cards::people(view),
        Part::Concepts => cards::concepts(view),
        Part::Claims => cards::claims_of(view, &s.id),
        Part::Record => cards::record(view),
        Part::Hurdles => cards::hurdles(view),
        Part::Signposts => cards::signposts(view),
        Part::Scenarios => cards::scenarios(view),
        Part::Ties => relation_diagram::ties(view),
        Part::Map => map::map(view),
        Part::Walk => cards::walk(view),
        Part::Changes => sources::changes(view),
        Part::Sources => sources::sources(view),
    }
}

/// The foot of the page.
pub fn footer(view: &View, embedding: &Embedding) -> Html {
    let meta = &view.story.meta;
    html! {
        <footer class="footer">
            { controls::share(view, &forms(view), embedding) }
            <p><b>{ view.t("news-item") }</b>{ " “" }{ meta.news.title.clone() }{ "”, " }<span class="num">{ view.words.date(&meta.news.date) }</span>{ "." }</p>
            <div class="news-note">{ raw(events::block(&meta.news.note.html)) }</div>
            <p>{ view.words.fill("licence", &[""]).trim_end_matches([' ', '.']).to_owned() }{ " " }<a href={meta.licence.1.clone()} rel="license noopener">{ meta.licence.0.clone() }</a>{ ". " }{ view.t("colophon") }</p>
        </footer>
    }
}

/// What the embed dialog offers from the start; cards and events are added from the page when it opens.
#[must_use]
pub fn forms(view: &View) -> Vec<Form> {
    let form = |name: &str, label: String| Form { path: format!("embed/{name}.html"), label };
    let story = view.story;
    let mut forms = vec![
        form("whole", view.t("whole").to_string()),
        form("compact", view.t("compact").to_string()),
        form("timeline", view.t("timeline").to_string()),
    ];
    forms.extend(story.sections.iter().map(|s| form(&s.id, view.words.fill("section-form", &[&s.title]))));
    forms
}
