//! Everything that was written has its one place on the page, and as much of it as a reader follows.

use crate::content::Content;
use crate::context::{BuildContext, span_of};
use crate::id_index::Kind;
use crate::model::{Part, Story};
use crate::rule::Rule;
use crate::source::Span;

pub(crate) fn check(story: &Story, content: &Content, cx: &BuildContext) {
    let all_known =
        story.sections.iter().zip(&content.sections).all(|(it, file)| it.parts.len() == file.front.count("parts"));
    // Without sections, or with a part misspelt, that has been noted, and what follows from it would only be noise.
    if !story.sections.is_empty() && all_known {
        check_places(story, content, cx);
        check_claims(story, content, cx);
    }
    check_own_pair(story, content, cx);
    for (kind, list, wanted) in [("sentence", "the minute", 5..=5), ("step", "the tour", 12..=18)] {
        let tables = content.list(kind);
        let (Some(last), false) = (tables.last(), wanted.contains(&tables.len())) else {
            continue;
        };
        let range = if wanted.start() == wanted.end() {
            wanted.start().to_string()
        } else {
            format!("{} to {}", wanted.start(), wanted.end())
        };
        let message = format!("{list} has {} {kind}s, not {range}", tables.len());
        cx.diagnostics.report(Rule::StepCount, &last.span, message, "the last one", format!("write {range}"));
    }
}

/// The parts, the words for them, and where what they show was written.
fn shown<'s>(story: &'s Story, content: &'s Content) -> [(Part, &'static str, Option<&'s Span>); 12] {
    let first = |kind| content.list(kind).first().map(|it| &it.span);
    let map = content.map.as_ref().map(|it| span_of(it, "title"));
    let cited = story.sections.iter().any(|it| !it.prose.cites.is_empty());
    [
        (Part::Timeline, "timeline", first("event")),
        (Part::Minute, "minute", first("sentence")),
        (Part::People, "people", first("person")),
        (Part::Concepts, "concepts", first("concept")),
        (Part::Hurdles, "hurdles", first("hurdle")),
        (Part::Signposts, "signposts", first("signpost")),
        (Part::Scenarios, "scenarios", first("scenario")),
        (Part::Ties, "ties", first("tie")),
        (Part::Map, "map", map),
        (Part::Tour, "walk", first("step")),
        (Part::Changes, "changes", first("change")),
        (Part::Sources, "sources", first("source").filter(|_| cited || !story.events.is_empty())),
    ]
}

fn check_places(story: &Story, content: &Content, cx: &BuildContext) {
    for (part, name, written) in shown(story, content) {
        let places: Vec<_> =
            story.sections.iter().zip(&content.sections).filter(|(it, _)| it.parts.contains(&part)).collect();
        match (places.as_slice(), written) {
            ([], Some(place)) => {
                let message = format!("no section shows the {name}");
                let help = format!("add \"{name}\" to `parts` of a section");
                cx.diagnostics.report(Rule::PartPlaced, place, message, "not on the page", help);
            }
            ([(_, file), ..], None) => {
                let message = format!("this section shows the {name}, and the story has nothing of the kind");
                let help = format!("take \"{name}\" out of `parts`, or write what it shows");
                cx.diagnostics.report(Rule::PartEmpty, span_of(&file.front, "parts"), message, "nothing to show", help);
            }
            ([(first, _), more @ ..], _) => {
                for (_, file) in more {
                    let message = format!("section `{}` shows the {name} already", first.id);
                    cx.diagnostics.report(
                        Rule::PartPlaced,
                        span_of(&file.front, "parts"),
                        message,
                        "shown twice",
                        "keep it in one section",
                    );
                }
            }
            _ => {}
        }
    }
}

/// A claim stands in its own section or in the record of all claims.
fn check_claims(story: &Story, content: &Content, cx: &BuildContext) {
    for (section, file) in story.sections.iter().zip(&content.sections) {
        let own = content.list("claim").iter().any(|it| {
            it.str_if_any("section").is_some_and(|it| {
                it.value == section.id || cx.index.ids.get(&it.value).is_none_or(|it| it.kind != Kind::Section)
            })
        });
        let (name, empty) = match section.parts.iter().find(|it| matches!(it, Part::Claims | Part::Record)) {
            Some(Part::Claims) => ("claims", !own),
            Some(Part::Record) => ("record", story.claims.is_empty()),
            _ => continue,
        };
        if empty {
            let message = format!("this section shows the {name}, and there are no claims for it");
            let help = format!("take \"{name}\" out of `parts`, or write a claim with section = \"{}\"", section.id);
            cx.diagnostics.report(Rule::PartEmpty, span_of(&file.front, "parts"), message, "nothing to show", help);
        }
    }
    if story.sections.iter().any(|it| it.parts.contains(&Part::Record)) {
        return;
    }
    for (claim, table) in story.claims.iter().zip(content.list("claim")) {
        if story.sections.get(claim.section).is_some_and(|it| !it.parts.contains(&Part::Claims)) {
            let help = "add \"claims\" to `parts` of that section, or \"record\" to those of another";
            cx.diagnostics.report(
                Rule::PartPlaced,
                span_of(table, "section"),
                "that section does not show its claims",
                "not on the page",
                help,
            );
        }
    }
}

fn check_own_pair(story: &Story, content: &Content, cx: &BuildContext) {
    let own = story.parties.iter().filter(|it| it.own).count();
    // Parties that only take part in events are nobody's own.
    let fits = own == 2 || (own == 0 && story.ties.is_empty());
    if let (Some(first), false) = (content.list("party").first(), fits) {
        let help = "write `own = true` for the two parties whose relation the story tells";
        cx.diagnostics.report(
            Rule::OwnPair,
            &first.span,
            format!("the story's own parties are {own}, not 2"),
            "",
            help,
        );
    }
}
