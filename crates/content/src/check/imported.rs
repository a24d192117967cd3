//! An imported timeline is where events come from, and no proof of them.

use crate::content::Content;
use crate::context::{BuildContext, span_of};
use crate::model::Story;
use crate::rule::Rule;

/// Says once for each imported timeline how many events rest on nothing else.
pub(crate) fn check(story: &Story, content: &Content, cx: &BuildContext) {
    for (ix, source) in story.sources.iter().enumerate().filter(|(_, it)| it.imported) {
        let events = story.events.iter().filter(|it| it.sources == [ix]).count();
        let table =
            content.list("source").iter().find(|it| it.str_if_any("id").is_some_and(|id| id.value == source.id));
        let (1.., Some(table)) = (events, table) else { continue };
        let (what, they) = match events {
            1 => ("1 event rests".to_owned(), "it was"),
            _ => (format!("{events} events rest"), "they were"),
        };
        cx.diagnostics.report(
            Rule::SourceImported,
            span_of(table, "id"),
            format!("{what} on nothing but `{}`, from which {they} imported", source.id),
            "proves nothing",
            "find out where each comes from, add that to sources.toml, and name it in `sources` of the event",
        );
    }
}
