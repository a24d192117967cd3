//! The dialog that writes the code by which the story is embedded elsewhere.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use crate::page::{Embed, Page, Surface, use_page};
use crate::view::View;

/// A file that pages ask for with its integrity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifiedFile {
    /// Path below the story's folder.
    pub path: String,
    /// Its hash, as `integrity` has it.
    pub integrity: String,
}

/// What components need to know of the build.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Embedding {
    /// Path of the stylesheet for everything below the first screen; `None` if it is part of the main one.
    pub rest_styles: Option<String>,
    /// The embed script.
    pub script: VerifiedFile,
    /// Folder of the frozen version, if there is one.
    pub frozen: Option<String>,
}

/// First value of the colour field: the accent of the light theme, `--accent` of `styles/tokens.css`.
const ACCENT: &str = "#95301f";

/// Choices of the dialog: path, name, and where the whole story shows the same. Cards and events are added from the
/// page when the dialog opens. What led to an event can be chosen for each on the page of events; elsewhere for the one
/// with the longest path.
#[must_use]
pub fn choices(view: &View, with_all_paths: bool) -> Vec<(String, String, String)> {
    let sections = (0..view.story.sections.len()).map(|ix| Embed::Item(ItemKind::Section, ix));
    let mut embeds = vec![Embed::Whole];
    if view.has(Page::Tour) {
        embeds.push(Embed::Compact);
    }
    if view.has(Page::Events) {
        embeds.push(Embed::Timeline);
    }
    let longest = view.data.longest_path().last().map(|event| Embed::Path(*event as usize));
    let offered = |embed: &Embed| matches!(embed, Embed::Path(_)) && (with_all_paths || Some(*embed) == longest);
    embeds.extend(Embed::all(view).into_iter().filter(offered));
    let choice = |it: Embed| (format!("embed/{}.html", it.name(view)), it.title(view), it.place(view));
    embeds.into_iter().chain(sections).map(choice).collect()
}

/// The button and the dialog that it opens.
#[component]
pub fn ShareDialog() -> Html {
    let page = use_page();
    let (view, embedding) = (&page.view, &page.embedding);
    let accent = view.story.meta.accent.clone().unwrap_or_else(|| ACCENT.to_owned());
    let choices = choices(view, page.surface == Surface::Page(Page::Events))
        .into_iter()
        .enumerate()
        // The text is the title of the frame; that of the story is too long to be chosen by.
        .map(|(n, (path, title, place))| html! { <option value={path} data-place={place} label={(n == 0).then(|| view.t("whole"))}>{ title }</option> });
    let select = |name: &'static str, key: &str, options: Html| {
        html! {
            <label class="field"><span>{ view.t(key) }</span><select {name}>{ options }</select></label>
        }
    };
    let options = |all: &[(&'static str, &str)]| {
        all.iter().map(|(value, key)| html! { <option value={*value}>{ view.t(key) }</option> }).collect::<Html>()
    };
    html! {
        <div class="embed-tools needs-script" data-behavior="share" data-title={view.story.meta.short_title.clone()} data-root="./"
            data-script={embedding.script.path.clone()} data-integrity={embedding.script.integrity.clone()} data-frozen={embedding.frozen.clone()} data-accent={accent.clone()}>
            <button type="button" class="embed-button">{ view.t("embed") }</button>
            <dialog class="embed-dialog" aria-labelledby="embed-title">
                <div class="embed-head"><h2 id="embed-title">{ view.t("embed-dialog") }</h2>
                    <form method="dialog"><button class="quiet">{ view.t("close") }</button></form></div>
                <div class="embed-fields">
                    { select("form", "embed-what", choices.collect()) }
                    { select("kind", "embed-kind", options(&[("frame", "embed-frame"), ("script", "embed-script"), ("address", "embed-address"), ("link", "embed-link")])) }
                    { select("theme", "embed-theme", options(&[("light", "theme-light"), ("auto", "theme-auto"), ("dark", "theme-dark")])) }
                    if embedding.frozen.is_some() {
                        { select("version", "embed-version", options(&[("live", "embed-updates"), ("frozen", "embed-frozen")])) }
                    }
                    <label class="field"><span>{ view.t("embed-accent") }</span><input type="color" name="accent" value={accent} /></label>
                </div>
                <textarea class="embed-code" readonly=true rows="6" aria-label={view.t("embed-code")} />
                <p class="embed-end"><button type="button" class="primary" data-act="copy-code">{ view.t("embed-copy") }</button>
                    <span role="status" class="said"></span></p>
                <p class="embed-preview-title">{ view.t("embed-preview") }</p>
                <div class="embed-preview"></div>
            </dialog>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn the_first_colour_is_that_of_the_styles() {
        let tokens = include_str!("../../styles/tokens.css");
        assert!(tokens.contains(&format!("--accent: light-dark({ACCENT},")));
    }

    #[test]
    fn a_frozen_version_can_be_chosen_only_if_there_is_one() {
        let mut page = article(|_| {});
        let html = html_on(&page, html! { <ShareDialog /> });
        assert!(html.contains("embed/compact.html") && !html.contains("name=\"version\""), "{html}");
        page.embedding = Rc::new(Embedding { frozen: Some("v/2020-06-20/".into()), ..Embedding::default() });
        let html = html_on(&page, html! { <ShareDialog /> });
        assert!(html.contains("name=\"version\"") && html.contains("data-frozen=\"v/2020-06-20/\""), "{html}");
    }
}
