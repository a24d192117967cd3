//! Links and embed codes, with a live preview.

use web_sys::{HtmlDialogElement, HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use crate::catalogue::{Text, text};
use crate::dom;
use crate::wire::{Wire, fields, line, plain};

/// Something that can be embedded.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its page, relative to the story's folder.
    pub path: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// Heights to reserve, by width of the frame: `320:900,640:700`.
    pub heights: AttrValue,
}

/// Props of [`Share`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ShareProps {
    /// Title of the story, for the frame's name and the link.
    pub title: AttrValue,
    /// Way from this page to the story's folder (`./` or `../`).
    pub root: AttrValue,
    /// File name of the embed script, and its integrity.
    pub script: AttrValue,
    /// Integrity of the embed script.
    pub integrity: AttrValue,
    /// Folder of the version that stays as it is.
    pub frozen: AttrValue,
    /// What can be embedded.
    pub forms: Vec<Form>,
}

impl Wire for ShareProps {
    fn encode(&self) -> String {
        let mut out = String::new();
        line(&mut out, &["S", &self.title, &self.root, &self.script, &self.integrity, &self.frozen]);
        for f in &self.forms {
            line(&mut out, &["F", &f.path, &f.label, &f.heights]);
        }
        out
    }

    fn decode(text: &str) -> Self {
        let own = |s: &str| AttrValue::from(plain(s));
        let empty = AttrValue::default;
        let mut props = Self { title: empty(), root: empty(), script: empty(), integrity: empty(), frozen: empty(), forms: Vec::new() };
        for row in text.lines() {
            let mut f = fields(row);
            if f.text() == "S" {
                props.title = own(f.text());
                props.root = own(f.text());
                props.script = own(f.text());
                props.integrity = own(f.text());
                props.frozen = own(f.text());
            } else {
                props.forms.push(Form { path: own(f.text()), label: own(f.text()), heights: own(f.text()) });
            }
        }
        props
    }
}

/// How a snippet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Frame,
    Script,
    Address,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    form: usize,
    theme: &'static str,
    kind: Kind,
    frozen: bool,
}

/// The button and its dialog.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let dialog = use_node_ref();
    let choice = use_state_eq(|| Choice { form: 0, theme: "auto", kind: Kind::Frame, frozen: false });
    let open = use_state_eq(|| false);
    let note = use_state_eq(AttrValue::default);
    let show = {
        let (dialog, open) = (dialog.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(true);
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        })
    };
    let onclose = {
        let (open, note) = (open.clone(), note.clone());
        Callback::from(move |_: Event| {
            open.set(false);
            note.set(AttrValue::default());
        })
    };
    // Addresses are the browser's to know: nothing of them is in the first render.
    let (code, preview) = if *open { (snippet(props, *choice), address(props, *choice, true)) } else { Default::default() };
    let copy = {
        let (note, code) = (note.clone(), code.clone());
        Callback::from(move |_: MouseEvent| {
            let note = note.clone();
            dom::copy(&code, move |worked| note.set(text(if worked { Text::Copied } else { Text::CopyFailed })));
        })
    };
    let set = |change: fn(&mut Choice, &str)| {
        let choice = choice.clone();
        Callback::from(move |e: Event| {
            let mut next = *choice;
            change(&mut next, &e.target_unchecked_into::<HtmlSelectElement>().value());
            choice.set(next);
        })
    };
    let forms = props.forms.iter().enumerate().map(|(n, f)| html! {
        <option key={n} value={n.to_string()} selected={n == choice.form}>{ f.label.clone() }</option>
    });
    let field = |name: Text, onchange: Callback<Event>, options: Html| html! {
        <label class="field"><span>{ text(name) }</span><select {onchange}>{ options }</select></label>
    };
    let options = |all: &[(&'static str, Text)]| all.iter().enumerate().map(|(n, (value, label))| html! {
        <option key={n} value={*value}>{ text(*label) }</option>
    }).collect::<Html>();
    html! {
        <div class="share">
            <button type="button" class="share-button" onclick={show}>{ text(Text::Embed) }</button>
            <dialog class="share-dialog" ref={dialog} {onclose} aria-labelledby="share-title">
                <h2 id="share-title">{ text(Text::EmbedTitle) }</h2>
                <div class="share-fields">
                    { field(Text::EmbedWhat, set(|c, v| c.form = v.parse().unwrap_or(0)), forms.collect()) }
                    { field(Text::EmbedKind, set(|c, v| c.kind = match v { "script" => Kind::Script, "address" => Kind::Address, _ => Kind::Frame }),
                        options(&[("frame", Text::EmbedFrame), ("script", Text::EmbedScript), ("address", Text::EmbedAddress)])) }
                    { field(Text::EmbedTheme, set(|c, v| c.theme = match v { "light" => "light", "dark" => "dark", _ => "auto" }),
                        options(&[("auto", Text::ThemeAuto), ("light", Text::ThemeLight), ("dark", Text::ThemeDark)])) }
                    { field(Text::EmbedVersion, set(|c, v| c.frozen = v == "frozen"),
                        options(&[("live", Text::EmbedUpdates), ("frozen", Text::EmbedFrozen)])) }
                </div>
                <textarea class="share-code" readonly=true rows="6" aria-label={text(Text::EmbedTitle)} value={code} />
                <p class="share-end">
                    <button type="button" class="primary" onclick={copy}>{ text(Text::EmbedCopy) }</button>
                    <span role="status" class="said">{ (*note).clone() }</span>
                </p>
                <p class="share-preview-title">{ text(Text::EmbedPreview) }</p>
                <div class="share-preview">
                    if *open { <iframe key={preview.clone()} src={preview} title={text(Text::EmbedPreview)} sandbox="allow-scripts allow-same-origin"></iframe> }
                </div>
                <form method="dialog"><button class="quiet">{ text(Text::Close) }</button></form>
            </dialog>
        </div>
    }
}

/// The folder of the story, as an address.
fn folder(props: &ShareProps) -> String {
    let here = dom::window().location().href().unwrap_or_default();
    let here = here.split(['#', '?']).next().unwrap_or("");
    let up = if &*props.root == "../" { 2 } else { 1 };
    let mut parts: Vec<&str> = here.split('/').collect();
    parts.truncate(parts.len().saturating_sub(up));
    parts.join("/") + "/"
}

fn address(props: &ShareProps, choice: Choice, live: bool) -> String {
    let mut out = folder(props);
    if choice.frozen && !live {
        out += &props.frozen;
    }
    out += props.forms.get(choice.form).map_or("", |f| &f.path);
    if choice.theme != "auto" {
        out += "#theme=";
        out += choice.theme;
    }
    out
}

fn snippet(props: &ShareProps, choice: Choice) -> String {
    let Some(form) = props.forms.get(choice.form) else { return String::new() };
    let url = escape(&address(props, choice, false));
    let title = escape(&format!("{}: {}", props.title, form.label));
    let height = form.heights.rsplit([',', ':']).next().unwrap_or("600").to_owned();
    match choice.kind {
        Kind::Address => address(props, choice, false),
        Kind::Frame => [
            "<iframe src=\"", &url, "\" title=\"", &title, "\" width=\"100%\" height=\"", &height,
            "\" loading=\"lazy\" style=\"border:0\" sandbox=\"allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox\" allow=\"clipboard-write\"></iframe>",
        ]
        .concat(),
        Kind::Script => [
            "<backstory-embed src=\"", &url, "\" heights=\"", &escape(&form.heights), "\"><a href=\"", &url, "\">", &title,
            "</a></backstory-embed>\n<script src=\"", &escape(&(folder(props) + &props.script)), "\" integrity=\"", &props.integrity,
            "\" crossorigin=\"anonymous\" async></script>",
        ]
        .concat(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Copies the address of an event or a card: the host's where the host's script made itself known, else our own.
pub(crate) fn copy_link(id: &str, done: impl FnOnce(bool) + 'static) {
    let root = dom::document().document_element();
    let host = root.and_then(|r| r.get_attribute("data-host")).filter(|h| h.starts_with("http"));
    let url = match host {
        Some(host) => host + "#backstory=" + id,
        None => {
            let here = dom::window().location().href().unwrap_or_default();
            here.split('#').next().unwrap_or("").to_owned() + "#" + id
        }
    };
    dom::copy(&url, done);
}

/// Buttons that copy a link, for [`crate::wake`]: `data-copy` names the id.
pub(crate) fn follow_copy_buttons() {
    gloo::events::EventListener::new(&dom::document(), "click", |event| {
        let Some(button) = dom::closest(event, "[data-copy]") else { return };
        let Some(id) = button.get_attribute("data-copy") else { return };
        copy_link(&id, move |worked| {
            use wasm_bindgen::JsCast;
            let said = text(if worked { Text::Copied } else { Text::CopyFailed });
            if let Some(status) = button.next_element_sibling().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                status.set_text_content(Some(&said));
            }
        });
    })
    .forget();
}
