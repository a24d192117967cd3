//! Every file of the output folder, in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use backstory::components::relation_diagram;
use backstory::components::ribbon::ribbon_style;
use backstory::components::share_dialog::Embedding;
use backstory::page::{Embed, Page, PageContext, ProgramStart, Surface};
use backstory::render::render_page;
use backstory::{SharedView, View, escape, heights, page_file, set_catalogue, text_line};
use serde_json::json;

use crate::assets::{Assets, sheet_file};
use crate::feeds;
use crate::head::{Head, document};
use crate::light_theme;
use crate::social;
use crate::used_styles;

pub use backstory::app::FIRST_SCREEN;

/// Files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// How a site is built.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The document that every page is made from (`index.html`).
    pub template: &'a str,
    /// Public address of the folder, ending in `/`.
    pub base: Option<&'a str>,
    /// For the development server: with the script that reloads.
    pub live: bool,
    /// Whether a frozen version will be added, which embed codes may name.
    pub freeze: bool,
    /// Leaves out embeds, data and pictures.
    pub page_only: bool,
    /// Folders of fonts for the pictures, those of the story first.
    pub fonts: &'a [&'a Path],
    /// The story's own icon, a drawing.
    pub icon: Option<&'a str>,
}

/// The browser's usual text size, in pixels.
const ROOT: f64 = 16.0;

/// Styles that depend on the story: columns of the ribbon's labels, height of the timeline, accent, and which ties a
/// party's address shows.
#[must_use]
pub fn story_style(view: &View) -> String {
    let story = &view.story;
    let (across, down) = heights(&view.data);
    let room = format!(".tl{{--room-across:{:.3}rem;--room-down:{:.3}rem}}", across / ROOT, down / ROOT);
    let labels = story.measure.as_ref().map(ribbon_style).unwrap_or_default();
    // Numbers of lists, in the digits of the language.
    let counter = view.words.counter_style().map(|it| format!(":root{{--counter:{it}}}")).unwrap_or_default();
    labels + &room + &counter + &accent_style(view) + &relation_diagram::style(view)
}

/// The story's own accent, if it has one.
fn accent_style(view: &View) -> String {
    let meta = &view.story.meta;
    let style = |light: &String| {
        let dark = meta.accent_dark.as_ref().unwrap_or(light);
        format!(":root{{--accent:light-dark({light},{dark})}}")
    };
    meta.accent.as_ref().map(style).unwrap_or_default()
}

/// Builds every file, without the frozen copies of them.
///
/// # Errors
/// A message if a picture cannot be drawn.
pub fn site(view: &Rc<View>, assets: &Assets, options: Options) -> Result<Files, String> {
    set_catalogue(view.words.islands().iter().cloned());
    let mut files = assets.files.clone();
    let mut put = |path: &str, bytes: Vec<u8>| {
        files.insert(path.to_owned(), bytes);
    };
    let pages = [Page::Article, Page::Tour].into_iter().chain(Page::SHELVES).filter(|page| view.has(*page));
    for page in pages {
        put(page.file(), story_page(view, assets, options, page).into_bytes());
    }
    put(page_file::PRINT, print_page(view, assets, options).into_bytes());
    put("icon.svg", options.icon.map_or_else(social::icon, str::to_owned).into_bytes());
    put("manifest.webmanifest", manifest(view));
    put("404.html", not_found(view, assets, options).into_bytes());
    if options.page_only {
        return Ok(files);
    }
    let embeds: Vec<_> = Embed::all(view).into_iter().map(|embed| (embed, embed_body(view, assets, embed))).collect();
    let quiet: String = embeds
        .iter()
        .filter(|(embed, _)| embed.program() == ProgramStart::Never)
        .map(|(_, body)| body.as_str())
        .collect();
    let card_styles = used_styles::sheet_for(&assets.css, &(quiet + "<html class=\"embedded\">"))?;
    let (card_sheet, bytes) = sheet_file("card", &card_styles);
    put(&card_sheet, bytes);
    for (embed, body) in embeds {
        let name = embed.name(view);
        let path = format!("embed/{name}.html");
        let sheet = match embed {
            Embed::Timeline => &assets.timeline_css_file,
            Embed::Compact => &assets.tour_css_file,
            _ if embed.program() == ProgramStart::Never => &card_sheet,
            _ => &assets.css_file,
        };
        put(&path, embed_page(view, assets, options, embed, sheet, &body).into_bytes());
        if let Some(base) = options.base {
            let height = view.heights.in_column(&name).unwrap_or(embed.usual_height());
            let place = embed.place(view);
            put(&format!("oembed/{name}.json"), feeds::oembed(view, base, &path, &place, &embed.title(view), height));
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

/// Files of the top folder that no frozen version repeats.
const APART: [&str; 5] = ["_headers", ".nojekyll", "robots.txt", "sitemap.xml", "404.html"];

/// Adds a frozen version: all files once more, in a folder named by the date, and by a number too if `is_free` says
/// that other content is there already. So an embed code always shows what it showed on the day it was copied. Returns
/// the folder.
///
/// Pages name the folder in their embed codes, so each number that is tried changes them.
pub fn freeze(view: &View, files: &mut Files, base: Option<&str>, is_free: impl Fn(&Files) -> bool) -> String {
    let first = frozen_folder(view, 1);
    // Only pages at the top have the dialog with the codes; embeds are the same with any number.
    let pages: Vec<(String, String)> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && !path.contains('/'))
        .map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    let mut number = 1;
    loop {
        let folder = frozen_folder(view, number);
        for (path, page) in &pages {
            files.insert(path.clone(), page.replace(&named(&first), &named(&folder)).into_bytes());
        }
        let copies: Files = files
            .iter()
            .filter(|(path, _)| !APART.contains(&path.as_str()))
            .map(|(path, bytes)| (format!("{folder}{path}"), stays(path, bytes, base, &folder)))
            .collect();
        if is_free(&copies) {
            files.extend(copies);
            return folder;
        }
        number += 1;
    }
}

/// A file as it is in a frozen folder: its oEmbed address and answers lead to the frozen pages instead of the current
/// ones.
fn stays(path: &str, bytes: &[u8], base: Option<&str>, folder: &str) -> Vec<u8> {
    let Some(base) = base.filter(|_| path.ends_with(".html") || path.starts_with("oembed/")) else {
        return bytes.to_vec();
    };
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let names: &[&str] = if path.ends_with(".html") { &["oembed/"] } else { &[""] };
    for name in names {
        text = text.replace(&format!("\"{base}{name}"), &format!("\"{base}{folder}{name}"));
        text = text.replace(&format!("\\\"{base}{name}"), &format!("\\\"{base}{folder}{name}"));
    }
    text.into_bytes()
}

/// Folder of the version of a day; `number` tells apart several of one day.
fn frozen_folder(view: &View, number: usize) -> String {
    let day = view.story.meta.updated;
    if number == 1 { format!("v/{day}/") } else { format!("v/{day}-{number}/") }
}

/// The attribute that tells the dialog the folder.
fn named(folder: &str) -> String {
    format!("data-frozen=\"{folder}\"")
}

/// Data that the browser's program reads: the texts, and the events, where the page has a timeline or a ribbon of them.
fn data_blocks(view: &View, body: &str) -> String {
    let strings: String = view.words.islands().iter().map(|text| text_line(text)).collect();
    let has_events = body.contains("data-island") || body.contains("data-behavior=\"ribbon\"");
    // The loader looks for a full stop on a line of its own, which minifiers leave: without it the page was cut off on its way.
    let events = if has_events { view.data.encode() } else { String::new() };
    format!(
        "<script type=\"text/plain\" id=\"strings\">{strings}</script><script type=\"text/plain\" id=\"data-timeline\">{events}.</script>"
    )
}

fn context(view: &Rc<View>, assets: &Assets, frozen: Option<String>, surface: Surface) -> PageContext {
    let rest_styles = Some(assets.rest_css_file.clone());
    let embedding = Embedding { rest_styles, script: assets.embed.clone(), frozen };
    PageContext::new(SharedView::new(view.clone()), surface, Rc::new(embedding))
}

/// The article, the tour or a shelf.
fn story_page(view: &Rc<View>, assets: &Assets, options: Options, page: Page) -> String {
    let article = article_head(view, options);
    let head = match page {
        Page::Article => article,
        _ => Head {
            title: format!("{} – {}", view.title_of(page), view.story.meta.short_title),
            path: page.file().to_owned(),
            sheet: Some(&assets.css_file),
            oembed: article.oembed.filter(|_| page == Page::Tour),
            ..article
        },
    };
    let body = render_page(context(view, assets, options.freeze.then(|| frozen_folder(view, 1)), Surface::Page(page)));
    document(view, assets, options.template, &head, &(body.clone() + &data_blocks(view, &body)))
}

/// The article with its numbered sources at its end, for paper.
fn print_page(view: &Rc<View>, assets: &Assets, options: Options) -> String {
    let head = Head {
        path: page_file::PRINT.to_owned(),
        sheet: Some(&assets.css_file),
        program: Surface::Print.program(),
        indexed: false,
        oembed: None,
        ..article_head(view, options)
    };
    document(view, assets, options.template, &head, &render_page(context(view, assets, None, Surface::Print)))
}

/// Head of the article.
pub(crate) fn article_head<'a>(view: &View, options: Options<'a>) -> Head<'a> {
    let meta = &view.story.meta;
    Head {
        title: view.words.fill("tab-title", &[&meta.short_title, view.publisher()]),
        description: meta.standfirst.plain.clone(),
        path: Page::Article.file().to_owned(),
        sheet: None,
        class: "",
        program: ProgramStart::AtOnce,
        indexed: true,
        base: options.base,
        live: options.live,
        // Publishing systems cut what is higher than 1 000 pixels: the tour is not.
        oembed: options.base.map(|_| {
            let embed = if view.has(Page::Tour) { Embed::Compact } else { Embed::Whole };
            format!("oembed/{}.json", embed.name(view))
        }),
    }
}

/// Every page of the story as the body of one document, for the single file.
#[must_use]
pub fn single_body(view: &Rc<View>, assets: &Assets) -> String {
    let body = render_page(context(view, assets, None, Surface::SingleFile));
    let data = data_blocks(view, &body);
    body + &data
}

fn embed_body(view: &Rc<View>, assets: &Assets, embed: Embed) -> String {
    leave_frame(&render_page(context(view, assets, None, Surface::Embed(embed))))
}

fn embed_page(view: &View, assets: &Assets, options: Options, embed: Embed, sheet: &str, body: &str) -> String {
    let name = embed.name(view);
    let head = Head {
        title: format!("{} – {}", embed.title(view), view.story.meta.short_title),
        description: view.story.meta.standfirst.plain.clone(),
        path: format!("embed/{name}.html"),
        sheet: Some(sheet),
        class: "embedded",
        program: embed.program(),
        indexed: false,
        base: options.base,
        live: options.live,
        oembed: options.base.map(|_| format!("oembed/{name}.json")),
    };
    let data = if embed.program() == ProgramStart::Never { String::new() } else { data_blocks(view, body) };
    document(view, assets, options.template, &head, &(body.to_owned() + &data))
}

/// Links to other sites open a new tab: inside the frame the other site would replace the embed.
fn leave_frame(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut parts = html.split("<a ");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let tag = part.split('>').next().unwrap_or_default();
        let leaves = tag.contains("href=\"http") && !tag.contains("target=");
        out.push_str(if leaves { "<a target=\"_blank\" " } else { "<a " });
        out.push_str(part);
    }
    out
}

fn not_found(view: &Rc<View>, assets: &Assets, options: Options) -> String {
    let words = |key: &str| escape(view.words.get(key));
    let head = Head {
        title: view.words.get("not-found-title").to_owned(),
        description: view.words.get("not-found").to_owned(),
        path: "404.html".into(),
        sheet: None,
        class: "",
        program: ProgramStart::Never,
        indexed: false,
        base: options.base,
        live: options.live,
        oembed: None,
    };
    let body = format!(
        "<main class=\"page\" data-frame-root=\"\"><div class=\"hero\"><p class=\"brand\"><b>{}</b></p><h1>{}</h1>\
         <p class=\"standfirst\">{} <a href=\"{}\">{}</a></p></div></main>",
        escape(view.publisher()),
        words("not-found-title"),
        words("not-found"),
        escape(options.base.unwrap_or("./")),
        words("to-story")
    );
    document(view, assets, options.template, &head, &body)
}

fn manifest(view: &View) -> Vec<u8> {
    let meta = &view.story.meta;
    json!({
        // A later build reads it to know which story the frozen copies in its folder are of.
        "id": meta.slug,
        "name": meta.title, "short_name": meta.short_title, "start_url": "./", "display": "browser", "lang": meta.lang,
        "background_color": light_theme::PAPER, "theme_color": light_theme::PAPER,
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    })
    .to_string()
    .into_bytes()
}

fn sitemap(view: &View, base: &str) -> Vec<u8> {
    let day = view.story.meta.updated;
    let pages = [Page::Article, Page::Tour].into_iter().chain(Page::SHELVES).filter(|page| view.has(*page));
    let urls: String = pages
        .map(|page| {
            let file = if page == Page::Article { "" } else { page.file() };
            format!("<url><loc>{}{file}</loc><lastmod>{day}</lastmod></url>", escape(base))
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>\n"
    )
    .into_bytes()
}

fn robots(base: Option<&str>) -> Vec<u8> {
    let sitemap = base.map(|b| format!("Sitemap: {b}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
}

/// For Netlify and Cloudflare Pages; `hosting/` has the same for others. A pattern has one star at most; `:version` stands for
/// one folder. Frozen pages are cached as briefly as others: one that had to be withdrawn would otherwise stay in caches for a year.
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
    fn links_to_other_sites_leave_the_frame() {
        let html = r##"<a href="https://e.org/">x</a><a href="#b">y</a><a href="https://e.org/" target="_self">z</a>"##;
        let out = leave_frame(html);
        assert_eq!(out.matches("target=\"_blank\"").count(), 1, "{out}");
        assert!(out.starts_with("<a target=\"_blank\" href=\"https://e.org/\">"), "{out}");
    }

    #[test]
    fn what_is_frozen_answers_for_what_is_frozen() {
        let base = Some("https://e.org/s/");
        let page = r#"<link rel="canonical" href="https://e.org/s/"><link href="https://e.org/s/oembed/a.json">"#;
        let page = String::from_utf8(stays("embed/a.html", page.as_bytes(), base, "v/2024-01-01/")).unwrap();
        assert!(
            page.contains("canonical\" href=\"https://e.org/s/\"") && page.contains("/s/v/2024-01-01/oembed/a.json"),
            "{page}"
        );
        let answer = r#"{"html": "<iframe src=\"https://e.org/s/embed/a.html\">", "url": "https://e.org/s/card.png"}"#;
        let answer = String::from_utf8(stays("oembed/a.json", answer.as_bytes(), base, "v/2024-01-01/")).unwrap();
        assert_eq!(answer.matches("https://e.org/s/v/2024-01-01/").count(), 2, "{answer}");
    }

    #[test]
    fn styles_of_the_story_set_no_token_but_the_accent() {
        let story = backstory_content::read(Path::new("../../content")).expect("the story").story;
        let words = backstory::Words::read(Path::new("../../strings"), "en").expect("the words");
        let style = story_style(&View::new(story, words));
        let tokens = include_str!("../../../styles/tokens.css");
        let set: Vec<&str> = style
            .match_indices("--")
            .filter_map(|(at, _)| style[at..].split_once(':').map(|(name, _)| name))
            .filter(|name| *name != "--accent" && tokens.contains(&format!("{name}:")))
            .collect();
        assert!(set.is_empty(), "{set:?} are tokens");
    }
}
