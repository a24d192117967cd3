//! Embed scripts of other makers: they size our frames, ours sizes theirs, and WordPress's filter keeps our
//! oEmbed answer.

use std::{fs, net::TcpListener, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{
    Behaviour, CHROMIUM, Engine, Fault, Host, Matrix, Page, Running, Verdict, each, probed, tools,
};
use serde_json::{Value, json};

use crate::{
    element::script,
    embeds::{Embed, embeds},
};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(pym_sizes_our_frames),
        each!(newswire_frames_sizes_our_frames),
        each!(iframe_resizer_sizes_our_frames),
        each!(open_iframe_resizer_sizes_our_frames),
        each!(embeds_work_in_wordpress),
        each!(an_embed_that_comes_in_pieces_is_shown_in_wordpress),
        each!(a_style_sheet_that_comes_late_is_waited_for),
        each!(our_script_sizes_the_frames_of_others),
        each!(hosts_that_listen_late_or_forget_are_told_again),
        each!(nothing_moves_where_room_is_kept).only(CHROMIUM),
    ]
}

const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");
const SCRIPT: (&str, &str) = ("content-type", "text/javascript");

/// A script of another maker, from its npm package.
fn package(file: &str) -> Result<String> {
    let path: PathBuf = tools().join("node_modules").join(file);
    fs::read_to_string(&path).with_context(|| format!("there is no {}: cargo xtask test installs it", path.display()))
}

/// Writes down each change of the height of the frames in a place.
const WATCH: &str = "window.changes = []; let last; new MutationObserver(() => { \
     const high = document.querySelector('iframe')?.clientHeight; if (high !== last) changes.push(last = high); \
     }).observe(document.querySelector('#place'), {subtree: true, childList: true, attributeFilter: ['style', 'height']})";

/// A host script that sizes frames.
struct Peer {
    name: &'static str,
    file: &'static str,
    /// HTML in the place of the frame; `{}` is the frame's address.
    markup: &'static str,
    /// JavaScript that starts the script; `{}` is the frame's address.
    start: &'static str,
}

/// Widths of the place in the host, and the frame's width in each.
const WIDE: u32 = 640;
const NARROW: u32 = 340;
/// Most changes of a frame's height in one test; more would be a loop.
const CHANGES: usize = 24;

impl Peer {
    fn host_page(&self, address: &str) -> String {
        let fill = |text: &str| text.replace("{}", address);
        format!(
            "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title><script src=\"/probe.js\"></script>\
             <style>iframe {{ width: 100%; border: 0 }} #place {{ width: {WIDE}px }}</style>\
             <h1>A host</h1><div id=\"place\">{}</div><p>After it.</p><script>{WATCH}</script>{}",
            fill(self.markup),
            fill(self.start)
        )
    }

    /// Every embed in a host page of another origin that runs the script.
    async fn sizes(&self, page: &Page) -> Result<()> {
        let story = Host::new(probed()?).start()?;
        let mut host = Host::new(probed()?).with_page("/peer.js", package(self.file)?, &[SCRIPT]);
        for embed in embeds()? {
            host = host.with_page(&format!("/{}", embed.kind), self.host_page(&story.mounted(&embed.path)), &[HTML]);
        }
        let host = host.start()?;
        let mut matrix = Matrix::new(page, self.name);
        for embed in embeds()? {
            page.open(&format!("{}/{}", host.other_origin(), embed.kind)).await?;
            matrix.put(embed.kind, follows(page, &embed).await)?;
        }
        matrix.done()
    }
}

/// The frame is as high as its content: at first, when that grows and shrinks, and when the frame is narrower.
async fn follows(page: &Page, embed: &Embed) -> Result<Verdict> {
    page.until("there is a frame", "$('#place iframe')").await?;
    page.enter("iframe").await?;
    whole(page, embed).await?;
    let first = fits(page, "at first").await?;
    grow(page).await?;
    page.until_with("its content grows", &format!("{CONTENT} > arguments[0] + 20"), json!([first])).await?;
    let grown = fits(page, "when its content has grown").await?;
    shrink(page).await?;
    page.until_with("its content shrinks", &format!("{CONTENT} < arguments[0] - 20"), json!([grown])).await?;
    let again = fits(page, "when its content has shrunk").await?;
    ensure!((again - first).abs() <= 2.0, "it was {first} high, and is {again}");
    width(page, NARROW).await?;
    fits(page, "when it is narrow").await?;
    width(page, WIDE).await?;
    fits(page, "when it is wide again").await?;
    quiet_inside(page).await.context("in the frame")?;
    page.leave().await?;
    let changes: Vec<f64> = page.run("return changes").await?;
    ensure!(changes.len() <= CHANGES, "its height changed {} times: {changes:?}", changes.len());
    page.quiet().await.context("in the host")?;
    Ok(Verdict::Works)
}

/// In the frame: fails if anything went wrong. The late notification of a resize observer is allowed: it comes with a
/// new width, and the heights do rest.
async fn quiet_inside(page: &Page) -> Result<()> {
    let (errors, violations) = page.probe().await.context("the probe did not run")?;
    let late = "ResizeObserver loop completed with undelivered notifications";
    let grave: Vec<_> = errors.iter().filter(|error| !error.starts_with(late)).chain(&violations).collect();
    ensure!(grave.is_empty(), "the page complained: {grave:?}");
    Ok(())
}

/// In the frame: its page has loaded, answers, and can be read.
pub async fn whole(page: &Page, embed: &Embed) -> Result<()> {
    page.until(
        "the page of the frame is there",
        "location.protocol === 'http:' && document.readyState === 'complete' && $('[data-frame-root]')",
    )
    .await?;
    if embed.is_interactive {
        page.ready().await?;
    }
    page.until("it can be read", &format!("visible($('{}'))", embed.sees)).await
}

/// Height of the content of the frame's page, measured independently of our script.
const CONTENT: &str = "document.documentElement.getBoundingClientRect().height";

/// In the frame: waits until the frame is as high as its content and stays so; returns the height.
async fn fits(page: &Page, when: &str) -> Result<f64> {
    let expression = format!("Math.abs({CONTENT} - innerHeight) <= 2");
    let fits = async || {
        page.until("the frame is as high as its content", &expression).await?;
        page.rests(&format!("[innerHeight, {CONTENT}]")).await?;
        page.is("and stays so", &expression).await
    };
    if let Err(error) = fits().await {
        let found: Value = page.run(&format!("return [innerHeight, {CONTENT}]")).await?;
        return Err(error.context(format!("{when} (the frame and its content: {found})")));
    }
    page.run("return innerHeight").await
}

/// In the frame: opens what can be opened, as a reader does; adds a block where nothing can.
async fn grow(page: &Page) -> Result<()> {
    // WebKitGTK notifies observers of growth below the visible part of a frame only when something in the frame is
    // drawn.
    let end = if page.engine == Engine::WebKit { "prepend" } else { "append" };
    let opens: bool = page
        .run_with(
            "const closed = $$('details:not([open])').filter((e) => visible(e.querySelector('summary'))).at(-1); \
             if (closed) { closed.dataset.grows = ''; return true } \
             const block = document.createElement('p'); block.dataset.grows = ''; block.style.height = '200px'; \
             $('[data-frame-root]')[arguments[0]](block); return false",
            json!([end]),
        )
        .await?;
    if opens { click(page, "[data-grows] > summary").await } else { Ok(()) }
}

/// In the frame: clicks on an element.
async fn click(page: &Page, selector: &str) -> Result<()> {
    // WebKitGTK's driver clicks at the wrong place in a frame whose host is scrolled, so the host's page is moved up
    // instead.
    if page.engine == Engine::WebKit {
        let place = "const e = $(arguments[0]); e.scrollIntoView({block: 'center', behavior: 'instant'}); return e.getBoundingClientRect().top";
        let top: f64 = page.run_with(place, json!([selector])).await?;
        page.leave().await?;
        let draw_up = "const { style } = document.body; style.marginTop = 0; scrollTo({top: 0, behavior: 'instant'}); \
             const top = $('iframe').getBoundingClientRect().top + arguments[0]; style.marginTop = Math.min(300 - top, 0) + 'px'";
        page.run_with::<Value>(draw_up, json!([top])).await?;
        page.enter("iframe").await?;
    }
    page.click(selector).await
}

async fn shrink(page: &Page) -> Result<()> {
    let closes: bool = page
        .run("const e = $('[data-grows]'); if (e.tagName === 'DETAILS') return true; e.remove(); return false")
        .await?;
    if closes { click(page, "[data-grows] > summary").await } else { Ok(()) }
}

/// Makes the place in the host so wide; begins and ends in the frame.
async fn width(page: &Page, width: u32) -> Result<()> {
    page.leave().await?;
    page.run_with::<Value>("$('#place').style.width = arguments[0] + 'px'", json!([width])).await?;
    page.enter("iframe").await?;
    page.until_with("the frame has its width", "innerWidth === arguments[0]", json!([width])).await
}

async fn pym_sizes_our_frames(page: &Page) -> Result<()> {
    let start = "<script src=\"/peer.js\"></script><script>new pym.Parent('place', '{}')</script>";
    Peer { name: "pym", file: "pym.js/dist/pym.v1.min.js", markup: "", start }.sizes(page).await
}

async fn newswire_frames_sizes_our_frames(page: &Page) -> Result<()> {
    let start = "<script type=\"module\">import { Framer } from '/peer.js'; new Framer(document.querySelector('#place'), { src: '{}' })</script>";
    Peer { name: "frames", file: "@newswire/frames/dist/frames.module.js", markup: "", start }.sizes(page).await
}

/// A plain frame, for scripts that look for frames themselves.
const FRAME: &str = "<iframe id=\"f\" title=\"story\" src=\"{}\"></iframe>";

async fn iframe_resizer_sizes_our_frames(page: &Page) -> Result<()> {
    let start = "<script src=\"/peer.js\"></script><script>iFrameResize(undefined, '#f')</script>";
    let file = "iframe-resizer/js/iframeResizer.min.js";
    Peer { name: "iframe-resizer", file, markup: FRAME, start }.sizes(page).await
}

async fn open_iframe_resizer_sizes_our_frames(page: &Page) -> Result<()> {
    let start = "<script type=\"module\">import { initialize } from '/peer.js'; initialize(undefined, '#f')</script>";
    let file = "@open-iframe-resizer/core/dist/index.js";
    Peer { name: "open-iframe-resizer", file, markup: FRAME, start }.sizes(page).await
}

/// The story built for a known address: the policy names its origin, and the head the address of the whole story.
fn known() -> Result<Host> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let origin = format!("http://127.0.0.1:{port}");
    let mut host = Host::new(probed()?).port(port);
    for embed in embeds()? {
        let html = fs::read_to_string(probed()?.join(&embed.path))?
            .replace("'self'", &format!("'self' {origin}"))
            .replacen("<title>", &format!("<link rel=\"canonical\" href=\"{origin}/\"><title>"), 1);
        let headers = [
            HTML,
            ("access-control-allow-origin", "*"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "cross-origin"),
        ];
        host = host.with_page(&format!("/{}", embed.path), html, &headers);
    }
    Ok(host)
}

/// What a page of WordPress does with a frame of a provider that it does not know.
const WORDPRESS: &str = r#"
window.heard = [];
addEventListener("message", ({ data, source }) => {
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  const marked = (name) => document.querySelectorAll(`${name}[data-secret="${data.secret}"]`);
  for (const quote of marked("blockquote")) quote.style.display = "none";
  for (const frame of marked("iframe")) {
    if (frame.contentWindow !== source) continue;
    heard.push(data);
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
    if (data.message !== "link") continue;
    const [from, to] = [frame.getAttribute("src"), data.value].map((address) => new URL(address));
    const may = /^https?:$/.test(to.protocol) && to.host === from.host && document.activeElement === frame;
    if (may) top.location.href = data.value;
  }
});
addEventListener("DOMContentLoaded", () => {
  for (const frame of document.querySelectorAll("iframe"))
    frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
});
"#;

const SECRET: &str = "aB3dE6gH9k";
/// Of frames that it does not know, in pixels.
pub const WORDPRESS_LEAST: f64 = 200.0;
/// The same.
pub const WORDPRESS_MOST: f64 = 1000.0;

/// What its filter leaves of our oEmbed answer.
fn filtered(address: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title><script src=\"/probe.js\"></script>\
         <script src=\"/wordpress.js\"></script><h1>A host</h1>\
         <blockquote class=\"wp-embedded-content\" data-secret=\"{SECRET}\"><a href=\"{address}\">The story</a></blockquote>\
         <iframe class=\"wp-embedded-content\" sandbox=\"allow-scripts\" security=\"restricted\" \
         style=\"position: absolute; visibility: hidden;\" src=\"{address}#?secret={SECRET}\" data-secret=\"{SECRET}\" \
         width=\"600\" height=\"900\" title=\"The story\" frameborder=\"0\"></iframe>"
    )
}

async fn embeds_work_in_wordpress(page: &Page) -> Result<()> {
    let story = known()?.start()?;
    let mut host = Host::new(probed()?).with_page("/wordpress.js", WORDPRESS, &[SCRIPT]);
    for embed in embeds()? {
        host = host.with_page(&format!("/{}", embed.kind), filtered(&story.mounted(&embed.path)), &[HTML]);
    }
    let host = host.start()?;
    let mut matrix = Matrix::new(page, "wordpress");
    for embed in embeds()? {
        page.open(&format!("{}/{}", host.other_origin(), embed.kind)).await?;
        matrix.put(embed.kind, in_wordpress(page, &embed, &story).await)?;
    }
    matrix.done()
}

/// A page with WordPress's script and the embed of an address, which is shown and as high as it gets.
async fn shown_by_wordpress(page: &Page, address: &str) -> Result<Running> {
    let host = Host::new(probed()?).with_page("/wordpress.js", WORDPRESS, &[SCRIPT]);
    let host = host.with_page("/host.html", filtered(address), &[HTML]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("the frame is shown", "visible($('iframe')) && !visible($('blockquote'))").await?;
    page.rests("$('iframe').height").await?;
    Ok(host)
}

/// The frame's script is there before the page is. A frame that is hidden until it speaks has one chance to measure itself: no
/// observer runs in it.
async fn an_embed_that_comes_in_pieces_is_shown_in_wordpress(page: &Page) -> Result<()> {
    for embed in embeds()?.iter().filter(|embed| matches!(embed.kind, "compact" | "card")) {
        let in_pieces = Fault::Slow { wait: Duration::ZERO, bytes_per_second: 8_000 };
        let story = known()?.fault(&format!("*{}", embed.path), in_pieces).start()?;
        let _host = shown_by_wordpress(page, &story.mounted(&embed.path)).await?;
        page.enter("iframe").await?;
        let content: f64 = page.run(&format!("return {CONTENT}")).await?;
        page.leave().await?;
        let allowed = content.clamp(WORDPRESS_LEAST, WORDPRESS_MOST);
        page.is(
            &format!("it is as high as it may be of its {content}"),
            &format!("Math.abs($('iframe').height - {allowed}) <= 2"),
        )
        .await?;
    }
    Ok(())
}

/// The script runs before the styles are there; the height without them is no height to tell.
async fn a_style_sheet_that_comes_late_is_waited_for(page: &Page) -> Result<()> {
    for embed in embeds()?.iter().filter(|embed| matches!(embed.kind, "compact" | "card")) {
        let late = Fault::Slow { wait: Duration::from_millis(1_500), bytes_per_second: 1_000_000 };
        let story = known()?.fault("*.css", late).start()?;
        let _host = shown_by_wordpress(page, &story.mounted(&embed.path)).await?;
        let told: Vec<f64> = page.run("return heard.filter((m) => m.message === 'height').map((m) => m.value)").await?;
        let (first, last) = told.first().zip(told.last()).context("a height was told")?;
        ensure!((first - last).abs() <= 2.0, "{}: the heights told are {told:?}", embed.kind);
    }
    Ok(())
}

async fn in_wordpress(page: &Page, embed: &Embed, story: &Running) -> Result<Verdict> {
    page.until("the frame is shown in place of the quotation", "visible($('iframe')) && !visible($('blockquote'))")
        .await?;
    page.enter("iframe").await?;
    whole(page, embed).await?;
    page.rests(&format!("[innerHeight, {CONTENT}]")).await?;
    let (content, high): (f64, f64) = page.run(&format!("return [{CONTENT}, innerHeight]")).await?;
    let allowed = content.clamp(WORDPRESS_LEAST, WORDPRESS_MOST);
    ensure!((high - allowed).abs() <= 2.0, "the frame is {high} px high, and {allowed} of its {content} are allowed");
    if embed.kind == "compact" {
        ensure!(content <= 600.0, "the compact embed is {content} px high");
    }
    page.act("scrollTo({top: 1e6, behavior: 'instant'})").await?;
    page.until("its end can be reached", &format!("scrollY + innerHeight >= {CONTENT} - 2")).await?;
    quiet_inside(page).await.context("in the frame")?;
    page.leave().await?;
    page.is("the height was told with the secret", "heard.some((m) => m.message === 'height' && m.value > 0)").await?;
    page.quiet().await.context("in the host")?;
    follow_link(page, story).await?;
    Ok(Verdict::Works)
}

/// A link out of the frame takes the reader there, or to its place in the whole explainer.
async fn follow_link(page: &Page, story: &Running) -> Result<()> {
    page.enter("iframe").await?;
    let link: Option<String> = page
        .run(
            "const here = location.href.split('#')[0]; \
             const link = $$('a[href]').filter((a) => /^https?:$/.test(a.protocol) && a.href.split('#')[0] !== here && visible(a)).at(-1); \
             if (!link) return null; link.dataset.link = ''; return link.href",
        )
        .await?;
    let link = link.context("no link leads out")?;
    let origin = story.origin();
    let goal = if link.starts_with(&origin) { link } else { origin + "/" };
    click(page, "[data-link]").await?;
    page.leave_all().await?;
    page.until_with("the link is followed", "location.href.startsWith(arguments[0])", json!([goal])).await
}

/// A page of another maker: `high` px, with a script that sends its height.
fn kid(high: usize, tells: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>kid</title><script src=\"/probe.js\"></script>\
         <style>body {{ margin: 0 }} #block {{ height: {high}px }}</style><div id=\"wrapper\"><div id=\"block\"></div></div>{tells}"
    )
}

/// A script that sends a message, in which `height` is the height, whenever the height changes.
fn telling(message: &str) -> String {
    format!(
        "<script>new ResizeObserver(([{{ target }}]) => {{ const height = target.offsetHeight; parent.postMessage({message}, '*') }})\
         .observe(document.querySelector('#wrapper'))</script>"
    )
}

/// Frames of other makers: name, HTML in the host, and the script that sends their height.
fn others() -> Vec<(&'static str, &'static str, String)> {
    let sized = "<iframe title=\"kid\" data-backstory-resize src=\"{}\"></iframe>";
    let (pym, frames) = ("<div data-pym-src=\"{}\"></div>", "<div data-frame-src=\"{}\"></div>");
    let script = |text: &str| text.to_owned();
    vec![
        ("pym", pym, script("<script src=\"/pym.js\"></script><script>new pym.Child({ polling: 100 })</script>")),
        (
            "frames",
            frames,
            script(
                "<script type=\"module\">import { initFrameAndPoll } from '/frames.js'; initFrameAndPoll(100)</script>",
            ),
        ),
        ("iframe-resizer", sized, script("<script src=\"/iframe-resizer.js\"></script>")),
        ("open-iframe-resizer", sized, script("<script type=\"module\" src=\"/open-iframe-resizer.js\"></script>")),
        ("datawrapper", sized, telling("{ 'datawrapper-height': { aBc1D: height } }")),
        ("medium", sized, telling("JSON.stringify({ src: location.href, context: 'iframe.resize', height })")),
        (
            "flourish",
            sized,
            telling(
                "JSON.stringify({ sender: 'Flourish', context: 'iframe.resize', method: 'resize', height, src: location.href })",
            ),
        ),
        ("guardian", sized, telling("JSON.stringify({ type: 'set-height', value: height })")),
        ("guardian-atom", sized, telling("{ kind: 'interactive:height', height }")),
        ("amp", frames, telling("{ sentinel: 'amp', type: 'embed-size', height }")),
        ("wordpress", sized, telling("{ message: 'height', value: height, secret: 'aB3dE6gH9k' }")),
    ]
}

/// Heights differ, so that a frame that gets the height of another is noticed.
fn high(n: usize) -> usize {
    301 + 37 * n
}

async fn our_script_sizes_the_frames_of_others(page: &Page) -> Result<()> {
    let mut kids = Host::new(probed()?)
        .with_page("/pym.js", package("pym.js/dist/pym.v1.min.js")?, &[SCRIPT])
        .with_page("/frames.js", package("@newswire/frames/dist/frames.module.js")?, &[SCRIPT])
        .with_page("/iframe-resizer.js", package("iframe-resizer/js/iframeResizer.contentWindow.min.js")?, &[SCRIPT])
        .with_page("/open-iframe-resizer.js", package("@open-iframe-resizer/core/dist/index.js")?, &[SCRIPT]);
    for (n, (name, _, tells)) in others().iter().enumerate() {
        kids = kids.with_page(&format!("/{name}"), kid(high(n), tells), &[HTML]);
    }
    let kids = kids.start()?;
    let (path, integrity) = script()?;
    let places: String = others()
        .iter()
        .map(|(name, place, _)| {
            format!("<div class=\"place\">{}</div>", place.replace("{}", &kids.url(&format!("/{name}"))))
        })
        .collect();
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title><script src=\"/probe.js\"></script>\
         <style>iframe {{ border: 0 }}</style><h1>A host</h1>{places}\
         <script async src=\"{}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        kids.origin()
    );
    let host = Host::new(probed()?).with_page("/host.html", html, &[HTML]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    for (n, (name, ..)) in others().iter().enumerate() {
        follows_kid(page, n).await.with_context(|| format!("{name} in its {}th place", n + 1))?;
    }
    page.quiet().await
}

async fn follows_kid(page: &Page, n: usize) -> Result<()> {
    let first = high(n);
    // Chromium pauses frames that are out of view, with their scripts.
    page.run_with::<Value>("$$('.place')[arguments[0]].scrollIntoView({behavior: 'instant'})", json!([n])).await?;
    // Frames must shrink again too.
    for wanted in [first, first + 403, first] {
        page.enter(&format!(".place:nth-of-type({}) iframe", n + 1)).await?;
        page.until("its page is there", "$('#block')").await?;
        page.run_with::<Value>("$('#block').style.height = arguments[0] + 'px'", json!([wanted])).await?;
        page.leave().await?;
        page.until_with(
            "it is as high as its content",
            "Math.abs($$('.place iframe')[arguments[0]].clientHeight - arguments[1]) <= 2",
            json!([n, wanted]),
        )
        .await?;
    }
    Ok(())
}

/// As the Guardian's pages and Datawrapper's do, the host greets nobody, and listens when its own scripts have come.
const LATE: &str = r"
const sizes = (id, stated) => ({ data, source }) => {
  const frame = document.getElementById(id), high = frame.contentWindow === source && stated(data);
  if (high) frame.style.height = high + 'px';
};
const json = (text) => { try { return JSON.parse(text) } catch {} };
const guardian = sizes('guardian', (data) => { const it = json(data); return it?.type === 'set-height' && it.value });
const datawrapper = sizes('datawrapper', (data) => Object.values(data['datawrapper-height'] ?? {})[0]);
setTimeout(() => addEventListener('message', guardian), 3500);
";

async fn hosts_that_listen_late_or_forget_are_told_again(page: &Page) -> Result<()> {
    let story = Host::new(probed()?).start()?;
    let embeds = embeds()?;
    let embed = embeds.iter().find(|embed| embed.kind == "card").context("there is a card")?;
    let frame = |id: &str| {
        format!(
            "<iframe id=\"{id}\" title=\"story\" width=\"{WIDE}\" height=\"150\" src=\"{}\"></iframe>",
            story.mounted(&embed.path)
        )
    };
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title><style>iframe {{ border: 0; display: block }}</style>\
         <script>{LATE}</script><h1>A host</h1>{}<p style=\"height: 200vh\">Its text.</p>{}",
        frame("guardian"),
        frame("datawrapper")
    );
    let host = Host::new(probed()?).with_page("/host.html", html, &[HTML]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    follows_late(page, "#guardian", "", "it listens after some seconds").await?;
    follows_late(page, "#guardian", "$('#guardian').style.height = '150px'", "it puts back the first height").await?;
    follows_late(page, "#guardian", "$('#guardian').width = 340", "the phone is turned").await?;
    // Firefox does not tell a frame of another origin that it has come into view.
    if page.engine == Engine::Firefox {
        return Ok(());
    }
    // Later than any message that is said by the clock.
    page.until("it is late", "performance.now() > 10000").await?;
    let seen = "addEventListener('message', datawrapper); $('#datawrapper').scrollIntoView({behavior: 'instant'})";
    follows_late(page, "#datawrapper", seen, "it listens when the frame is seen").await?;
    page.enter("#datawrapper").await?;
    page.act("document.documentElement.style.fontSize = '24px'").await?;
    fits(page, "another font has come").await?;
    page.leave().await
}

async fn follows_late(page: &Page, frame: &str, act: &str, when: &str) -> Result<()> {
    page.act(act).await?;
    page.enter(frame).await?;
    page.until("its page is there", "$('[data-frame-root]')").await?;
    fits(page, when).await?;
    page.leave().await
}

/// A host page with our element between two paragraphs and room kept for it, as our dialog's code does; shifts are
/// written down.
fn shifting(story: &Running, view: &str, room: f64) -> Result<String> {
    let (path, integrity) = script()?;
    let origin = story.origin();
    Ok(format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title><script src=\"/probe.js\"></script>\
         <script>window.shifts = []; new PerformanceObserver((list) => list.getEntries().forEach((e) => shifts.push(e.value)))\
         .observe({{ type: 'layout-shift', buffered: true }})</script>\
         <h1>A host</h1><p>Before it.</p><backstory-embed src=\"{origin}/\" view=\"{view}\" heights=\"320:{room}\" style=\"display:block;min-height:{room}px\">\
         <a href=\"{origin}/\">The whole story</a></backstory-embed><p>After it.</p>{}\
         <script async src=\"{origin}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        "<p>And more of the host’s own text.</p>".repeat(8),
    ))
}

const SIZED: &str = "$('backstory-embed').shadowRoot?.querySelector('iframe')";

/// The sum of the layout shifts until an element has its height, and that height.
async fn shift(page: &Page, story: &Running, view: &str, room: f64) -> Result<(f64, f64)> {
    let host = Host::new(probed()?).with_page("/host.html", shifting(story, view, room)?, &[HTML]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until(
        "the frame is shown, and the link is not",
        &format!("visible({SIZED}) && !visible($('backstory-embed a'))"),
    )
    .await?;
    let high = page.rests(&format!("{SIZED}.clientHeight")).await?.as_f64().context("it has a height")?;
    page.rests("shifts.length").await?;
    Ok((page.run("return shifts.reduce((sum, value) => sum + value, 0)").await?, high))
}

async fn nothing_moves_where_room_is_kept(page: &Page) -> Result<()> {
    let story = Host::new(probed()?).start()?;
    for embed in embeds()? {
        let view = embed.path.strip_prefix("embed/").and_then(|name| name.strip_suffix(".html")).unwrap_or_default();
        let (unkept, high) = shift(page, &story, view, 100.0).await?;
        // Without reserved room what is below must shift, if it is in the window: else nothing was measured.
        if high < 600.0 {
            ensure!(unkept > 0.01, "{}: without room nothing moves either ({unkept})", embed.kind);
        }
        let (kept, _) = shift(page, &story, view, high).await?;
        ensure!(kept < 0.01, "{}: {kept} with room for {high} px", embed.kind);
    }
    Ok(())
}
