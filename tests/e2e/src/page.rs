//! A tab, and what a reader does in it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, Locator, wd::WebDriverCompatibleCommand};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Engine, keys};

/// Longest wait for a condition: three engines may share two cores.
const PATIENCE: Duration = Duration::from_secs(15);
/// Pause between two looks at a condition.
const GLANCE: Duration = Duration::from_millis(40);

/// Helpers that are put before every script.
const PRELUDE: &str = r"
const $ = (s) => document.querySelector(s), $$ = (s) => [...document.querySelectorAll(s)];
const visible = (e) => !!e && e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && e.getClientRects().length > 0;
const text = (e) => (e?.textContent ?? '').replace(/\s+/g, ' ').trim();
";

/// A tab of one engine.
#[derive(Debug)]
pub struct Page {
    /// The engine.
    pub engine: Engine,
    /// The client, for commands that have no method here.
    pub client: Client,
}

/// Any command of WebDriver and of its dialects.
#[derive(Debug)]
struct Command {
    post: bool,
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        if self.post { (http::Method::POST, Some(self.body.to_string())) } else { (http::Method::GET, None) }
    }
}

impl Page {
    pub(crate) fn new(engine: Engine, client: Client) -> Page {
        Page { engine, client }
    }

    async fn command(&self, path: &'static str, body: Value) -> Result<Value> {
        let sent = self.client.issue_cmd(Command { post: true, path, body }).await;
        sent.with_context(|| format!("{path} is refused"))
    }

    /// Loads an address, also if it is open already.
    pub async fn open(&self, url: &str) -> Result<()> {
        // Going from a page to a fragment of itself would load nothing.
        self.client.goto("about:blank").await?;
        self.go(url).await
    }

    /// Goes to an address as from the address bar: a fragment of the open page loads nothing.
    pub async fn go(&self, url: &str) -> Result<()> {
        let shown: String = url.chars().take(120).collect();
        self.client.goto(url).await.with_context(|| format!("{shown} does not open"))
    }

    /// Goes back to another document and waits until it is there. The driver is asked for it: WebKitGTK's hangs for good now and
    /// then where a script goes back and the next one is sent while the document is exchanged.
    pub async fn leave_back(&self) -> Result<()> {
        self.client.back().await.context("the tab does not go back")
    }

    /// Loads an address and waits until the page answers.
    pub async fn open_ready(&self, url: &str) -> Result<()> {
        self.open(url).await?;
        self.ready().await
    }

    /// Waits until the page says that it answers, and its timeline too, which it loads when something leads there. A page that
    /// waits for the reader's hand is pointed at.
    pub async fn ready(&self) -> Result<()> {
        self.state_after("if ($('script[data-waits]')) dispatchEvent(new Event('pointerover'));", "ready").await?;
        let script = "const waits = $('[data-island]:not([data-live])'); if (waits) dispatchEvent(new Event('hashchange')); return !waits";
        let is_live = self.look(script, json!([]), |value| *value == json!(true)).await?;
        ensure!(is_live == json!(true), "the timeline never answers; {}", self.complaints().await);
        Ok(())
    }

    /// Waits until the page has this `data-state`: `loading`, `waiting` for the reader's hand, `ready` or `failed`.
    pub async fn state(&self, wanted: &str) -> Result<()> {
        self.state_after("", wanted).await
    }

    /// The same, and does something before each look.
    async fn state_after(&self, act: &str, wanted: &str) -> Result<()> {
        let script = format!("{act} return document.documentElement?.dataset.state ?? null");
        let found = self.look(&script, json!([]), |state| state == wanted).await?;
        ensure!(found == wanted, "html[data-state] is {found}, not {wanted}; {}", self.complaints().await);
        Ok(())
    }

    /// Runs a script in the page and takes what it returns. `$`, `$$`, `visible` and `text` are at hand.
    pub async fn run<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        self.run_with(script, json!([])).await
    }

    /// Runs a script with `arguments`.
    pub async fn run_with<T: DeserializeOwned>(&self, script: &str, arguments: Value) -> Result<T> {
        let Value::Array(arguments) = arguments else { bail!("arguments are a list") };
        let whole = format!("{PRELUDE}{script}");
        let value =
            self.client.execute(&whole, arguments).await.with_context(|| format!("script: {}", shorten(script)))?;
        serde_json::from_value(value.clone()).with_context(|| format!("script: {} returned {value}", shorten(script)))
    }

    /// Runs a script that ends by calling its last argument.
    pub async fn run_async<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        let whole = format!("{PRELUDE}const done = arguments[arguments.length - 1];{script}");
        let value =
            self.client.execute_async(&whole, vec![]).await.with_context(|| format!("script: {}", shorten(script)))?;
        serde_json::from_value(value.clone()).with_context(|| format!("script: {} returned {value}", shorten(script)))
    }

    /// Runs a script for what it does.
    pub async fn act(&self, script: &str) -> Result<()> {
        self.run::<Value>(script).await.map(|_| ())
    }

    /// Runs a script again and again until its value fits, or time is up; returns the last value.
    async fn look(&self, script: &str, arguments: Value, fits: impl Fn(&Value) -> bool) -> Result<Value> {
        let start = Instant::now();
        loop {
            // A script fails while one document is replaced by another, so errors are tried again too.
            let found = self.run_with::<Value>(script, arguments.clone()).await;
            match found {
                Ok(value) if fits(&value) || start.elapsed() > PATIENCE => return Ok(value),
                Err(error) if start.elapsed() > PATIENCE => return Err(error),
                _ => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    /// Waits until an expression is true; the error begins with `what`.
    pub async fn until(&self, what: &str, expression: &str) -> Result<()> {
        self.until_with(what, expression, json!([])).await
    }

    /// The same with `arguments`.
    pub async fn until_with(&self, what: &str, expression: &str, arguments: Value) -> Result<()> {
        let script = format!("return !!({expression})");
        let found = self.look(&script, arguments, |value| *value == json!(true)).await?;
        if found == json!(true) {
            return Ok(());
        }
        let address: String = self.run("return location.href.slice(0, 200)").await.unwrap_or_default();
        bail!("{what}: never so, at {address} ({}); {}", shorten(expression), self.complaints().await)
    }

    /// Waits until an expression has a value.
    pub async fn equals(&self, what: &str, expression: &str, wanted: impl Into<Value>) -> Result<()> {
        let wanted = wanted.into();
        let found = self.look(&format!("return ({expression})"), json!([]), |value| same(value, &wanted)).await?;
        ensure!(same(&found, &wanted), "{what}: {found} instead of {wanted} ({})", shorten(expression));
        Ok(())
    }

    /// Fails unless an expression is true now.
    pub async fn is(&self, what: &str, expression: &str) -> Result<()> {
        let found: Value = self.run(&format!("return ({expression})")).await?;
        ensure!(found == json!(true), "{what}: {found} ({})", shorten(expression));
        Ok(())
    }

    /// Waits until the value of an expression has been the same over three looks; returns it.
    pub async fn rests(&self, expression: &str) -> Result<Value> {
        let script = format!("return ({expression})");
        let (mut last, mut same) = (Value::Null, 0);
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let now: Value = self.run(&script).await?;
            same = if now == last { same + 1 } else { 0 };
            last = now;
            if same >= 3 {
                return Ok(last);
            }
            tokio::time::sleep(GLANCE).await;
        }
        bail!("never rests: {}", shorten(expression))
    }

    /// Clicks as a reader does: the element is brought to the middle of the view, and the click lands on it or fails.
    pub async fn click(&self, selector: &str) -> Result<()> {
        self.until_with("something to click on", "visible(document.querySelector(arguments[0]))", json!([selector]))
            .await
            .with_context(|| format!("click on {selector}"))?;
        self.run_with::<Value>(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'})",
            json!([selector]),
        )
        .await?;
        let element =
            self.client.find(Locator::Css(selector)).await.with_context(|| format!("there is no {selector}"))?;
        element.click().await.with_context(|| format!("{selector} cannot be clicked on"))
    }

    /// Clicks on the first element that a selector finds and whose text or label is this.
    pub async fn click_named(&self, selector: &str, name: &str) -> Result<()> {
        let mark = "const e = [...document.querySelectorAll(arguments[0])].find((e) => visible(e) && (text(e) === arguments[1] || \
                    e.getAttribute('aria-label') === arguments[1])); \
                    document.querySelectorAll('[data-clicked]').forEach((e) => e.removeAttribute('data-clicked')); \
                    e?.setAttribute('data-clicked', ''); return !!e";
        let found = self.look(mark, json!([selector, name]), |found| *found == json!(true)).await?;
        ensure!(found == json!(true), "no {selector} is called {name:?}");
        self.click("[data-clicked]").await
    }

    /// Gives an element the focus, as the tabulator would.
    pub async fn focus(&self, selector: &str) -> Result<()> {
        self.run_with::<Value>("document.querySelector(arguments[0]).focus()", json!([selector]))
            .await
            .with_context(|| format!("focus on {selector}"))
            .map(|_| ())
    }

    /// Presses keys, one after the other, where the focus is.
    pub async fn press(&self, names: &[&str]) -> Result<()> {
        for name in names {
            let key = keys::character(name);
            let actions = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
            self.command("actions", json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]})).await?;
        }
        Ok(())
    }

    /// Types a text where the focus is.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let keys: Vec<String> = text.chars().map(String::from).collect();
        self.press(&keys.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    /// Turns the wheel over the middle of an element, with or without Ctrl.
    ///
    /// WebKitGTK's driver turns no wheel: there the event is made in the page, and scrolls only where nobody prevents it.
    pub async fn wheel(&self, selector: &str, down: i64, ctrl: bool) -> Result<()> {
        if self.engine == Engine::WebKit {
            let made = "const e = document.querySelector(arguments[0]), r = e.getBoundingClientRect(); \
                 const wheel = new WheelEvent('wheel', {deltaY: arguments[1], ctrlKey: arguments[2], bubbles: true, cancelable: true, \
                 clientX: r.left + r.width / 2, clientY: r.top + r.height / 2}); \
                 if (e.dispatchEvent(wheel)) scrollBy({top: arguments[1], behavior: 'instant'}); return true";
            return self.run_with::<bool>(made, json!([selector, down, ctrl])).await.map(|_| ());
        }
        let (x, y): (i64, i64) = self
            .run_with(
                "const r = document.querySelector(arguments[0]).getBoundingClientRect(); \
                 return [Math.round((Math.max(r.left, 0) + Math.min(r.right, innerWidth)) / 2), \
                 Math.round((Math.max(r.top, 0) + Math.min(r.bottom, innerHeight)) / 2)]",
                json!([selector]),
            )
            .await?;
        let wheel = json!({"type": "wheel", "id": "wheel", "actions": [
            {"type": "pause"}, {"type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": down, "duration": 0}, {"type": "pause"},
        ]});
        let mut all = vec![wheel];
        if ctrl {
            let key = keys::character("Control");
            all.push(json!({"type": "key", "id": "keys", "actions": [
                {"type": "keyDown", "value": key}, {"type": "pause"}, {"type": "keyUp", "value": key},
            ]}));
        }
        self.command("actions", json!({"actions": all})).await.map(|_| ())
    }

    /// Drags with the mouse from the middle of an element.
    pub async fn drag(&self, selector: &str, by: (i64, i64)) -> Result<()> {
        let (x, y): (i64, i64) = self
            .run_with(
                "const r = document.querySelector(arguments[0]).getBoundingClientRect(); \
                 return [Math.round(r.left + r.width / 2), Math.round(r.top + r.height / 2)]",
                json!([selector]),
            )
            .await?;
        let to = |share: i64| json!({"type": "pointerMove", "x": x + by.0 * share / 4, "y": y + by.1 * share / 4, "duration": 30});
        let actions = json!([
            to(0), {"type": "pointerDown", "button": 0}, to(1), to(2), to(3), to(4), {"type": "pointerUp", "button": 0},
        ]);
        let mouse =
            json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
        self.command("actions", json!({"actions": [mouse]})).await.map(|_| ())
    }

    /// Makes the window so wide and high that the page has this room.
    pub async fn size(&self, width: u32, height: u32) -> Result<()> {
        if self.run::<(u32, u32)>("return [innerWidth, innerHeight]").await.is_ok_and(|is| is == (width, height)) {
            return Ok(());
        }
        let (mut wide, mut high) = (width, height);
        if self.engine == Engine::Firefox {
            // Firefox's window has a minimal width, so the page is made narrower than the window, as its responsive
            // design mode does.
            wide = width.max(600);
            let narrow =
                if width < wide { format!("min-width: {width}px; max-width: {width}px") } else { String::new() };
            self.firefox("gBrowser.selectedBrowser.style.cssText = arguments[0]", json!([narrow])).await?;
        }
        for _ in 0..8 {
            self.client.set_window_size(wide, high).await?;
            let (w, h): (u32, u32) =
                self.rests("[innerWidth, innerHeight]").await.and_then(|v| Ok(serde_json::from_value(v)?))?;
            if (w, h) == (width, height) {
                return Ok(());
            }
            wide = (wide + width).saturating_sub(w);
            high = (high + height).saturating_sub(h);
        }
        let found: Value = self.run("return [innerWidth, innerHeight, devicePixelRatio]").await?;
        bail!("the window cannot be {width} by {height}: it is {found}")
    }

    /// Runs a script in Firefox itself, beside the page.
    pub async fn firefox(&self, script: &str, arguments: Value) -> Result<Value> {
        let Value::Array(arguments) = arguments else { bail!("arguments are a list") };
        self.command("moz/context", json!({"context": "chrome"})).await?;
        let done = self.client.execute(script, arguments).await;
        self.command("moz/context", json!({"context": "content"})).await?;
        done.with_context(|| shorten(script))
    }

    /// Asks Chromium over its own protocol.
    pub async fn chromium(&self, name: &str, parameters: Value) -> Result<Value> {
        self.command("goog/cdp/execute", json!({"cmd": name, "params": parameters}))
            .await
            .with_context(|| name.to_owned())
    }

    /// What Chromium wrote to its log since it was last asked: warnings and worse.
    pub async fn chromium_log(&self) -> Result<Vec<String>> {
        let log: Vec<Value> = serde_json::from_value(self.command("se/log", json!({"type": "browser"})).await?)?;
        let grave = log.iter().filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")));
        Ok(grave.filter_map(|entry| entry["message"].as_str()).map(str::to_owned).collect())
    }

    /// Addresses that Chromium asked for since it was last asked.
    pub async fn chromium_requests(&self) -> Result<Vec<String>> {
        let log: Vec<Value> = serde_json::from_value(self.command("se/log", json!({"type": "performance"})).await?)?;
        let messages = log.iter().filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let sent = messages.filter(|m| m["message"]["method"] == "Network.requestWillBeSent");
        Ok(sent.filter_map(|m| m["message"]["params"]["request"]["url"].as_str().map(str::to_owned)).collect())
    }

    /// Role and name of an element, as assistive technology gets them.
    pub async fn role_and_name(&self, selector: &str) -> Result<(String, String)> {
        let element =
            self.client.find(Locator::Css(selector)).await.with_context(|| format!("there is no {selector}"))?;
        let id = element.element_id().to_string();
        let ask = |what: &str| {
            let path: &'static str = Box::leak(format!("element/{id}/{what}").into_boxed_str());
            self.client.issue_cmd(Command { post: false, path, body: Value::Null })
        };
        let (role, name) = (ask("computedrole").await?, ask("computedlabel").await?);
        Ok((role.as_str().unwrap_or_default().into(), name.as_str().unwrap_or_default().into()))
    }

    /// Steps into a frame.
    pub async fn enter(&self, selector: &str) -> Result<()> {
        let frame =
            self.client.find(Locator::Css(selector)).await.with_context(|| format!("there is no {selector}"))?;
        Ok(frame.enter_frame().await?)
    }

    /// Steps out to the page that holds the frame.
    pub async fn leave(&self) -> Result<()> {
        Ok(self.client.enter_parent_frame().await?)
    }

    /// Steps out of all frames, also if they have been removed.
    pub async fn leave_all(&self) -> Result<()> {
        self.command("frame", json!({"id": null})).await.map(|_| ())
    }

    /// Errors, and violations of the policy, that `probe.js` has collected; `None` if it did not run.
    pub async fn probe(&self) -> Option<(Vec<String>, Vec<String>)> {
        self.run("return window.probe ? [probe.errors, probe.violations] : null").await.ok().flatten()
    }

    async fn complaints(&self) -> String {
        match self.probe().await {
            Some((errors, violations)) if !errors.is_empty() || !violations.is_empty() => {
                format!("the page complained: {}", shorten(&[errors, violations].concat().join(" | ")))
            }
            Some(_) => "the page did not complain".into(),
            None => "no probe ran".into(),
        }
    }

    /// Fails if the page had an error or violated its policy.
    pub async fn quiet(&self) -> Result<()> {
        let (errors, violations) = self.probe().await.context("the probe did not run")?;
        ensure!(violations.is_empty(), "the policy was violated: {}", violations.join(" | "));
        ensure!(errors.is_empty(), "the page complained: {}", errors.join(" | "));
        Ok(())
    }
}

fn shorten(script: &str) -> String {
    let line = script.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 300 { line.chars().take(300).chain("…".chars()).collect() } else { line }
}

/// Numbers are equal whatever their kind.
fn same(found: &Value, wanted: &Value) -> bool {
    found == wanted || (found.is_number() && wanted.is_number() && found.as_f64() == wanted.as_f64())
}
