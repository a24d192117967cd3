//! Pictures of the story: read, made in the sizes that pages need, and freed of all that a camera wrote into them.
//!
//! A raster picture is decoded and written anew, so that nothing of its metadata (place, device, person) is published. Drawings
//! (SVG) are parsed, refused where they hold scripts or fetch something, and freed of what a drawing program left in them; AVIF,
//! which is passed on as it is, is refused where it holds metadata.

use std::io::Cursor;
use std::path::Path;

use backstory::Picture;
use backstory_content::{Problem, Rule, Story};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use resvg::usvg::{self, roxmltree};

use crate::assets::hashed_name;
use crate::site::Files;

/// Widths in pixels that a picture is scaled down to: a phone, a column of text, a column at twice the density.
const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Quality of JPEG: no visible difference, at a quarter of the bytes.
const QUALITY: u8 = 80;
/// No side of a picture may be longer, in pixels: it would take more memory than a build should.
const LONGEST_SIDE: u32 = 12_000;
/// Most bytes of an SVG or AVIF, which are published as they are.
const HEAVIEST: usize = 400_000;

/// Makes the files of every picture; they are added to `files`, and what pages must know of them comes back in the story's
/// order.
///
/// # Errors
/// Every picture that cannot be shown, with its file and the reason.
pub fn pictures(story: &Story, content: &Path, files: &mut Files) -> Result<Vec<Picture>, String> {
    let mut problems = Vec::new();
    let made = story.media.iter().map(|media| {
        let path = content.join(&media.file);
        let sizes = std::fs::read(&path).map_err(|why| why.to_string()).and_then(|bytes| sizes(&media.file, &bytes));
        match sizes {
            Ok((size, sizes)) => {
                Picture { size, files: sizes.into_iter().map(|it| put(&media.file, it, files)).collect() }
            }
            Err(why) => {
                problems.push(format!("{}: {why}", path.display()));
                Picture::default()
            }
        }
    });
    let made = made.collect();
    if problems.is_empty() { Ok(made) } else { Err(problems.join("\n")) }
}

/// What is wrong with the story's pictures and its icon; nothing is made.
pub fn check(story: &Story, content: &Path) -> Vec<Problem> {
    let wrong = |file: &String, why: String| {
        let (message, help) = why.split_once(". ").unwrap_or((&why, ""));
        let path = content.join(file).display().to_string();
        let help: String =
            help.chars().enumerate().map(|(ix, it)| if ix == 0 { it.to_ascii_lowercase() } else { it }).collect();
        Problem::of_file(Rule::PictureFile, path, message.to_owned(), &help)
    };
    let mut files: Vec<_> = story.media.iter().map(|it| &it.file).collect();
    files.sort_unstable();
    files.dedup();
    let pictures = files.into_iter().filter_map(|file| {
        let bytes = std::fs::read(content.join(file)).map_err(|why| why.to_string());
        let read = bytes.and_then(|bytes| match ending(file).as_deref() {
            Some("svg") => drawing(&bytes).map(drop),
            Some("avif") => avif(&bytes).map(drop),
            _ => decoded(&bytes).map(drop),
        });
        read.err().map(|why| wrong(file, why))
    });
    let icon = story.meta.icon.as_ref().and_then(|file| {
        let bytes = std::fs::read(content.join(file)).map_err(|why| why.to_string());
        bytes.and_then(|bytes| drawing(&bytes)).err().map(|why| wrong(file, why))
    });
    pictures.chain(icon).collect()
}

/// The story's own icon, a drawing in its folder.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn icon(story: &Story, content: &Path) -> Result<Option<String>, String> {
    let Some(file) = &story.meta.icon else { return Ok(None) };
    let path = content.join(file);
    let named = |why: String| format!("{}: {why}", path.display());
    let bytes = std::fs::read(&path).map_err(|why| named(why.to_string()))?;
    let (_, sizes) = drawing(&bytes).map_err(named)?;
    Ok(sizes.into_iter().next().and_then(|(_, _, bytes)| String::from_utf8(bytes).ok()))
}

/// A file of a picture: its width, the end of its name, its bytes.
type Sized = (u32, &'static str, Vec<u8>);

fn put(file: &str, (width, ending, bytes): Sized, files: &mut Files) -> (u32, String) {
    let stem = file.rsplit('/').next().unwrap_or(file).rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let path = hashed_name(&format!("{stem}-{width}"), ending, &bytes);
    files.insert(path.clone(), bytes);
    (width, path)
}

fn sizes(file: &str, bytes: &[u8]) -> Result<((u32, u32), Vec<Sized>), String> {
    match ending(file).as_deref() {
        Some("svg") => drawing(bytes),
        Some("avif") => avif(bytes),
        _ => raster(bytes),
    }
}

/// How the name of a file ends.
fn ending(file: &str) -> Option<String> {
    file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

/// Whether the end of a JPEG is missing, which would be drawn grey. The end marker is looked for after the start of the pixels,
/// because the metadata may hold a small picture with an end marker of its own.
fn is_cut_off(bytes: &[u8]) -> bool {
    let mut at = 2;
    while bytes.starts_with(b"\xff\xd8") && at + 4 <= bytes.len() && bytes[at] == 0xff {
        if bytes[at + 1] == 0xda {
            return !bytes[at..].windows(2).any(|it| it == b"\xff\xd9");
        }
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
    false
}

/// A picture, turned as it is to be seen, and the format it was stored in.
fn decoded(bytes: &[u8]) -> Result<(DynamicImage, Option<ImageFormat>), String> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err("this is a picture of a phone (HEIC) or a film. Save it again as JPEG".into());
    }
    if bytes.is_empty() {
        return Err("this file is empty. Get the picture again".into());
    }
    if bytes.trim_ascii_start().starts_with(b"<") {
        return Err(
            "this is a web page or a drawing under the name of another kind of picture. Get the picture itself, or \
                    call a drawing .svg"
                .into(),
        );
    }
    if is_cut_off(bytes) {
        return Err("the end of this picture is missing. Get it whole".into());
    }
    // How animations of PNG and WebP are announced.
    if bytes[..bytes.len().min(200)].windows(4).any(|it| it == b"acTL" || it == b"ANIM") {
        return Err("this picture moves, and would stand still on the page. Save one frame of it as JPEG or PNG".into());
    }
    let broken = |why: image::ImageError| format!("this picture cannot be read: {why}. Save it again as JPEG or PNG");
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|why| why.to_string())?;
    let format = reader.format();
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST_SIDE {
        return Err(format!(
            "this picture is {width} by {height} pixels, and no side may have more than {LONGEST_SIDE}. Make it smaller"
        ));
    }
    // Phones store the orientation as metadata, which is removed, so the pixels have to be turned.
    let orientation = decoder.orientation().map_err(broken)?;
    let profile = decoder.icc_profile().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    let picture = match profile.and_then(|it| with_common_colours(&picture, &it)) {
        Some(same_colours) => same_colours,
        None => picture,
    };
    Ok((picture, format))
}

/// A picture whose colours are counted in a space of its own, as phones and agencies do, in the one that is meant where none is
/// named: the profile is metadata, which is removed. `None` where the profile is not one of red, green and blue.
fn with_common_colours(picture: &DynamicImage, profile: &[u8]) -> Option<DynamicImage> {
    let profile = ColorProfile::new_from_slice(profile).ok().filter(|it| it.color_space == DataColorSpace::Rgb)?;
    let from = picture.to_rgba8();
    let mut to = RgbaImage::new(from.width(), from.height());
    let transform = profile.create_transform_8bit(
        Layout::Rgba,
        &ColorProfile::new_srgb(),
        Layout::Rgba,
        TransformOptions::default(),
    );
    transform.ok()?.transform(&from, &mut to).ok()?;
    let to = DynamicImage::from(to);
    Some(if picture.color().has_alpha() { to } else { to.to_rgb8().into() })
}

fn raster(bytes: &[u8]) -> Result<((u32, u32), Vec<Sized>), String> {
    let (picture, format) = decoded(bytes)?;
    let (width, height) = (picture.width(), picture.height());
    let is_photo =
        format == Some(ImageFormat::Jpeg) || (format == Some(ImageFormat::WebP) && !picture.color().has_alpha());
    let largest = width.min(*WIDTHS.last().expect("there are widths"));
    let widths = WIDTHS.iter().copied().filter(|it| *it < largest).chain([largest]);
    let sizes = widths.map(|to| {
        let scaled = if to == width { picture.clone() } else { picture.resize(to, u32::MAX, FilterType::Lanczos3) };
        encoded(&scaled, is_photo).map(|(ending, bytes)| (to, ending, bytes)).map_err(|why| why.to_string())
    });
    let sizes = sizes.collect::<Result<_, _>>()?;
    Ok(((largest, height * largest / width), sizes))
}

fn encoded(picture: &DynamicImage, is_photo: bool) -> image::ImageResult<(&'static str, Vec<u8>)> {
    let mut bytes = Vec::new();
    if is_photo {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
        return Ok(("jpg", bytes));
    }
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
    Ok(("png", bytes))
}

fn drawing(bytes: &[u8]) -> Result<((u32, u32), Vec<Sized>), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "this drawing is not UTF-8. Save it again as plain SVG")?;
    if !text.contains(SVG) {
        return Err("this drawing does not say that it is one, and browsers would draw nothing. Write \
                    xmlns=\"http://www.w3.org/2000/svg\" into its first tag"
            .into());
    }
    let text = without_leftovers(text)?;
    light_enough(text.as_bytes())?;
    let tree = usvg::Tree::from_str(&text, &usvg::Options::default());
    let size = tree.map_err(unreadable_drawing)?.size().to_int_size();
    Ok(((size.width(), size.height()), vec![(size.width(), "svg", text.into_bytes())]))
}

const SVG: &str = "http://www.w3.org/2000/svg";

fn unreadable_drawing(why: impl std::fmt::Display) -> String {
    format!("this drawing cannot be read: {why}. Save it again as plain SVG")
}

/// A drawing without what drawing programs leave in it for themselves, which may tell a name or a folder: comments, metadata,
/// and all that is not SVG. Refused is what runs and what fetches.
fn without_leftovers(text: &str) -> Result<String, String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(unreadable_drawing)?;
    let mut left_out = Vec::new();
    for node in document.descendants() {
        let name = node.tag_name();
        let is_own = node.is_element() && (name.namespace() != Some(SVG) || name.name() == "metadata");
        if is_own || node.is_comment() || node.is_pi() {
            left_out.push(node.range());
        } else if node.is_element() {
            for attribute in node.attributes() {
                let (key, value) = (attribute.name().to_ascii_lowercase(), attribute.value().trim_start());
                let is_ours = matches!(attribute.namespace(), None | Some(XLINK | roxmltree::NS_XML_URI));
                // A link leads away, and fetches nothing.
                let is_elsewhere = key == "href" && name.name() != "a" && !is_inside(value);
                if key.starts_with("on") || value.to_ascii_lowercase().starts_with("javascript:") {
                    return Err(runs("a script"));
                } else if is_elsewhere || fetches(value) {
                    return Err(FETCHES.into());
                } else if !is_ours {
                    left_out.push(attribute.range());
                }
            }
            match name.name().to_ascii_lowercase().as_str() {
                "script" => return Err(runs("a script")),
                "foreignobject" => return Err(runs("foreign content")),
                "style" if node.children().filter_map(|it| it.text()).any(fetches) => return Err(FETCHES.into()),
                _ => {}
            }
        }
    }
    let (mut out, mut at) = (String::new(), 0);
    // What lies in something that is left out begins before its end.
    for range in left_out.into_iter().filter(|it| !it.is_empty()) {
        if range.start >= at {
            out += &text[at..range.start];
            at = range.end;
        }
    }
    Ok(out + &text[at..])
}

const XLINK: &str = "http://www.w3.org/1999/xlink";
const FETCHES: &str = "this drawing fetches something from elsewhere. Put it into the drawing";

fn runs(what: &str) -> String {
    format!("this drawing holds {what}. Save it as plain SVG, without it")
}

/// Whether an address is of a part of the same drawing, or of what stands in the address itself.
fn is_inside(address: &str) -> bool {
    address.starts_with('#') || address.starts_with("data:")
}

/// Whether styles fetch something.
fn fetches(styles: &str) -> bool {
    let lower = styles.to_ascii_lowercase();
    let is_outside = |it: &str| !is_inside(it.trim_start_matches([' ', '"', '\'']));
    lower.contains("@import") || lower.split("url(").skip(1).any(is_outside)
}

/// An AVIF as it is: its size stands in the box `ispe`, and metadata is an item of the type `Exif` or `mime`.
fn avif(bytes: &[u8]) -> Result<((u32, u32), Vec<Sized>), String> {
    let at = |name: &[u8]| bytes.windows(name.len()).position(|it| it == name);
    if at(b"ftypavi").is_none() {
        return Err("this is no AVIF. Save it again as JPEG, PNG or AVIF".into());
    }
    // The first box names what the file is; a row of pictures is `avis`.
    let first_box = bytes.get(..4).map_or(0, |it| u32::from_be_bytes([it[0], it[1], it[2], it[3]]) as usize);
    if bytes[..first_box.min(bytes.len())].windows(4).any(|it| it == b"avis") {
        return Err("this picture moves, and pages here stand still. Save one frame of it as JPEG or PNG".into());
    }
    if at(b"Exif").is_some() || at(b"application/rdf+xml").is_some() {
        return Err("this AVIF holds metadata, which may tell a place or a person. Save it without, or as JPEG".into());
    }
    light_enough(bytes)?;
    let start = at(b"ispe").ok_or("this AVIF does not say how large it is. Save it again as JPEG")? + 8;
    let number = |start: usize| bytes.get(start..start + 4).map(|it| u32::from_be_bytes([it[0], it[1], it[2], it[3]]));
    match (number(start), number(start + 4)) {
        (Some(width), Some(height)) if width > 0 && height > 0 => {
            Ok(((width, height), vec![(width, "avif", bytes.to_vec())]))
        }
        _ => Err("this AVIF is broken. Save it again as JPEG".into()),
    }
}

fn light_enough(bytes: &[u8]) -> Result<(), String> {
    let kilobytes = bytes.len() / 1000;
    if bytes.len() <= HEAVIEST {
        Ok(())
    } else {
        Err(format!("this picture weighs {kilobytes} kB, and is shown as it is: at most {} kB", HEAVIEST / 1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG with an Exif block that says it was taken with the camera upside down, at a place.
    fn photo(width: u32, height: u32) -> Vec<u8> {
        let picture = DynamicImage::from(image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, 90])
        }));
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("it is written");
        // TIFF, little-endian, one entry: orientation 6, turned by a quarter.
        let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS of a house";
        let mut exif = vec![0xff, 0xe1, 0, (tiff.len() + 8) as u8];
        exif.extend(b"Exif\0\0");
        exif.extend(tiff);
        bytes.splice(2..2, exif);
        bytes
    }

    #[test]
    fn a_photo_comes_in_sizes_no_larger_than_itself_upright_and_without_its_metadata() {
        let (size, sizes) = sizes("media/a.JPG", &photo(600, 1200)).expect("a good photo");
        assert_eq!(size, (1200, 600), "turned as it was held");
        assert_eq!(sizes.iter().map(|it| it.0).collect::<Vec<_>>(), [480, 960, 1200]);
        for (width, ending, bytes) in sizes {
            assert_eq!(ending, "jpg");
            assert!(!bytes.windows(4).any(|it| it == b"Exif"), "{width}: metadata is published");
            let read = image::load_from_memory(&bytes).expect("it can be read");
            assert_eq!((read.width(), read.height()), (width, width / 2));
        }
    }

    #[test]
    fn colours_counted_in_a_space_of_their_own_look_the_same_without_its_profile() {
        let profile = ColorProfile::new_display_p3().encode().expect("a profile");
        let green = image::RgbImage::from_pixel(4, 4, image::Rgb([60, 200, 80]));
        let seen = with_common_colours(&DynamicImage::from(green), &profile).expect("a profile of colours");
        let image::Rgb([red, of_green, _]) = *seen.to_rgb8().get_pixel(0, 0);
        assert!(red < 40 && of_green > 200, "{red} {of_green}: a stronger green in the smaller space");
        assert!(with_common_colours(&seen, b"no profile").is_none());
    }

    #[test]
    fn a_small_picture_with_clear_parts_stays_a_png_of_its_size() {
        let mut bytes = Vec::new();
        DynamicImage::new_rgba8(40, 20)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .expect("it is written");
        let (size, sizes) = sizes("media/a.png", &bytes).expect("a good picture");
        assert_eq!((size, sizes.len(), sizes[0].1), ((40, 20), 1, "png"));
    }

    #[test]
    fn drawings_that_run_or_fetch_are_refused() {
        let drawing = |inside: &str| {
            let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\">{inside}</svg>");
            sizes("media/a.svg", text.as_bytes()).map(|(size, _)| size)
        };
        assert_eq!(drawing("<path d=\"M0 0h8v4z\"/>"), Ok((8, 4)));
        for inside in [
            "<script>x()</script>",
            "<image href=\"https://example.org/a.png\"/>",
            "<image href=\"//example.org/a.png\"/>",
            "<use href=\"other.svg#a\"/>",
            "<a href=\"javascript:x()\"/>",
            "<path d=\"M0 0h8v4z\" onclick=\"x()\"/>",
            "<path d=\"M0 0h8v4z\" style=\"fill:url(&quot;https://example.org/a.svg#b&quot;)\"/>",
            "<style>@import 'a.css';</style>",
            "<foreignObject/>",
        ] {
            assert!(drawing(inside).is_err(), "{inside}");
        }
        let own = "<a href=\"https://example.org\"><path d=\"M0 0h8v4z\" fill=\"url(&quot;#b&quot;)\"/></a>";
        assert_eq!(drawing(own), Ok((8, 4)));
    }

    #[test]
    fn what_a_drawing_program_left_in_a_drawing_is_not_published() {
        let text = "<?xml version=\"1.0\"?><!-- //desk/jane/secret -->\n<?xml-stylesheet href=\"secret.css\"?>\n\
            <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
            xmlns:ink=\"http://www.inkscape.org/namespaces/inkscape\" ink:export-filename=\"//desk/jane/secret.png\" \
            width=\"8\" height=\"4\"><title>A drawing</title><metadata>secret <ink:a/></metadata>\
            <ink:view zoom=\"secret\"><path id=\"secret\"/></ink:view>\
            <path id=\"a\" ink:label=\"secret\" d=\"M0 0h8v4z\"/><use xlink:href=\"#a\"/><!-- secret --></svg>";
        let (_, sizes) = sizes("media/a.svg", text.as_bytes()).expect("a good drawing");
        let out = String::from_utf8(sizes[0].2.clone()).expect("it is text");
        assert!(!out.contains("secret"), "{out}");
        let kept = "<title>A drawing</title><path id=\"a\"  d=\"M0 0h8v4z\"/><use xlink:href=\"#a\"/></svg>";
        assert!(out.ends_with(kept), "{out}");
    }

    #[test]
    fn what_is_broken_or_too_large_is_refused_with_the_reason() {
        let reason = |file: &str, bytes: &[u8]| sizes(file, bytes).expect_err(file);
        assert!(reason("media/a.jpg", b"no picture").contains("cannot be read"));
        assert!(reason("media/a.jpg", b"").contains("is empty"));
        assert!(reason("media/a.png", b"\n<!DOCTYPE html>").contains("a web page"));
        assert!(reason("media/a.jpg", b"\0\0\0\x18ftypheic\0\0").contains("HEIC"));
        assert!(reason("media/a.jpg", &photo(600, 400)[..400]).contains("cannot be read"));
        let whole = photo(600, 400);
        assert!(reason("media/a.jpg", &whole[..whole.len() / 2]).contains("the end of this picture is missing"));
        assert!(reason("media/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR....acTL").contains("moves"));
        assert!(reason("media/a.png", &photo(12_001, 1)).contains("12000"));
        assert!(reason("media/a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"").contains("cannot be read"));
        assert!(
            reason("media/a.svg", b"<svg width=\"8\" height=\"4\"><path d=\"M0 0h8v4z\"/></svg>").contains("xmlns")
        );
        assert!(reason("media/a.avif", b"\0\0\0\x1cftypavis\0\0\0\0avisavifmsf1").contains("moves"));
        assert!(reason("media/a.avif", b"\0\0\0\x1cftypavif....Exif").contains("metadata"));
    }
}
