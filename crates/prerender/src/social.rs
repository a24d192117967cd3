//! Pictures drawn at build time: the card that social media show, and the icon.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use resvg::{tiny_skia, usvg};

use crate::head::escape;
use backstory::View;

/// Size of the card in pixels, as sites that read Open Graph expect.
const CARD: (u32, u32) = (1200, 630);
/// Most letters in a line of the headline.
const LINE: usize = 34;
/// Most lines of the headline.
const LINES: usize = 4;

/// Colours of the card: the light theme's tokens.
const PAPER: &str = "#fbf8f1";
const INK: &str = "#1f1b16";
const QUIET: &str = "#6b6459";
const UP: &str = "#b06a14";
const DOWN: &str = "#44617b";

/// The icon: three years of a ribbon.
#[must_use]
pub fn icon() -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"4\" fill=\"{PAPER}\"/>\
         <path fill=\"{UP}\" d=\"M5 6h6v10H5zM21 10h6v6h-6z\"/><path fill=\"{DOWN}\" d=\"M13 16h6v9h-6z\"/></svg>\n"
    )
}

/// The card as PNG.
///
/// # Errors
/// A message if the fonts cannot be read or the drawing fails.
pub fn card(view: &View, fonts: &Path) -> Result<Vec<u8>, String> {
    let mut options = usvg::Options::default();
    for name in ["serif-semibold.ttf", "sans-regular.ttf"] {
        let path = fonts.join(name);
        let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Arc::make_mut(&mut options.fontdb).load_font_data(bytes);
    }
    let families: Vec<String> =
        options.fontdb.faces().filter_map(|f| f.families.first().map(|f| f.0.clone())).collect();
    let (serif, sans) = (families.first().cloned().unwrap_or_default(), families.get(1).cloned().unwrap_or_default());
    let tree =
        usvg::Tree::from_str(&drawing(view, &serif, &sans), &options).map_err(|e| format!("social card: {e}"))?;
    let mut pixels = tiny_skia::Pixmap::new(CARD.0, CARD.1).ok_or("social card: no memory")?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| format!("social card: {e}"))
}

fn drawing(view: &View, serif: &str, sans: &str) -> String {
    let meta = &view.story.meta;
    let (w, h) = CARD;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\"><rect width=\"{w}\" height=\"{h}\" fill=\"{PAPER}\"/>\
         <text x=\"72\" y=\"92\" font-family=\"{sans}\" font-size=\"28\" fill=\"{QUIET}\">{} · {}</text>",
        escape(view.words.get("brand")),
        escape(view.words.get("tagline"))
    );
    for (n, line) in wrap(&meta.title).iter().enumerate() {
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "<text x=\"72\" y=\"{}\" font-family=\"{serif}\" font-weight=\"600\" font-size=\"62\" fill=\"{INK}\">{}</text>",
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
    let (left, width, middle, half) = (72.0, 1056.0, 520.0, 62.0);
    let step = width / years.len() as f64;
    let peak = f64::from(view.data.peak());
    let mut out = format!("<path d=\"M{left} {middle}h{width}\" stroke=\"{QUIET}\" stroke-width=\"1\"/>");
    for (n, y) in years.iter().enumerate() {
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
