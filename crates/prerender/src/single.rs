//! The whole explainer in one HTML file that works from disk, without a server.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::assets::{Assets, policy_hash};
use crate::head::escape;

/// What leads to files beside the page, or names the page's address: from disk there is neither.
const LEFT_OUT: [(&str, &str); 6] = [
    ("<link rel=\"icon\"", "\">"),
    ("<link rel=\"manifest\"", "\">"),
    ("<link rel=\"alternate\"", "\">"),
    ("<script type=\"module\" async", "</script>"),
    ("<div class=\"downloads\"", "</div>"),
    ("<div data-wakes=\"share\"", "</dialog></div>"),
];

/// The main page with its fonts, scripts and program inside. Without scripts it is as whole as the page is.
///
/// The policy changes with it: scripts stand in the page and are named by their hash, and what the page would fetch stands in
/// it as a `data:` address, the program too, so that the loader is the same as on a host.
///
/// # Errors
/// A message that says what the page or the assets lack.
pub fn single_file(page: &str, assets: &Assets) -> Result<String, String> {
    let (Some(app), Some(program)) = (&assets.app, &assets.wasm) else {
        return Err("the single file needs the bundle, which has the program".into());
    };
    let frame = script(assets, &assets.frame.0, "")?;
    let address = data_url("application/wasm", file(assets, &program.0)?);
    let app = script(assets, &app.0, &format!(" data-wasm=\"{address}\" data-integrity=\"{}\"", program.1))?;

    let mut page = LEFT_OUT.iter().fold(page.to_owned(), |page, (from, to)| without(&page, from, to));
    for (path, bytes) in assets.files.iter().filter(|(path, _)| path.ends_with(".woff2")) {
        page = page.replace(&format!("./{path}"), &data_url("font/woff2", bytes));
    }
    let style = between(&page, "<style>", "</style>")?;
    let policy = format!(
        "default-src 'none'; script-src {} {} 'wasm-unsafe-eval'; connect-src data:; style-src {}; img-src data:; font-src data:; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        frame.hash,
        app.hash,
        policy_hash(style)
    );
    let old_policy = between(&page, "Content-Security-Policy\" content=\"", "\">")?;
    let page = page.replacen(old_policy, &escape(&policy), 1);
    let (before, after) = page.rsplit_once("</body>").ok_or("the page has no end")?;
    Ok([before, &frame.tag, &app.tag, "</body>", after].concat())
}

/// A script in the page.
struct Script {
    tag: String,
    /// As the policy names it.
    hash: String,
}

fn script(assets: &Assets, path: &str, attributes: &str) -> Result<Script, String> {
    let text = std::str::from_utf8(file(assets, path)?).map_err(|error| format!("{path}: {error}"))?;
    // There it would end for a browser.
    if text.contains("</script") {
        return Err(format!("{path} says </script, which no script within a page may"));
    }
    Ok(Script { tag: format!("<script type=\"module\"{attributes}>{text}</script>"), hash: policy_hash(text) })
}

fn file<'a>(assets: &'a Assets, path: &str) -> Result<&'a [u8], String> {
    assets.files.get(path).map(Vec::as_slice).ok_or_else(|| format!("{path} is not among the assets"))
}

fn data_url(mime: &str, bytes: &[u8]) -> String {
    format!("data:{mime};base64,{}", STANDARD.encode(bytes))
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Result<&'a str, String> {
    let found = text.split_once(from).and_then(|(_, rest)| rest.split_once(to));
    found.map(|(inner, _)| inner).ok_or_else(|| format!("the page has no {from}"))
}

/// The text without every stretch from `from` to `to`.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(from) {
        out.push_str(&rest[..start]);
        let after = &rest[start..];
        rest = after.find(to).map_or("", |end| &after[end + to.len()..]);
    }
    out + rest
}
