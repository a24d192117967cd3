//! How the two programs share the state. They have only the document in common. The page's program keeps the state and the
//! reader's history (`state/store.rs`); the timeline's program has a copy and asks for changes. Both send events on the document,
//! which arrive before the sender goes on, so that neither program works with an older state than the other.

use std::cell::{Cell, RefCell};

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, CustomEventInit, Event};

use crate::dom;
use crate::state::url::State;

/// Tells the timeline of the state.
const STATE: &str = "backstory:state";
/// Asks the page's program for a change.
const CHANGE: &str = "backstory:change";

/// What the timeline's program asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// Send the current state again.
    Tell,
    /// An event is chosen: a step of the reader's history, if the store finds so.
    Event(State),
    /// The present step is refined.
    Replace(State),
    /// The chosen event is closed.
    Close,
}

impl Change {
    fn to_message(&self) -> String {
        match self {
            Self::Tell => "tell\n".into(),
            Self::Event(state) => "event\n".to_owned() + &state.to_fragment(),
            Self::Replace(state) => "replace\n".to_owned() + &state.to_fragment(),
            Self::Close => "close\n".into(),
        }
    }

    fn parse(message: &str) -> Option<Self> {
        let (kind, fragment) = message.split_once('\n')?;
        match kind {
            "tell" => Some(Self::Tell),
            "event" => Some(Self::Event(State::parse(fragment))),
            "replace" => Some(Self::Replace(State::parse(fragment))),
            "close" => Some(Self::Close),
            _ => None,
        }
    }
}

/// A state as a message: the refused period, which the fragment leaves out, then the fragment.
fn state_to_message(state: &State) -> String {
    [state.refused.as_deref().unwrap_or_default(), "\n", &state.to_fragment()].concat()
}

fn parse_state(message: &str) -> Option<State> {
    let (refused, fragment) = message.split_once('\n')?;
    let refused = Some(refused).filter(|text| !text.is_empty()).map(str::to_owned);
    Some(State { refused, ..State::parse(fragment) })
}

/// Sends a message; whether nobody took it up.
fn dispatch(name: &str, message: &str) -> bool {
    let init = CustomEventInit::new();
    init.set_detail(&message.into());
    init.set_cancelable(true);
    let event = CustomEvent::new_with_event_init_dict(name, &init);
    event.is_ok_and(|event| dom::document().dispatch_event(&event) == Ok(true))
}

/// Hears messages, and says so to who sent them by cancelling the event.
fn listen(name: &'static str, mut then: impl FnMut(String) + 'static) -> EventListener {
    let may_cancel = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&dom::document(), name, may_cancel, move |event: &Event| {
        event.prevent_default();
        let message = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
        then(message.unwrap_or_default());
    })
}

// The side of the page's program.

/// Tells the timeline of the state, if there is one.
pub(crate) fn tell(state: &State) {
    dispatch(STATE, &state_to_message(state));
}

/// Hears what the timeline asks for, as long as the page lives.
pub(crate) fn serve(then: impl Fn(Change) + 'static) {
    listen(CHANGE, move |message| {
        if let Some(change) = Change::parse(&message) {
            then(change);
        }
    })
    .forget();
}

// The side of the timeline's program.

thread_local! {
    static COPY: RefCell<State> = RefCell::default();
    /// Whether nobody took up the last change.
    static IS_UNHEARD: Cell<bool> = const { Cell::new(false) };
}

/// The present state.
pub(crate) fn state() -> State {
    COPY.with_borrow(State::clone)
}

/// Refines the present step.
pub(crate) fn replace(change: impl FnOnce(&mut State)) {
    ask(change, Change::Replace);
}

/// Chooses an event.
pub(crate) fn choose(change: impl FnOnce(&mut State)) {
    ask(change, Change::Event);
}

/// Closes the event that is chosen.
pub(crate) fn close_event() {
    if dispatch(CHANGE, &Change::Close.to_message()) {
        replace(|s| (s.event, s.path) = (None, None));
    }
}

fn ask(change: impl FnOnce(&mut State), kind: fn(State) -> Change) {
    let mut wanted = state();
    change(&mut wanted);
    send(wanted, kind);
}

/// Not generic, so that the program holds this code once. Where the page's program has yet to come, as in a frame that was never
/// touched, the change is made here, and asked for again when that program tells of its state for the first time.
#[inline(never)]
fn send(wanted: State, kind: fn(State) -> Change) {
    COPY.with_borrow_mut(|state| state.clone_from(&wanted));
    if dispatch(CHANGE, &kind(wanted).to_message()) {
        dispatch(STATE, &state_to_message(&state()));
        IS_UNHEARD.set(true);
    }
}

/// Asks for the present state, and calls back at each change until the returned listener is dropped.
pub(crate) fn follow(then: impl Fn(State) + 'static) -> EventListener {
    let first = listen(STATE, |message| take(&message));
    dispatch(CHANGE, &Change::Tell.to_message());
    drop(first);
    listen(STATE, move |message| {
        // An address that says something goes before.
        if IS_UNHEARD.take() && message == "\n" {
            send(state(), Change::Event);
        } else {
            take(&message);
            then(state());
        }
    })
}

fn take(message: &str) {
    let Some(mut told) = parse_state(message) else { return };
    COPY.with_borrow_mut(|state| {
        if told.to_fragment() == state.to_fragment() {
            // This is our own change coming back. The fragment has rounded the view position, so keep the exact one.
            told.view_position = state.view_position;
        }
        *state = told;
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_address_does_not_say_is_told_beside_it() {
        for fragment in ["a&event=b&at=2009x300", "y=9..1", ""] {
            let state = State::parse(fragment);
            assert_eq!(parse_state(&state_to_message(&state)), Some(state));
        }
        assert_eq!(parse_state("1"), None);
    }

    #[test]
    fn changes_are_asked_for_as_they_are_meant() {
        let state = State::parse("event=b&path=b");
        for change in [Change::Tell, Change::Event(state.clone()), Change::Replace(state), Change::Close] {
            assert_eq!(Change::parse(&change.to_message()), Some(change));
        }
        assert_eq!(Change::parse("open\nevent=b"), None);
    }
}
