//! The whole explainer in one HTML file that works from disk, without a server.

use std::rc::Rc;

use backstory::{Picture, View};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::assets::{Assets, policy_hash};
use crate::head::{Head, Parts, fill, program_attributes};
use crate::site;

/// Every page of the story as one document, with its fonts, scripts and programs inside. Without scripts it is as whole as the
/// pages are.
///
/// The policy is another: scripts stand in the page and are named by their hash, and what a page would fetch stands in it as a
/// `data:` address, the programs too, so that the loader is the same as on a host.
///
/// # Errors
/// A message that says what the assets lack.
pub fn single_file(
    view: &View,
    assets: &Assets,
    pictures: &site::Files,
    options: site::Options,
) -> Result<String, String> {
    let view = Rc::new(view.clone().with_pictures(view.pictures.iter().map(|it| inlined(it, pictures)).collect()));
    let Some(programs) = &assets.programs else {
        return Err("the single file needs the bundle, which has the programs".into());
    };
    let frame = script(assets, &assets.frame.path, "")?;
    let address =
        |path: &str| assets.files.get(path).map(|bytes| data_url("application/wasm", bytes)).unwrap_or_default();
    let app = script(assets, &programs.loader.path, &program_attributes(programs, address))?;

    let fonts = assets.files.iter().filter(|(path, _)| path.ends_with(".woff2"));
    let style = fonts.fold(assets.css.clone(), |style, (path, bytes)| {
        style.replace(&format!("{{root}}{path}"), &data_url("font/woff2", bytes))
    });
    let policy = format!(
        "default-src 'none'; script-src {} {} 'wasm-unsafe-eval'; connect-src data:; style-src {}; img-src data:; font-src data:; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        frame.hash,
        app.hash,
        policy_hash(&style)
    );
    let parts = Parts {
        policy,
        styles: format!("<style>{style}</style>"),
        scripts: String::new(),
        body: site::single_body(&view, assets) + &frame.tag + &app.tag,
    };
    // Lines of the template with `{root}` link to files beside the page, and there are none.
    let template: String =
        options.template.lines().filter(|line| !line.contains("{root}")).map(|line| line.to_owned() + "\n").collect();
    let head = Head { oembed: None, live: false, ..site::article_head(&view, options) };
    Ok(fill(&view, &template, &head, &parts))
}

/// A picture in the one size that fills a column.
fn inlined(picture: &Picture, files: &site::Files) -> Picture {
    let path = picture.src("");
    let Some(bytes) = files.get(&path) else { return Picture::default() };
    let mime = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        _ => "image/jpeg",
    };
    Picture { size: picture.size, files: vec![(picture.size.0, data_url(mime, bytes))] }
}

/// A script in the page.
struct Script {
    tag: String,
    /// As the policy names it.
    hash: String,
}

fn script(assets: &Assets, path: &str, attributes: &str) -> Result<Script, String> {
    let text = std::str::from_utf8(file(assets, path)?).map_err(|error| format!("{path}: {error}"))?;
    // A browser would end the script there.
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
