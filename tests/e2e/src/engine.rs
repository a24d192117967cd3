//! The three engines: where their browsers and drivers are, and how a session is asked for.

use std::{env, fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::browser::Setting;

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Engine of Chrome and Edge.
    Chromium,
    /// Engine of Firefox.
    Firefox,
    /// Engine of Safari, in its port to GTK.
    WebKit,
}

use Engine::{Chromium, Firefox, WebKit};

/// Every engine.
pub const ALL: &[Engine] = &[Chromium, Firefox, WebKit];
/// Engines for behaviours that need what only Chromium's driver offers: emulated media, layout shifts, the log.
pub const CHROMIUM: &[Engine] = &[Chromium];

/// Virtual screen for WebKit, larger than every window that a behaviour asks for.
const SCREEN: &str = "-screen 0 1600x1200x24";

/// What Chromium is started with in all tests. Browsers share two cores, so windows in the background are not slowed down.
const CHROMIUM_FLAGS: &str = include_str!("../../chromium-flags.txt");

impl Engine {
    /// Name of the engine, as names of behaviours begin with.
    pub fn name(self) -> &'static str {
        match self {
            Chromium => "chromium",
            Firefox => "firefox",
            WebKit => "webkit",
        }
    }

    /// The command that starts the engine's driver at a port.
    pub(crate) fn driver(self, port: u16, folder: &std::path::Path) -> Result<Command> {
        let mut command = match self {
            Chromium => {
                let mut command =
                    Command::new(program("CHROMEDRIVER", &["chromedriver"], "apt-get install chromium-driver")?);
                command.arg(format!("--port={port}"));
                command
            }
            Firefox => {
                let mut command =
                    Command::new(program("GECKODRIVER", &["geckodriver"], "cargo install geckodriver --locked")?);
                // Behaviours change preferences, for which the driver needs access to the browser itself.
                command.args([
                    format!("--port={port}"),
                    format!("--websocket-port={}", port + 1),
                    "--allow-system-access".into(),
                ]);
                command
            }
            WebKit => {
                let mut command = Command::new(program("XVFB_RUN", &["xvfb-run"], "apt-get install xvfb xauth")?);
                command.args(["-a", "-s", SCREEN]);
                command.arg(program("WEBKITWEBDRIVER", &["WebKitWebDriver"], "apt-get install webkit2gtk-driver")?);
                command.arg(format!("--port={port}"));
                // The window cannot be narrower than its toolbar, so the toolbar is made small.
                let gtk = folder.join("gtk-3.0");
                fs::create_dir_all(&gtk)?;
                let small = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px }";
                fs::write(gtk.join("gtk.css"), small)?;
                command.env("XDG_CONFIG_HOME", folder);
                command
            }
        };
        // No proxy: everything that is asked for is on this machine.
        for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
            command.env_remove(name);
        }
        Ok(command)
    }

    /// The capabilities that a session is asked for with.
    pub(crate) fn capabilities(self, setting: Setting, folder: &std::path::Path) -> Result<Value> {
        let mut wanted = match self {
            Chromium => chromium(setting)?,
            Firefox => firefox(setting)?,
            WebKit => webkit(setting, folder)?,
        };
        // `eager`: behaviours wait themselves for everything beyond the document. Not in WebKitGTK, whose driver hangs
        // for good when a script is sent while the document is still loading.
        wanted["pageLoadStrategy"] = if self == WebKit { "normal" } else { "eager" }.into();
        Ok(wanted)
    }
}

fn chromium(setting: Setting) -> Result<Value> {
    let binary = program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"], "apt-get install chromium")?;
    let mut arguments: Vec<_> = CHROMIUM_FLAGS.lines().chain(["--lang=en-GB"]).collect();
    if setting.still {
        arguments.push("--force-prefers-reduced-motion");
    }
    let mut prefs = json!({});
    if !setting.scripts {
        prefs["profile.managed_default_content_settings.javascript"] = 2.into();
    }
    Ok(json!({
        "browserName": "chrome",
        "goog:chromeOptions": {"binary": binary, "args": arguments, "prefs": prefs},
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    }))
}

fn firefox(setting: Setting) -> Result<Value> {
    let binary = program("FIREFOX", &["firefox-esr", "firefox"], "apt-get install firefox-esr")?;
    Ok(json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": binary,
            "args": ["-headless"],
            "prefs": {
                "javascript.enabled": setting.scripts,
                "ui.prefersReducedMotion": i32::from(setting.still),
                "browser.display.document_color_use": if setting.forced { 2 } else { 0 },
                "network.proxy.type": 0,
                "dom.disable_beforeunload": true,
            },
        },
    }))
}

fn webkit(setting: Setting, folder: &std::path::Path) -> Result<Value> {
    let binary = match env::var_os("BACKSTORY_MINIBROWSER") {
        Some(path) => PathBuf::from(path),
        None => minibrowser()?,
    };
    let mut arguments = vec!["--automation"];
    if !setting.scripts {
        arguments.push("--enable-javascript=false");
    }
    let motion = format!("[Settings]\ngtk-enable-animations={}\n", u8::from(!setting.still));
    fs::write(folder.join("gtk-3.0/settings.ini"), motion)?;
    Ok(json!({"browserName": "MiniBrowser", "webkitgtk:browserOptions": {"binary": binary, "args": arguments}}))
}

/// Finds WebKit's MiniBrowser, which is not on the path but in a folder named after the machine's architecture.
fn minibrowser() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    folders
        .chain([PathBuf::from("/usr/libexec")])
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| path.is_file())
        .context("there is no MiniBrowser of WebKitGTK. Type: apt-get install webkit2gtk-driver")
}

/// Finds a program: by its environment variable, else by its names on the path and in the project's tools.
fn program(variable: &str, names: &[&str], to_type: &str) -> Result<PathBuf> {
    if let Some(path) = env::var_os(format!("BACKSTORY_{variable}")) {
        return Ok(path.into());
    }
    let folders: Vec<_> =
        env::split_paths(&env::var_os("PATH").unwrap_or_default()).chain([crate::tools().join("bin")]).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
        .with_context(|| format!("there is no {}. Type: {to_type}", names[0]))
}
