//! Pictures drawn at build time: the card that social media show, and the icon.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use resvg::{tiny_skia, usvg};

use crate::light_theme::{DOWN, INK, PAPER, QUIET, UP};
use backstory::{View, escape};

/// Size of the card in pixels, as sites that read Open Graph expect.
const CARD: (u32, u32) = (1200, 630);
/// Room at each side of the card.
const EDGE: u32 = 72;
/// Names of the files that the headline and the line above it are set in.
const FACES: [&str; 2] = ["serif-semibold", "sans-regular"];
/// Most letters in a line of the headline at its size.
const LINE: usize = 34;
/// Most lines of the headline.
const LINES: usize = 4;

/// The icon: three years of a ribbon.
#[must_use]
pub fn icon() -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"4\" fill=\"{PAPER}\"/>\
         <path fill=\"{UP}\" d=\"M5 6h6v10H5zM21 10h6v6h-6z\"/><path fill=\"{DOWN}\" d=\"M13 16h6v9h-6z\"/></svg>\n"
    )
}

/// The card as PNG. Letters that a font lacks come from the next of `fonts` that has them: of every folder its files `.ttf` and
/// `.otf`.
///
/// # Errors
/// A message if a font cannot be read, if none has a letter of the card, or if the drawing fails.
pub fn card(view: &View, fonts: &[&Path]) -> Result<Vec<u8>, String> {
    let missing = Arc::new(Mutex::new(BTreeSet::new()));
    let mut options = usvg::Options::default();
    let mut families = [String::new(), String::new()];
    for folder in fonts {
        for path in fonts_in(folder)? {
            let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let fontdb = Arc::make_mut(&mut options.fontdb);
            let ids = fontdb.load_font_source(usvg::fontdb::Source::Binary(Arc::new(bytes)));
            let family = ids.first().and_then(|id| Some(fontdb.face(*id)?.families.first()?.0.clone()));
            let family = family.ok_or_else(|| format!("{} is no font that can be read", path.display()))?;
            let name = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            if let Some(n) = FACES.iter().position(|it| *it == name).filter(|n| families[*n].is_empty()) {
                families[n] = family;
            }
        }
    }
    let noted = missing.clone();
    let usual = usvg::FontResolver::default_fallback_selector();
    options.font_resolver.select_fallback = Box::new(move |letter, used, fontdb| {
        let found = usual(letter, used, fontdb);
        if found.is_none() && !letter.is_whitespace() {
            noted.lock().ok()?.insert(letter);
        }
        found
    });
    let drawn = drawing(view, &families[0], &families[1]);
    let tree = usvg::Tree::from_str(&drawn, &options).map_err(|e| format!("social card: {e}"))?;
    let missing: Vec<String> =
        missing.lock().map(|it| it.iter().take(8).map(char::to_string).collect()).unwrap_or_default();
    if !missing.is_empty() {
        return Err(format!(
            "the social card cannot be drawn: no font has letters such as {}. Put a font that has them, as .ttf or .otf, into the \
             folder fonts/ of the story",
            missing.join(" ")
        ));
    }
    let mut pixels = tiny_skia::Pixmap::new(CARD.0, CARD.1).ok_or("social card: no memory")?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| format!("social card: {e}"))
}

/// Files of fonts in a folder, by name; none where there is no folder.
fn fonts_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let is_font = |it: &PathBuf| it.extension().is_some_and(|it| it == "ttf" || it == "otf");
    let mut files: Vec<_> = entries.flatten().map(|it| it.path()).filter(is_font).collect();
    files.sort();
    Ok(files)
}

fn drawing(view: &View, serif: &str, sans: &str) -> String {
    let meta = &view.story.meta;
    let (w, h) = CARD;
    // In a story that is read from the right everything stands at the right.
    let (edge, anchor) = if meta.rtl { (w - EDGE, "end") } else { (EDGE, "start") };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\"><rect width=\"{w}\" height=\"{h}\" fill=\"{PAPER}\"/>\
         <text x=\"{edge}\" y=\"92\" text-anchor=\"{anchor}\" font-family=\"{sans}\" font-size=\"28\" fill=\"{QUIET}\">{} · {}</text>",
        escape(view.publisher()),
        escape(view.words.get("tagline"))
    );
    for (n, line) in wrap(&meta.title).iter().enumerate() {
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "<text x=\"{edge}\" y=\"{}\" text-anchor=\"{anchor}\" font-family=\"{serif}\" font-weight=\"600\" font-size=\"62\" fill=\"{INK}\">{}</text>",
            182 + n * 74,
            escape(line)
        );
    }
    out += &ribbon(view);
    out + "</svg>"
}

fn ribbon(view: &View) -> String {
    let years = &view.data.years;
    if years.is_empty() {
        return String::new();
    }
    let (left, width, middle, half) = (f64::from(EDGE), f64::from(CARD.0 - 2 * EDGE), 520.0, 62.0);
    let step = width / years.len() as f64;
    let peak = f64::from(view.data.peak());
    let mut out = format!("<path d=\"M{left} {middle}h{width}\" stroke=\"{QUIET}\" stroke-width=\"1\"/>");
    for (n, y) in years.iter().enumerate() {
        let n = if view.story.meta.rtl { years.len() - 1 - n } else { n };
        let x = left + step * n as f64;
        for (sum, colour, up) in [(y.up, UP, true), (y.down, DOWN, false)] {
            let size = f64::from(sum) / peak * half;
            let top = if up { middle - size } else { middle };
            let _ = write!(
                out,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{size:.1}\" fill=\"{colour}\"/>",
                step * 0.82
            );
        }
    }
    out
}

fn wrap(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        let last = lines.last_mut().expect("there is a line");
        if !last.is_empty() && last.chars().count() + word.chars().count() >= LINE {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.truncate(LINES);
    lines
}
