//! The line to the browser while a story is written: reload, or show what is wrong.

use std::sync::Mutex;

use tokio::sync::watch;

/// What the browser should show now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// How many times the page was written.
    pub(crate) version: u64,
    /// How many times the rest was, as pages for frames: it takes longer, and comes after.
    pub(crate) rest: u64,
    /// What is wrong with the story, instead of a newer page.
    pub(crate) problem: Option<String>,
}

/// Tells every open page of a change.
#[derive(Debug)]
pub(crate) struct Live {
    state: Mutex<watch::Sender<State>>,
}

impl Live {
    pub(crate) fn new() -> Live {
        // Another start of the host is another version, so that pages left open reload.
        let start = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let version = start.map_or(0, |time| u64::from(time.subsec_micros()) + time.as_secs() % 1_000_000 * 1_000_000);
        Live { state: Mutex::new(watch::Sender::new(State { version, rest: version, problem: None })) }
    }

    pub(crate) fn reload(&self) {
        self.change(|state| {
            state.version += 1;
            state.problem = None;
        });
    }

    pub(crate) fn reload_rest(&self) {
        self.change(|state| state.rest += 1);
    }

    pub(crate) fn problem(&self, text: &str) {
        self.change(|state| state.problem = Some(text.into()));
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        self.state.lock().expect("no thread panics with it").send_modify(change);
    }

    /// The state now, and every later one.
    pub(crate) fn follow(&self) -> watch::Receiver<State> {
        let mut states = self.state.lock().expect("no thread panics with it").subscribe();
        states.mark_changed();
        states
    }
}

/// One event of the stream.
pub(crate) fn event(state: &State) -> String {
    let problem = state.problem.as_deref().unwrap_or_default();
    let lines: String = problem.lines().map(|line| format!("data: {line}\n")).collect();
    match &state.problem {
        Some(_) => format!("event: problem\n{lines}\n"),
        None => format!("event: version\ndata: {}\n\n", numbers(state)),
    }
}

/// The script of the page, which knows the version it came with.
pub(crate) fn script(state: &State) -> String {
    include_str!("live.js").replace("VERSION", &numbers(state))
}

fn numbers(state: &State) -> String {
    format!("{}.{}", state.version, state.rest)
}

/// What is shown while there is no page yet.
pub(crate) fn waiting(mount: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not written yet</title>\
         <p>There is no page here yet.</p><script type=\"module\" src=\"{mount}_live.js\"></script></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_keeps_its_lines() {
        let state = State { version: 1, rest: 1, problem: Some("one\n two".into()) };
        assert_eq!(event(&state), "event: problem\ndata: one\ndata:  two\n\n");
    }

    #[test]
    fn a_page_written_takes_the_problem_away() {
        let live = Live::new();
        let before = live.follow().borrow().version;
        live.problem("no");
        live.reload();
        assert_eq!(*live.follow().borrow(), State { version: before + 1, rest: before, problem: None });
        live.reload_rest();
        assert_eq!(numbers(&live.follow().borrow()), format!("{0}.{0}", before + 1));
    }
}
