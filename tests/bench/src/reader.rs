//! Acts as a reader, by input events that the browser treats like those of a real mouse and keyboard.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::chromium::Chromium;

/// Interval between input events: mice and wheels report about as often as the screen draws.
const TICK: Duration = Duration::from_micros(16_667);
/// The protocol's bit for a held Ctrl key.
const CTRL: u32 = 2;

/// The phases in their order: each begins in the state in which the one before has left the timeline.
pub const PHASES: [Phase; 7] = [
    Phase { name: "nothing at all", run: |_| pause(1_000) },
    Phase { name: "zoom, Ctrl+wheel", run: zoom },
    Phase { name: "zoom, buttons", run: buttons },
    Phase { name: "pan, drag", run: drag },
    Phase { name: "pan, wheel", run: wheel },
    Phase { name: "filter, boxes", run: filter },
    Phase { name: "search, typing", run: search },
];

/// Something a reader does for some seconds.
pub struct Phase {
    /// Name of the phase.
    pub name: &'static str,
    /// Performs the phase.
    pub run: fn(&mut Chromium) -> Result<()>,
}

/// Opens events and goes on by keys. Apart from the others, because it needs the page opened anew.
pub const CHOOSE: Phase = Phase { name: "choose, keys", run: choose };

fn pause(milliseconds: u64) -> Result<()> {
    thread::sleep(Duration::from_millis(milliseconds));
    Ok(())
}

/// Sends one event in each interval, whether or not the page keeps up, as a reader's hand would.
fn paced(browser: &mut Chromium, method: &str, events: impl IntoIterator<Item = Value>) -> Result<()> {
    let start = Instant::now();
    for (n, event) in events.into_iter().enumerate() {
        let due = TICK * n as u32;
        thread::sleep(due.saturating_sub(start.elapsed()));
        browser.send(method, event)?;
    }
    browser.settle()
}

/// The middle of an element, after scrolling it into view.
fn middle_of(browser: &mut Chromium, element: &str) -> Result<(f64, f64)> {
    let expression = format!(
        "(() => {{ const e = {element}; if (!e) return null; e.scrollIntoView({{block: 'nearest'}});
        const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; }})()"
    );
    let place = browser.eval(&expression)?;
    let number = |n: usize| place.get(n).and_then(Value::as_f64);
    number(0).zip(number(1)).with_context(|| format!("there is no {element}"))
}

fn by(selector: &str) -> String {
    format!("document.querySelector({})", json!(selector))
}

fn view(browser: &mut Chromium) -> Result<(f64, f64)> {
    middle_of(browser, &by(".tl-view"))
}

fn wheels(at: (f64, f64), count: usize, across: f64, down: f64, keys: u32) -> impl Iterator<Item = Value> {
    (0..count).map(move |_| {
        json!({"type": "mouseWheel", "x": at.0, "y": at.1, "deltaX": across, "deltaY": down, "modifiers": keys})
    })
}

fn zoom(browser: &mut Chromium) -> Result<()> {
    let at = view(browser)?;
    for (count, by) in [(60, -40.0), (60, 40.0), (36, -40.0)] {
        paced(browser, "Input.dispatchMouseEvent", wheels(at, count, 0.0, by, CTRL))?;
        pause(100)?;
    }
    Ok(())
}

/// The phase before has left the timeline at about twenty times its least scale.
fn buttons(browser: &mut Chromium) -> Result<()> {
    for name in ["in", "out", "later", "earlier", "out", "in"] {
        click(browser, &by(&format!("[data-ask=\"{name}\"]")))?;
        pause(450)?;
    }
    Ok(())
}

fn wheel(browser: &mut Chromium) -> Result<()> {
    let at = view(browser)?;
    for by in [80.0, -80.0] {
        paced(browser, "Input.dispatchMouseEvent", wheels(at, 75, by, 0.0, 0))?;
        pause(200)?;
    }
    Ok(())
}

fn drag(browser: &mut Chromium) -> Result<()> {
    let (x, y) = view(browser)?;
    for (from, by) in [(x + 400.0, -22.0), (x + 400.0, -22.0), (x - 400.0, 22.0), (x - 400.0, 22.0)] {
        let mouse =
            |kind: &str, x: f64| json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1});
        let moves = (1..=36).map(|n| mouse("mouseMoved", from + by * f64::from(n)));
        let end = from + by * 36.0;
        let all = std::iter::once(mouse("mousePressed", from)).chain(moves).chain([mouse("mouseReleased", end)]);
        paced(browser, "Input.dispatchMouseEvent", all)?;
        // Waits for the glide after the drag.
        pause(700)?;
    }
    Ok(())
}

fn click(browser: &mut Chromium, element: &str) -> Result<()> {
    let (x, y) = middle_of(browser, element)?;
    for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        let event = json!({"type": kind, "x": x, "y": y, "button": button, "clickCount": 1});
        browser.call("Input.dispatchMouseEvent", event)?;
    }
    Ok(())
}

fn filter(browser: &mut Chromium) -> Result<()> {
    click(browser, &by("[popovertarget=\"tl-filters\"]"))?;
    pause(200)?;
    for (name, n) in [("t", 0), ("t", 1), ("d", 0), ("p", 2), ("p", 2), ("d", 0), ("t", 1), ("t", 0)] {
        click(browser, &format!("document.querySelectorAll('.tl-filters [name={name}]')[{n}]"))?;
        pause(300)?;
    }
    if browser.number("document.querySelectorAll('.tl-filters :checked[type=checkbox]').length")? != 0.0 {
        bail!("the boxes were not reached");
    }
    click(browser, &by("[popovertargetaction=\"hide\"]"))
}

fn search(browser: &mut Chromium) -> Result<()> {
    click(browser, &by(".tl-bar [type=search]"))?;
    for letter in "treaty".chars() {
        key(browser, &letter.to_string(), &letter.to_string())?;
        // The speed of a quick typist.
        pause(130)?;
    }
    if browser.eval("document.querySelector('.tl-bar [type=search]').value")? != "treaty" {
        bail!("the search field was not reached");
    }
    pause(300)?;
    for _ in 0..6 {
        key(browser, "Backspace", "")?;
        pause(130)?;
    }
    pause(300)
}

fn key(browser: &mut Chromium, key: &str, text: &str) -> Result<()> {
    let code = match key {
        "Backspace" => 8,
        "ArrowLeft" => 37,
        "ArrowRight" => 39,
        "ArrowDown" => 40,
        "Escape" => 27,
        letter => letter.to_uppercase().bytes().next().map_or(0, u32::from),
    };
    let down = json!({"type": "keyDown", "key": key, "text": text, "windowsVirtualKeyCode": code});
    browser.call("Input.dispatchKeyEvent", down)?;
    let up = json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code});
    browser.call("Input.dispatchKeyEvent", up).map(drop)
}

fn choose(browser: &mut Chromium) -> Result<()> {
    // A box in view that is an event; where all are clusters, open one first.
    let box_in_view = "(() => { const view = document.querySelector('.tl-view').getBoundingClientRect();
        const all = [...document.querySelectorAll('.tl-event')];
        return all.find((e) => { const r = e.getBoundingClientRect();
            return r.left > view.left + 200 && r.right < view.right - 200 && r.top > 0 && r.bottom < innerHeight }) })()";
    for _ in 0..12 {
        if browser.eval(&format!("Boolean({box_in_view})"))? == true {
            break;
        }
        click(browser, &by("[data-ask=\"in\"]"))?;
        pause(400)?;
    }
    click(browser, box_in_view)?;
    pause(500)?;
    if browser.eval("document.querySelector('.tl-body').dataset.detail")? != "true" {
        bail!("no event was chosen");
    }
    for name in ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "Escape"] {
        key(browser, name, "")?;
        pause(250)?;
    }
    Ok(())
}
