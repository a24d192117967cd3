//! Files with their content's hash in their name: styles, fonts, scripts, the program.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use backstory::components::share_dialog::VerifiedFile;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use sha2::{Digest, Sha256, Sha384};

/// Style files of what the first screen shows, in the order they apply: they stand in the article itself.
const FIRST_STYLES: [&str; 8] = ["tokens", "base", "hero", "ribbon", "section_nav", "section", "figure", "minute"];
/// The others, in their order.
const STYLES: [&str; 15] = [
    "card",
    "claim",
    "scenario",
    "signpost",
    "relation_diagram",
    "map",
    "timeline",
    "event_list",
    "sources",
    "shelf",
    "share_dialog",
    "embed",
    "preview",
    "tour",
    "print",
];
/// Style files that an embedded timeline or tour does not need, nor a preview in one.
const APART: [&str; 6] = ["ribbon", "section_nav", "minute", "map", "shelf", "share_dialog"];
/// Bytes of the hash in a file name: 48 bits are enough to tell builds apart.
const HASH: usize = 6;

/// Everything under `assets/`, and what pages say of it.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Files by path within the output folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The style sheet, to be set inline, with its fonts relative to the story's folder (`{root}` stands for the way there).
    pub css: String,
    /// The part of it that the first screen needs.
    pub first_css: String,
    /// Path of the other part, which the article asks for where its first screen ends.
    pub rest_css_file: String,
    /// Path of the whole style sheet.
    pub css_file: String,
    /// Path of the style sheet of an embedded timeline.
    pub timeline_css_file: String,
    /// Path of the style sheet of an embedded tour.
    pub tour_css_file: String,
    /// The programs, if pages have any.
    pub programs: Option<Programs>,
    /// The script for frames.
    pub frame: VerifiedFile,
    /// The host's script.
    pub embed: VerifiedFile,
}

/// What runs in a browser beside the script for frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// The module that loads the two others.
    pub loader: VerifiedFile,
    /// The page's program.
    pub page: VerifiedFile,
    /// The timeline's program.
    pub timeline: VerifiedFile,
}

/// Where assets come from.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'a> {
    /// `styles/`.
    pub styles: &'a Path,
    /// Where `iframe.js` and `embed.js` are as readers get them: the bundle, or `scripts/` as they were written.
    pub scripts: &'a Path,
    /// `fonts/`.
    pub fonts: &'a Path,
    /// Where `app.js`, `backstory_bg.wasm` and `backstory-timeline_bg.wasm` are, if pages shall have programs.
    pub program: Option<&'a Path>,
}

/// Subresource integrity of bytes (SHA-384, as the specification advises).
#[must_use]
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// The source expression of a policy for an inline text.
#[must_use]
pub fn policy_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Path of a file that is named by its content.
pub(crate) fn hashed_name(stem: &str, ext: &str, bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes).iter().take(HASH).map(|byte| format!("{byte:02x}")).collect();
    format!("assets/{stem}-{hash}.{ext}")
}

/// Path and bytes of a style sheet as a file, beside its fonts.
pub(crate) fn sheet_file(stem: &str, sheet: &str) -> (String, Vec<u8>) {
    let bytes = sheet.replace("{root}assets/", "").into_bytes();
    (hashed_name(stem, "css", &bytes), bytes)
}

impl Assets {
    /// Reads and names everything, and minifies the styles.
    ///
    /// # Errors
    /// A message that names the file that cannot be read or understood.
    pub fn gather(folders: Folders, extra_css: &str) -> Result<Self, String> {
        let mut assets = Self::default();
        let mut css = read(&folders.fonts.join("fonts.css"))?;
        let wrong = wrong_faces(folders.fonts);
        if !wrong.is_empty() {
            return Err(wrong.join("\n"));
        }
        for name in fonts(&css) {
            let bytes = read_bytes(&folders.fonts.join(&name))?;
            let stem = name.trim_end_matches(".woff2").to_owned();
            let path = assets.put(&stem, "woff2", bytes);
            css = css.replace(&format!("{{{{font:{name}}}}}"), &format!("{{root}}{path}"));
        }
        let styles = |names: &[&str]| -> Result<String, String> {
            names.iter().map(|name| read(&folders.styles.join(format!("{name}.css")))).collect()
        };
        let sheet = |except: &str| -> Result<String, String> {
            let names = FIRST_STYLES.iter().chain(&STYLES);
            let names: Vec<_> = names.filter(|name| **name != except && !APART.contains(name)).copied().collect();
            minify(&(css.clone() + &styles(&names)? + extra_css), HashSet::new())
        };
        let (timeline, tour) = (sheet("tour")?, sheet("timeline")?);
        let (first, rest) = (css + &styles(&FIRST_STYLES)? + extra_css, styles(&STYLES)?);
        assets.css = minify(&(first.clone() + &rest), HashSet::new())?;
        assets.first_css = minify(&first, HashSet::new())?;
        let rest = minify(&rest, HashSet::new())?;
        assets.rest_css_file = assets.put("rest", "css", rest.into_bytes());
        assets.css_file = assets.put_sheet("style", &assets.css.clone());
        assets.timeline_css_file = assets.put_sheet("timeline", &timeline);
        assets.tour_css_file = assets.put_sheet("tour", &tour);
        assets.frame = assets.put_whole("iframe", "js", read_bytes(&folders.scripts.join("iframe.js"))?);
        assets.embed = assets.put_whole("embed", "js", read_bytes(&folders.scripts.join("embed.js"))?);
        if let Some(program) = folders.program {
            let read = |name: &str| read_bytes(&program.join(name));
            assets.programs = Some(Programs {
                page: assets.put_whole("page", "wasm", read("backstory_bg.wasm")?),
                timeline: assets.put_whole("timeline", "wasm", read("backstory-timeline_bg.wasm")?),
                loader: assets.put_whole("app", "js", read("app.js")?),
            });
        }
        Ok(assets)
    }

    fn put_sheet(&mut self, stem: &str, sheet: &str) -> String {
        let (path, bytes) = sheet_file(stem, sheet);
        self.files.insert(path.clone(), bytes);
        path
    }

    fn put(&mut self, stem: &str, ext: &str, bytes: Vec<u8>) -> String {
        let path = hashed_name(stem, ext, &bytes);
        self.files.insert(path.clone(), bytes);
        path
    }

    fn put_whole(&mut self, stem: &str, ext: &str, bytes: Vec<u8>) -> VerifiedFile {
        let integrity = integrity(&bytes);
        VerifiedFile { path: self.put(stem, ext, bytes), integrity }
    }
}

fn fonts(css: &str) -> Vec<String> {
    css.split("{{font:")
        .skip(1)
        .filter_map(|rest| rest.split("}}").next())
        .map(str::to_owned)
        .filter(|n| !n.starts_with("NAME"))
        .collect()
}

/// What is wrong with the fonts in a folder, which may be the story's own: each has to be a WOFF2 file of that folder, and no style
/// may load anything from another host.
#[must_use]
pub fn wrong_faces(folder: &Path) -> Vec<String> {
    let sheet = folder.join("fonts.css");
    let css = match read(&sheet) {
        Ok(css) => css,
        Err(why) => return vec![why],
    };
    let sheet = sheet.display();
    let mut wrong: Vec<_> = fonts(&css).iter().filter_map(|name| wrong_face(folder, name)).collect();
    wrong.extend(minify(&css, HashSet::new()).err().map(|why| format!("{sheet}: {why}")));
    let elsewhere =
        css.split("url(").skip(1).map(|it| it.split(')').next().unwrap_or_default().trim_matches(['"', '\'']));
    for address in elsewhere.filter(|it| !it.starts_with("{{font:") && !it.starts_with("data:")) {
        wrong.push(format!(
            "{sheet}: `{address}` is no face of this folder, and nothing is loaded from others. Write url(\"{{{{font:NAME.woff2}}}}\")"
        ));
    }
    if css.contains("@import") {
        wrong.push(format!("{sheet}: `@import` loads another style sheet. Write its rules here"));
    }
    for family in ["Backstory Serif", "Backstory Sans"].iter().filter(|it| !css.contains(**it)) {
        wrong.push(format!("{sheet}: no face is called \"{family}\", which pages ask for. Call one so"));
    }
    wrong
}

fn wrong_face(folder: &Path, name: &str) -> Option<String> {
    let path = folder.join(name);
    let why = match std::fs::read(&path) {
        Err(_) => "fonts.css names this face, and it is not there. Put it there, or correct its name",
        Ok(bytes) if !bytes.starts_with(b"wOF2") => {
            "this face is no WOFF2. Save it as such, and name it so in fonts.css"
        }
        Ok(_) if !name.ends_with(".woff2") => "the name of a face ends with .woff2. Rename it",
        Ok(_) => return None,
    };
    Some(format!("{}: {why}", path.display()))
}

/// The styles without white space and without what is for names that are not used.
pub(crate) fn minify(css: &str, unused_symbols: HashSet<String>) -> Result<String, String> {
    let mut sheet = StyleSheet::parse(css, ParserOptions::default()).map_err(|e| format!("styles: {e}"))?;
    sheet.minify(MinifyOptions { unused_symbols, ..MinifyOptions::default() }).map_err(|e| format!("styles: {e}"))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.map_err(|e| format!("styles: {e}"))?.code)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_that_of_the_standard() {
        // From the Subresource Integrity specification.
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), expected);
    }
}
