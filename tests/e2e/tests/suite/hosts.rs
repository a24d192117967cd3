//! In real publishing systems, at work on this machine: WordPress, Hugo and MkDocs, with the dialog's codes in their pages.
//! `cargo xtask matrix` installs them, and builds a story that knows its address.

use std::{env, fs, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{
    Behaviour, CHROMIUM, Engine, Generated, Host, Matrix, Page, Post, Running, Verdict, WordPress, each, hugo, mkdocs,
    probed, story,
};
use serde_json::json;
use tokio::sync::Mutex;

use crate::{
    codes::code,
    element::{FRAME, enter_element, script},
    embeds::{Embed, embeds},
    peers::{WORDPRESS_LEAST, WORDPRESS_MOST, whole},
    tall_frames::is_in_sight,
};

/// The address for which the story was built; without it there is nothing to be tried.
const ADDRESS: &str = "BACKSTORY_HOSTS";
/// A folder for pictures of posts, to be looked at; nothing else is done then.
const PICTURES: &str = "BACKSTORY_PICTURES";
/// Six embeds in two widths, and the systems have to be set up first.
const LIMIT: Duration = Duration::from_secs(900);

pub fn all() -> Vec<Behaviour> {
    if env::var_os(ADDRESS).is_none() {
        return Vec::new();
    }
    if env::var_os(PICTURES).is_some() {
        return vec![each!(pictures_of_posts).only(CHROMIUM).within(8 * LIMIT)];
    }
    let all = vec![
        each!(posts_hold_embeds_in_a_block_theme),
        each!(posts_hold_embeds_in_a_classic_theme),
        each!(addresses_alone_become_embeds),
        each!(what_authors_write_leaves_a_link),
        each!(pages_of_hugo_hold_embeds),
        each!(pages_of_mkdocs_hold_embeds),
        each!(embeds_come_where_mkdocs_loads_no_page),
        each!(the_address_of_a_post_leads_to_what_it_names),
        each!(posts_on_paper_show_the_link).only(CHROMIUM),
    ];
    all.into_iter().map(|behaviour| behaviour.within(LIMIT)).collect()
}

/// Of the dialog, for one embed.
struct Codes {
    script: String,
    frame: String,
    address: String,
    title: String,
    heights: String,
}

struct Hosts {
    story: Running,
    wordpress: WordPress,
    hugo: Generated,
    mkdocs: Generated,
}

static HOSTS: Mutex<Option<Arc<Hosts>>> = Mutex::const_new(None);

/// Ends the systems; nobody uses them any more.
pub fn stop() {
    HOSTS.blocking_lock().take();
}

/// The systems at work; who asks first sets them up.
async fn hosts(page: &Page) -> Result<Arc<Hosts>> {
    let mut hosts = HOSTS.lock().await;
    if let Some(hosts) = &*hosts {
        return Ok(hosts.clone());
    }
    let address = env::var(ADDRESS)?;
    let port = address.trim_end_matches('/').rsplit(':').next().unwrap_or_default().parse()?;
    let story = Host::new(probed()?).port(port).start()?;
    let mut codes = Vec::new();
    for embed in embeds()? {
        codes.push(codes_of(page, &story, &embed).await?);
    }
    let texts = |of: fn(&Codes) -> String| -> Result<Vec<(String, String)>> {
        let embeds = embeds()?;
        let pages = embeds.iter().zip(&codes);
        Ok(pages.flat_map(|(embed, codes)| [(embed.kind.to_owned(), of(codes))]).collect())
    };
    let posts = codes.iter().flat_map(posts_of).collect::<Vec<_>>();
    let (path, _) = script()?;
    let ready = Arc::new(Hosts {
        wordpress: WordPress::start(&posts)?,
        hugo: hugo(&texts(shortcode)?, &article("{{ .Content }}", ""))?,
        mkdocs: mkdocs(&texts(|codes| article(&without_script(&codes.script), "\n\n"))?, &story.mounted(&path))?,
        story,
    });
    *hosts = Some(ready.clone());
    Ok(ready)
}

async fn codes_of(page: &Page, story: &Running, embed: &Embed) -> Result<Codes> {
    // The dialog offers what stands on its page.
    page.open_ready(&story.mounted(if embed.kind == "event" { "events.html" } else { "" })).await?;
    let path = ("form", &*embed.path);
    code(page, &[path, ("kind", "script")]).await?;
    page.until("the room is known", "/heights=\"\\d/.test($('.embed-code').value)").await?;
    let script = code(page, &[]).await?;
    let frame = code(page, &[("kind", "frame")]).await?;
    let address = code(page, &[("kind", "address")]).await?;
    let title = page.run("return text($('[name=form] option:checked'))").await?;
    let heights = script.split(" heights=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().into();
    Ok(Codes { script, frame, address, title, heights })
}

/// An article around a code, and an empty line between its parts.
fn article(code: &str, gap: &str) -> String {
    let text = "<p>An article that a reader has to read for a while before what explains it comes into view.</p>";
    let text = vec![text; 16].join(gap);
    [&text, "<p id=\"before\">Before it.</p>", code, "<p id=\"after\">After it.</p>", &text].join(gap)
}

/// Kinds of posts that show an embed, as files of pictures name them.
const PICTURED: [(Kind, &str); 6] = [
    (Kind::BlockScript, "block-script"),
    (Kind::BlockFrame, "block-frame"),
    (Kind::BlockAddress, "block-address"),
    (Kind::ClassicScript, "classic-script"),
    (Kind::ClassicFrame, "classic-frame"),
    (Kind::ClassicAddress, "classic-address"),
];

/// How an embed may stand in a post.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    BlockScript,
    BlockFrame,
    BlockAddress,
    ClassicScript,
    ClassicFrame,
    ClassicAddress,
    AuthorScript,
    AuthorFrame,
}

const KINDS: [Kind; 8] = [
    Kind::BlockScript,
    Kind::BlockFrame,
    Kind::BlockAddress,
    Kind::ClassicScript,
    Kind::ClassicFrame,
    Kind::ClassicAddress,
    Kind::AuthorScript,
    Kind::AuthorFrame,
];

fn posts_of(codes: &Codes) -> Vec<Post> {
    let block = |code: &str| article(&format!("<!-- wp:html -->\n{code}\n<!-- /wp:html -->"), "\n\n");
    let address = format!(
        "<!-- wp:embed {{\"url\":\"{0}\"}} -->\n<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n{0}\n</div></figure>\n<!-- /wp:embed -->",
        codes.address
    );
    let post = |kind| match kind {
        Kind::BlockScript => ("administrator", block(&codes.script)),
        Kind::BlockFrame => ("administrator", block(&codes.frame)),
        Kind::BlockAddress => ("administrator", article(&address, "\n\n")),
        Kind::ClassicScript => ("administrator", article(&codes.script, "\n\n")),
        Kind::ClassicFrame => ("administrator", article(&codes.frame, "\n\n")),
        Kind::ClassicAddress => ("administrator", article(&format!("[embed]{}[/embed]", codes.address), "\n\n")),
        Kind::AuthorScript => ("author", block(&codes.script)),
        Kind::AuthorFrame => ("author", block(&codes.frame)),
    };
    KINDS.map(post).into()
}

impl Hosts {
    /// Address of the post that holds the n-th embed, in a theme.
    fn post(&self, n: usize, kind: Kind) -> String {
        let theme = if matches!(kind, Kind::ClassicScript | Kind::ClassicFrame | Kind::ClassicAddress) {
            "twentytwentyone"
        } else {
            "twentytwentythree"
        };
        let place = KINDS.iter().position(|other| *other == kind).unwrap_or_default();
        format!("{}&theme={theme}", self.wordpress.post(n * KINDS.len() + place))
    }
}

fn shortcode(codes: &Codes) -> String {
    let (folder, page) = codes.address.split_once("embed/").unwrap_or_default();
    let view = page.trim_end_matches(".html");
    format!(
        "{{{{< backstory src=\"{folder}\" view=\"{view}\" title=\"{}\" heights=\"{}\" >}}}}",
        codes.title.replace('"', "&quot;"),
        codes.heights
    )
}

/// The code where the script is named elsewhere.
fn without_script(code: &str) -> String {
    code.split("<script").next().unwrap_or_default().trim_end().to_owned()
}

/// Widths of windows: a phone and a desk.
const WIDTHS: [u32; 2] = [390, 1280];
/// A frame in the host's own HTML.
const PLAIN: &str = "$('iframe')";
/// Of the text around the embed, since that came into view: a theme may move its own things before, and its side bar at any time.
const SHIFT: &str = "const column = $('#after').parentElement; const ours = (e) => e.startTime > window.came && e.sources.some(({node}) => column.contains(node)); \
     new PerformanceObserver((list) => done(list.getEntries().filter(ours).reduce((sum, e) => sum + e.value, 0))).observe({type: 'layout-shift', buffered: true}); \
     setTimeout(done, 400, 0)";

/// What holds of a frame that nothing cuts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// As high as its content, but for room that was kept and whose end is in sight.
    Exact,
    /// No lower than it.
    Kept,
    /// As WordPress allows, which may be less.
    WordPress,
}

/// In a host at each width: an embed stands in the column of its text, can be read whole, and moved nothing when it came.
async fn fits(page: &Page, address: &str, embed: &Embed, room: Room) -> Result<()> {
    for width in WIDTHS {
        let fits = fits_at(page, address, embed, room, width).await;
        fits.with_context(|| format!("{address} in a window {width} wide"))?;
    }
    Ok(())
}

/// The line before the embed is brought to the top of the window.
const LEAD: &str = "$('#before').scrollIntoView({block: 'start', behavior: 'instant'})";

/// Opens a page and waits until its frame is shown in place of the link.
async fn show(page: &Page, address: &str, frame: &str, width: u32) -> Result<()> {
    page.size(width, 900).await?;
    page.open(address).await?;
    page.act(&format!("{LEAD}; window.came = performance.now()")).await?;
    page.until("the frame is shown", &format!("visible({frame}) && !visible($('backstory-embed a, blockquote a'))"))
        .await
}

async fn fits_at(page: &Page, address: &str, embed: &Embed, room: Room, width: u32) -> Result<()> {
    let frame = if room == Room::Exact { FRAME } else { PLAIN };
    show(page, address, frame, width).await?;
    enter(page, room).await?;
    whole(page, embed).await?;
    page.leave().await?;
    let places: [f64; 4] = page
        .run(&format!(
            "const column = $('#before').getBoundingClientRect(), own = {frame}.getBoundingClientRect(); return [column.left, column.right, own.left, own.right]"
        ))
        .await?;
    let [left, right, own_left, own_right] = places;
    ensure!(
        (left - own_left).abs() <= 1.0 && (right - own_right).abs() <= 1.0,
        "the text stands at {left} to {right}, the frame at {own_left} to {own_right}"
    );
    page.is("the page is no wider than its window", "document.documentElement.scrollWidth <= innerWidth").await?;
    page.is(
        "what follows lies below",
        &format!("$('#after').getBoundingClientRect().top >= {frame}.getBoundingClientRect().bottom"),
    )
    .await?;
    enter(page, room).await?;
    page.rests("[innerHeight, $('[data-frame-root]').getBoundingClientRect().height]").await?;
    let [high, content]: [f64; 2] =
        page.run("return [innerHeight, $('[data-frame-root]').getBoundingClientRect().height]").await?;
    page.leave().await?;
    let as_told = match room {
        Room::Exact => high + 2.0 >= content && high <= content * 1.2,
        Room::Kept => high + 1.0 >= content,
        Room::WordPress => (high - content.clamp(WORDPRESS_LEAST, WORDPRESS_MOST)).abs() <= 2.0,
    };
    ensure!(as_told, "the frame is {high} high, its content {content}");
    if page.engine == Engine::Chromium && room != Room::WordPress {
        let shift: f64 = page.run_async(SHIFT).await?;
        ensure!(shift == 0.0, "the page moved when the frame came: {shift}");
    }
    Ok(())
}

async fn enter(page: &Page, room: Room) -> Result<()> {
    if room == Room::Exact { enter_element(page, 0).await } else { page.enter("iframe").await }
}

/// Every embed in posts of these kinds.
async fn posts(page: &Page, name: &'static str, kinds: &[(Kind, Room)]) -> Result<()> {
    let hosts = hosts(page).await?;
    let mut matrix = Matrix::new(page, name);
    for (n, embed) in embeds()?.iter().enumerate() {
        let outcome = async {
            for (kind, room) in kinds {
                fits(page, &hosts.post(n, *kind), embed, *room).await?;
            }
            Ok(Verdict::Works)
        };
        matrix.put(embed.kind, outcome.await)?;
    }
    matrix.done()
}

async fn posts_hold_embeds_in_a_block_theme(page: &Page) -> Result<()> {
    posts(page, "WordPress, blocks", &[(Kind::BlockScript, Room::Exact), (Kind::BlockFrame, Room::Kept)]).await
}

async fn posts_hold_embeds_in_a_classic_theme(page: &Page) -> Result<()> {
    posts(page, "WordPress, classic", &[(Kind::ClassicScript, Room::Exact), (Kind::ClassicFrame, Room::Kept)]).await
}

async fn addresses_alone_become_embeds(page: &Page) -> Result<()> {
    let kinds = [(Kind::BlockAddress, Room::WordPress), (Kind::ClassicAddress, Room::WordPress)];
    posts(page, "WordPress, oEmbed", &kinds).await
}

async fn what_authors_write_leaves_a_link(page: &Page) -> Result<()> {
    let hosts = hosts(page).await?;
    let mut matrix = Matrix::new(page, "WordPress, Author");
    for (n, embed) in embeds()?.iter().enumerate() {
        let outcome = async {
            for kind in [Kind::AuthorScript, Kind::AuthorFrame] {
                page.open(&hosts.post(n, kind)).await?;
                page.until("there is a text", "visible($('#after'))").await?;
                page.is("no frame and no script is left", "!$('iframe, backstory-embed, script[src*=embed]')").await?;
                let between = "(() => { const range = document.createRange(); range.setStartAfter($('#before')); range.setEndBefore($('#after')); return range })()";
                page.is(
                    "but one link to the story, with its words",
                    &format!("(([link, ...more]) => more.length === 0 && visible(link) && text(link).length > 5 && link.origin === '{}')([...{between}.cloneContents().querySelectorAll('a')].map((a) => $$('a').find((b) => b.isEqualNode(a))))", hosts.story.origin()),
                )
                .await?;
                page.is("and nothing that was meant for machines", &format!("!/[{{}}]/.test({between}.toString())"))
                    .await?;
                let room: f64 = page
                    .run("return $('#after').getBoundingClientRect().top - $('#before').getBoundingClientRect().bottom")
                    .await?;
                ensure!(room < 300.0, "in a room {room} px high");
            }
            Ok(Verdict::Readable)
        };
        matrix.put(embed.kind, outcome.await)?;
    }
    matrix.done()
}

async fn pages(page: &Page, name: &'static str, host: &Running, room: Room) -> Result<()> {
    let mut matrix = Matrix::new(page, name);
    for embed in embeds()? {
        let fits = fits(page, &host.url(&format!("/{}/", embed.kind)), &embed, room).await;
        matrix.put(embed.kind, fits.map(|()| Verdict::Works))?;
    }
    matrix.done()
}

async fn pages_of_hugo_hold_embeds(page: &Page) -> Result<()> {
    let hosts = hosts(page).await?;
    pages(page, "Hugo", &hosts.hugo.host, Room::Kept).await
}

async fn pages_of_mkdocs_hold_embeds(page: &Page) -> Result<()> {
    let hosts = hosts(page).await?;
    pages(page, "MkDocs Material", &hosts.mkdocs.host, Room::Exact).await
}

async fn embeds_come_where_mkdocs_loads_no_page(page: &Page) -> Result<()> {
    let hosts = hosts(page).await?;
    page.open(&hosts.mkdocs.host.url("/")).await?;
    page.act("window.same = true").await?;
    for embed in embeds()? {
        page.act(&format!("$('.md-nav a[href*=\"{}/\"]').click()", embed.kind)).await?;
        page.until(
            &format!("the {} is shown", embed.kind),
            &format!("$('h1').textContent.startsWith('{}') && ($('#before').scrollIntoView(), visible({FRAME}) && !visible($('backstory-embed a')))", embed.kind),
        )
        .await?;
        page.is("and no page was loaded", "window.same").await?;
    }
    Ok(())
}

async fn the_address_of_a_post_leads_to_what_it_names(page: &Page) -> Result<()> {
    let hosts = hosts(page).await?;
    let event = &story()?.events[30];
    let n = embeds()?.iter().position(|embed| embed.kind == "timeline").context("there is a timeline")?;
    for width in WIDTHS {
        page.size(width, 900).await?;
        for kind in [Kind::BlockScript, Kind::ClassicScript] {
            page.open(&format!("{}#backstory={event}", hosts.post(n, kind))).await?;
            is_in_sight(page, 0, ".tl-detail").await.with_context(|| format!("{width} px wide"))?;
        }
    }
    Ok(())
}

/// Every embed as it stands in a post: in each kind of post, width and scheme of colours.
async fn pictures_of_posts(page: &Page) -> Result<()> {
    let folder = PathBuf::from(env::var_os(PICTURES).context("the folder is named")?);
    fs::create_dir_all(&folder)?;
    let hosts = hosts(page).await?;
    for (n, embed) in embeds()?.iter().enumerate() {
        for (kind, name) in PICTURED {
            let frame = if matches!(kind, Kind::BlockScript | Kind::ClassicScript) { FRAME } else { PLAIN };
            for (width, scheme) in WIDTHS.into_iter().flat_map(|width| ["light", "dark"].map(|scheme| (width, scheme)))
            {
                let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
                page.chromium("Emulation.setEmulatedMedia", media).await?;
                show(page, &hosts.post(n, kind), frame, width).await?;
                page.rests(&format!("{frame}.getBoundingClientRect().height")).await?;
                let high: f64 = page
                    .run("return $('#after').getBoundingClientRect().bottom - $('#before').getBoundingClientRect().top")
                    .await?;
                // A window that holds all of it: of what is beyond the window, a frame in a process of its own may not be drawn yet.
                page.size(width, high.clamp(900.0, 8_000.0) as u32).await?;
                page.act(LEAD).await?;
                page.rests(&format!("{frame}.getBoundingClientRect().height")).await?;
                let bytes = page.client.screenshot().await.context("no picture")?;
                fs::write(folder.join(format!("{}-{name}-{width}-{scheme}.png", embed.kind)), bytes)?;
            }
        }
    }
    page.chromium("Emulation.setEmulatedMedia", json!({"features": []})).await?;
    Ok(())
}

/// Paper has another width than the screen: nothing of a frame could be right there.
async fn posts_on_paper_show_the_link(page: &Page) -> Result<()> {
    let hosts = hosts(page).await?;
    page.open(&hosts.post(1, Kind::BlockScript)).await?;
    page.act("$('#before').scrollIntoView({behavior: 'instant'})").await?;
    page.until("the frame is shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    page.chromium("Emulation.setEmulatedMedia", json!({"media": "print"})).await?;
    let printed = async {
        page.until("on paper there is the link", &format!("visible($('backstory-embed a')) && !visible({FRAME})"))
            .await?;
        let room: f64 = page.run("return $('backstory-embed').getBoundingClientRect().height").await?;
        ensure!(room < 300.0, "in a room {room} px high");
        Ok(())
    }
    .await;
    page.chromium("Emulation.setEmulatedMedia", json!({"media": ""})).await?;
    printed
}
