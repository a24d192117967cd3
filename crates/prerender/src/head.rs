//! The head of each page: policy, metadata, styles, scripts.

use backstory_timeline::EventDate;
use serde_json::{Value, json};

use crate::assets::{Assets, Programs, policy_hash};
use backstory::components::{event_list::datetime, share_dialog::VerifiedFile};
use backstory::page::ProgramStart;
use backstory::{View, escape, page_file};

/// What differs from page to page.
#[derive(Debug, Clone)]
pub struct Head<'a> {
    /// Title of the tab.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Path within the output folder.
    pub path: String,
    /// Path of the file with its styles; none where they stand in the page, which then paints at once.
    pub sheet: Option<&'a str>,
    /// Class of the root element.
    pub class: &'static str,
    /// When its program starts.
    pub program: ProgramStart,
    /// Whether search engines shall list it.
    pub indexed: bool,
    /// Public address of the folder, if it is known.
    pub base: Option<&'a str>,
    /// Added by the development server.
    pub live: bool,
    /// Path of its oEmbed file, if there is one.
    pub oembed: Option<String>,
}

/// Way from a page to the story's folder.
#[must_use]
pub fn root_of(path: &str) -> String {
    let depth = path.matches('/').count();
    if depth == 0 { "./".to_owned() } else { "../".repeat(depth) }
}

/// The content security policy: nothing but what is our own, no evaluation but of the program, and inline only what is named by
/// its hash: the styles, and the line that asks for the program.
#[must_use]
pub fn policy(base: Option<&str>, css: Option<&str>, script: Option<&str>) -> String {
    // In a sandboxed frame without an origin, 'self' matches nothing, so a build for a known address names that too.
    let origin = base.and_then(origin).map(|o| format!(" {o}")).unwrap_or_default();
    let [style, script] =
        [css, script].map(|text| text.map(|text| format!(" {}", policy_hash(text))).unwrap_or_default());
    format!(
        "default-src 'none'; script-src 'self'{origin} 'wasm-unsafe-eval'{script}; connect-src 'self'{origin}; style-src 'self'{origin}{style}; \
         img-src 'self'{origin} data:; font-src 'self'{origin}; frame-src 'self'{origin}; manifest-src 'self'{origin}; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

fn origin(base: &str) -> Option<&str> {
    let start = base.find("://")? + 3;
    let end = base[start..].find('/').map_or(base.len(), |n| start + n);
    Some(&base[..end])
}

/// A whole document from the template that every page is made from (`index.html`): its head, and `body` in its place.
#[must_use]
pub fn document(view: &View, assets: &Assets, template: &str, head: &Head, body: &str) -> String {
    let root = root_of(&head.path);
    let css = assets.first_css.replace("{root}", &root);
    let inline = head.sheet.is_none().then_some(css.as_str());
    let programs = assets.programs.as_ref().filter(|_| head.program != ProgramStart::Never);
    let asked_at_once = programs.filter(|_| head.program == ProgramStart::AtOnce);
    let asks = asked_at_once.map(|programs| asking(&root, &programs.page));
    let script = asks.as_ref().map(|script| format!("<script>{script}</script>")).unwrap_or_default();
    let parts = Parts {
        policy: policy(head.base, inline, asks.as_deref()),
        // The request for the program comes first, because it depends on nothing else.
        styles: script + &styles(assets, &root, head, &css),
        scripts: scripts(&assets.frame, programs, &root, head),
        body: body.to_owned(),
    };
    fill(view, template, head, &parts)
}

/// What stands in the slots of the template beside the words of the head.
pub(crate) struct Parts {
    /// The content security policy.
    pub policy: String,
    /// The styles, or the way to them.
    pub styles: String,
    /// The scripts of the head.
    pub scripts: String,
    /// The body.
    pub body: String,
}

/// The template with its slots filled.
pub(crate) fn fill(view: &View, template: &str, head: &Head, parts: &Parts) -> String {
    let meta = &view.story.meta;
    let texts = [
        ("{lang}", escape(&meta.lang)),
        ("{dir}", if meta.rtl { "rtl" } else { "ltr" }.to_owned()),
        ("{class}", head.class.to_owned()),
        ("{policy}", parts.policy.clone()),
        ("{title}", escape(&head.title)),
        ("{description}", escape(&head.description)),
        ("{root}", root_of(&head.path)),
        ("<!--styles-->", parts.styles.clone()),
        ("<!--scripts-->", parts.scripts.clone()),
        ("<!--sharing-->", sharing(view, head)),
        ("<!--story-->", parts.body.clone()),
    ];
    // One pass, so that a text that itself holds the name of a slot is not replaced again.
    let mut out = String::with_capacity(template.len() + parts.body.len() + parts.styles.len());
    // White space between the elements of the head says nothing.
    for line in template.lines() {
        let line = line.trim();
        // Lines that only Trunk reads.
        if line.contains(" data-trunk ") {
            continue;
        }
        let mut rest = line;
        while let Some((at, slot, text)) =
            texts.iter().filter_map(|(slot, text)| Some((rest.find(slot)?, slot, text))).min_by_key(|(at, ..)| *at)
        {
            out.push_str(&rest[..at]);
            out.push_str(text);
            rest = &rest[at + slot.len()..];
        }
        out.push_str(rest);
    }
    out.push('\n');
    out
}

fn styles(assets: &Assets, root: &str, head: &Head, inline: &str) -> String {
    let Some(sheet) = head.sheet else { return format!("<style>{inline}</style>") };
    let mut out = format!("<link rel=\"stylesheet\" href=\"{root}{sheet}\">");
    // Only for pages whose styles are a file. Where the styles stand in the page, the browser finds the fonts early enough, and a
    // preload would compete with the text
    // (first paint on a slow line: 428 ms with it, 312 without; 248 for bare paragraphs).
    let faces = ["serif-regular", "sans", "serif-semibold"];
    // Cards, which need no program, set their titles in the regular face.
    for face in &faces[..if head.program == ProgramStart::Never { 2 } else { 3 }] {
        if let Some(path) = assets.files.keys().find(|k| k.starts_with(&format!("assets/{face}-"))) {
            out += &format!("<link rel=\"preload\" href=\"{root}{path}\" as=\"font\" type=\"font/woff2\" crossorigin>");
        }
    }
    out
}

/// Asks for the page's program at once: its loader is a module, and comes and runs when the processor is busy with the page's layout.
/// The loader (`scripts/loader.js`) takes what was asked for; whatever fails here is told there. The variable has a capital
/// letter so that no element id, all of which are lower case, can clash with it.
fn asking(root: &str, VerifiedFile { path, integrity }: &VerifiedFile) -> String {
    format!(
        "var backstoryProgram=fetch(\"{root}{path}\",{{integrity:\"{integrity}\",credentials:\"omit\"}});backstoryProgram.catch(function(){{}})"
    )
}

fn scripts(frame: &VerifiedFile, programs: Option<&Programs>, root: &str, head: &Head) -> String {
    let mut out = script(root, frame, "");
    if let Some(programs) = programs {
        let mut attributes = program_attributes(programs, |path| format!("{root}{path}"));
        if head.program == ProgramStart::WhenTouched {
            attributes += " data-waits";
        }
        out += &script(root, &programs.loader, &attributes);
    }
    if head.live {
        out += "<script type=\"module\" src=\"/_live.js\"></script>";
    }
    out
}

/// Attributes that tell the loader the address and integrity of each program; `address` makes an address of a path.
pub(crate) fn program_attributes(programs: &Programs, address: impl Fn(&str) -> String) -> String {
    let Programs { page, timeline, .. } = programs;
    format!(
        " data-wasm=\"{}\" data-integrity=\"{}\" data-timeline=\"{}\" data-timeline-integrity=\"{}\"",
        address(&page.path),
        page.integrity,
        address(&timeline.path),
        timeline.integrity
    )
}

fn script(root: &str, VerifiedFile { path, integrity }: &VerifiedFile, more: &str) -> String {
    format!(
        "<script type=\"module\" async src=\"{root}{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"{more}></script>"
    )
}

/// Open Graph, canonical address, oEmbed, citation metas, JSON-LD.
fn sharing(view: &View, head: &Head) -> String {
    let meta = &view.story.meta;
    let mut out = String::new();
    let mut put = |text: String| out.push_str(&text);
    put(format!(
        "<meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"{}\">",
        escape(&head.title)
    ));
    put(format!(
        "<meta property=\"og:site_name\" content=\"{}\"><meta property=\"article:published_time\" content=\"{}\"><meta property=\"article:modified_time\" content=\"{}\">",
        escape(view.publisher()),
        moment(&meta.published),
        moment(&meta.updated)
    ));
    put(format!("<meta property=\"og:description\" content=\"{}\">", escape(&head.description)));
    if let Some(base) = head.base {
        // What is shown in frames is a copy of the article, or a part.
        let address = if head.indexed {
            format!("{base}{}", head.path.trim_start_matches(page_file::ARTICLE))
        } else {
            base.to_owned()
        };
        put(format!(
            "<link rel=\"canonical\" href=\"{0}\"><meta property=\"og:url\" content=\"{0}\">",
            escape(&address)
        ));
        put(format!(
            "<meta property=\"og:image\" content=\"{}card.png\"><meta property=\"og:image:width\" content=\"1200\"><meta property=\"og:image:height\" content=\"630\">",
            escape(base)
        ));
        put(format!(
            "<meta property=\"og:image:alt\" content=\"{}\"><meta name=\"twitter:card\" content=\"summary_large_image\">",
            escape(&meta.title)
        ));
        if let Some(oembed) = &head.oembed {
            put(format!(
                "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}{oembed}\" title=\"{}\">",
                escape(base),
                escape(&head.title)
            ));
        }
    }
    if !head.indexed {
        put("<meta name=\"robots\" content=\"noindex,indexifembedded\">".to_owned());
        return out;
    }
    put("<meta name=\"robots\" content=\"max-image-preview:large\">".to_owned());
    put(format!(
        "<meta name=\"citation_title\" content=\"{}\"><meta name=\"citation_author\" content=\"{}\"><meta name=\"citation_publication_date\" content=\"{}\">",
        escape(&meta.title),
        escape(&meta.byline),
        meta.published.to_string().replace('-', "/")
    ));
    if head.path != page_file::ARTICLE {
        return out;
    }
    // A text with `</script>` would close the element.
    let data = json_ld(view, head.base).to_string().replace('<', "\\u003c");
    put(format!("<script type=\"application/ld+json\">{data}</script>"));
    out
}

/// A day with a time and a zone, which readers of the metadata expect: its first moment, because a story names no hour.
fn moment(day: &EventDate) -> String {
    format!("{day}T00:00:00Z")
}

/// The article, its data, and the sources most used in it.
fn json_ld(view: &View, base: Option<&str>) -> Value {
    let story = &view.story;
    let meta = &story.meta;
    let mut cited: Vec<_> = story.sources.iter().collect();
    cited.sort_by_key(|s| std::cmp::Reverse(s.cited_by.len()));
    let citation: Vec<Value> = cited
        .iter()
        .filter(|s| !s.url.is_empty())
        .take(MOST_CITED)
        .map(|s| json!({"@type": "CreativeWork", "name": s.title, "publisher": s.publisher, "url": s.url}))
        .collect();
    let mut article = json!({
        "@type": ["NewsArticle", "BackgroundNewsArticle"],
        "headline": meta.title,
        "description": meta.standfirst.plain,
        "inLanguage": meta.lang,
        "datePublished": moment(&meta.published),
        "dateModified": moment(&meta.updated),
        "author": {"@type": "Organization", "name": meta.byline},
        "publisher": {"@type": "Organization", "name": view.publisher()},
        "license": meta.licence.url,
        "keywords": meta.keywords,
        "citation": citation,
    });
    if let Some(news) = &meta.news {
        article["isBasedOn"] =
            json!({"@type": "NewsArticle", "headline": news.title, "datePublished": datetime(&news.date)});
    }
    let mut dataset = json!({
        "@type": "Dataset",
        "name": story.measure.as_ref().map_or(&meta.short_title, |m| &m.title),
        "description": story.measure.as_ref().map_or(&meta.short_title, |m| &m.method),
        "license": meta.licence.url,
        "creator": {"@type": "Organization", "name": meta.byline},
    });
    if let Some(base) = base {
        article["url"] = json!(base);
        article["image"] = json!(format!("{base}card.png"));
        dataset["distribution"] = json!([
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": format!("{base}data/events.csv")},
            {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": format!("{base}data/events.json")},
        ]);
    }
    json!({"@context": "https://schema.org", "@graph": [article, dataset]})
}

/// The whole list is in `data/sources.json`; in the head it would cost more than it tells.
const MOST_CITED: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_matches_the_depth() {
        assert_eq!(root_of("index.html"), "./");
        assert_eq!(root_of("embed/timeline.html"), "../");
    }

    #[test]
    fn a_known_address_is_named_in_the_policy() {
        let policy = policy(Some("https://news.example/a/b/"), None, None);
        assert!(policy.contains("script-src 'self' https://news.example 'wasm-unsafe-eval'"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
}
