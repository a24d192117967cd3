//! The story's own colour can be read.

use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::SpannedString;

type Rgb = [u8; 3];

/// The page by day and by night.
const PAPER: Rgb = [0xfb, 0xf8, 0xf1];
const DARK: Rgb = [0x1d, 0x1a, 0x17];
/// What WCAG 2.2 asks of text.
const ENOUGH: f64 = 4.5;

/// Notes a colour that cannot be read on paper. Returns the colour for the dark page: the same, lightened until it can
/// be read there.
pub(crate) fn accent(text: &SpannedString, diagnostics: &Diagnostics) -> Option<String> {
    let Some(colour) = parse(&text.value) else {
        if !text.is_blank() {
            let help = "write six hexadecimal digits: #8a3b12";
            diagnostics.report(
                Rule::ColourInvalid,
                &text.span,
                format!("`{}` is no colour", text.value),
                "not a colour",
                help,
            );
        }
        return None;
    };
    let found = contrast(colour, PAPER);
    if found < ENOUGH {
        let message = format!("`{}` has a contrast of {found:.2} on paper, less than {ENOUGH}", text.value);
        diagnostics.report(
            Rule::ColourContrast,
            &text.span,
            message,
            "too pale",
            "choose a darker colour: links are written in it",
        );
    }
    Some(for_the_dark(colour))
}

fn parse(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|it| it.len() == 6 && it.is_ascii())?;
    let mut rgb = [0; 3];
    for (ix, value) in rgb.iter_mut().enumerate() {
        *value = u8::from_str_radix(digits.get(2 * ix..2 * ix + 2)?, 16).ok()?;
    }
    Some(rgb)
}

fn for_the_dark(colour: Rgb) -> String {
    let [r, g, b] = (0..=100).map(|it| lightened(colour, it)).find(|it| contrast(*it, DARK) >= ENOUGH).unwrap_or(PAPER);
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Mixed with so many per cent of white.
fn lightened(colour: Rgb, percent: u16) -> Rgb {
    colour.map(|it| {
        let mixed = (u16::from(it) * (100 - percent) + 255 * percent) / 100;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}

/// The contrast of WCAG: from 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(|it| {
        let part = f64::from(it) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_21() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn any_colour_becomes_readable_in_the_dark() {
        for colour in ["#000000", "#8a3b12", "#0000ff", "#ffffff"] {
            let colour = parse(colour).expect("it is one");
            let light = parse(&for_the_dark(colour)).expect("it is one");
            assert!(contrast(light, DARK) >= ENOUGH, "{colour:?}");
        }
    }
}
