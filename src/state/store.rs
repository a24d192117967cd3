//! The state that islands share. The address is its home: a change is written there, and a change of the address is
//! read from there.

use std::cell::{Cell, RefCell};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use yew::Callback;

use crate::dom;
use crate::state::url::State;

/// How long a reader's refinements rest before they are written to the address, in milliseconds.
const PAUSE_MS: u32 = 200;

type Listener = (u32, Callback<State>);

#[derive(Default)]
struct Store {
    state: RefCell<State>,
    listeners: RefCell<Vec<Listener>>,
    next: Cell<u32>,
    started: Cell<bool>,
    writing: RefCell<Option<Timeout>>,
    refining: Cell<bool>,
}

thread_local! {
    static STORE: Store = Store::default();
}

/// How a change enters the reader's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A step that "back" undoes.
    Push,
    /// A refinement of the present step.
    Replace,
}

/// The present state.
pub(crate) fn state() -> State {
    STORE.with(|s| s.state.borrow().clone())
}

/// Changes the state and the address, and tells every listener.
pub(crate) fn update(step: Step, change: impl FnOnce(&mut State)) {
    if step == Step::Push && STORE.with(|s| s.writing.borrow().is_some()) {
        // The step that is left keeps its refinements.
        write_address(false);
    }
    let changed = STORE.with(|s| {
        let mut state = s.state.borrow_mut();
        let before = state.clone();
        change(&mut state);
        (*state != before).then(|| state.anchor != before.anchor)
    });
    let Some(moved) = changed else { return };
    STORE.with(|s| s.refining.set(step == Step::Replace));
    if moved && step == Step::Push {
        write_address(true);
    } else {
        // A refinement is written once the reader pauses: engines are slow at it, and limit how often it may be.
        let later = Timeout::new(PAUSE_MS, || write_address(false));
        STORE.with(|s| s.writing.replace(Some(later)));
    }
    tell();
    STORE.with(|s| s.refining.set(false));
}

/// Whether listeners are told of a refinement: the reader is at what changed, and need not be led there.
pub(crate) fn is_refining() -> bool {
    STORE.with(|s| s.refining.get())
}

/// Writes the state to the address, as a step of its own or in place of the present one.
fn write_address(is_step: bool) {
    STORE.with(|s| s.writing.take());
    let fragment = state().to_fragment();
    let address = if fragment.is_empty() { clean_address() } else { "#".to_owned() + &fragment };
    if let Ok(history) = dom::window().history() {
        // Where an engine refuses, the state holds all the same.
        let _ = if is_step {
            history.push_state_with_url(&JsValue::NULL, "", Some(&address))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
        };
    }
}

/// The address without a fragment. A frame without an origin may not name its own address, so this stays relative.
fn clean_address() -> String {
    let location = dom::window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    if path.is_empty() || path == "srcdoc" { "#".into() } else { path }
}

/// Reads the address and follows it from now on. Called once, before anything is mounted.
pub(crate) fn start() {
    if STORE.with(|s| s.started.replace(true)) {
        return;
    }
    read_address();
    for name in ["hashchange", "popstate"] {
        EventListener::new(&dom::window(), name, |_| read_address()).forget();
    }
}

fn read_address() {
    let hash = dom::window().location().hash().unwrap_or_default();
    let parsed = State::parse(&hash);
    let changed = STORE.with(|s| {
        let mut state = s.state.borrow_mut();
        // A plain link in the text (`#id`) moves the anchor and leaves filters and zoom as the reader set them.
        let next =
            if is_bare(&hash) && s.started.get() { State { anchor: parsed.anchor, ..state.clone() } } else { parsed };
        let changed = *state != next;
        *state = next;
        changed
    });
    if changed {
        tell();
    }
}

fn is_bare(hash: &str) -> bool {
    !hash.is_empty() && !hash.contains('=') && !hash.contains('&')
}

fn tell() {
    let state = state();
    let listeners = STORE.with(|s| s.listeners.borrow().iter().map(|(_, c)| c.clone()).collect::<Vec<_>>());
    for listener in listeners {
        listener.emit(state.clone());
    }
}

/// Ends when it is dropped.
pub(crate) struct Subscription(u32);

impl Drop for Subscription {
    fn drop(&mut self) {
        STORE.with(|s| s.listeners.borrow_mut().retain(|(n, _)| *n != self.0));
    }
}

/// Calls back at each change.
pub(crate) fn subscribe(listener: Callback<State>) -> Subscription {
    STORE.with(|s| {
        let n = s.next.replace(s.next.get() + 1);
        s.listeners.borrow_mut().push((n, listener));
        Subscription(n)
    })
}
