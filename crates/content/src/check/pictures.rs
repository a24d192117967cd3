//! Pictures that lie in the folder are shown.

use crate::content::{Content, is_picture};
use crate::context::BuildContext;
use crate::model::Story;
use crate::rule::Rule;
use crate::source::Span;

/// Notes a picture that nothing names: most often its table is missing, or names another.
pub(crate) fn check(story: &Story, content: &Content, cx: &BuildContext) {
    let named: Vec<_> =
        content.list("media").iter().filter_map(|it| it.str_if_any("file")).map(|it| it.value).collect();
    let shown = |path: &str| {
        named.iter().any(|it| it == path)
            || story.media.iter().any(|it| it.file == path)
            || story.meta.icon.as_deref() == Some(path)
    };
    for (file, source) in cx.diagnostics.sources.iter().enumerate() {
        if is_picture(&source.path) && !shown(&source.path) {
            let help = "name it in a [[media]] of media.toml, or take it out of the folder";
            let message = format!("nothing shows the picture `{}`", source.path);
            cx.diagnostics.report(Rule::PictureUnused, &Span::start_of(file), message, "", help);
        }
    }
}
