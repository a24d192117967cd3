//! A browser of one engine: its driver is started once, and a session is used again as long as its setting fits.

use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder, wd::TimeoutConfiguration};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use crate::{Engine, driver::Driver};

/// What a reader has set in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whether scripts run.
    pub scripts: bool,
    /// Whether motion is reduced.
    pub still: bool,
    /// Whether colours are the reader's own (Firefox; Chromium is asked at run time).
    pub forced: bool,
}

impl Setting {
    /// Defaults of the browser.
    pub const USUAL: Setting = Setting { scripts: true, still: false, forced: false };
    /// Scripts are switched off.
    pub const NO_SCRIPTS: Setting = Setting { scripts: false, ..Setting::USUAL };
    /// The reader wants no motion.
    pub const STILL: Setting = Setting { still: true, ..Setting::USUAL };
    /// The reader's colours.
    pub const FORCED: Setting = Setting { forced: true, ..Setting::USUAL };
}

/// A browser.
pub(crate) struct Browser {
    engine: Engine,
    driver: Option<Driver>,
    session: Option<(Setting, Client)>,
}

/// How long a script may run, and usually a load.
const PATIENCE: Duration = Duration::from_secs(40);

/// Sets how long a page may load.
pub(crate) async fn limit_loads(client: &Client, limit: Duration) -> Result<()> {
    let timeouts = TimeoutConfiguration::new(Some(PATIENCE), Some(limit), Some(Duration::ZERO));
    client.update_timeouts(timeouts).await.context("the driver takes no limit")
}

impl Browser {
    pub(crate) const fn new(engine: Engine) -> Browser {
        Browser { engine, driver: None, session: None }
    }

    /// A session with a setting: the last session if it has this setting, else a new one.
    pub(crate) async fn session(&mut self, setting: Setting) -> Result<Client> {
        if let Some((its, client)) = &self.session
            && *its == setting
        {
            return Ok(client.clone());
        }
        self.end_session().await;
        if self.driver.is_none() {
            self.driver = Some(Driver::start(self.engine)?);
        }
        let driver = self.driver.as_ref().context("a driver was started")?;
        let Value::Object(wanted) = self.engine.capabilities(setting, &driver.folder)? else {
            unreachable!("an object was made")
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(wanted).connect(&driver.address);
        let client = tokio::time::timeout(Duration::from_secs(60), connecting)
            .await
            .context("the driver starts no session within a minute")?
            .with_context(|| format!("{} starts no session: {}", self.engine.name(), driver.says()))?;
        limit_loads(&client, PATIENCE).await?;
        self.session = Some((setting, client.clone()));
        Ok(client)
    }

    /// Ends the session; the next behaviour gets a fresh one.
    pub(crate) async fn end_session(&mut self) {
        if let Some((_, client)) = self.session.take() {
            let closed = tokio::time::timeout(Duration::from_secs(15), client.close()).await;
            if !matches!(closed, Ok(Ok(()))) {
                // A driver that cannot close its browser is stuck, so it is ended too.
                self.driver = None;
            }
        }
    }

    /// Ends the session and the driver.
    pub(crate) async fn end(&mut self) {
        self.end_session().await;
        self.driver = None;
    }
}
