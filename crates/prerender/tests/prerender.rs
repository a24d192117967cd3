//! The prerendered pages: whole, well-formed, and the same tree to a browser as the one we wrote.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use backstory::{View, Words};
use backstory_content::Story;
use backstory_prerender::assets::{Assets, Folders};
use backstory_prerender::{single_file, site};
use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::{parse_document, tree_builder::TreeSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// The story of this project.
const OURS: &str = "../../content";

/// Elements that have no end tag.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

struct Built {
    files: std::collections::BTreeMap<String, Vec<u8>>,
    assets: Assets,
}

impl Built {
    fn page(&self, path: &str) -> String {
        String::from_utf8(self.files.get(path).unwrap_or_else(|| panic!("{path} is built")).clone()).expect("UTF-8")
    }
}

/// The story in a content folder.
fn read(content: &Path) -> (Story, Words) {
    let story = backstory_content::read(content).unwrap_or_else(|problems| panic!("{problems}")).story;
    (story, Words::read(Path::new("../../strings"), "en").expect("strings"))
}

/// Where assets come from, around a program if there is one.
fn folders(program: Option<&Path>) -> Folders<'_> {
    let [styles, scripts, fonts] = ["../../styles", "../../scripts", "../../fonts"].map(Path::new);
    Folders { styles, scripts, fonts, program }
}

/// The story in a content folder, built in memory.
fn build(content: &Path, base: Option<&str>) -> Built {
    build_with(content, base, None)
}

/// The same around a program.
fn build_with(content: &Path, base: Option<&str>, program: Option<&Path>) -> Built {
    let (story, words) = read(content);
    let view = View::new(&story, &words);
    let folders = folders(program);
    let assets = Assets::gather(folders, &site::story_style(&view)).expect("assets");
    let options = site::Options { base, live: false, freeze: true, page_only: false, fonts: folders.fonts };
    let files = site::site(&view, &assets, options).expect("a site");
    Built { files, assets }
}

fn ours() -> Built {
    build(Path::new(OURS), Some("https://news.example/deep/backstory/"))
}

/// One line for each element and text, with its depth: what a tree looks like.
type Outline = Vec<String>;

/// The tree as the tags say, without any of a parser's repairs.
#[derive(Default)]
struct AsWritten {
    open: RefCell<Vec<String>>,
    outline: RefCell<Outline>,
    wrong: RefCell<Vec<String>>,
}

impl AsWritten {
    fn start(&self, tag: &Tag) {
        let name = tag.name.to_string();
        let depth = self.open.borrow().len();
        self.outline.borrow_mut().push(format!("{depth} {name}"));
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            self.open.borrow_mut().push(name);
        }
    }

    fn end(&self, tag: &Tag) {
        let last = self.open.borrow_mut().pop();
        if last.as_deref() != Some(&*tag.name) {
            self.wrong.borrow_mut().push(format!("</{}> closes {last:?}", tag.name));
        }
    }
}

impl TokenSink for AsWritten {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            match tag.kind {
                TagKind::StartTag => {
                    self.start(&tag);
                    // What is inside is text, whatever it looks like.
                    match &*tag.name {
                        "script" => return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::ScriptData),
                        "style" => return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rawtext),
                        "title" if self.open.borrow().iter().all(|n| n != "svg") => {
                            return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rcdata);
                        }
                        "textarea" => return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rcdata),
                        _ => {}
                    }
                }
                TagKind::EndTag => self.end(&tag),
            }
        }
        TokenSinkResult::Continue
    }
}

fn as_written(html: &str) -> (Outline, Vec<String>) {
    let queue = BufferQueue::default();
    queue.push_back(html.into());
    let tokenizer = Tokenizer::new(AsWritten::default(), Default::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    (tokenizer.sink.outline.take(), tokenizer.sink.wrong.take())
}

fn as_parsed(html: &str) -> Outline {
    let dom = parse_document(RcDom::default(), Default::default()).one(html);
    let mut outline = Vec::new();
    walk(&dom.get_document(), 0, &mut outline);
    outline
}

fn walk(node: &Handle, depth: usize, outline: &mut Outline) {
    let mut below = depth;
    if let NodeData::Element { name, .. } = &node.data {
        outline.push(format!("{depth} {}", name.local.to_lowercase()));
        below += 1;
    }
    for child in node.children.borrow().iter() {
        walk(child, below, outline);
    }
}

#[test]
fn a_browser_sees_the_tree_that_was_written() {
    let built = ours();
    let pages: Vec<&String> = built.files.keys().filter(|p| p.ends_with(".html") && !p.starts_with("v/")).collect();
    assert!(pages.len() > 150, "embeds of every card and event are built, not {}", pages.len());
    for path in pages {
        let html = built.page(path);
        let (written, wrong) = as_written(&html);
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
        let written: Outline = written.iter().map(|l| l.to_lowercase()).collect();
        let parsed = as_parsed(&html);
        let differs = written.iter().zip(&parsed).position(|(a, b)| a != b);
        assert_eq!(
            differs,
            None,
            "{path}: {:?} became {:?}",
            written.get(differs.unwrap_or(0)),
            parsed.get(differs.unwrap_or(0))
        );
        assert_eq!(written.len(), parsed.len(), "{path}");
    }
}

/// Values of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_id_is_there_once_and_every_inner_link_leads_somewhere() {
    let built = ours();
    for path in built.files.keys().filter(|p| p.ends_with(".html") && !p.starts_with("v/")) {
        let html = built.page(path);
        let ids = values(&html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{path} has an id twice");
        let to = values(&html, "href")
            .into_iter()
            .filter_map(|h| h.strip_prefix('#'))
            .map(|h| h.split('&').next().unwrap_or(h));
        let lost: Vec<&str> = to.filter(|id| !unique.contains(id)).collect();
        assert!(lost.is_empty(), "{path} leads to {lost:?}");
        let popovers: Vec<&str> =
            values(&html, "popovertarget").into_iter().filter(|id| !unique.contains(id)).collect();
        assert!(popovers.is_empty(), "{path} opens {popovers:?}");
    }
}

#[test]
fn embeds_lead_to_ids_that_the_whole_story_has() {
    let built = ours();
    let main = built.page("index.html");
    let ids: BTreeSet<&str> = values(&main, "id").into_iter().collect();
    for path in built.files.keys().filter(|p| p.starts_with("embed/")) {
        let html = built.page(path);
        let lost: Vec<&str> = values(&html, "href")
            .into_iter()
            .filter_map(|h| h.strip_prefix("../#"))
            .map(|h| h.split('&').next().unwrap_or(h))
            .filter(|id| !ids.contains(id))
            .collect();
        assert!(lost.is_empty(), "{path} leads to {lost:?}");
    }
}

#[test]
fn the_whole_story_stands_in_the_html() {
    let built = ours();
    let story = backstory_content::read(Path::new("../../content")).expect("the story").story;
    let html = built.page("index.html");
    let events: Vec<usize> =
        story.events.iter().map(|e| html.find(&format!("id=\"{}\"", e.id)).expect(&e.id)).collect();
    assert!(events.is_sorted(), "events stand by date");
    let claims = story.claims.iter().map(|c| &c.id).chain(story.people.iter().map(|p| &p.id));
    for id in claims.chain(story.concepts.iter().map(|c| &c.id)).chain(story.signposts.iter().map(|s| &s.id)) {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    for source in &story.sources {
        assert!(html.contains(&format!("id=\"source-{}\"", source.id)), "{}", source.id);
    }
    for section in &story.sections {
        let word = "<span class=\"visually-hidden\">Source </span>";
        let prose = section.prose.html.replace(backstory_content::model::SOURCE_WORD, word);
        assert!(html.contains(&prose), "{}", section.id);
    }
}

#[test]
fn no_style_attribute_and_no_inline_handler_would_survive_the_policy() {
    let built = ours();
    for path in built.files.keys().filter(|p| p.ends_with(".html")) {
        let html = built.page(path);
        assert!(values(&html, "style").is_empty(), "{path}");
        for handler in ["onclick", "onload", "onerror", "onchange"] {
            assert!(values(&html, handler).is_empty(), "{path}");
        }
    }
}

#[test]
fn the_same_story_gives_the_same_bytes() {
    let (a, b) = (ours(), ours());
    let differ: Vec<&String> =
        a.files.iter().filter(|(p, bytes)| b.files.get(*p) != Some(bytes)).map(|(p, _)| p).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn no_two_sources_have_the_same_name() {
    let (story, words) = read(Path::new(OURS));
    let view = View::new(&story, &words);
    let names: BTreeSet<_> = (0..story.sources.len()).map(|n| view.source_name(n)).collect();
    assert_eq!(names.len(), story.sources.len());
}

#[test]
fn what_is_frozen_under_a_date_stays_there_and_the_page_names_its_own() {
    let mut built = ours();
    let (story, words) = read(Path::new(OURS));
    let view = View::new(&story, &words);
    let taken = RefCell::new(BTreeSet::new());
    let mut frozen = || {
        let folder = site::freeze(&view, &mut built.files, |copies| {
            let index = copies.keys().find(|path| path.ends_with("/index.html") && path.matches('/').count() == 2);
            taken.borrow_mut().insert(index.expect("a page").clone())
        });
        assert!(built.page("index.html").contains(&format!("data-frozen=\"{folder}\"")), "{folder} is not named");
        assert_eq!(built.page(&format!("{folder}index.html")), built.page("index.html"));
        built.files.retain(|path, _| !path.starts_with("v/"));
        folder
    };
    let (first, second) = (frozen(), frozen());
    assert_eq!(second, format!("{}-2/", first.trim_end_matches('/')));
}

#[test]
fn another_story_fits_too() {
    let built = build(Path::new("../content/tests/valid/canal/content"), None);
    let html = built.page("index.html");
    assert!(html.contains("<main>") && !html.contains("Korea") && !html.contains("Mongolia"));
}

#[test]
fn the_story_that_the_new_command_writes_has_nothing_to_complain_of_and_is_whole() {
    let template = Path::new("../../xtask/new-story");
    let story = tempfile::tempdir().expect("a folder");
    for file in ["story.toml", "sources.toml", "timeline/events.toml", "sections/01-what-happened.md"] {
        let path = story.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let text = std::fs::read_to_string(template.join(file)).expect("a file of the template");
        std::fs::write(path, text.replace("SLUG", "a-story")).expect("a file");
    }
    let checked = backstory_content::read(story.path()).unwrap_or_else(|problems| panic!("{problems}"));
    let warnings = backstory_content::Problems::from(checked.warnings).to_string();
    assert!(warnings.is_empty(), "{warnings}");
    let html = build(story.path(), None).page("index.html");
    assert!(html.contains("The first event") && html.contains("Its own title"));
}

#[test]
fn one_file_holds_the_page_the_program_and_the_fonts_and_needs_no_other() {
    let program = tempfile::tempdir().expect("a folder");
    for (name, text) in [("app.js", "console.log(1);"), ("backstory_bg.wasm", "\0asm of the app")] {
        std::fs::write(program.path().join(name), text).expect("a file");
    }
    let built = build_with(Path::new(OURS), None, Some(program.path()));
    let page = built.page("index.html");
    let html = single_file(&page, &built.assets).expect("a file");
    assert!(!html.contains("<link rel=\"stylesheet\"") && !html.contains("./assets/"));
    assert!(values(&html, "src").iter().all(|address| address.starts_with("data:")), "{:?}", values(&html, "src"));
    assert_eq!(values(&html, "data-wasm"), [format!("data:application/wasm;base64,{}", base64("\0asm of the app"))]);
    assert!(html.contains("console.log(1);"));
    let fonts = built.assets.files.keys().filter(|path| path.ends_with(".woff2")).count();
    assert_eq!(html.matches("url(data:font/woff2;base64,").count(), fonts);
    // All that can be read stands in it, as in the page.
    let body = |html: &str| {
        html.split_once("<main>").and_then(|(_, rest)| rest.split_once("</main>")).map(|it| it.0.to_owned())
    };
    assert!(body(&html).is_some() && body(&html).map(|it| it.len()) >= body(&page).map(|it| it.len() - 2_000));
    let (_, wrong) = as_written(&html);
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn a_script_that_would_end_within_the_page_is_refused() {
    let program = tempfile::tempdir().expect("a folder");
    for (name, text) in [("app.js", "'</script>'"), ("backstory_bg.wasm", "")] {
        std::fs::write(program.path().join(name), text).expect("a file");
    }
    let built = build_with(Path::new(OURS), None, Some(program.path()));
    assert!(single_file(&built.page("index.html"), &built.assets).is_err_and(|why| why.contains("</script")));
}

#[test]
fn the_engine_knows_nothing_of_this_story() {
    let mut named = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["src", "../../src", "../timeline/src", "../content/src", "../../styles", "../../scripts"]
            .map(PathBuf::from)
            .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            // "Korean" and "Mongolian" are names of languages.
            let code = code.replace("\"Korean\"", "").replace("\"Mongolian\"", "");
            for word in ["Korea", "Mongolia", "Pyongyang", "Ulaanbaatar", "Beijing", "Moscow"] {
                if code.contains(word) {
                    named.push(format!("{}: {word}", path.display()));
                }
            }
        }
    }
    assert!(named.is_empty(), "{named:?}");
}
