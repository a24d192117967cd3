//! Pictures: what each stands with, what it shows, and whose it is.

use crate::check;
use crate::content::{PICTURES, is_picture};
use crate::context::BuildContext;
use crate::fields::{Fields, fields, nearest};
use crate::id_index::Kind;
use crate::markdown::Shape;
use crate::model::{Media, MediaPlace};
use crate::rule::Rule;
use crate::source::SpannedString;
use crate::tree::Table;

/// What a picture may stand with, beside the head of the story.
const SHOWN: &[Kind] = &[Kind::Section, Kind::Event, Kind::Person];
/// The word for the head of the story.
const HERO: &str = "hero";

pub(crate) fn media(table: &Table, cx: &BuildContext) -> Media {
    fields(table, "picture", cx.diagnostics, |f| {
        let (of, file) = (f.text("of"), f.text("file"));
        let file = as_it_lies(file, cx);
        note_missing_file(&file, cx);
        let source = f.maybe_text("source");
        source.iter().for_each(|it| check::url(it, cx.diagnostics));
        let caption = f.maybe_text("caption");
        Media {
            of: place(&of, cx),
            alt: alt(f, &file, caption.as_ref(), cx),
            file: file.value,
            caption: cx.maybe_prose(f, "caption", Shape::Line),
            credit: cx.maybe_plain(f, "credit"),
            licence: cx.maybe_plain(f, "licence"),
            source: source.map(|it| it.value),
        }
    })
}

fn place(of: &SpannedString, cx: &BuildContext) -> MediaPlace {
    if of.value == HERO || of.is_blank() {
        return MediaPlace::Hero;
    }
    if nearest(&of.value, [HERO]).is_some() && !cx.index.ids.contains_key(&of.value) {
        let message = format!("nothing has the id `{}`", of.value);
        let help = format!("did you mean `{HERO}`, the head of the page?");
        cx.diagnostics.report(Rule::IdUnknown, &of.span, message, "unknown id", help);
        return MediaPlace::Hero;
    }
    let found = cx.resolve(&of.value, &of.span, SHOWN);
    found.and_then(|it| Some(MediaPlace::Item(it.kind.item()?, it.ix))).unwrap_or(MediaPlace::Hero)
}

/// The story's own icon: a drawing, as it is shown in every size.
pub(crate) fn icon(file: SpannedString, cx: &BuildContext) -> String {
    if file.value.to_ascii_lowercase().ends_with(".svg") {
        note_missing_file(&file, cx);
    } else if !file.is_blank() {
        let message = format!("`{}` is no drawing, and the icon is shown in every size", file.value);
        cx.diagnostics.report(Rule::PictureFile, &file.span, message, "no drawing", "save it as SVG, in media/");
    }
    file.value
}

/// The file by the name that it has in the folder. Some systems write the `ü` of a name as `u` and two dots: that looks the
/// same, and is another name.
fn as_it_lies(file: SpannedString, cx: &BuildContext) -> SpannedString {
    let is_mark = |it: char| ('\u{300}'..='\u{36f}').contains(&it);
    let paths: Vec<_> = cx.diagnostics.sources.iter().map(|it| it.path.as_str()).filter(|it| is_picture(it)).collect();
    if paths.contains(&file.value.as_str()) {
        return file;
    }
    let has_marks = |it: &str| it.contains(is_mark);
    let same = |it: &&&str| {
        has_marks(it) != has_marks(&file.value) && deunicode::deunicode(it) == deunicode::deunicode(&file.value)
    };
    match paths.iter().filter(same).collect::<Vec<_>>().as_slice() {
        [one] => SpannedString { value: (**one).to_owned(), ..file },
        _ => file,
    }
}

fn note_missing_file(file: &SpannedString, cx: &BuildContext) {
    let paths = || cx.diagnostics.sources.iter().map(|it| it.path.as_str()).filter(|it| is_picture(it));
    if file.is_blank() || paths().any(|it| it == file.value) {
        return;
    }
    let plain = file.value.replace('\\', "/");
    let in_media = format!("media/{}", plain.rsplit('/').next().unwrap_or_default());
    let help = if file.value.contains("://") {
        "pictures lie in the story's folder, for nothing is loaded from others: save it into media/, if you may"
            .to_owned()
    } else if in_media != file.value && paths().any(|it| it == in_media) {
        format!("did you mean `{in_media}`?")
    } else if cx.diagnostics.sources.iter().any(|it| it.path == file.value) {
        // Of a file that browsers do not show it is told beside the file.
        return;
    } else if !is_picture(&file.value) {
        format!("put it into media/, as one of {}", PICTURES.join(", "))
    } else {
        nearest(&file.value, paths())
            .map_or_else(|| "put the file there, or correct its name".to_owned(), |it| format!("did you mean `{it}`?"))
    };
    cx.diagnostics.report(
        Rule::PictureFile,
        &file.span,
        format!("there is no picture `{}`", file.value),
        "not there",
        help,
    );
}

/// What the picture shows, for who does not see it.
fn alt(f: &Fields, file: &SpannedString, caption: Option<&SpannedString>, cx: &BuildContext) -> String {
    let decorative = f.flag("decorative");
    let alt = f.maybe_text("alt");
    let note = |at: &SpannedString, message: &str, label: &str, help: &str| {
        cx.diagnostics.report(Rule::PictureText, &at.span, message.to_owned(), label, help);
    };
    match &alt {
        None if !decorative && !file.is_blank() => note(
            file,
            "this picture does not say what it shows",
            "shown to whom sees it alone",
            "add `alt = \"…\"`: what is seen, in a sentence; or `decorative = true` if it says nothing",
        ),
        Some(it) if decorative => note(
            it,
            "a picture that says nothing has nothing to tell of it",
            "beside `decorative`",
            "take out `alt` or `decorative`",
        ),
        Some(it) if it.value.contains('<') && it.value.contains('>') => {
            note(it, "`alt` is plain text, and holds HTML", "read out as it stands", "take the tags out")
        }
        Some(it) if says_nothing(&it.value, &file.value) => note(
            it,
            "`alt` does not say what the picture shows",
            "a name, not what is seen",
            "say what is seen, in a sentence; or write `decorative = true` if it says nothing",
        ),
        Some(it) if caption.is_some_and(|caption| words_of(&caption.value) == words_of(&it.value)) => note(
            it,
            "`alt` repeats the caption",
            "the same words",
            "say here what is seen, and in the caption what it means",
        ),
        _ => {}
    }
    alt.map(|it| it.value).unwrap_or_default()
}

/// The words of a text, for what differs in signs and capitals alone is the same to who hears it.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether a text says nothing of what is seen: it has no word, or is a name, of the file or of pictures as such.
fn says_nothing(alt: &str, file: &str) -> bool {
    const NAMES: [&str; 13] = [
        "image",
        "picture",
        "photo",
        "photograph",
        "graphic",
        "drawing",
        "logo",
        "alt",
        "todo",
        "tbd",
        "xxx",
        "untitled",
        "fixme",
    ];
    let name = file.rsplit('/').next().unwrap_or(file);
    let words = words_of(alt);
    // A letter of a script in which a letter can be a word says something.
    let is_name = match words.as_slice() {
        [] => true,
        [one] => NAMES.contains(&one.as_str()) || one.len() == 1,
        _ => false,
    };
    is_name
        || is_name_of_file(alt.trim())
        || words == words_of(name)
        || words == words_of(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// `IMG_1234`, `media/a.jpg`: as cameras and folders name pictures.
fn is_name_of_file(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    let ending = text.rsplit_once('.').map_or("", |(_, it)| it).to_ascii_lowercase();
    let is_picture =
        PICTURES.contains(&ending.as_str()) || ["gif", "tif", "tiff", "heic", "bmp"].contains(&ending.as_str());
    let of_camera = text.split(['_', '-']).collect::<Vec<_>>();
    let is_counted = matches!(of_camera.as_slice(), [first, .., last]
        if first.bytes().all(|it| it.is_ascii_alphabetic()) && last.bytes().all(|it| it.is_ascii_digit()) && last.len() > 2);
    is_picture || is_counted
}
