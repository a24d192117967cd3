//! What is said rests on sources that can bear it: at the sentence, not in heaps, and no surer than they are.

use std::ops::Range;

use crate::context::{BuildContext, span_of};
use crate::id_index::Kind;
use crate::model::{Confidence, SourceIx, SourceKind, Story};
use crate::rule::Rule;
use crate::source::SpannedString;
use crate::tree::Table;

pub(crate) fn check(story: &Story, cx: &BuildContext) {
    for (event, table) in story.events.iter().zip(&cx.index.events) {
        check_confidence(event.confidence, &event.sources, table, cx);
    }
    for (claim, table) in story.claims.iter().zip(cx.content.list(Kind::Claim.name())) {
        check_confidence(claim.confidence, &claim.sources, table, cx);
    }
    // A story that links no events is a chronicle, and says nothing of causes.
    if story.events.iter().all(|it| it.links.is_empty()) {
        return;
    }
    for (event, table) in story.events.iter().zip(&cx.index.events) {
        if event.importance == 3 && event.links.is_empty() && event.linked_from.is_empty() {
            let message = format!("`{}` is a main event, and is linked with no other", event.id);
            let help = "link it with what led to it or what it led to, or give it less importance";
            cx.diagnostics.report(Rule::MainUnlinked, span_of(table, "importance"), message, "alone", help);
        }
    }
}

/// High confidence cannot rest on a wiki, a message board or one text that somebody copied.
fn check_confidence(confidence: Option<Confidence>, sources: &[SourceIx], table: &Table, cx: &BuildContext) {
    if confidence != Some(Confidence::High) || sources.is_empty() {
        return;
    }
    let all: Vec<_> = sources.iter().map(|it| &cx.index.sources[*it]).collect();
    let weak = all.iter().all(|it| matches!(it.kind, SourceKind::Reference | SourceKind::Other));
    let reason = match all.as_slice() {
        _ if weak => "only works of reference and sources of other kinds stand behind it",
        [one] if one.via.is_some() => "one source stands behind it, at second hand",
        _ => return,
    };
    let message = format!("confidence is high, and {reason}");
    let help = "cite a source that can bear it, or lower the confidence and say why in `doubt`";
    cx.diagnostics.report(Rule::ConfidenceSource, span_of(table, "confidence"), message, "high", help);
}

/// Notes each sentence of a paragraph that states a fact and neither cites a source nor leads to what does.
pub(crate) fn sentences(text: &SpannedString, paragraph: Range<usize>, cx: &BuildContext) {
    let Some(written) = text.value.get(paragraph.clone()) else {
        return;
    };
    for range in sentence_ranges(written) {
        let sentence = &written[range.clone()];
        let founded = ["[^", "](event:", "](card:"].iter().any(|it| sentence.contains(it));
        if founded || !states_a_fact(sentence) {
            continue;
        }
        let span = text.inside(cx.diagnostics.sources, paragraph.start + range.start..paragraph.start + range.end);
        let help = "cite its source behind it, or say it as your own view";
        cx.diagnostics.report(Rule::SentenceSource, &span, "this sentence states a fact without a source", "", help);
    }
}

/// A number, or a name somewhere behind the first word. A question states nothing, nor does what is said as our own.
fn states_a_fact(sentence: &str) -> bool {
    let names = sentence.split_whitespace().skip(1).map(|it| it.trim_start_matches(['*', '_', '“', '"', '(', '[']));
    let holds_name = names.filter(|it| !["I", "I’m", "I'm"].contains(it)).any(|it| it.starts_with(char::is_uppercase));
    // What we looked for and how we see it is ours to say.
    let own = ["We ", "Our "].iter().any(|it| sentence.trim_start().starts_with(it));
    !own && !sentence.trim_end().ends_with('?') && (holds_name || sentence.contains(|it: char| it.is_ascii_digit()))
}

/// Words that end with a point in the middle of a sentence.
const ABBREVIATED: &[&str] =
    &["Mr.", "Mrs.", "Ms.", "Dr.", "St.", "No.", "Prof.", "Gen.", "Col.", "Sen.", "vs.", "e.g.", "i.e.", "p.", "cf."];

/// The sentences of a paragraph of Markdown, each with the cites behind it.
fn sentence_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = mark_of_list(text);
    let mut at = start;
    while let Some(found) = text[at..].find(['.', '!', '?', '…']) {
        let mut end = at + found;
        end += text[end..].len() - text[end..].trim_start_matches(['.', '!', '?', '…']).len();
        let word = text[start..end].rsplit(char::is_whitespace).next().unwrap_or_default();
        let initial = word.chars().filter(|it| it.is_alphabetic()).count() == 1 && word.starts_with(char::is_uppercase);
        end += text[end..].len() - text[end..].trim_start_matches(['”', '’', '"', '\'', ')', '*', '_', '»']).len();
        let closed = end;
        while let Some(cite) = text[end..].trim_start().strip_prefix("[^") {
            let Some(length) = cite.find(']') else { break };
            end = text.len() - cite.len() + length + 1;
        }
        let next = text[end..].trim_start().trim_start_matches(['*', '_', '“', '‘', '"', '«', '(', '[']).chars().next();
        let goes_on =
            end == closed && (initial || ABBREVIATED.contains(&word) || !text[end..].starts_with(char::is_whitespace));
        at = end;
        if next.is_some_and(|it| it.is_lowercase()) || (goes_on && next.is_some()) {
            continue;
        }
        ranges.push(start..end);
        start = text.len() - text[end..].trim_start().len();
    }
    if start < text.len() && text[start..].contains(char::is_alphanumeric) {
        ranges.push(start..text.len());
    }
    ranges
}

/// Bytes of what makes a line a list item or a quotation.
fn mark_of_list(text: &str) -> usize {
    let rest = text.trim_start().trim_start_matches(['-', '*', '+', '>']);
    let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let numbered = if digits > 0 { rest[digits..].strip_prefix(['.', ')']) } else { None };
    let rest = numbered.unwrap_or(rest);
    // `*seen*` is emphasis, and `1.5` a number.
    if rest.starts_with(' ') { text.len() - rest.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        sentence_ranges(text).into_iter().map(|it| text[it].trim()).collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            sentences("It rained.[^a] [^b] The lock (of 1901) broke! Who knew?"),
            ["It rained.[^a] [^b]", "The lock (of 1901) broke!", "Who knew?",]
        );
        assert_eq!(
            sentences("Dr. A. Brook paid 3.50 pounds, e.g. to Upton. “No.”[^a] He left"),
            ["Dr. A. Brook paid 3.50 pounds, e.g. to Upton.", "“No.”[^a]", "He left",]
        );
        assert_eq!(
            sentences("See [the page](https://example.org/a.b). Then go."),
            ["See [the page](https://example.org/a.b).", "Then go.",]
        );
    }

    #[test]
    fn the_mark_of_a_list_is_no_sentence() {
        assert_eq!(sentences("1. Water in summer.[^a]"), ["Water in summer.[^a]"]);
        assert_eq!(sentences("- A bridge."), ["A bridge."]);
        assert_eq!(sentences("*Seen* in 1901."), ["*Seen* in 1901."]);
    }

    #[test]
    fn a_name_or_a_number_states_a_fact() {
        assert!(states_a_fact("The mayor of Upton left."));
        assert!(states_a_fact("It cost 12 pounds."));
        for text in ["We think so.", "We found nothing of 1901.", "Did Upton pay in 1901?", "Much is open."] {
            assert!(!states_a_fact(text), "{text}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["", ".", "[^", "é.[^é", "…[^a]…", "”.”", "a.\n\n[^b]"] {
            for range in sentence_ranges(text) {
                assert!(text.get(range).is_some(), "{text}");
            }
        }
    }
}
