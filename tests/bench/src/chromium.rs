//! Drives Chromium over the DevTools protocol, through two pipes: needs no port, no driver and no library.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// Longest wait for an answer: the biggest stories take long to open.
const PATIENCE: Duration = Duration::from_secs(120);

/// The view, in CSS pixels: a common notebook.
pub const VIEW: (f64, f64) = (1280.0, 800.0);

/// What Chromium is started with in all tests.
const FLAGS: &str = include_str!("../../chromium-flags.txt");

/// A browser with one tab, until it is dropped.
pub struct Chromium {
    child: Child,
    pipe: ChildStdin,
    messages: Receiver<Value>,
    session: Option<String>,
    next: u64,
    /// Numbers of what was sent without waiting for an answer.
    unanswered: VecDeque<u64>,
    profile: PathBuf,
}

impl Chromium {
    /// Starts the browser, with its profile and log in `folder`.
    pub fn start(program: &Path, folder: &Path) -> Result<Self> {
        let profile = folder.join("profile");
        let _ = fs::remove_dir_all(&profile);
        fs::create_dir_all(&profile)?;
        let log = fs::File::create(folder.join("chromium.log"))?;
        // The browser reads from descriptor 3 and writes to 4. A shell opens them, because in Rust that needs unsafe
        // code.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >&2"]).arg(program).args(FLAGS.lines());
        command.args(["--disable-extensions", "--remote-debugging-pipe"]);
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.arg(format!("--window-size={},{}", VIEW.0, VIEW.1)).arg("about:blank");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().context("Chromium does not start")?;
        let pipe = child.stdin.take().context("a pipe")?;
        let out = child.stdout.take().context("a pipe")?;
        let (send, messages) = channel();
        thread::spawn(move || {
            let texts = BufReader::new(out).split(0).map_while(Result::ok);
            for text in texts {
                let Ok(message) = serde_json::from_slice(&text) else { continue };
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let mut browser = Self { child, pipe, messages, session: None, next: 0, unanswered: VecDeque::new(), profile };
        browser.open()?;
        Ok(browser)
    }

    /// Attaches to the tab.
    fn open(&mut self) -> Result<()> {
        let targets = self.call("Target.getTargets", json!({}))?;
        let pages = targets["targetInfos"].as_array().into_iter().flatten();
        let page = pages.filter(|t| t["type"] == "page").find_map(|t| t["targetId"].as_str());
        let page = match page {
            Some(id) => id.to_owned(),
            None => {
                let made = self.call("Target.createTarget", json!({"url": "about:blank"}))?;
                made["targetId"].as_str().context("a tab")?.to_owned()
            }
        };
        let answer = self.call("Target.attachToTarget", json!({"targetId": page, "flatten": true}))?;
        self.session = answer["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Performance", "Network"] {
            self.call(&format!("{domain}.enable"), json!({}))?;
        }
        // Without a cache, so that each visit is a first visit.
        self.call("Network.setCacheDisabled", json!({"cacheDisabled": true}))?;
        let view = json!({"width": VIEW.0, "height": VIEW.1, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", view)?;
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": include_str!("probe.js")}))?;
        Ok(())
    }

    /// Sends a command and does not wait for the answer.
    pub fn send(&mut self, method: &str, params: Value) -> Result<()> {
        let id = self.write(method, params)?;
        self.unanswered.push_back(id);
        Ok(())
    }

    /// Waits until all that was sent is answered.
    pub fn settle(&mut self) -> Result<()> {
        while let Some(id) = self.unanswered.front().copied() {
            self.answer(id)?;
            self.unanswered.retain(|n| *n != id);
        }
        Ok(())
    }

    /// Sends a command and waits for the answer.
    pub fn call(&mut self, method: &str, params: Value) -> Result<Value> {
        let id = self.write(method, params)?;
        self.answer(id).with_context(|| method.to_owned())
    }

    fn write(&mut self, method: &str, params: Value) -> Result<u64> {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let mut text = message.to_string().into_bytes();
        text.push(0);
        self.pipe.write_all(&text)?;
        self.pipe.flush()?;
        Ok(self.next)
    }

    fn answer(&mut self, id: u64) -> Result<Value> {
        let start = Instant::now();
        loop {
            let mut message = match self.messages.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => bail!("no answer for {} s", PATIENCE.as_secs()),
                Err(RecvTimeoutError::Disconnected) => bail!("the browser has ended"),
            };
            let Some(number) = message["id"].as_u64() else { continue };
            if number == id {
                return match message.get("error") {
                    Some(error) => bail!("{}", error["message"]),
                    None => Ok(message["result"].take()),
                };
            }
            self.unanswered.retain(|n| *n != number);
        }
    }

    /// The value of an expression in the page; a promise is waited for.
    pub fn eval(&mut self, expression: &str) -> Result<Value> {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.call("Runtime.evaluate", params)?;
        match answer.get("exceptionDetails") {
            Some(details) => bail!("{expression}: {details}"),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// The number that an expression has in the page.
    pub fn number(&mut self, expression: &str) -> Result<f64> {
        let value = self.eval(expression)?;
        value.as_f64().with_context(|| format!("{expression} is {value}, not a number"))
    }

    /// Makes the processor slower for the page, by this factor.
    pub fn slow_down(&mut self, times: u32) -> Result<()> {
        self.call("Emulation.setCPUThrottlingRate", json!({"rate": times})).map(drop)
    }

    /// Becomes a phone: width and height in CSS pixels; latency in milliseconds and bytes a second, down and up; times slower.
    pub fn be_phone(&mut self, view: (u32, u32), line: (f64, f64, f64), slower: u32) -> Result<()> {
        let view = json!({"width": view.0, "height": view.1, "deviceScaleFactor": 2, "mobile": true});
        self.call("Emulation.setDeviceMetricsOverride", view)?;
        let (latency, down, up) = line;
        let line = json!({"offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up});
        self.call("Network.emulateNetworkConditions", line)?;
        self.slow_down(slower)
    }

    /// Opens an address and waits until the timeline is drawn and the page says it is ready, or waits for the reader's hand.
    pub fn visit(&mut self, address: &str) -> Result<()> {
        self.visit_until(
            address,
            "window.bench?.drawn && (bench.ready || document.documentElement.dataset.state === 'waiting')",
        )
    }

    /// Opens an address and waits until an expression is true in the page.
    pub fn visit_until(&mut self, address: &str, expression: &str) -> Result<()> {
        self.call("Page.navigate", json!({"url": "about:blank"}))?;
        self.call("Page.navigate", json!({"url": address}))?;
        let start = Instant::now();
        // Polls rarely, so that polling does not add to what is measured.
        while !self.eval(&format!("location.href !== 'about:blank' && Boolean({expression})")).is_ok_and(|v| v == true)
        {
            if start.elapsed() > PATIENCE {
                bail!("{address} is not ready after {} s", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(250));
        }
        Ok(())
    }

    /// Bytes of the page's JavaScript objects, after a garbage collection.
    pub fn heap(&mut self) -> Result<f64> {
        self.call("HeapProfiler.collectGarbage", json!({}))?;
        let metrics = self.call("Performance.getMetrics", json!({}))?;
        let all = metrics["metrics"].as_array().into_iter().flatten();
        all.filter(|m| m["name"] == "JSHeapUsedSize").find_map(|m| m["value"].as_f64()).context("the heap's size")
    }

    /// The browser's own name and version.
    pub fn version(&mut self) -> Result<String> {
        let about = self.call("Browser.getVersion", json!({}))?;
        Ok(about["product"].as_str().unwrap_or("Chromium").to_owned())
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.write("Browser.close", json!({}));
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if start.elapsed() > Duration::from_secs(5) {
                let _ = self.child.kill();
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = fs::remove_dir_all(&self.profile);
    }
}
