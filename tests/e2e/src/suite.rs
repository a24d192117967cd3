//! Runs behaviours: three browsers at a time, one behaviour at a time in each.

use std::{
    future::Future,
    path::PathBuf,
    pin::Pin,
    process::ExitCode,
    sync::{LazyLock, Mutex as Lock},
    time::{Duration, Instant},
};

use anyhow::Context;
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::{runtime::Runtime, sync::Mutex};

use crate::{
    ALL, Engine, Outcome, Page, Setting,
    browser::{Browser, limit_loads},
    site,
};

/// Most time that a behaviour gets, unless it asks for more.
const LIMIT: Duration = Duration::from_secs(120);
/// Most time for a load that never ends.
const ENDLESS_LOAD: Duration = Duration::from_secs(5);
/// Number of behaviours of a run that may fail once if they then pass in a fresh browser; they are named at the end.
/// Three engines and their drivers share the machine, and a stalled driver is not the page's fault. A page that fails
/// now and then soon exceeds this number.
const SECOND_TRIES: usize = 3;
/// Behaviours that passed in the second try, with the error of the first.
static SECOND: Lock<Vec<String>> = Lock::new(Vec::new());
/// How long each behaviour took in each engine, to tell the slowest.
static TIMES: Lock<Vec<(Duration, String)>> = Lock::new(Vec::new());
/// Number of slowest behaviours that are printed.
const SLOWEST: usize = 10;
/// The window in which a behaviour begins.
const WINDOW: (u32, u32) = (1280, 800);

type Run = for<'a> fn(&'a Page) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Something that the page does.
#[derive(Clone, Copy)]
pub struct Behaviour {
    theme: &'static str,
    name: &'static str,
    engines: &'static [Engine],
    setting: Setting,
    limit: Duration,
    is_endless: bool,
    run: Run,
}

impl Behaviour {
    /// A behaviour in every engine; use [`each!`](crate::each).
    pub fn new(module: &'static str, name: &'static str, run: Run) -> Behaviour {
        let theme = module.rsplit("::").next().unwrap_or(module);
        Behaviour { theme, name, engines: ALL, setting: Setting::USUAL, limit: LIMIT, is_endless: false, run }
    }

    /// Only in these engines, where the others cannot be asked.
    #[must_use]
    pub fn only(self, engines: &'static [Engine]) -> Behaviour {
        Behaviour { engines, ..self }
    }

    /// With a load that never ends. WebKitGTK's driver would wait for its end, up to the limit, in whatever it is asked next,
    /// by the next behaviour too.
    #[must_use]
    pub fn endless(self) -> Behaviour {
        Behaviour { is_endless: true, ..self }
    }

    /// With another time limit.
    #[must_use]
    pub fn within(self, limit: Duration) -> Behaviour {
        Behaviour { limit, ..self }
    }

    /// In a browser with another setting.
    #[must_use]
    pub fn with(self, setting: Setting) -> Behaviour {
        Behaviour { setting, ..self }
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime starts")
});
static CHROMIUM: Mutex<Browser> = Mutex::const_new(Browser::new(Engine::Chromium));
static FIREFOX: Mutex<Browser> = Mutex::const_new(Browser::new(Engine::Firefox));
static WEBKIT: Mutex<Browser> = Mutex::const_new(Browser::new(Engine::WebKit));

fn browser(engine: Engine) -> &'static Mutex<Browser> {
    match engine {
        Engine::Chromium => &CHROMIUM,
        Engine::Firefox => &FIREFOX,
        Engine::WebKit => &WEBKIT,
    }
}

/// Runs the behaviours that the command line asks for.
pub fn run(behaviours: Vec<Behaviour>) -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Engines alternate in the list, so that all three are busy from the beginning.
    let trials = behaviours.iter().flat_map(|behaviour| {
        behaviour.engines.iter().map(|engine| {
            let (behaviour, engine) = (*behaviour, *engine);
            let name = format!("{}::{}::{}", engine.name(), behaviour.theme, behaviour.name);
            let full = name.clone();
            Trial::test(name, move || {
                RUNTIME.block_on(perform(behaviour, engine, &full)).map_err(|error| Failed::from(format!("{error:#}")))
            })
        })
    });
    let trials: Vec<_> = trials.collect();
    // A thread for each: each engine runs one behaviour at a time, and a thread that waits for a slow engine would be missing
    // where the others have nothing to do.
    arguments.test_threads.get_or_insert(trials.len());
    let conclusion = libtest_mimic::run(&arguments, trials);
    RUNTIME.block_on(async {
        for engine in ALL {
            browser(*engine).lock().await.end().await;
        }
    });
    site::clean_up();
    let second = SECOND.lock().expect("no thread panics with it");
    if !second.is_empty() {
        println!("passed only when tried again (at most {SECOND_TRIES} may): {}\n", second.join("; "));
    }
    println!("the slowest: {}\n", slowest().join(", "));
    conclusion.exit_code()
}

fn slowest() -> Vec<String> {
    let mut times = TIMES.lock().expect("no thread panics with it");
    times.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    times.iter().take(SLOWEST).map(|(time, name)| format!("{name} {:.1} s", time.as_secs_f32())).collect()
}

async fn perform(behaviour: Behaviour, engine: Engine, name: &str) -> Outcome {
    let Err(first) = once(behaviour, engine, name).await else { return Ok(()) };
    once(behaviour, engine, name).await.context("failed twice")?;
    let mut second = SECOND.lock().expect("no thread panics with it");
    if second.len() == SECOND_TRIES {
        return Err(first);
    }
    second.push(format!("{name}: {first:#}"));
    Ok(())
}

async fn once(behaviour: Behaviour, engine: Engine, name: &str) -> Outcome {
    let mut browser = browser(engine).lock().await;
    let start = Instant::now();
    let result = in_browser(&mut browser, behaviour, engine, name).await;
    TIMES.lock().expect("no thread panics with it").push((start.elapsed(), name.to_owned()));
    result
}

async fn in_browser(browser: &mut Browser, behaviour: Behaviour, engine: Engine, name: &str) -> Outcome {
    let page = match blank_page(browser, behaviour.setting, engine).await {
        Ok(page) => page,
        // The behaviour before may have left the browser in a bad state, so it is tried again in a fresh one.
        Err(_) => {
            browser.end_session().await;
            blank_page(browser, behaviour.setting, engine).await?
        }
    };
    if behaviour.is_endless {
        limit_loads(&page.client, ENDLESS_LOAD).await?;
    }
    let work = (behaviour.run)(&page);
    let result = match tokio::time::timeout(behaviour.limit, work).await {
        Ok(result) => result,
        Err(_) => Err(anyhow::anyhow!("not done after {} s", behaviour.limit.as_secs())),
    };
    match result {
        Ok(()) => {
            if behaviour.is_endless {
                browser.end_session().await;
            }
            Ok(())
        }
        Err(error) => {
            let shot = tokio::time::timeout(Duration::from_secs(10), picture(&page, name)).await;
            // After a failure the state of the browser is unknown, so the next behaviour gets a fresh one.
            browser.end_session().await;
            match shot {
                Ok(Ok(path)) => Err(error.context(format!("[{}]", path.display()))),
                _ => Err(error),
            }
        }
    }
}

/// An empty tab of the usual size.
async fn blank_page(browser: &mut Browser, setting: Setting, engine: Engine) -> Outcome<Page> {
    let ready = async {
        let page = Page::new(engine, browser.session(setting).await?);
        page.client.goto("about:blank").await.context("no blank page")?;
        page.size(WINDOW.0, WINDOW.1).await?;
        Ok(page)
    };
    tokio::time::timeout(LIMIT, ready).await.context("no blank page in time")?
}

/// Saves a picture of the window after a failure.
async fn picture(page: &Page, name: &str) -> Outcome<PathBuf> {
    let folder =
        std::env::var_os("BACKSTORY_SHOTS").map_or_else(|| std::env::temp_dir().join("backstory-shots"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name.replace("::", "-") + ".png");
    let bytes = page.client.screenshot().await.context("no picture")?;
    std::fs::write(&path, bytes)?;
    Ok(path)
}
