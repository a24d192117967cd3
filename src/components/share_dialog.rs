//! The dialog that writes the code by which the story is embedded elsewhere.

use yew::prelude::*;

use crate::page::{Page, use_page};
use crate::view::View;

/// What components need to know of the build.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Embedding {
    /// Path of the styles for what stands below the first screen, where they are not with the others.
    pub rest_styles: Option<String>,
    /// Path of the embed script, and its integrity.
    pub script: (String, String),
    /// Folder of the version that stays as it is, if there is one.
    pub frozen: Option<String>,
}

/// The accent of the light theme, as the colour field begins.
const ACCENT: &str = "#95301f";

/// What can be embedded from the start: path and name. Cards and events are added from the page when the dialog opens.
#[must_use]
pub fn forms(view: &View) -> Vec<(String, String)> {
    let form = |name: &str, label: String| (format!("embed/{name}.html"), label);
    let mut forms = vec![form("whole", view.words.get("whole").to_owned())];
    if view.has(Page::Tour) {
        forms.push(form("compact", view.words.get("compact").to_owned()));
    }
    if view.has(Page::Events) {
        forms.push(form("timeline", view.words.get("timeline").to_owned()));
    }
    forms.extend(view.story.sections.iter().map(|s| form(&s.id, view.words.fill("section-form", &[&s.title]))));
    forms
}

/// The button and the dialog that it opens.
#[component]
pub fn ShareDialog() -> Html {
    let page = use_page();
    let (view, embedding) = (&page.view, &page.embedding);
    let accent = view.story.meta.accent.clone().unwrap_or_else(|| ACCENT.to_owned());
    let forms = forms(view).into_iter().map(|(path, label)| html! { <option value={path}>{ label }</option> });
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
            data-script={embedding.script.0.clone()} data-integrity={embedding.script.1.clone()} data-frozen={embedding.frozen.clone()} data-accent={accent.clone()}>
            <button type="button" class="embed-button">{ view.t("embed") }</button>
            <dialog class="embed-dialog" aria-labelledby="embed-title">
                <h2 id="embed-title">{ view.t("embed-dialog") }</h2>
                <div class="embed-fields">
                    { select("form", "embed-what", forms.collect()) }
                    { select("kind", "embed-kind", options(&[("frame", "embed-frame"), ("script", "embed-script"), ("address", "embed-address"), ("link", "embed-link")])) }
                    { select("theme", "embed-theme", options(&[("auto", "theme-auto"), ("light", "theme-light"), ("dark", "theme-dark")])) }
                    if embedding.frozen.is_some() {
                        { select("version", "embed-version", options(&[("live", "embed-updates"), ("frozen", "embed-frozen")])) }
                    }
                    <label class="field"><span>{ view.t("embed-accent") }</span><input type="color" name="accent" value={accent} /></label>
                </div>
                <textarea class="embed-code" readonly=true rows="6" aria-label={view.t("embed-code")} />
                <p class="embed-end"><button type="button" class="primary" data-act="copy-code">{ view.t("embed-copy") }</button>
                    <span role="status" class="said"></span></p>
                <p class="embed-preview-title">{ view.t("embed-preview") }</p>
                <div class="embed-preview"><iframe title={view.t("embed-preview")}></iframe></div>
                <form method="dialog"><button class="quiet">{ view.t("close") }</button></form>
            </dialog>
        </div>
    }
}
