//! Every file of the output folder, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use backstory::{Wire, heights, set_catalogue};
use backstory_content::model::SOURCE_WORD;
use serde_json::json;
use yew::prelude::*;

use crate::assets::Assets;
use crate::feeds;
use crate::head::{Head, escape, head, root_of};
use crate::social;
use backstory::View;
use backstory::components::controls::{self, Embedding};
use backstory::components::{cards, events, layout, relation_diagram, sources};
use backstory::render::to_html;

/// Up to here the first screen must be complete; `cargo xtask sizes` weighs what stands before it.
pub const FIRST_SCREEN: &str = "<!--first-screen-->";

/// Files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// How a site is built.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Public address of the folder, ending in `/`.
    pub base: Option<&'a str>,
    /// For the development server: with the script that reloads.
    pub live: bool,
    /// Without what stands beside the page: embeds, data, pictures.
    pub page_only: bool,
    /// Folder of fonts for the pictures.
    pub fonts: &'a Path,
}

/// The browser's usual text size, in pixels.
const ROOT: f64 = 16.0;

/// Styles that come from the story: where the ribbon's labels stand, the room of the timeline, and its own accent.
#[must_use]
pub fn story_style(view: &View) -> String {
    let story = view.story;
    let (across, down) = heights(&view.data);
    let room = format!(".tl{{--room-across:{:.3}rem;--room-down:{:.3}rem}}", across / ROOT, down / ROOT);
    let labels = story.measure.as_ref().map(layout::ribbon_style).unwrap_or_default();
    labels + &room + &accent_style(view) + &relation_diagram::style(view)
}

/// The story's own accent, if it has one.
#[must_use]
pub fn accent_style(view: &View) -> String {
    view.story.meta.accent.as_ref().map(|a| format!(":root{{--accent:{a}}}")).unwrap_or_default()
}

/// Builds every file, without the frozen copies of them.
///
/// # Errors
/// A message if a picture cannot be drawn.
pub fn site(view: &View, assets: &Assets, options: Options) -> Result<Files, String> {
    set_catalogue(view.words.islands().iter().cloned());
    let mut files = assets.files.clone();
    let mut put = |path: &str, bytes: Vec<u8>| {
        files.insert(path.to_owned(), bytes);
    };
    put("index.html", main_page(view, assets, options).into_bytes());
    put("icon.svg", social::icon().into_bytes());
    put("manifest.webmanifest", manifest(view));
    put("404.html", not_found(view, assets, options).into_bytes());
    if options.page_only {
        return Ok(files);
    }
    for page in embeds(view) {
        put(&format!("embed/{}.html", page.name), embed_page(view, assets, options, &page).into_bytes());
        if let Some(base) = options.base {
            let path = format!("embed/{}.html", page.name);
            put(
                &format!("oembed/{}.json", page.name),
                feeds::oembed(
                    view,
                    base,
                    &path,
                    &page.title,
                    view.heights.in_column(&page.name).unwrap_or(page.height),
                ),
            );
        }
    }
    if let Some(base) = options.base {
        put("sitemap.xml", sitemap(view, base));
    }
    put("robots.txt", robots(options.base));
    put("card.png", social::card(view, options.fonts)?);
    put(".nojekyll", Vec::new());
    put("_headers", HEADERS.into());
    for (path, bytes) in feeds::feeds(view, options.base) {
        put(&path, bytes);
    }
    Ok(files)
}

/// What the top of a host needs once, and no version of its own.
const APART: [&str; 5] = ["_headers", ".nojekyll", "robots.txt", "sitemap.xml", "404.html"];

/// Adds the version that stays as it is: the whole folder once more, under its date. Where `is_free` says that others stand
/// there it gets a number, so that no code ever shows other words than on the day it was copied. Returns its folder.
///
/// The page names that folder in its codes, so that it differs from number to number.
pub fn freeze(view: &View, files: &mut Files, is_free: impl Fn(&Files) -> bool) -> String {
    let first = frozen_folder(view, 1);
    let page = String::from_utf8_lossy(&files["index.html"]).into_owned();
    let mut number = 1;
    loop {
        let folder = frozen_folder(view, number);
        files.insert("index.html".to_owned(), page.replace(&named(&first), &named(&folder)).into_bytes());
        let copies: Files = files
            .iter()
            .filter(|(path, _)| !APART.contains(&path.as_str()))
            .map(|(path, bytes)| (format!("{folder}{path}"), bytes.clone()))
            .collect();
        if is_free(&copies) {
            files.extend(copies);
            return folder;
        }
        number += 1;
    }
}

/// Folder of the version of a day, and of others of the same day.
fn frozen_folder(view: &View, number: usize) -> String {
    let day = view.story.meta.updated;
    if number == 1 { format!("v/{day}/") } else { format!("v/{day}-{number}/") }
}

/// How the page names the folder to its dialog.
fn named(folder: &str) -> String {
    format!("data-frozen=\"{folder}\"")
}

fn document(view: &View, head: &str, class: &str, body: &str) -> String {
    let meta = &view.story.meta;
    let dir = if meta.rtl { "rtl" } else { "ltr" };
    let source = format!("<span class=\"visually-hidden\">{} </span>", escape(view.words.get("source")));
    let body = body.replace(SOURCE_WORD, &source);
    format!(
        "<!DOCTYPE html><html lang=\"{}\" dir=\"{dir}\" class=\"{class}\"><head>{head}</head><body>{body}</body></html>\n",
        escape(&meta.lang)
    )
}

/// Data that islands read: the words, and the timeline's.
fn data_blocks(view: &View) -> String {
    let strings: String =
        view.words.islands().iter().map(|s| s.replace('<', "\u{1}").replace('\n', " ") + "\n").collect();
    format!(
        "<script type=\"text/plain\" id=\"strings\">{strings}</script><script type=\"text/plain\" id=\"data-timeline\">{}</script>",
        view.data.encode()
    )
}

/// Every concept may be explained somewhere on a page of the whole story.
fn all_terms<'a>(view: &View<'a>) -> Vec<&'a str> {
    view.story.concepts.iter().map(|c| c.id.as_str()).collect()
}

fn main_page(view: &View, assets: &Assets, options: Options) -> String {
    let meta = &view.story.meta;
    let head = head(
        view,
        assets,
        &Head {
            title: view.words.fill("tab-title", &[&meta.short_title]),
            description: meta.standfirst.plain.clone(),
            path: "index.html".into(),
            inline_css: true,
            islands: true,
            indexed: true,
            base: options.base,
            live: options.live,
            oembed: options.base.map(|_| "oembed/whole.json".to_owned()),
        },
    );
    let mut sections = view.story.sections.iter();
    let first = sections.next().map(|s| to_html(layout::section(view, s))).unwrap_or_default();
    let rest: String = sections.map(|s| to_html(layout::section(view, s))).collect();
    let embedding = Embedding { root: "./".to_owned(), script: assets.embed.clone(), frozen: frozen_folder(view, 1) };
    let body = [
        &format!(
            "<a class=\"skip\" href=\"#{}\">{}</a><div class=\"page\" data-frame-root>",
            view.story.sections.first().map_or("", |s| &s.id),
            escape(view.words.get("skip"))
        ),
        &to_html(layout::hero(view)),
        &to_html(controls::walk_bar(view)),
        "<main>",
        &first,
        FIRST_SCREEN,
        &rest,
        "</main>",
        &to_html(layout::footer(view, &embedding)),
        "</div>",
        &to_html(sources::terms(view, &all_terms(view))),
        &data_blocks(view),
    ]
    .concat();
    document(view, &head, "", &body)
}

/// A page that shows one thing, for frames.
struct Embed {
    name: String,
    title: String,
    body: Html,
    islands: bool,
    height: u32,
}

fn embeds(view: &View) -> Vec<Embed> {
    let story = view.story;
    let embed = |name: &str, title: &str, body: Html, islands: bool, height: u32| Embed {
        name: name.to_owned(),
        title: title.to_owned(),
        body,
        islands,
        height,
    };
    let mut all = vec![
        embed("whole", &story.meta.title, whole(view), true, 900),
        embed("timeline", view.words.get("timeline"), html! { <main>{ events::timeline(view) }</main> }, true, 860),
        embed("compact", view.words.get("compact"), compact(view), true, 560),
    ];
    all.extend(
        story
            .sections
            .iter()
            .map(|s| embed(&s.id, &s.title, html! { <main>{ layout::section(view, s) }</main> }, true, 900)),
    );
    let open = |card: Html| html! { <main class="one-card">{ card }</main> };
    all.extend(story.claims.iter().map(|c| embed(&c.id, &c.claim, open(cards::claim(view, c)), false, 420)));
    all.extend(story.people.iter().map(|p| embed(&p.id, &p.name, open(cards::person(view, p)), false, 420)));
    all.extend(story.concepts.iter().map(|c| embed(&c.id, &c.term, open(cards::concept(view, c)), false, 420)));
    all.extend(story.hurdles.iter().map(|h| embed(&h.id, &h.title, open(cards::hurdle(view, h)), false, 420)));
    all.extend(story.signposts.iter().map(|s| embed(&s.id, &s.title, open(cards::signpost(view, s)), false, 420)));
    all.extend(story.scenarios.iter().map(|s| embed(&s.id, &s.title, open(cards::scenario(view, s)), false, 420)));
    all.extend(story.ties.iter().map(|t| embed(&t.id, &t.label, open(relation_diagram::tie(view, t)), false, 320)));
    all.extend(story.events.iter().enumerate().map(|(n, e)| {
        embed(
            &e.id,
            &e.title,
            html! { <main class="one-card"><ol class="events">{ events::event(view, n) }</ol></main> },
            false,
            320,
        )
    }));
    all
}

/// The whole story, its sections as chapters that open.
fn whole(view: &View) -> Html {
    let chapters = view.story.sections.iter().enumerate().map(|(n, s)| layout::chapter(view, s, n == 0));
    html! { <>{ layout::hero(view) }<main class="chapters">{ for chapters }</main></> }
}

fn compact(view: &View) -> Html {
    html! {
        <main class="compact">
            <header><p class="brand"><b>{ view.t("brand") }</b></p><h2>{ view.story.meta.short_title.clone() }</h2></header>
            { cards::walk(view) }
        </main>
    }
}

fn embed_page(view: &View, assets: &Assets, options: Options, page: &Embed) -> String {
    let path = format!("embed/{}.html", page.name);
    let root = root_of(&path);
    let head = head(
        view,
        assets,
        &Head {
            title: format!("{} – {}", page.title, view.story.meta.short_title),
            description: view.story.meta.standfirst.plain.clone(),
            path: path.clone(),
            inline_css: false,
            islands: page.islands,
            indexed: false,
            base: options.base,
            live: options.live,
            oembed: options.base.map(|_| format!("oembed/{}.json", page.name)),
        },
    );
    let mut body = to_html(page.body.clone());
    if !page.islands {
        // One card in a frame is there to be read.
        body = body.replacen("<details>", "<details open>", 1);
    }
    if !body.contains("<h1") {
        // Headings go down one by one, whatever stood above them in the whole story.
        if !body.contains("<h2") {
            for (level, above) in [("h3", "h2"), ("h4", "h3")] {
                body = body.replace(&format!("<{level}"), &format!("<{above}"));
                body = body.replace(&format!("</{level}>"), &format!("</{above}>"));
            }
        }
        let heading = to_html(html! { <h1 class="visually-hidden">{ page.title.clone() }</h1> });
        let start = body.find('>').map_or(0, |end| end + 1);
        body.insert_str(start, &heading);
    }
    let cited: Vec<Html> = view
        .story
        .sources
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            let is_there = body.contains(&format!("id=\"source-{}\"", s.id));
            !is_there && body.contains(&format!("href=\"#source-{}\"", s.id))
        })
        .map(|(n, s)| sources::source(view, n, s, false))
        .collect();
    let used: Vec<&str> =
        all_terms(view).into_iter().filter(|t| body.contains(&format!("popovertarget=\"term-{t}\""))).collect();
    if !cited.is_empty() && page.name != "compact" {
        body += &to_html(html! {
            <details class="embed-sources"><summary>{ view.t("sources") }</summary><ol class="source-list">{ for cited }</ol></details>
        });
    }
    body += &to_html(html! {
        <footer class="embed-foot"><a href={root.clone()} target="_blank" rel="noopener">{ view.t("whole-story") }</a>
            <span>{ view.words.fill("part-of-story", &[&format!("{}: {}", view.t("brand"), view.story.meta.short_title)]) }</span></footer>
    });
    let mut whole = format!(
        "<div class=\"page embed\" data-frame-root data-heights=\"{}\">{body}{}</div>",
        view.heights.steps(&page.name),
        to_html(sources::terms(view, &used))
    );
    if page.islands {
        whole += &data_blocks(view);
    }
    let whole = leave_for_story(&whole, &root).replace("href=\"data/", &format!("href=\"{root}data/"));
    document(view, &head, "embedded", &whole)
}

/// Links to what is not on this page lead to the whole story, in a tab of its own.
fn leave_for_story(html: &str, root: &str) -> String {
    let ids: BTreeSet<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut out = String::with_capacity(html.len() + 4096);
    let mut parts = html.split("href=\"#");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let id = part.split(['"', '&']).next().unwrap_or_default();
        if ids.contains(id) {
            out.push_str("href=\"#");
        } else {
            out.push_str("target=\"_blank\" rel=\"noopener\" href=\"");
            out.push_str(root);
            out.push('#');
        }
        out.push_str(part);
    }
    out
}

fn not_found(view: &View, assets: &Assets, options: Options) -> String {
    let head = head(
        view,
        assets,
        &Head {
            title: view.words.get("not-found-title").to_owned(),
            description: view.words.get("not-found").to_owned(),
            path: "404.html".into(),
            inline_css: true,
            islands: false,
            indexed: false,
            base: options.base,
            live: options.live,
            oembed: None,
        },
    );
    let body = to_html(html! {
        <main class="page not-found" data-frame-root="">
            <p class="brand"><b>{ view.t("brand") }</b></p><h1>{ view.t("not-found-title") }</h1><p>{ view.t("not-found") }</p>
            <p><a href={options.base.unwrap_or("./").to_owned()}>{ view.t("to-story") }</a></p>
        </main>
    });
    document(view, &head, "", &body)
}

fn manifest(view: &View) -> Vec<u8> {
    let meta = &view.story.meta;
    json!({
        "name": meta.title, "short_name": meta.short_title, "start_url": "./", "display": "browser", "lang": meta.lang,
        "background_color": "#fbf8f1", "theme_color": "#fbf8f1",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    })
    .to_string()
    .into_bytes()
}

fn sitemap(view: &View, base: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{}</loc><lastmod>{}</lastmod></url></urlset>\n",
        escape(base),
        view.story.meta.updated
    )
    .into_bytes()
}

fn robots(base: Option<&str>) -> Vec<u8> {
    let sitemap = base.map(|b| format!("Sitemap: {b}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
}

/// For Netlify and Cloudflare Pages; `hosting/` has the same for others. A pattern has one star at most; `:version` stands for
/// one folder. Frozen pages are asked for again like others: what had to be taken back would else live on for a year.
const HEADERS: &str = "\
/*
  Cross-Origin-Embedder-Policy: require-corp
  Cross-Origin-Resource-Policy: cross-origin
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/v/:version/assets/*
  Cache-Control: public, max-age=31536000, immutable
/*.html
  Cache-Control: public, max-age=300
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_the_story_set_no_token_but_the_accent() {
        let story = backstory_content::read(Path::new("../../content")).expect("the story").story;
        let words = backstory::Words::read(Path::new("../../strings"), "en").expect("the words");
        let style = story_style(&View::new(&story, &words));
        let tokens = include_str!("../../../styles/tokens.css");
        let set: Vec<&str> = style
            .match_indices("--")
            .filter_map(|(at, _)| style[at..].split_once(':').map(|(name, _)| name))
            .filter(|name| *name != "--accent" && tokens.contains(&format!("{name}:")))
            .collect();
        assert!(set.is_empty(), "{set:?} are tokens");
    }

    #[test]
    fn links_that_lead_elsewhere_leave_the_frame() {
        let html = r##"<p id="a"><a href="#a">x</a><a href="#b">y</a></p>"##;
        let out = leave_for_story(html, "../");
        assert_eq!(out, r##"<p id="a"><a href="#a">x</a><a target="_blank" rel="noopener" href="../#b">y</a></p>"##);
    }
}
