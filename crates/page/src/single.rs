//! The whole explainer in one HTML file that works from disk, without a server.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::assets::{Assets, policy_hash};
use crate::head::escape;

/// How the loader gets the program on a host.
const FETCHED_PROGRAM: &str =
    "fetch(new URL(tag.dataset.wasm, tag.src), { integrity: tag.dataset.integrity, credentials: \"omit\" })";
/// How it gets it here: compressed, as no host will compress it on its way.
const PROGRAM_IN_PAGE: &str = "Promise.resolve(new Response(new Blob([Uint8Array.from(atob(\
    document.getElementById(\"program\").textContent), (c) => c.charCodeAt(0))])\
    .stream().pipeThrough(new DecompressionStream(\"gzip\")), { headers: { \"content-type\": \"application/wasm\" } }))";

/// Joins the main page with its fonts, scripts and program.
///
/// The policy changes with it: scripts stand in the page and are named by their hash, and the program is read from the page
/// instead of being fetched.
#[must_use]
pub fn single_file(page: &str, assets: &Assets) -> String {
    let mut page = page.to_owned();
    for (path, bytes) in assets.files.iter().filter(|(p, _)| p.ends_with(".woff2")) {
        page = page.replace(&format!("./{path}"), &data_url("font/woff2", bytes));
    }
    page = cut(&page, "<link rel=\"preload\"", ">");
    page = cut(&page, "<link rel=\"icon\"", ">");
    page = cut(&page, "<link rel=\"manifest\"", ">");
    page = cut(&page, "<script type=\"module\" async", "</script>");
    // Files beside the page and codes that name its address: from disk there is neither.
    page = cut(&page, "<div class=\"downloads\"", "</div>");
    page = cut(&page, "<div data-wakes=\"share\"", "</dialog></div>");
    let text = |path: &str| assets.files.get(path).map(|b| String::from_utf8_lossy(b).into_owned()).unwrap_or_default();
    let mut scripts = vec![text(&assets.frame.0)];
    let mut program = String::new();
    if let (Some(app), Some(wasm)) = (&assets.app, &assets.wasm) {
        // The program stands in the page: take it from there instead of from an address.
        let loader = text(&app.0).replace(FETCHED_PROGRAM, PROGRAM_IN_PAGE);
        scripts.push(loader);
        let bytes = assets.files.get(&wasm.0).map(Vec::as_slice).unwrap_or_default();
        program = format!("<script type=\"text/plain\" id=\"program\">{}</script>", STANDARD.encode(gzip(bytes)));
    }
    let style = page.split("<style>").nth(1).and_then(|s| s.split("</style>").next()).unwrap_or_default().to_owned();
    let hashes: Vec<String> = scripts.iter().map(|s| policy_hash(s)).collect();
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data:; font-src data:; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        hashes.join(" "),
        policy_hash(&style)
    );
    let start = page.find("content=\"default-src").map_or(0, |n| n + 9);
    let end = page[start..].find("\">").map_or(start, |n| start + n);
    page.replace_range(start..end, &escape(&policy));
    let tags: String = scripts.iter().map(|s| format!("<script type=\"module\">{s}</script>")).collect();
    page.replacen("</body>", &format!("{program}{tags}</body>"), 1)
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
