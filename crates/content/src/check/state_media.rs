//! What rests on state media alone says so.

use crate::context::BuildContext;
use crate::model::{Source, SourceIx, SourceKind};
use crate::rule::Rule;
use crate::source::Span;

/// Words by which a sentence keeps its distance from what it was told.
const ATTRIBUTIONS: &[&str] = &[
    "state media",
    "state news",
    "state-run",
    "said",
    "says",
    "reported",
    "reports",
    "report ",
    "according to",
    "announced",
    "called it",
    "claimed",
    "described",
    "quoted",
    "wrote",
    "writes",
    "recalls",
];

/// Notes a statement whose only sources are state media and which does not tell whose word it is.
pub(crate) fn state_media(sources: &[SourceIx], said: &str, span: &Span, cx: &BuildContext) {
    let all = &cx.index.sources;
    if sources.is_empty() || sources.iter().any(|it| all[*it].kind != SourceKind::StateMedia) {
        return;
    }
    let lower = said.to_lowercase();
    let named = sources.iter().any(|it| is_named(&all[*it], said));
    if named || ATTRIBUTIONS.iter().any(|it| lower.contains(it)) {
        return;
    }
    let publisher = &all[sources[0]].publisher;
    let help = format!(
        "say whose word it is (\"{publisher} reported …\", \"state media said …\"), or cite another source too"
    );
    cx.diagnostics.report(
        Rule::StateMedia,
        span,
        "only state media stand behind this, and it does not say so",
        "whose word is it?",
        help,
    );
}

/// Whether a text names who published a source, or whose text it is.
fn is_named(source: &Source, said: &str) -> bool {
    let names = source.publisher.split(' ').chain(source.via.iter().flat_map(|it| it.split(' ')));
    names
        .map(|it| it.trim_matches(|it: char| !it.is_alphanumeric()))
        .filter(|it| it.chars().count() >= 4 && it.starts_with(char::is_uppercase))
        .any(|it| said.to_lowercase().contains(&it.to_lowercase()))
}
