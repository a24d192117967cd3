//! The timeline in the page: its toolbar, the island itself, the minimap that moves it, and the main events as a list.

use backstory_content::model::{Direction, LinkKind};
use yew::prelude::*;

use super::event_list::{EventIndex, main_events, way_class};
use super::island::Island;
use crate::page::{Embed, Page, Surface, use_page};
use crate::state::data::MAIN;
use crate::view::View;
use crate::{Lanes, Timeline, TimelineProps};

/// The timeline.
#[component]
pub fn TimelinePart() -> Html {
    let page = use_page();
    let view = &page.view;
    let count = view.story.events.len().to_string();
    // Alone on its page the timeline has every event below it; the article has the main ones, and a page for the others.
    let is_alone = page.surface == Surface::Embed(Embed::Timeline);
    let main = main_events(view);
    let summary = if is_alone || main.len() == view.story.events.len() {
        view.words.fill("all-events", &[&count])
    } else {
        view.words.fill("main-events", &[&main.len().to_string(), &count])
    };
    let listed = if is_alone { (0..view.story.events.len()).collect() } else { main };
    let title = view.story.measure.as_ref().map_or_else(|| view.t("timeline"), |m| m.title.clone().into());
    let heading = format!("h{}", page.card_heading(3));
    let target = page.is_embed().then_some("_blank");
    html! {
        <div class="timeline wide" id="timeline">
            <@{heading} class="timeline-title">{ title }</@>
            <div class="tl needs-script" data-form="across" data-ready="false">
                { bar(view) }
                <div class="tl-count"><p class="tl-status num" role="status">{ view.words.island("events", &[&count, &count]) }</p>
                    <button type="button" class="quiet if-filtered" data-ask="reset">{ view.t("reset-all") }</button></div>
                { legend(view) }
                <Island<Timeline> name="timeline" props={TimelineProps { data: view.data.clone() }} />
                <p class="tl-hint hint">{ view.t("zoom-hint") }</p>
                { minimap(view) }
                if !view.data.years.is_empty() { <p class="if-filtered hint">{ view.t("minimap-whole") }</p> }
                { help(view, page.card_heading(3) + 1) }
            </div>
            <details class="all-events">
                <summary>{ summary }<span class="if-filtered">{ view.t("list-filtered") }</span></summary>
                <p class="list-empty hint">{ view.t("list-empty") }</p>
                <EventIndex events={listed} />
            </details>
            <p class="timeline-notes">
                <a href={page.page_href(Page::Events)} {target}>{ view.words.fill("every-event", &[&count]) }</a>
                if view.story.measure.is_some() { <a href={how_counted(&page)} {target}>{ view.t("events-method") }</a> }
                // The single file has no data files beside it, so its link would lead nowhere.
                if page.surface != Surface::SingleFile {
                    <a href={page.page_href(Page::Method).split('#').next().filter(|file| !file.is_empty()).map(|file| format!("{file}#data")).unwrap_or_else(|| "#data".to_owned())} {target}>{ view.t("data") }</a>
                }
            </p>
        </div>
    }
}

/// The legend, in one line, with only the signs that this story uses.
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
                <b>{ view.t("legend-main") }</b>
                if view.data.events.iter().any(|e| e.weight > MAIN) { <b class="news">{ view.t("legend-news") }</b> }
                <span><i class="legend-bar"></i>{ view.t("legend-bar") }</span>
                <span><i class="legend-bar soft"></i>{ view.t("legend-soft") }</span>
                <span><i class="legend-cluster num">{ "+3" }</i>{ view.t("legend-cluster") }</span>
                <span><i class="legend-record"></i>{ view.t("legend-record") }</span>
                if !view.data.years.is_empty() { <span><i class="legend-balance"></i>{ view.t("legend-balance") }</span> }
                if begins_before_the_ribbon(view) { <span><i class="legend-shorter"></i>{ view.t("legend-shorter") }</span> }
                { for arcs }
            </p>
            if !story.eras.is_empty() { <ol class="tl-eras"><li><b>{ view.t("legend-eras") }</b></li>{ for eras }</ol> }
        </>
    }
}

/// Whether the chart has a part in which time is drawn shorter.
fn begins_before_the_ribbon(view: &View) -> bool {
    let first = view.data.first_day_of_ribbon();
    first.is_some_and(|first| view.data.events.iter().any(|event| event.start < first.0))
}

/// Where it is said how relations are counted.
fn how_counted(page: &crate::page::PageContext) -> String {
    let method = page.page_href(Page::Method);
    if method.starts_with('#') { "#how-counted".to_owned() } else { method + "#how-counted" }
}

/// The toolbar with its filters.
fn bar(view: &View) -> Html {
    let tool = |ask: &'static str, key: &str| {
        html! {
            <button type="button" class={classes!("tool", ask)} data-ask={ask} aria-label={view.t(key)} title={view.t(key)}></button>
        }
    };
    html! {
        <div class="tl-bar">
            <label class="search"><span class="visually-hidden">{ view.t("search-events") }</span>
                <input type="search" name="q" placeholder={view.t("search-events")} /></label>
            <button type="button" class="tool-text" popovertarget="tl-filters">{ view.t("filters") }<span class="chip-count num tl-active"></span></button>
            { filters(view) }
            <span class="tools" role="group" aria-label={view.words.island("view-label", &[])}>
                { tool("earlier", "earlier") }{ tool("later", "later") }{ tool("out", "zoom-out") }{ tool("in", "zoom-in") }
                { tool("fit", "fit") }{ tool("play", "play-main") }{ tool("help", "help") }
            </span>
        </div>
    }
}

fn filters(view: &View) -> Html {
    let data = &view.data;
    let group = |name: &'static str, key: &str, labels: &[crate::Label]| {
        let boxes = labels.iter().map(|l| html! {
            <label class="check"><input type="checkbox" {name} value={l.id.clone()} />{ l.label.clone() }{ " " }<span class="chip-count num"></span></label>
        });
        if labels.is_empty() {
            return Html::default();
        }
        html! { <fieldset><legend>{ view.t(key) }</legend><div class="checks">{ for boxes }</div></fieldset> }
    };
    let select = |name: &'static str, key: &str, options: &[(&'static str, &str)]| {
        let options = options.iter().map(|(value, label)| html! { <option value={*value}>{ view.t(label) }</option> });
        html! { <label class="field"><span>{ view.t(key) }</span><select {name}>{ for options }</select></label> }
    };
    let lanes: Vec<_> = Lanes::ALL.iter().map(|it| (it.name(), format!("lanes-{}", it.name()))).collect();
    let lanes: Vec<_> = lanes.iter().map(|(name, key)| (*name, key.as_str())).collect();
    let years = (!data.years.is_empty()).then(|| data.year_range());
    let year = |name: &'static str, key: &str, value: i32| {
        let (min, max) = years.map(|(a, b)| (a.to_string(), b.to_string())).unwrap_or_default();
        html! { <label class="field"><span>{ view.t(key) }</span><input type="number" class="num" {name} {min} {max} value={value.to_string()} /></label> }
    };
    html! {
        <div id="tl-filters" popover="auto" class="tl-filters" role="dialog" aria-labelledby="tl-filters-title">
            <div class="tl-filter-top"><b id="tl-filters-title">{ view.t("filter-title") }</b>
                <button type="button" class="quiet" popovertarget="tl-filters" popovertargetaction="hide">{ view.t("close") }</button></div>
            { group("t", "kinds", &data.themes) }{ group("d", "direction", &data.ways) }{ group("p", "parties", &data.parties) }
            <div class="tl-fields">
                { select("i", "importance", &[("0", "importance-all"), ("2", "importance-middle"), ("3", "importance-main")]) }
                { select("lanes", "lanes-by", &lanes) }
                if let Some((first, last)) = years { { year("from", "from-year", first) }{ year("to", "to-year", last) } }
            </div>
            <button type="button" class="quiet tl-filter-end" data-ask="reset">{ view.t("reset") }</button>
        </div>
    }
}

/// The minimap, with a window that moves.
fn minimap(view: &View) -> Html {
    html! {
        <div class="tl-mini">
            { crate::minimap(&view.data) }<i class="tl-mini-window"></i>
            <input type="range" min="0" max="1000" step="5" value="500" aria-label={view.t("minimap")} />
        </div>
    }
}

/// The list of keys and gestures.
fn help(view: &View, level: u8) -> Html {
    let heading = format!("h{level}");
    let rows = view.words.get("help-keys").split(';').filter_map(|row| row.split_once('=')).map(|(keys, what)| {
        html! {
            <li><kbd>{ keys.trim().to_owned() }</kbd><span>{ what.trim().to_owned() }</span></li>
        }
    });
    html! {
        <dialog class="tl-help" aria-labelledby="tl-help-title">
            <@{heading} id="tl-help-title">{ view.t("help-title") }</@><ul class="keys">{ for rows }</ul>
            <form method="dialog"><button class="quiet">{ view.t("close") }</button></form>
        </dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on, page, view};

    #[test]
    fn the_article_lists_the_main_events_and_the_embed_all() {
        let listed = |html: String| html.matches("data-event=").count();
        let timeline = || html! { <TimelinePart /> };
        let story = view(|_| {});
        let (all, main) = (story.story.events.len(), main_events(&story).len());
        assert!(main < all);
        assert_eq!(listed(html_on(&article(|_| {}), timeline())), main);
        assert_eq!(listed(html_on(&page(story, Surface::Embed(Embed::Timeline)), timeline())), all);
    }

    #[test]
    fn a_story_without_a_measure_has_no_directions_and_strokes_in_the_place_of_bars() {
        let html = html_on(&article(|_| {}), html! { <TimelinePart /> });
        assert!(html.contains("how-counted") && html.contains("name=\"d\"") && !html.contains("events-drawn"));
        let html = html_on(&article(|story| story.measure = None), html! { <TimelinePart /> });
        assert!(!html.contains("how-counted") && !html.contains("name=\"d\""), "{html}");
        assert!(html.contains("events-drawn"), "{html}");
    }

    #[test]
    fn a_list_of_all_events_is_not_called_one_of_the_main_ones() {
        let summary = |importance: u8| {
            let story = article(|story| story.events.iter_mut().for_each(|it| it.importance = importance));
            html_on(&story, html! { <TimelinePart /> })
        };
        assert!([1, 3].into_iter().all(|it| !summary(it).contains("main events of")));
    }
}
