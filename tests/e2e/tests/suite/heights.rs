//! The heights that embed codes reserve are those that embeds need. For `cargo xtask heights` they are written to the
//! file instead of checked.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, time::Duration};

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, CHROMIUM, Page, each, probed, root, site};
use serde_json::json;

/// Environment variable, set by `cargo xtask heights`, with the file to write.
const WRITE: &str = "BACKSTORY_HEIGHTS";
/// Phones, larger phones, columns of articles, tablets: where layouts change (the tour at 417, the timeline at 696), and not
/// much further apart, least where most columns of phones are.
const WIDTHS: [u32; 13] = [280, 300, 320, 340, 360, 400, 417, 480, 600, 640, 696, 960, 1200];
/// Just below a change and between two: what is kept for the step before has to do there.
const BETWEEN: [u32; 7] = [416, 559, 639, 695, 800, 1000, 1100];
/// Lines by which a height may differ, because text breaks a little differently from machine to machine.
const LINES: u32 = 2;
/// Height of a line of body text, in pixels.
const LINE: u32 = 28;

/// Enough time for some two hundred embeds.
const LIMIT: Duration = Duration::from_secs(900);

pub fn all() -> Vec<Behaviour> {
    vec![each!(hosts_keep_the_room_that_embeds_need).only(CHROMIUM).within(LIMIT)]
}

/// The names of all embeds.
fn names() -> Result<Vec<String>> {
    let files = fs::read_dir(probed()?.join("embed"))?.flatten();
    let mut names: Vec<String> =
        files.filter_map(|file| file.file_name().to_string_lossy().strip_suffix(".html").map(str::to_owned)).collect();
    names.sort();
    Ok(names)
}

/// A page with a frame of each width, which resolves once each has said its height and says no other for a while. Each is made
/// so high: a scroll bar in it would take some of its width. Hosts give no frame more than 20 000 pixels.
const MEASURE: &str = "document.body.replaceChildren(); const heights = widths.map(() => 0); let last = performance.now(); \
    const frames = widths.map((width) => { const f = document.createElement('iframe'); f.width = width; f.height = 600; \
      f.style.border = 0; document.body.append(f); f.src = address; return f }); \
    window.hear && removeEventListener('message', hear); \
    window.hear = ({source, data}) => { if (data?.type !== 'backstory:height') return; \
      const n = frames.findIndex((f) => f.contentWindow === source); frames[n].height = heights[n] = Math.min(data.height, 20000); last = performance.now() }; \
    addEventListener('message', hear); \
    const touch = (d) => d?.querySelector('script[data-waits]') && d.defaultView.dispatchEvent(new Event('pointerover')); \
    const settled = (d) => (touch(d), d?.readyState === 'complete' && d.fonts.status === 'loaded' && (!is_interactive || d.documentElement.dataset.state === 'ready')) && \
      [...d.querySelectorAll('[data-island]')].every((i) => 'live' in i.dataset) && [...d.images].every((i) => i.complete || i.loading === 'lazy') && \
      [...d.querySelectorAll('video')].every((v) => v.readyState > 0 || v.error || v.preload === 'none'); \
    const rest = is_interactive ? 400 : 120; \
    const wait = setInterval(() => { const ready = frames.every((f) => settled(f.contentDocument)); \
      if (!ready) last = performance.now(); \
      if (ready && heights.every((h) => h > 0) && performance.now() - last > rest) { clearInterval(wait); done(heights) } }, 40)";

/// Groups embeds: cards and events by kind; each other embed is a kind of its own.
fn kind(html: &str, name: &str) -> String {
    let card = html.split("class=\"card ").nth(1).and_then(|rest| rest.split(['"', ' ']).next());
    let one = html.contains("class=\"one-card\"");
    if one { card.unwrap_or("event").to_owned() } else { name.to_owned() }
}

/// The embed with the largest reserved height of each kind: after changes of texts or styles it is the first to be
/// wrong.
fn longest_of_each_kind() -> Result<Vec<String>> {
    let mut longest: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for name in names()? {
        let html = fs::read_to_string(probed()?.join(format!("embed/{name}.html")))?;
        let room = kept(&name)?.into_iter().max().unwrap_or_default();
        let so_far = longest.entry(kind(&html, &name)).or_default();
        if room >= so_far.0 {
            *so_far = (room, name);
        }
    }
    Ok(longest.into_values().map(|(_, name)| name).collect())
}

/// What each of these embeds needs at each step: the most from its width to the next.
async fn measured(page: &Page, names: Vec<String>) -> Result<BTreeMap<String, Vec<u32>>> {
    let html = "<!DOCTYPE html><meta charset=utf-8><title>host</title><body>";
    let host = site()?.with_page("/host.html", html, &[]).start()?;
    page.open(&host.url("/host.html")).await?;
    let mut all = BTreeMap::new();
    for name in names {
        let path = format!("embed/{name}.html");
        let is_interactive = fs::read_to_string(probed()?.join(&path))?.contains("data-wasm");
        let address = host.mounted(&path);
        let mut steps = measure(page, &address, is_interactive, &WIDTHS).await.context(name.clone())?;
        let between = measure(page, &address, is_interactive, &BETWEEN).await.context(name.clone())?;
        for (width, needed) in BETWEEN.iter().zip(between) {
            let step = WIDTHS.iter().rposition(|step| step <= width).unwrap_or_default();
            steps[step] = steps[step].max(needed);
        }
        all.insert(name, steps);
    }
    Ok(all)
}

async fn measure(page: &Page, address: &str, is_interactive: bool, widths: &[u32]) -> Result<Vec<u32>> {
    page.run_async(&format!(
        "const [address, widths, is_interactive] = {}; {MEASURE}",
        json!([address, widths, is_interactive])
    ))
    .await
}

fn table(all: &BTreeMap<String, Vec<u32>>) -> String {
    let mut text = String::from("# Room that each embed needs, in pixels. Written by: cargo xtask heights\n");
    let _ = writeln!(text, "widths = {WIDTHS:?}");
    for (name, heights) in all {
        let _ = writeln!(text, "{name} = {heights:?}");
    }
    text
}

/// The heights that an embed's page names, narrowest first.
fn kept(name: &str) -> Result<Vec<u32>> {
    let html = fs::read_to_string(probed()?.join(format!("embed/{name}.html")))?;
    let steps = html.split("data-heights=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    Ok(steps.split(',').filter_map(|step| step.split_once(':')?.1.parse().ok()).collect())
}

async fn hosts_keep_the_room_that_embeds_need(page: &Page) -> Result<()> {
    if let Some(path) = env::var_os(WRITE) {
        return Ok(fs::write(root().join(path), table(&measured(page, names()?).await?))?);
    }
    let all = measured(page, longest_of_each_kind()?).await?;
    ensure!(all.len() >= 3, "there are only {} kinds of embeds", all.len());
    let mut wrong = Vec::new();
    for (name, heights) in &all {
        let steps = kept(name)?;
        let fits = |(kept, needed): (&u32, &u32)| kept.abs_diff(*needed) <= LINES * LINE + needed / 50;
        if steps.len() != WIDTHS.len() || !steps.iter().zip(heights).all(fits) {
            wrong.push(format!("{name} needs {heights:?}, and {steps:?} is kept"));
        }
    }
    ensure!(wrong.is_empty(), "type cargo xtask heights, for {} of {}: {}", wrong.len(), all.len(), wrong.join("; "));
    Ok(())
}
