//! The prerendered pages: whole, well-formed, and the same tree to a browser as the one we wrote.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::LazyLock;

use backstory::page::Page;
use backstory::{View, Words};
use backstory_content::Story;
use backstory_prerender::assets::{Assets, Folders};
use backstory_prerender::{pictures, single_file, site, social};
use base64::Engine;
use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::{parse_document, tree_builder::TreeSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// The story of this project.
const OURS: &str = "../../content";

/// A small story that has the parts which the project's own story lacks.
const OTHER: &str = "../content/tests/valid/canal/content";

/// Elements that have no end tag.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

struct Built {
    files: std::collections::BTreeMap<String, Vec<u8>>,
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

/// Sources of the assets, with the browser's program if there is one.
fn folders(program: Option<&Path>) -> Folders<'_> {
    let [styles, scripts, fonts] = ["../../styles", "../../scripts", "../../fonts"].map(Path::new);
    Folders { styles, scripts, fonts, program }
}

/// The story in a content folder, built in memory.
fn build(content: &Path, base: Option<&str>) -> Built {
    let (story, words) = read(content);
    build_story(story, words, base)
}

fn build_story(story: Story, words: Words, base: Option<&str>) -> Built {
    build_with(story, words, base, None)
}

fn build_with(story: Story, words: Words, base: Option<&str>, icon: Option<&str>) -> Built {
    let view = Rc::new(View::new(story, words));
    let folders = folders(None);
    let assets = Assets::gather(folders, &site::story_style(&view)).expect("assets");
    let template = std::fs::read_to_string("../../index.html").expect("the template");
    let options = site::Options {
        template: &template,
        base,
        live: false,
        freeze: true,
        page_only: false,
        fonts: &[folders.fonts],
        icon,
    };
    let files = site::site(&view, &assets, options).expect("a site");
    Built { files }
}

/// Our story, built once for every test that only reads it.
static BUILT: LazyLock<Built> = LazyLock::new(ours_anew);

fn ours() -> &'static Built {
    &BUILT
}

fn ours_anew() -> Built {
    build(Path::new(OURS), Some("https://news.example/deep/backstory/"))
}

/// Writes a tree as one line for each element and text, with its depth, to compare trees.
type Outline = Vec<String>;

/// The tree that the tags say, without the repairs that an HTML parser makes.
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
                    // Everything inside of these elements is text, also what looks like a tag.
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

/// The page and id that a link leads to, if the page is one of ours.
fn target(from: &str, href: &str) -> Option<(String, String)> {
    if href.contains("://") || href.starts_with("mailto:") {
        return None;
    }
    let (file, id) = href.split_once('#').unwrap_or((href, ""));
    let id = id.split('&').next().unwrap_or(id);
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match file.strip_prefix("../") {
        _ if file.is_empty() => from.to_owned(),
        Some(up) => up.to_owned(),
        None if folder.is_empty() => file.trim_start_matches("./").to_owned(),
        None => format!("{folder}/{file}"),
    };
    Some((path, id.to_owned()))
}

#[test]
fn every_link_of_every_page_leads_to_a_page_and_a_place_on_it() {
    for built in [ours(), &build(Path::new(OTHER), None)] {
        let pages: Vec<&String> = built.files.keys().filter(|p| p.ends_with(".html") && !p.starts_with("v/")).collect();
        let ids: std::collections::BTreeMap<&str, BTreeSet<String>> = pages
            .iter()
            .map(|p| (p.as_str(), values(&built.page(p), "id").into_iter().map(str::to_owned).collect()))
            .collect();
        for path in pages.iter().filter(|p| p.as_str() != "404.html") {
            let html = built.page(path);
            for href in values(&html, "href").into_iter().chain(values(&html, "data-address")) {
                let Some((to, id)) = target(path, href) else { continue };
                let here = if href.starts_with("http") { continue } else { to };
                // Addresses for copying are relative to the story's folder.
                let known = built.files.contains_key(&here) || ids.contains_key(href.split('#').next().unwrap_or(href));
                assert!(known, "{path} leads to {href}, which is no file");
                if let Some(there) = ids.get(here.as_str()).filter(|_| !id.is_empty()) {
                    assert!(there.contains(&id), "{path} leads to {href}, which has no such place");
                }
            }
        }
    }
}

#[test]
fn the_article_and_its_shelves_hold_the_whole_story() {
    let built = ours();
    let (story, words) = read(Path::new(OURS));
    let view = View::new(story, words);
    let story = &view.story;
    let holds = |page: Page, id: &str| built.page(page.file()).contains(&format!(" id=\"{id}\""));
    let ids = |page: Page, ids: Vec<&String>| {
        let missing: Vec<_> = ids.into_iter().filter(|id| !holds(page, id)).collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", page.file());
    };
    ids(Page::Events, story.events.iter().map(|e| &e.id).collect());
    ids(Page::People, story.people.iter().map(|p| &p.id).collect());
    ids(Page::Concepts, story.concepts.iter().map(|c| &c.id).collect());
    ids(Page::Article, story.claims.iter().map(|c| &c.id).collect());
    ids(Page::Article, story.signposts.iter().map(|s| &s.id).chain(story.hurdles.iter().map(|h| &h.id)).collect());
    ids(Page::Article, story.scenarios.iter().map(|s| &s.id).chain(story.ties.iter().map(|t| &t.id)).collect());
    for source in &story.sources {
        assert!(holds(Page::Sources, &format!("source-{}", source.id)), "{}", source.id);
    }
    let events = built.page(Page::Events.file());
    let order: Vec<usize> =
        story.events.iter().map(|e| events.find(&format!(" id=\"{}\"", e.id)).expect("it is there")).collect();
    assert!(order.is_sorted(), "events stand by date");
}

/// Numbers of the citations of a page, in order; fails if a citation holds any other text, which a reader would copy
/// along.
fn citations(html: &str) -> Vec<usize> {
    let rest = html.split("<a class=\"cite").skip(1);
    let number = |rest: &str| rest.split_once('>')?.1.split('<').next()?.parse().ok();
    rest.map(|rest| number(rest).expect("a citation is a number")).collect()
}

#[test]
fn sources_are_numbered_as_a_reader_meets_them() {
    for (built, folder) in [(ours(), OURS), (&build(Path::new(OTHER), None), OTHER)] {
        let html = built.page("index.html");
        let mut met = 0;
        for number in citations(&html) {
            assert!(number <= met + 1, "{folder}: {number} is met when {met} sources are known");
            met = met.max(number);
        }
        assert!(met > 0, "{folder} cites nothing");
        assert!(!html.contains("data-kind=\"source\" href=\"#"), "sources stand on a page of their own");
    }
}

#[test]
fn links_to_the_story_say_what_they_lead_to() {
    let built = ours();
    let (story, words) = read(Path::new(OURS));
    let view = View::new(story, words);
    let files: Vec<&str> = [Page::Article].into_iter().chain(Page::SHELVES).map(Page::file).collect();
    for path in files {
        let html = built.page(path);
        for tag in html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next()) {
            let href = tag.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
            let Some((_, id)) = href.split_once('#').filter(|(file, _)| !file.contains("://")) else { continue };
            let item = view.item(id.split('&').next().unwrap_or(id));
            let is_item = item.is_some_and(|item| item.kind != backstory_content::model::ItemKind::Section);
            if is_item || id.starts_with("source-") {
                assert!(tag.contains("data-kind="), "{path}: <a {tag}>");
            }
        }
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
    let (a, b) = (ours(), ours_anew());
    let differ: Vec<&String> =
        a.files.iter().filter(|(p, bytes)| b.files.get(*p) != Some(bytes)).map(|(p, _)| p).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn no_two_sources_have_the_same_name() {
    let (story, words) = read(Path::new(OURS));
    let view = View::new(story, words);
    let count = view.story.sources.len();
    let names: BTreeSet<_> = (0..count).map(|n| view.source_name(n)).collect();
    assert_eq!(names.len(), count);
}

#[test]
fn what_is_frozen_under_a_date_stays_there_and_the_page_names_its_own() {
    let mut built = ours_anew();
    let (story, words) = read(Path::new(OURS));
    let view = View::new(story, words);
    let taken = RefCell::new(BTreeSet::new());
    let mut frozen = || {
        let folder = site::freeze(&view, &mut built.files, None, |copies| {
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
fn addresses_of_the_story_and_of_its_tour_become_the_tour_in_other_pages() {
    for page in ["index.html", "tour.html", "embed/compact.html"] {
        assert!(ours().page(page).contains("/deep/backstory/oembed/compact.json\""), "{page}");
    }
    assert!(!ours().page("events.html").contains("+oembed"), "the timeline would be cut in most of them");
}

#[test]
fn another_story_fits_too() {
    let built = build(Path::new(OTHER), None);
    let html = built.page("index.html");
    assert!(html.contains("<main>") && !html.contains("Korea") && !html.contains("Mongolia"));
}

#[test]
fn what_was_imported_shows_its_hour_and_its_words_and_a_source_without_an_address_leads_nowhere() {
    let (mut story, words) = read(Path::new(OTHER));
    for source in &mut story.sources {
        source.url.clear();
    }
    let built = build_story(story, words, Some("https://news.example/"));
    let events = built.page(Page::Events.file());
    assert!(events.contains(">30 April 2020, 14:00–15:30</time>") && events.contains(">That morning</time>"));
    assert!(events.find("That morning") < events.find("14:00–15:30"), "the hour decides");
    assert!(events.contains("<li>Upton brings bread.</li>") && !events.contains("<p></p>"));
    for (path, file) in &built.files {
        let text = String::from_utf8_lossy(file);
        let leads_nowhere = ["href=\"\"", "\"URL\":\"\"", "\"URL\": \"\"", "\"url\":\"\"", "\"url\": \"\""];
        assert!(!leads_nowhere.iter().any(|it| text.contains(it)), "{path} leads nowhere");
    }
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
    let built = build(story.path(), None);
    assert!(built.page("events.html").contains("The first event"));
    assert!(built.page("sources.html").contains("Its own title"));
}

/// The single file of our story, with the text `app` in place of the program.
fn single(app: &str) -> Result<String, String> {
    let program = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("app.js", app),
        ("backstory_bg.wasm", "\0asm of the app"),
        ("backstory-timeline_bg.wasm", "\0asm of the timeline"),
    ] {
        std::fs::write(program.path().join(name), text).expect("a file");
    }
    let (story, words) = read(Path::new(OURS));
    let view = View::new(story, words);
    let folders = folders(Some(program.path()));
    let assets = Assets::gather(folders, &site::story_style(&view)).expect("assets");
    let template = std::fs::read_to_string("../../index.html").expect("the template");
    let options = site::Options {
        template: &template,
        base: None,
        live: false,
        freeze: false,
        page_only: false,
        fonts: &[folders.fonts],
        icon: None,
    };
    single_file(&view, &assets, &site::Files::new(), options)
}

#[test]
fn one_file_holds_every_page_the_program_and_the_fonts_and_needs_no_other() {
    let html = single("console.log(1);").expect("a file");
    assert!(!html.contains("<link rel=\"stylesheet\"") && !html.contains("{root}") && !html.contains("assets/"));
    let beside: Vec<_> = ["src", "href", "data-wasm", "srcset"]
        .iter()
        .flat_map(|name| values(&html, name))
        .filter(|to| !to.starts_with(['#']) && !to.contains(':'))
        .collect();
    assert!(beside.is_empty(), "these lie beside the file: {beside:?}");
    let program = base64::engine::general_purpose::STANDARD.encode("\0asm of the app");
    assert_eq!(values(&html, "data-wasm"), [format!("data:application/wasm;base64,{program}")]);
    assert!(values(&html, "data-timeline").iter().all(|to| to.starts_with("data:application/wasm;base64,")));
    assert!(html.contains(">console.log(1);</script>") && html.contains("url(data:font/woff2;base64,"));
    let ids: BTreeSet<_> = values(&html, "id").into_iter().collect();
    assert_eq!(ids.len(), values(&html, "id").len(), "an id is there twice");
    let lost: Vec<_> = values(&html, "href")
        .into_iter()
        .filter_map(|to| to.strip_prefix('#'))
        .filter(|id| !ids.contains(id.split('&').next().unwrap_or(id)))
        .collect();
    assert!(lost.is_empty(), "these lead nowhere: {lost:?}");
    let (story, _) = read(Path::new(OURS));
    let told = story.events.iter().map(|e| &e.id).chain(story.people.iter().map(|p| &p.id));
    for id in told.chain(story.claims.iter().map(|c| &c.id)) {
        assert!(ids.contains(id.as_str()), "{id}");
    }
    let (_, wrong) = as_written(&html);
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_script_that_would_end_within_the_page_is_refused() {
    assert!(single("'</script>'").is_err_and(|why| why.contains("</script")));
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

/// How many dark pixels the left and the right third of a card's headline have.
fn ink(card: &[u8]) -> [usize; 2] {
    let card = image::load_from_memory(card).expect("a picture").to_luma8();
    let third = |from: u32| (from..from + 400).flat_map(|x| (120..220).map(move |y| (x, y)));
    [0, 800].map(|from| third(from).filter(|(x, y)| card.get_pixel(*x, *y)[0] < 90).count())
}

#[test]
fn the_card_stands_at_the_side_from_which_it_is_read() {
    let (mut story, words) = read(Path::new(OTHER));
    story.meta.title = "A lock".to_owned();
    let fonts = Path::new("../../fonts");
    let card = |rtl: bool| {
        story.meta.rtl = rtl;
        social::card(&View::new(story.clone(), words.clone()), &[fonts]).expect("it is drawn")
    };
    let [[left, none], [none_either, right]] = [false, true].map(card).map(|it| ink(&it));
    assert!(left > 100 && right > 100 && none == 0 && none_either == 0, "{left} {none} {none_either} {right}");
}

#[test]
fn a_card_whose_letters_no_font_has_is_not_drawn() {
    let (mut story, words) = read(Path::new(OTHER));
    story.meta.title = "قصة الجسر".to_owned();
    let view = View::new(story, words);
    let why = social::card(&view, &[Path::new("no/such/folder"), Path::new("../../fonts")]).expect_err("no letters");
    assert!(why.contains("no font has letters such as") && why.contains("fonts/"), "{why}");
}

/// What `check` says for other programs about a new story, changed by what `change` writes into its folder.
fn checked(change: impl Fn(&Path)) -> Vec<serde_json::Value> {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["story.toml", "sources.toml", "timeline/events.toml", "sections/01-what-happened.md"] {
        let text = std::fs::read_to_string(Path::new("../../xtask/new-story").join(name)).expect("a new story has it");
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, text.replace("SLUG", "new")).expect("a file");
    }
    change(folder.path());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_prerender"));
    command.args(["--check", "--json", "--root", "../..", "--story"]).arg(folder.path());
    let output = command.output().expect("it runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<_> =
        said.lines().map(|it| serde_json::from_str(it).unwrap_or_else(|_| panic!("no JSON: {it}"))).collect();
    assert_eq!(output.status.success(), lines.is_empty(), "{said}");
    lines
}

#[test]
fn whatever_is_wrong_is_a_line_of_json_for_other_programs() {
    assert!(checked(|_| {}).is_empty());
    let rules = |change: &dyn Fn(&Path)| -> Vec<String> {
        let problems = checked(change);
        assert!(problems.iter().all(|it| it["file"].is_string() && it["line"].is_u64() && it["message"].is_string()));
        problems.iter().map(|it| it["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    let put = |folder: &Path, name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    };
    let change = |folder: &Path, from: &str, to: &str| {
        let text = std::fs::read_to_string(folder.join("story.toml")).expect("it is there");
        assert!(text.contains(from));
        put(folder, "story.toml", text.replace(from, to).as_bytes());
    };
    let picture = "[[media]]\nof = \"hero\"\nfile = \"media/a.jpg\"\nalt = \"What is seen\"\n";
    assert_eq!(rules(&|it| put(it, "strings.toml", b"[page]\nnothing = \"x\"\n")), ["string-unknown"]);
    assert_eq!(rules(&|it| change(it, "lang = \"en\"", "lang = \"de\"")), ["string-missing"]);
    // What follows from a language that is none is held back.
    assert_eq!(rules(&|it| change(it, "lang = \"en\"", "lang = \"english\"")), ["lang-unknown"]);
    assert_eq!(
        rules(&|it| change(it, "title = \"What", "title = \"\u{3a9e} What")),
        ["file-missing"],
        "a letter of no font"
    );
    let broken = |it: &Path| {
        put(it, "media.toml", picture.as_bytes());
        put(it, "media/a.jpg", b"<html>");
        put(it, "fonts/fonts.css", b"@import \"x.css\";");
    };
    assert_eq!(rules(&broken)[..3], ["file-missing", "file-missing", "file-missing"]);
    assert!(rules(&broken).contains(&"picture-file".to_owned()));
}

#[test]
fn a_story_brings_faces_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("it is written");
    let face = |family: &str, file: &str| {
        format!("@font-face {{ font-family: \"{family}\"; src: url(\"{{{{font:{file}}}}}\") format(\"woff2\"); }}\n")
    };
    let both = face("Backstory Serif", "ours.woff2") + &face("Backstory Sans", "ours.woff2");
    put("ours.woff2", b"wOF2 and more");
    put("fonts.css", both.as_bytes());
    let assets = Assets::gather(Folders { fonts: folder.path(), ..folders(None) }, "").expect("they are right");
    let files: Vec<_> = assets.files.keys().filter(|it| it.ends_with(".woff2")).collect();
    assert!(
        matches!(files.as_slice(), [one] if one.starts_with("assets/ours-") && assets.css.contains(*one)),
        "{files:?}"
    );

    put("theirs.ttf", b"\0\x01\0\0");
    for (css, said) in [
        (face("Backstory Serif", "none.woff2") + &both, "none.woff2: fonts.css names this face, and it is not there"),
        (face("Backstory Serif", "theirs.ttf") + &both, "theirs.ttf: this face is no WOFF2"),
        (both.replace("{{font:ours.woff2}}", "https://fonts.example/x.woff2"), "nothing is loaded from others"),
        (format!("@import \"https://fonts.example/x.css\";{both}"), "`@import`"),
        (face("Backstory Serif", "ours.woff2"), "no face is called \"Backstory Sans\""),
        (format!("}} {both}"), "styles:"),
    ] {
        put("fonts.css", css.as_bytes());
        let wrong = backstory_prerender::assets::wrong_faces(folder.path());
        assert!(wrong.iter().any(|it| it.contains(said)), "{css}: {wrong:?}");
        assert!(Assets::gather(Folders { fonts: folder.path(), ..folders(None) }, "").is_err());
    }
}

#[test]
fn a_story_brings_its_own_publisher_icon_and_words() {
    let (mut story, _) = read(Path::new(OTHER));
    let folder = tempfile::tempdir().expect("a folder");
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><path d=\"M0 0h8v8z\"/></svg>";
    std::fs::create_dir(folder.path().join("media")).expect("a folder");
    std::fs::write(folder.path().join("media/icon.svg"), drawing).expect("a file");
    std::fs::write(folder.path().join("strings.toml"), "[page]\ntagline = \"Ours\"\n").expect("a file");
    story.meta.publisher = Some("The Bridge Post".to_owned());
    story.meta.icon = Some("media/icon.svg".to_owned());
    let words = Words::of_story(Path::new("../../strings"), "en", Some(folder.path())).expect("they are right");
    let icon = pictures::icon(&story, folder.path()).expect("it is a drawing").expect("there is one");
    let built = build_with(story.clone(), words, None, Some(&icon));
    let page = built.page("index.html");
    assert!(page.contains("The Bridge Post") && page.contains("Ours") && !page.contains("Backstory</"));
    assert!(page.contains("<title>") && page.contains(" – The Bridge Post</title>"));
    assert_eq!(built.page("icon.svg"), drawing);
    std::fs::write(folder.path().join("media/icon.svg"), "<svg><script/></svg>").expect("a file");
    assert!(pictures::icon(&story, folder.path()).expect_err("a script").contains("icon.svg"));
}
