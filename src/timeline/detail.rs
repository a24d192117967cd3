//! The chosen event beside the timeline. Its text is copied from the list in the page: no prose is in the program.

use web_sys::Element;
use yew::prelude::*;

use super::controls::way_class;
use crate::behaviors::entries;
use crate::i18n::{Text, fill, text};
use crate::state::data::TimelineData;

/// Actions of the detail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DetailAction {
    Close,
    Previous,
    Next,
    Path,
    Copy,
    /// Stop the play mode.
    Pause,
}

/// What the detail shows.
pub(crate) struct Shown<'a> {
    pub data: &'a TimelineData,
    pub event: usize,
    /// Position and number among the events shown, or along the path.
    pub position: (usize, usize),
    pub path: Option<&'a [u32]>,
    pub has_path: bool,
    /// Whether the detail stands on the side of the past instead of the other.
    pub is_before: bool,
    pub is_playing: bool,
    pub note: &'a AttrValue,
}

/// Renders the detail of an event; the nodes are its element and the element into which the text is copied.
pub(crate) fn detail(shown: Shown<'_>, nodes: (&NodeRef, &NodeRef), ask: &Callback<DetailAction>) -> Html {
    let Shown { data, event, position, path, has_path, is_before, is_playing, note } = shown;
    let e = &data.events[event];
    let button = |key: Text, class: &'static str, what: DetailAction| {
        let ask = ask.clone();
        let onclick = Callback::from(move |_: MouseEvent| ask.emit(what));
        html! { <button type="button" class={class} {onclick}>{ words(text(key)) }</button> }
    };
    let onkeydown = {
        let ask = ask.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                ask.emit(DetailAction::Close);
            }
        })
    };
    let way = data.ways.get(super::timeline_layout::way(e.direction)).map(|w| w.label.clone());
    let theme = data.themes.get(usize::from(e.theme)).map(|t| t.label.clone());
    html! {
        <div class="tl-side" data-side={if is_before { "start" } else { "end" }}>
        <aside class="tl-detail" ref={nodes.0.clone()} aria-label={e.title.clone()} {onkeydown}>
            <div class="tl-detail-top">
                <p key={&*e.id} class="tl-detail-kicker"><span class="num">{ e.date.clone() }</span>
                    <span class={classes!("way", way_class(e.direction))}>{ way }</span><span>{ theme }</span></p>
                { button(Text::Close, "quiet close", DetailAction::Close) }
            </div>
            <h4 tabindex="-1">{ words(e.title.clone()) }</h4>
            if let Some(path) = path { { steps(data, path, event) } }
            <div class="tl-detail-body" ref={nodes.1.clone()}></div>
            <div class="tl-detail-end">
                if is_playing { { button(Text::Pause, "quiet", DetailAction::Pause) } }
                { button(Text::Previous, "quiet", DetailAction::Previous) }
                <span class="num">{ words(fill(if path.is_some() { Text::PathPlace } else { Text::Of }, &[&(position.0 + 1).to_string(), &position.1.to_string()]).into()) }</span>
                { button(Text::Next, "quiet", DetailAction::Next) }
                if has_path { { button(if path.is_some() { Text::PathHide } else { Text::PathShow }, "quiet", DetailAction::Path) } }
                { button(Text::CopyLink, "quiet", DetailAction::Copy) }
                <span role="status" class="said">{ words(note.clone()) }</span>
            </div>
        </aside>
        </div>
    }
}

/// Words that change, in an element that is made anew with them: a browser that translates the page has put its own words in the
/// place of ours, and they would stay.
pub(super) fn words(words: AttrValue) -> Html {
    html! { <span key={&*words}>{ words.clone() }</span> }
}

/// "How did it come to this?": the way from the beginnings to the event.
fn steps(data: &TimelineData, path: &[u32], event: usize) -> Html {
    let items = path.iter().filter_map(|n| data.events.get(*n as usize).map(|e| (*n as usize, e))).map(|(n, e)| {
        html! {
            <li key={n} aria-current={(n == event).then_some("step")}>
                <span class="num">{ super::canvas::year_of_event(e, data) }</span><a href={["#timeline&event=", &*e.id].concat()}>{ e.title.clone() }</a></li>
        }
    });
    html! { <div class="tl-path"><h5>{ text(Text::PathTitle) }</h5><ol>{ for items }</ol><p class="hint">{ text(Text::PathNote) }</p></div> }
}

/// Copies the event's text into the detail, as soon as the page that has it has arrived, and says so.
pub(crate) fn copy_text(id: &str, place: &NodeRef, came: Callback<()>) {
    let Some(place) = place.cast::<Element>() else { return };
    if place.get_attribute("data-of").as_deref() == Some(id) {
        return;
    }
    let _ = place.set_attribute("data-of", id);
    place.set_text_content(None);
    let (id, address) = (id.to_owned(), entries::event_address(id));
    let page = entries::parts(&address).0.to_owned();
    let then = move || {
        // Another event may have been chosen meanwhile.
        if place.get_attribute("data-of").as_deref() != Some(&id) {
            return;
        }
        let copy = entries::element(&address).and_then(|entry| entries::copy(&entry, &address));
        if let Some(body) = copy.and_then(|copy| copy.query_selector(".entry-body").ok().flatten()) {
            body.set_class_name("event-copy");
            let _ = place.append_child(&body);
            came.emit(());
        }
    };
    entries::with_page(&page, Box::new(then));
}
