//! The whole explainer in one HTML file that works from disk, without a server.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use backstory_unpack::pack;

use crate::assets::{Assets, Unpack, policy_hash};
use crate::digest::{Depth, digest};
use crate::head::escape;
use crate::script::{Kind, smaller};
use crate::view::View;

/// How the loader gets the program on a host.
const FETCHED_PROGRAM: &str =
    "fetch(new URL(tag.dataset.wasm, tag.src), { integrity: tag.dataset.integrity, credentials: \"omit\" })";
/// How it gets it here: `scripts/unpack.js` has it ready.
const UNPACKED_PROGRAM: &str = "Promise.resolve(unpacked)";

/// What a single file may weigh on disk, in bytes: what mail servers and desks pass on without a word.
pub const LIMIT: usize = 400_000;

/// Joins the main page with its fonts and program, packed, and shows the story in short until they are unpacked: as much of
/// it as [`LIMIT`] leaves room for, or the least there is.
///
/// The policy changes with it: scripts stand in the page and are named by their hash, and the page is read from the file
/// instead of being fetched.
///
/// # Errors
/// A message that says what the assets lack.
pub fn single_file(view: &View, base: Option<&str>, page: &str, assets: &Assets) -> Result<String, String> {
    let lack = |what: &str| format!("the single file needs {what}: cargo xtask build --single-file FILE");
    let unpack = assets.unpack.as_ref().ok_or_else(|| lack("the program that unpacks it"))?;
    let wasm = assets.wasm.as_ref().ok_or_else(|| lack("the page's program"))?;
    let program = assets.files.get(&wasm.0).map(Vec::as_slice).unwrap_or_default();
    let script = script(unpack)?;

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
    let mut parts = vec![html.as_bytes(), program];
    parts.extend(fonts.iter().map(|(_, bytes)| bytes.as_slice()));
    let lengths: Vec<String> = parts.iter().map(|part| part.len().to_string()).collect();
    let data = format!(
        "<script type=\"text/plain\" id=\"packed\" data-lengths=\"{}\">{}</script><script type=\"text/plain\" id=\"unpack\">{}</script>",
        lengths.join(" "),
        pack(&parts.concat()),
        STANDARD.encode(gzip(&unpack.wasm))
    );

    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {} {}; connect-src blob:; img-src data:; font-src data:; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        policy_hash(&script),
        policy_hash(&assets.digest_css),
        policy_hash(&whole_style)
    );
    let old_policy = between(head, "Content-Security-Policy\" content=\"", "\">")?;
    let head = head.replacen(style, &assets.digest_css, 1).replacen(old_policy, &escape(&policy), 1);
    let file = |depth| {
        let digest = digest(view, base, depth);
        format!("{head}<body>{digest}{data}<script type=\"module\">{script}</script></body></html>\n")
    };
    let files = Depth::FALLING.map(file);
    let fits = files.iter().position(|file| file.len() <= LIMIT).unwrap_or(files.len() - 1);
    Ok(files.into_iter().nth(fits).unwrap_or_default())
}

/// The one module of the file: what unpacks the page, then what makes it work. The names of each script are its own.
fn script(unpack: &Unpack) -> Result<String, String> {
    if !unpack.app.contains(FETCHED_PROGRAM) {
        return Err(format!(
            "scripts/loader.js no longer says {FETCHED_PROGRAM}, which the single file says otherwise"
        ));
    }
    let app = unpack.app.replace(FETCHED_PROGRAM, UNPACKED_PROGRAM);
    let module = format!("{}\nif (unpacked) {{\n{{\n{}\n}}\n{app}\n}}\n", unpack.script, unpack.frame);
    smaller("unpack.js", &module, Kind::Module)
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
        ("<div data-wakes=\"share\"", "</dialog></div>"),
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
