//! The whole explainer in one HTML file that works from disk, without a server.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use backstory_unpack::pack;

use crate::assets::{Assets, Folders, join, minify_with, policy_hash, read, read_bytes};
use crate::digest::{Depth, digest};
use crate::head::escape;
use crate::script::{Kind, smaller};
use backstory::View;

/// How the loader gets the program on a host.
const FETCHED_PROGRAM: &str =
    "fetch(new URL(tag.dataset.wasm, tag.src), { integrity: tag.dataset.integrity, credentials: \"omit\" })";
/// How it gets it here: `scripts/unpack.js` has it ready.
const UNPACKED_PROGRAM: &str = "Promise.resolve(unpacked)";

/// What a single file may weigh on disk, in bytes: what mail servers and desks pass on without a word.
pub const LIMIT: usize = 400_000;

/// What the single file needs beside what every page needs.
#[derive(Debug, Clone)]
pub struct Single {
    /// The one module of the file: what unpacks the page, then what makes it work.
    script: String,
    /// The program that unpacks it.
    wasm: Vec<u8>,
    /// Style of the story in short.
    css: String,
}

impl Single {
    /// Reads and minifies it; `accent` is what the story adds to the tokens.
    ///
    /// # Errors
    /// A message that names the file that cannot be read or understood.
    pub fn gather(folders: Folders, accent: &str) -> Result<Self, String> {
        let packed = folders.packed.ok_or("the single file needs the packed programs")?;
        let to_type = |problem| format!("{problem}. Type: cargo xtask build --single-file FILE");
        let glue = |name: &str| read(&packed.join(name)).map_err(to_type);
        let script = |name: &str| read(&folders.scripts.join(name));
        let app = join(&glue("backstory.js")?, &script("loader.js")?);
        let module = module(&join(&glue("unpack.js")?, &script("unpack.js")?), &script("iframe.js")?, &app)?;
        let tokens = read(&folders.styles.join("tokens.css"))? + accent;
        Ok(Self {
            script: smaller("unpack.js", &module, Kind::Module)?,
            wasm: read_bytes(&packed.join("unpack_bg.wasm"))?,
            css: minify_with(&tokens, &read(&folders.styles.join("digest.css"))?)?,
        })
    }
}

/// The names of each script are its own.
fn module(unpack: &str, frame: &str, app: &str) -> Result<String, String> {
    if !app.contains(FETCHED_PROGRAM) {
        return Err(format!(
            "scripts/loader.js no longer says {FETCHED_PROGRAM}, which the single file says otherwise"
        ));
    }
    let app = app.replace(FETCHED_PROGRAM, UNPACKED_PROGRAM);
    Ok(format!("{unpack}\nif (unpacked) {{\n{{\n{frame}\n}}\n{app}\n}}\n"))
}

/// Joins the main page with its fonts and program, packed, and shows the story in short until they are unpacked: as much of
/// it as [`LIMIT`] leaves room for, or the least there is.
///
/// The policy changes with it: scripts stand in the page and are named by their hash, and the page is read from the file
/// instead of being fetched.
///
/// # Errors
/// A message that says what the page or the assets lack.
pub fn single_file(
    view: &View,
    base: Option<&str>,
    page: &str,
    assets: &Assets,
    single: &Single,
) -> Result<String, String> {
    let Single { script, wasm, css } = single;
    let program = assets.wasm.as_ref().and_then(|(path, _)| assets.files.get(path)).ok_or("the page has no program")?;

    let page = without_neighbours(page);
    let (head, body) = page.split_once("<body>").ok_or("the page has no body")?;
    let style = between(head, "<style>", "</style>")?;
    let fonts: Vec<_> = assets.files.iter().filter(|(path, _)| path.ends_with(".woff2")).collect();
    let (mut packed_style, mut whole_style) = (style.to_owned(), style.to_owned());
    for (n, (path, bytes)) in fonts.iter().enumerate() {
        packed_style = packed_style.replace(&format!("./{path}"), &format!("font:{n}/"));
        whole_style = whole_style.replace(&format!("./{path}"), &data_url("font/woff2", bytes));
    }

    let html = format!("<!DOCTYPE html><style>{packed_style}</style><body>{body}");
    let mut parts = vec![html.as_bytes(), program.as_slice()];
    parts.extend(fonts.iter().map(|(_, bytes)| bytes.as_slice()));
    let lengths: Vec<String> = parts.iter().map(|part| part.len().to_string()).collect();
    let data = format!(
        "<script type=\"text/plain\" id=\"packed\" data-lengths=\"{}\">{}</script><script type=\"text/plain\" id=\"unpack\">{}</script>",
        lengths.join(" "),
        pack(&parts.concat()),
        STANDARD.encode(gzip(wasm))
    );

    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {} {}; connect-src blob:; img-src data:; font-src data:; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        policy_hash(script),
        policy_hash(css),
        policy_hash(&whole_style)
    );
    let old_policy = between(head, "Content-Security-Policy\" content=\"", "\">")?;
    let head = head.replacen(style, css, 1).replacen(old_policy, &escape(&policy), 1);
    let file = |depth| {
        let digest = digest(view, base, depth);
        format!("{head}<body>{digest}{data}<script type=\"module\">{script}</script></body></html>\n")
    };
    let fits = |file: &String| file.len() <= LIMIT;
    Ok(Depth::FALLING.into_iter().map(file).find(fits).unwrap_or_else(|| file(Depth::Texts)))
}

/// The page without what leads to files beside it or speaks to machines of other sites.
fn without_neighbours(page: &str) -> String {
    // A title may hold any sign but the quotes that end an attribute.
    let left_out = [
        ("<link rel=\"icon\"", "\">"),
        ("<link rel=\"manifest\"", "\">"),
        ("<link rel=\"alternate\"", "\">"),
        ("<script type=\"module\" async", "</script>"),
        ("<script type=\"application/ld+json\"", "</script>"),
        ("<meta property=\"og:", "\">"),
        ("<meta name=\"twitter:", "\">"),
        ("<div class=\"downloads\"", "</div>"),
        ("<div data-behavior=\"share\"", "</dialog></div>"),
    ];
    left_out.iter().fold(page.to_owned(), |page, (from, to)| cut(&page, from, to))
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Result<&'a str, String> {
    let found = text.split_once(from).and_then(|(_, rest)| rest.split_once(to));
    found.map(|(inner, _)| inner).ok_or_else(|| format!("the page has no {from}"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    // Memory takes all that is written to it.
    let _ = out.write_all(bytes);
    out.finish().unwrap_or_default()
}

fn data_url(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}

/// Takes out every stretch from `from` to `to`.
fn cut(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(from) {
        out.push_str(&rest[..start]);
        let after = &rest[start..];
        rest = after.find(to).map_or("", |end| &after[end + to.len()..]);
    }
    out + rest
}
