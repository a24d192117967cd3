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

fn note_missing_file(file: &SpannedString, cx: &BuildContext) {
    let paths = || cx.diagnostics.sources.iter().map(|it| it.path.as_str()).filter(|it| is_picture(it));
    if file.is_blank() || paths().any(|it| it == file.value) {
        return;
    }
    let help = if !is_picture(&file.value) {
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
        Some(it) if caption.is_some_and(|caption| caption.value.trim() == it.value.trim()) => note(
            it,
            "`alt` repeats the caption",
            "the same words",
            "say here what is seen, and in the caption what it means",
        ),
        _ => {}
    }
    alt.map(|it| it.value).unwrap_or_default()
}
