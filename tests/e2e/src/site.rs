//! The built folder, hosts that serve it, and the ids that are in it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use anyhow::{Context, Result};

use crate::{Host, Running};

/// The project's top folder.
pub fn root() -> PathBuf {
    let here =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map(Path::to_path_buf).unwrap_or(here)
}

fn folder(variable: &str, otherwise: &str) -> PathBuf {
    let named = env::var_os(variable).filter(|name| !name.is_empty()).map(PathBuf::from);
    root().join(named.unwrap_or_else(|| otherwise.into()))
}

/// The folder that was built.
pub fn dist() -> PathBuf {
    folder("BACKSTORY_DIST", "dist")
}

/// The explainer in one file, if it was built.
pub fn single_file() -> Result<PathBuf> {
    let file = folder("BACKSTORY_SINGLE", "target/explainer.html");
    let what = || format!("there is no {}: cargo xtask build --single-file {0}", file.display());
    fs::canonicalize(&file).with_context(what)
}

/// The folder of the project's own tools.
pub fn tools() -> PathBuf {
    folder("BACKSTORY_TOOLS", ".tools")
}

/// The first script in every page of [`probed`]: collects errors and violations of the policy.
const PROBE: &str = include_str!("probe.js");

static PROBED: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| copy_with_probe(&dist()).map_err(|error| format!("{error:#}")));

/// A copy of the built folder in whose pages `probe.js` runs first.
pub fn probed() -> Result<PathBuf> {
    PROBED.clone().map_err(anyhow::Error::msg)
}

static SHARED: LazyLock<Result<Running, String>> =
    LazyLock::new(|| site().and_then(|host| Ok(host.start()?)).map_err(|error| format!("{error:#}")));

/// The host of all behaviours with no special needs, so that each browser fetches and compiles unchanging files once.
/// Behaviours that count requests or want faults start a host of their own.
pub fn shared() -> Result<&'static Running> {
    SHARED.as_ref().map_err(|error| anyhow::Error::msg(error.clone()))
}

static SHIPPED: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| copy_with_probe(&folder("BACKSTORY_SHIPPED", "dist")).map_err(|error| format!("{error:#}")));

/// A host of the shipped story; most behaviours run on the made-up one.
pub fn shipped() -> Result<Host> {
    SHIPPED.clone().map(Host::new).map_err(anyhow::Error::msg)
}

static EXAMPLE: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
    copy_with_probe(&folder("BACKSTORY_EXAMPLE", "target/stories/metre")).map_err(|error| format!("{error:#}"))
});

/// A host of the example story, which has other parts than the shipped one.
pub fn example() -> Result<Host> {
    EXAMPLE.clone().map(Host::new).map_err(anyhow::Error::msg)
}

/// A host of the copy with the probe.
pub fn site() -> Result<Host> {
    Ok(Host::new(probed()?))
}

/// Number of copies made, which tells their folders apart.
static COPIES: AtomicUsize = AtomicUsize::new(0);

fn copy_with_probe(dist: &Path) -> Result<PathBuf> {
    let index = dist.join("index.html");
    fs::metadata(&index)
        .with_context(|| format!("there is no {}: build it first (cargo xtask build)", index.display()))?;
    let copy =
        env::temp_dir().join(format!("backstory-probed-{}-{}", std::process::id(), COPIES.fetch_add(1, Relaxed)));
    copy_folder(dist, &copy, "")?;
    fs::write(copy.join("probe.js"), PROBE)?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path, up: &str) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let (path, copy) = (entry.path(), to.join(&name));
        if path.is_dir() {
            copy_folder(&path, &copy, &format!("{up}../"))?;
        } else if name.ends_with(".html") {
            let page = fs::read_to_string(&path)?;
            fs::write(copy, page.replacen("<head>", &format!("<head><script src=\"{up}probe.js\"></script>"), 1))?;
        } else if !name.ends_with(".html.br") && !name.ends_with(".html.gz") {
            fs::copy(&path, copy)?;
        }
    }
    Ok(())
}

/// Removes the copies.
pub(crate) fn clean_up() {
    for copy in [&PROBED, &SHIPPED] {
        if let Some(Ok(folder)) = LazyLock::get(copy) {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// The ids of the built page, read from its HTML so that the suite fits any story.
#[derive(Debug, Default)]
pub struct Story {
    /// The page itself.
    pub html: String,
    /// Sections, in order.
    pub sections: Vec<String>,
    /// Events, in order.
    pub events: Vec<String>,
    /// Claims.
    pub claims: Vec<String>,
    /// People.
    pub people: Vec<String>,
    /// All cards.
    pub cards: Vec<String>,
    /// Themes of the timeline.
    pub themes: Vec<String>,
    /// Directions of the timeline.
    pub directions: Vec<String>,
    /// Folder of the frozen copy, as `v/2024-03-25/`.
    pub frozen: String,
}

static STORY: LazyLock<Result<Story, String>> =
    LazyLock::new(|| read_story(&dist()).map_err(|error| format!("{error:#}")));

/// What is in the built page.
pub fn story() -> Result<&'static Story> {
    STORY.as_ref().map_err(|error| anyhow::Error::msg(error.clone()))
}

fn read_story(dist: &Path) -> Result<Story> {
    let index = dist.join("index.html");
    let html =
        fs::read_to_string(&index).with_context(|| format!("{} cannot be read: build it first", index.display()))?;
    // Ids are unique over all pages, so the pages can be read as one.
    let shelves = ["events", "people", "concepts", "sources", "method"].map(|name| dist.join(format!("{name}.html")));
    let pages = html.clone() + &shelves.map(|shelf| fs::read_to_string(shelf).unwrap_or_default()).concat();
    let tags = |name: &str, holds: &str| -> Vec<&str> {
        let open = format!("<{name} ");
        pages
            .split(open.as_str())
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
            .filter(|tag| tag.contains(holds))
            .collect()
    };
    let of = |tags: Vec<&str>, attribute: &str| -> Vec<String> {
        let start = format!("{attribute}=\"");
        let value = |tag: &str| Some(tag.split(start.as_str()).nth(1)?.split('"').next()?.to_owned());
        tags.into_iter().filter_map(value).collect()
    };
    let frozen = of(tags("div", "data-frozen="), "data-frozen").into_iter().next().unwrap_or_default();
    Ok(Story {
        sections: of(tags("section", "class=\"section"), "id"),
        events: of(tags("li", "class=\"entry event "), "id"),
        claims: of(tags("article", "entry claim"), "id"),
        people: of(tags("article", "person-card"), "id"),
        cards: of(tags("article", "class=\"entry "), "id"),
        themes: of(tags("input", "name=\"t\""), "value"),
        directions: of(tags("input", "name=\"d\""), "value"),
        frozen,
        html,
    })
}
