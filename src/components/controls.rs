//! Controls: static HTML that the islands crate's behaviours serve (`data-wakes` names which). Without scripts they are
//! hidden; what they act on stays.

use crate::TimelineData;
use yew::prelude::*;

use crate::view::View;

/// Height of the ribbon's drawing above and below its middle line, in its own units.
const HALF: u32 = 50;

/// The band of years: a picture without words, beside which the same is said in words.
pub fn strip(data: &TimelineData) -> Html {
    let peak = u32::from(data.peak());
    let scale = |sum: u16| (u32::from(sum) * HALF).div_ceil(peak);
    let years = data.years.iter().enumerate().map(|(n, y)| {
        let x = n.to_string();
        let (up, down) = (scale(y.up), scale(y.down));
        html! {
            <g>
                <rect x={x.clone()} y="0" width="1" height="100" />
                if up > 0 { <path class="up" d={format!("M{x} {}h.84v{up}h-.84", HALF - up)} /> }
                if down > 0 { <path class="down" d={format!("M{x} {HALF}h.84v{down}h-.84")} /> }
            </g>
        }
    });
    let view_box = format!("0 0 {} 100", data.years.len());
    let first = data.years.first().map(|y| y.year.to_string());
    html! {
        <svg class="strip" viewBox={view_box} preserveAspectRatio="none" aria-hidden="true" focusable="false" data-first={first}>{ for years }</svg>
    }
}

/// The ribbon of the hero with its year slider.
pub fn ribbon(view: &View) -> Html {
    let years = &view.data.years;
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Html::default() };
    html! {
        <div class="ribbon-touch" data-wakes="ribbon">
            { strip(&view.data) }
            <input type="range" class="ribbon-range" min={first.year.to_string()} max={last.year.to_string()} step="1"
                value={last.year.to_string()} aria-label={view.t("year-slider")} />
            <p class="ribbon-says" aria-live="polite"><span class="hint">{ view.t("year-hint") }</span></p>
        </div>
    }
}

/// The bar that follows the reader.
pub fn walk_bar(view: &View) -> Html {
    let sections = &view.story.sections;
    let items = sections.iter().map(|s| html! { <li><a href={format!("#{}", s.id)}>{ s.title.clone() }</a></li> });
    html! {
        <nav class="walk" aria-label={view.t("sections")}>
            <div class="walk-bar" data-wakes="walk">
                <button type="button" class="walk-here" popovertarget="walk-list"><span class="walk-title">{ view.t("section-list") }</span>
                    <span class="walk-count num"></span></button>
                <ol id="walk-list" popover="auto" class="walk-list">{ for items }</ol>
                <div class="walk-ribbon">{ strip(&view.data) }</div>
                <a class="walk-step back" aria-disabled="true" role="link" aria-label={view.t("previous-section")}></a>
                <a class="walk-step on" href={sections.first().map(|s| format!("#{}", s.id))} aria-label={view.t("next-section")}></a>
            </div>
        </nav>
    }
}

/// A group of filters of a deck: attribute of the card, name, then value, label and number of cards of each choice.
pub struct Group {
    /// Attribute of the card that is compared.
    pub attribute: &'static str,
    /// Name of the group.
    pub label: AttrValue,
    /// Value, label, number of cards.
    pub choices: Vec<(String, String, usize)>,
}

/// The bar above a deck.
pub fn deck_bar(view: &View, deck: &str, count: usize, groups: &[Group]) -> Html {
    let count = count.to_string();
    let several = groups.len() > 1;
    let groups = groups.iter().enumerate().map(|(n, group)| {
        let name = format!("{deck}-{n}");
        let chip = |value: &str, label: AttrValue, count: Option<usize>| html! {
            <button type="button" class="chip" aria-pressed={value.is_empty().to_string()} data-filter={group.attribute} data-value={value.to_owned()}>
                { label }if let Some(count) = count { <span class="chip-count num">{ count }</span> }</button>
        };
        let choices = group.choices.iter().filter(|c| c.2 > 0).map(|(value, label, count)| chip(value, label.clone().into(), Some(*count)));
        html! { <div class="chips" role="group" aria-labelledby={name.clone()}><span class="chips-name" id={name}>{ group.label.clone() }</span>{ chip("", view.t("all"), None) }{ for choices }</div> }
    });
    html! {
        <div class="deck-bar" data-wakes="deck" data-deck={deck.to_owned()}>
            <div class="deck-filters">{ for groups }</div>
            <div class="deck-actions">
                <span class="deck-count num" role="status">{ view.words.island("shown", &[&count, &count]) }</span>
                <button type="button" class="quiet" data-open="true">{ view.t("open-all") }</button>
                <button type="button" class="quiet" data-open="false">{ view.t("close-all") }</button>
            </div>
            if several { <p class="deck-none" role="status">{ view.t("deck-none") }{ " " }<button type="button" class="quiet" data-reset="">{ view.t("reset") }</button></p> }
        </div>
    }
}

/// The buttons of the guided walk.
pub fn steps_bar(view: &View, list: &'static str, count: usize) -> Html {
    html! {
        <div class="steps-bar needs-script" data-wakes="steps" data-list={list}>
            <button type="button" class="step-button" data-step="previous" disabled=true>{ view.words.island("previous", &[]) }</button>
            <span class="num" role="status">{ view.words.island("step", &["1", &count.to_string()]) }</span>
            <button type="button" class="step-button" data-step="next">{ view.words.island("next", &[]) }</button>
        </div>
    }
}

/// The search of the sources.
pub fn source_search(view: &View, list: &'static str, count: usize) -> Html {
    let count = count.to_string();
    html! {
        <div class="search-bar needs-script" data-wakes="search" data-list={list}>
            <label class="search"><span class="visually-hidden">{ view.t("search-sources") }</span>
                <input type="search" placeholder={view.t("search-sources")} /></label>
            <span class="num" role="status">{ view.words.island("sources-shown", &[&count, &count]) }</span>
        </div>
    }
}

/// The reader's own checklist of signposts.
pub fn outlook(view: &View) -> Html {
    let story = view.story;
    let ids = |all: &[usize]| all.iter().map(|n| story.scenarios[*n].id.as_str()).collect::<Vec<_>>().join(" ");
    let ticks = story.signposts.iter().map(|s| html! {
        <li><label class="tick"><input type="checkbox" value={s.id.clone()} data-fits={ids(&s.fits)} data-against={ids(&s.against)} />
            <span>{ s.title.clone() }<small>{ super::cards::speaks(view, s) }</small></span></label></li>
    });
    let rows = story.scenarios.iter().map(|s| html! {
        <li data-scenario={s.id.clone()} data-name={s.title.clone()}><a href={format!("#{}", s.id)}>{ s.title.clone() }</a><span class="dots" aria-hidden="true"></span>
            <span class="num"></span></li>
    });
    html! {
        <div class="outlook needs-script" id="outlook" data-wakes="outlook">
            <p class="hint">{ view.t("outlook-help") }</p>
            <fieldset><legend>{ view.t("outlook-tick") }</legend><ul class="ticks">{ for ticks }</ul></fieldset>
            <p role="status"></p>
            <ul class="outlook-rows">{ for rows }</ul>
        </div>
    }
}

/// The timeline's toolbar with its filters.
pub fn timeline_bar(view: &View) -> Html {
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
    let group = |name: &'static str, key: &str, labels: &[crate::LabelRow]| {
        let boxes = labels.iter().map(|l| html! {
            <label class="check"><input type="checkbox" {name} value={l.id.clone()} /><span>{ l.label.clone() }</span><span class="chip-count num"></span></label>
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
    let years = (!data.years.is_empty()).then(|| data.year_range());
    let year = |name: &'static str, key: &str, value: i32| {
        let (min, max) = years.map(|(a, b)| (a.to_string(), b.to_string())).unwrap_or_default();
        html! { <label class="field"><span>{ view.t(key) }</span><input type="number" class="num" {name} {min} {max} value={value.to_string()} /></label> }
    };
    html! {
        <div id="tl-filters" popover="auto" class="tl-filters">
            { group("t", "kinds", &data.themes) }{ group("d", "direction", &data.ways) }{ group("p", "parties", &data.parties) }
            <div class="tl-fields">
                { select("i", "importance", &[("0", "importance-all"), ("2", "importance-middle"), ("3", "importance-main")]) }
                { select("lanes", "lanes-by", &[("theme", "lanes-theme"), ("party", "lanes-party"), ("none", "lanes-none")]) }
                if let Some((first, last)) = years { { year("from", "from-year", first) }{ year("to", "to-year", last) } }
            </div>
            <div class="tl-filter-end">
                <button type="button" class="quiet" data-ask="reset">{ view.t("reset") }</button>
                <button type="button" class="quiet" popovertarget="tl-filters" popovertargetaction="hide">{ view.t("close") }</button>
            </div>
        </div>
    }
}

/// The minimap, with a window that moves.
pub fn minimap(view: &View) -> Html {
    html! {
        <div class="tl-mini">
            { crate::minimap(&view.data) }<i class="tl-mini-window"></i>
            <input type="range" min="0" max="1000" step="5" value="500" aria-label={view.t("minimap")} />
        </div>
    }
}

/// The list of keys and gestures.
pub fn help(view: &View) -> Html {
    let rows = view.words.get("help-keys").split(';').filter_map(|row| row.split_once('=')).map(|(keys, what)| {
        html! {
            <li><kbd>{ keys.trim().to_owned() }</kbd><span>{ what.trim().to_owned() }</span></li>
        }
    });
    html! {
        <dialog class="tl-help" aria-labelledby="tl-help-title">
            <h4 id="tl-help-title">{ view.t("help-title") }</h4><ul class="keys">{ for rows }</ul>
            <form method="dialog"><button class="quiet">{ view.t("close") }</button></form>
        </dialog>
    }
}

/// A form in which the story can be embedded.
pub struct Form {
    /// Its page, relative to the story's folder.
    pub path: String,
    /// Its name.
    pub label: String,
}

/// What the embed dialog needs to know beside the forms.
pub struct Embedding {
    /// Way from this page to the story's folder.
    pub root: String,
    /// The embed script and its integrity.
    pub script: (String, String),
    /// Folder of the version that stays as it is.
    pub frozen: String,
}

/// The accent of the light theme, as the colour field begins.
const ACCENT: &str = "#95301f";

/// The embed dialog.
pub fn share(view: &View, forms: &[Form], embedding: &Embedding) -> Html {
    let accent = view.story.meta.accent.clone().unwrap_or_else(|| ACCENT.to_owned());
    let forms = forms.iter().map(|f| html! { <option value={f.path.clone()}>{ f.label.clone() }</option> });
    let select = |name: &'static str, key: &str, options: Html| {
        html! {
            <label class="field"><span>{ view.t(key) }</span><select {name}>{ options }</select></label>
        }
    };
    let options = |all: &[(&'static str, &str)]| {
        all.iter().map(|(value, key)| html! { <option value={*value}>{ view.t(key) }</option> }).collect::<Html>()
    };
    html! {
        <div class="share needs-script" data-wakes="share" data-title={view.story.meta.short_title.clone()} data-root={embedding.root.clone()}
            data-script={embedding.script.0.clone()} data-integrity={embedding.script.1.clone()} data-frozen={embedding.frozen.clone()} data-accent={accent.clone()}>
            <button type="button" class="share-button">{ view.t("embed") }</button>
            <dialog class="share-dialog" aria-labelledby="share-title">
                <h2 id="share-title">{ view.t("embed-dialog") }</h2>
                <div class="share-fields">
                    { select("form", "embed-what", forms.collect()) }
                    { select("kind", "embed-kind", options(&[("frame", "embed-frame"), ("script", "embed-script"), ("address", "embed-address"), ("link", "embed-link")])) }
                    { select("theme", "embed-theme", options(&[("auto", "theme-auto"), ("light", "theme-light"), ("dark", "theme-dark")])) }
                    { select("version", "embed-version", options(&[("live", "embed-updates"), ("frozen", "embed-frozen")])) }
                    <label class="field"><span>{ view.t("embed-accent") }</span><input type="color" name="accent" value={accent} /></label>
                </div>
                <textarea class="share-code" readonly=true rows="6" aria-label={view.t("embed-code")} />
                <p class="share-end"><button type="button" class="primary" data-act="copy-code">{ view.t("embed-copy") }</button>
                    <span role="status" class="said"></span></p>
                <p class="share-preview-title">{ view.t("embed-preview") }</p>
                <div class="share-preview"><iframe title={view.t("embed-preview")}></iframe></div>
                <form method="dialog"><button class="quiet">{ view.t("close") }</button></form>
            </dialog>
        </div>
    }
}
