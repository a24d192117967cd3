//! Shorthands for what islands and behaviors ask of the browser. Called from effects and handlers only, never while
//! rendering, as the prerender has no browser.

use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, HtmlDetailsElement, HtmlElement, Window};

pub(crate) fn window() -> Window {
    web_sys::window().expect("islands run in a window")
}

pub(crate) fn document() -> Document {
    window().document().expect("a window has a document")
}

pub(crate) fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Elements that match a selector, below `root`.
pub(crate) fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|n| list.get(n)).filter_map(|n| n.dyn_into().ok()).collect()
}

/// Like [`all`], for elements of any namespace, SVG among them.
pub(crate) fn all_elements(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|n| list.get(n)).filter_map(|n| n.dyn_into().ok()).collect()
}

/// Sets the text of the first element that matches.
pub(crate) fn set_text(root: &Element, selector: &str, text: &str) {
    if let Ok(Some(element)) = root.query_selector(selector) {
        element.set_text_content(Some(text));
    }
}

/// Writes a text into the live region of a part, so that screen readers speak it.
pub(crate) fn say(root: &Element, text: String) {
    set_text(root, "[role=\"status\"]", &text);
}

/// Adds an element with a class and a text.
pub(crate) fn append(parent: &Element, tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element.set_text_content(Some(text));
    parent.append_child(&element).ok()?;
    Some(element)
}

/// Value of the input or select that an event came from.
pub(crate) fn value(event: &Event) -> String {
    event.target().map(|t| t.unchecked_into::<web_sys::HtmlInputElement>().value()).unwrap_or_default()
}

/// The address of this page without query and fragment.
pub(crate) fn here() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['#', '?']).next().unwrap_or("").to_owned()
}

pub(crate) fn viewport_height() -> f64 {
    window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(600.0)
}

/// Whether the page is in somebody's frame.
pub(crate) fn is_framed() -> bool {
    let window = window();
    // The parent of a window that is in no frame is itself.
    window.parent().ok().flatten().is_some_and(|parent| parent != window)
}

pub(crate) fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|m| m.matches())
}

pub(crate) fn reduced_motion() -> bool {
    media("(prefers-reduced-motion: reduce)")
}

pub(crate) fn is_rtl() -> bool {
    document().document_element().and_then(|e| e.get_attribute("dir")).is_some_and(|d| d == "rtl")
}

/// 1, or -1 where lines run from right to left: what turns a place along the line into one on the screen.
pub(crate) fn line_sign() -> i32 {
    if is_rtl() { -1 } else { 1 }
}

/// A power, by the browser: Rust's own takes 2 kB of program.
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    js_sys::Math::pow(base, exponent)
}

/// The `transform` that moves an element to the right by so many pixels: for what moves in each frame.
pub(crate) fn moved_by(px: i64) -> String {
    ["translateX(", &px.to_string(), "px)"].concat()
}

/// The element an event came from, or its ancestor that matches.
pub(crate) fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// Opens the element and its ancestors where they are `<details>`.
pub(crate) fn open_around(element: &Element) {
    let mut next = Some(element.clone());
    while let Some(e) = next {
        if let Some(details) = e.dyn_ref::<HtmlDetailsElement>() {
            details.set_open(true);
        }
        next = e.parent_element();
    }
    // The address names an entry, whose `<details>` is inside of it. Only entries: a whole section keeps its
    // `<details>` closed.
    if element.has_attribute("data-entry")
        && !element.has_attribute("open")
        && let Ok(Some(inner)) = element.query_selector(":scope > details")
        && let Some(details) = inner.dyn_ref::<HtmlDetailsElement>()
    {
        details.set_open(true);
    }
}

/// Scrolls to an element, in a frame the page around it too: `at_once`, else as smoothly as the styles say.
pub(crate) fn bring_into_view(element: &Element, place: web_sys::ScrollLogicalPosition, at_once: bool) {
    let options = web_sys::ScrollIntoViewOptions::new();
    if at_once {
        options.set_behavior(web_sys::ScrollBehavior::Instant);
    }
    options.set_block(place);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls an element to the top of the window: `at_once`, else as smoothly as the styles say.
pub(crate) fn scroll_to(element: &Element, at_once: bool) {
    bring_into_view(element, web_sys::ScrollLogicalPosition::Start, at_once);
    // A frame that was just loaded must not scroll the page around it.
    if !at_once {
        reveal_in_host(element);
    }
}

/// In a frame: shows an element that was opened for the reader. The browser scrolls the page around the frame as little as
/// that takes; only the host's script knows what else of the window is free, because our frame is as high as its content.
pub(crate) fn reveal_in_host(element: &Element) {
    // While the page is loading, nothing was done by the reader.
    let state = document().document_element().and_then(|root| root.get_attribute("data-state"));
    if is_framed() && state.as_deref() != Some("loading") {
        bring_into_view(element, web_sys::ScrollLogicalPosition::Nearest, true);
        let top = element.get_bounding_client_rect().top() + window().scroll_y().unwrap_or_default();
        tell_frame_script("backstory:reveal", &[("top", top.into())]);
    }
}

/// Scrolls an element to the middle of the window, at once.
pub(crate) fn scroll_to_middle(element: &Element) {
    bring_into_view(element, web_sys::ScrollLogicalPosition::Center, true);
}

/// Calls `then` after a time, unless the returned timer is dropped before.
pub(crate) fn later(milliseconds: u32, then: impl FnOnce() + 'static) -> Timeout {
    fn boxed(milliseconds: u32, then: Box<dyn FnOnce()>) -> Timeout {
        Timeout::new(milliseconds, then)
    }
    boxed(milliseconds, Box::new(then))
}

/// Follows a link within this page.
pub(crate) fn go_to(fragment: &str) {
    let _ = window().location().set_hash(fragment);
}

/// How far the page is scrolled, in pixels.
pub(crate) fn scroll_position() -> (f64, f64) {
    let window = window();
    (window.scroll_x().unwrap_or_default(), window.scroll_y().unwrap_or_default())
}

/// Gives an element the focus and leaves the page where it is.
pub(crate) fn focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// The dialog that lies over the page, if there is one.
pub(crate) fn open_dialog() -> Option<Element> {
    document().query_selector("dialog[open]").ok().flatten()
}

/// Scrolls the page down by so many pixels, at once.
pub(crate) fn scroll_by(px: f64) {
    let options = web_sys::ScrollToOptions::new();
    options.set_top(px);
    options.set_behavior(web_sys::ScrollBehavior::Instant);
    window().scroll_by_with_scroll_to_options(&options);
}

/// Sets a style property through the object model, which a strict policy allows (a `style` attribute it does not).
pub(crate) fn style(element: &HtmlElement, property: &str, value: &str) {
    let _ = element.style().set_property(property, value);
}

/// A length in whole pixels.
pub(crate) fn px(value: f64) -> String {
    let mut out = (value.round() as i64).to_string();
    out.push_str("px");
    out
}

/// Tells the host page, through the frame script, what the reader does. The project itself records nothing.
pub(crate) fn report(what: &str, id: &str) {
    tell_frame_script("backstory:report", &[("what", what.into()), ("id", id.into())]);
}

/// Dispatches an event that `scripts/iframe.js` listens to.
fn tell_frame_script(kind: &str, parts: &[(&str, JsValue)]) {
    let detail = js_sys::Object::new();
    for (name, value) in parts {
        let _ = js_sys::Reflect::set(&detail, &(*name).into(), value);
    }
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&JsValue::from(detail));
    if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict(kind, &init) {
        let _ = document().dispatch_event(&event);
    }
}

/// Copies a text; calls back with whether it worked.
pub(crate) fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    // `navigator.clipboard` is missing outside secure contexts and throws where a frame may not write.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    if clipboard.is_undefined() {
        done(copy_by_selection(text));
        return;
    }
    let promise = window().navigator().clipboard().write_text(text);
    let text = text.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        let written = wasm_bindgen_futures::JsFuture::from(promise).await.is_ok();
        done(written || copy_by_selection(&text));
    });
}

/// Copies by `execCommand`, which works in frames that may not use the clipboard interface.
fn copy_by_selection(text: &str) -> bool {
    let document = document();
    let Ok(area) = document.create_element("textarea") else { return false };
    let area: web_sys::HtmlTextAreaElement = area.unchecked_into();
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let Some(body) = document.body() else { return false };
    let before = document.active_element();
    let _ = body.append_child(&area);
    area.select();
    let worked = js_sys::Reflect::get(&document, &"execCommand".into())
        .ok()
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok())
        .and_then(|f| f.call1(&document, &"copy".into()).ok())
        .is_some_and(|v| v.is_truthy());
    area.remove();
    if let Some(element) = before.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
    worked
}
