//! What to watch: one list that says what has been seen so far and which scenario each sign fits, with a tick for the reader.

use backstory_content::model::{ItemKind, Signpost as Sign};
use yew::prelude::*;

use super::card::{EntryEnd, EntryKind, Rating, Title, uncited, unlinked};
use super::link::ItemLink;
use super::prose::Prose;
use crate::page::{PageContext, kind_name, use_page};
use crate::view::View;

/// Props of [`Signpost`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignpostProps {
    /// Position of the signpost.
    pub signpost: usize,
}

/// What to look for, its status and the scenarios it fits; opened, what has been seen.
#[component]
pub fn Signpost(props: &SignpostProps) -> Html {
    let page = use_page();
    let view = &page.view;
    let sign = &view.story.signposts[props.signpost];
    let status = &view.story.statuses[sign.status];
    html! {
        <article class={classes!("entry", "signpost", super::card::kept_by_readers(&sign.id))} id={sign.id.clone()} data-entry={kind_name(ItemKind::Signpost)} data-word={status.id.clone()}>
            <EntryKind kind={ItemKind::Signpost} />
            { tick(&page, sign) }
            <details open={page.is_open()}>
                <summary><Title level={4} text={sign.title.clone()} />
                    <span class="signpost-line"><Rating rating={status.clone()} />
                    if let Some(fits) = fits(view, sign) { <span class="signpost-fits">{ fits }</span> }</span></summary>
                <div class="entry-body">
                    <div class="seen"><p class="label">{ view.t("seen") }{ ", " }{ view.words.fill("as-of", &[&view.words.date(&sign.as_of)]) }</p><Prose text={sign.seen.clone()} /></div>
                    <p class="watch"><b class="label">{ view.t("watch") }</b>{ " " }<Prose text={sign.watch.clone()} inline=true /></p>
                    <EntryEnd id={sign.id.clone()} related={unlinked(&sign.related, [&sign.watch, &sign.seen])} sources={uncited(&sign.sources, [&sign.watch, &sign.seen])} />
                </div>
            </details>
        </article>
    }
}

/// The reader's own tick. None in a story without scenarios, which ticks are counted for, or on a page without the list that counts
/// them.
fn tick(page: &PageContext, sign: &Sign) -> Html {
    let view = &page.view;
    let story = &view.story;
    if story.scenarios.is_empty() || !page.has_program() {
        return Html::default();
    }
    let ids = |all: &[usize]| all.iter().map(|n| story.scenarios[*n].id.as_str()).collect::<Vec<_>>().join(" ");
    let label = view.words.fill("tick", &[&sign.title]);
    html! {
        <label class="tick needs-script" data-preview="omit"><input type="checkbox" value={sign.id.clone()} data-fits={ids(&sign.fits)} data-against={ids(&sign.against)} aria-label={label} /></label>
    }
}

/// Which scenarios a signpost would fit, and which it would speak against.
fn fits(view: &View, sign: &Sign) -> Option<String> {
    let names = |all: &[usize]| view.words.list(all.iter().map(|n| view.story.scenarios[*n].title.as_str()));
    let side = |key: &str, all: &[usize]| (!all.is_empty()).then(|| view.words.fill(key, &[&names(all)]));
    let sides: Vec<String> =
        [side("signpost-fits", &sign.fits), side("signpost-against", &sign.against)].into_iter().flatten().collect();
    (!sides.is_empty()).then(|| sides.join("; "))
}

/// Every signpost, and what the reader's ticks add up to.
#[component]
pub fn Signposts() -> Html {
    let page = use_page();
    let view = &page.view;
    let story = &view.story;
    let rows = story.scenarios.iter().map(|s| html! {
        <li data-scenario={s.id.clone()} data-name={s.title.clone()}><ItemLink id={s.id.clone()} /><span class="dots" aria-hidden="true"></span>
            <span class="num"></span></li>
    });
    let has_scenarios = !story.scenarios.is_empty();
    html! {
        <div class="signposts wide" id="outlook" data-behavior={has_scenarios.then_some("scenario-checklist")}>
            <h3 class="part-title">{ view.t("signposts") }</h3>
            if has_scenarios { <p class="hint needs-script">{ view.t("outlook-help") }</p> }
            <div class="signpost-list">{ for (0..story.signposts.len()).map(|signpost| html! { <Signpost {signpost} /> }) }</div>
            if has_scenarios {
                <div class="outlook needs-script"><p role="status"></p><ul class="outlook-rows">{ for rows }</ul></div>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn without_scenarios_there_is_nothing_to_tick() {
        let html = html_on(&article(|_| {}), html! { <Signposts /> });
        assert!(html.contains("type=\"checkbox\"") && html.contains("outlook-rows"), "{html}");
        let alone = article(|story| {
            story.scenarios.clear();
            story.signposts.iter_mut().for_each(|sign| (sign.fits, sign.against) = (vec![], vec![]));
        });
        let html = html_on(&alone, html! { <Signposts /> });
        assert!(html.contains("class=\"entry signpost\""), "{html}");
        assert!(!html.contains("type=\"checkbox\"") && !html.contains("outlook-rows"), "{html}");
    }
}
