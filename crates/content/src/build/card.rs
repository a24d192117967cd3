//! Cards: people, concepts, claims, hurdles, signposts, scenarios; and the minute, the walk and the changes.

use crate::book::{ANYWHERE, CARDS_AND_EVENTS, Kind};
use crate::build::{Desk, Words, at};
use crate::check;
use crate::fields::{Fields, fields};
use crate::markdown::{Shape, push_new};
use crate::model::{
    Change, Claim, Concept, Evidence, Hurdle, NameOrder, Person, Prose, Scenario, Sentence, Signpost, SourceIx, Step,
};
use crate::rule::Rule;
use crate::tree::Table;

const ORDERS: &[(&str, NameOrder)] = &[
    ("family-first", NameOrder::FamilyFirst),
    ("given-first", NameOrder::GivenFirst),
    ("patronymic-first", NameOrder::PatronymicFirst),
];

pub(crate) fn person(table: &Table, desk: &Desk) -> Person {
    fields(table, "person", desk.log, |f| {
        let (text, doubt) = text_and_doubt(f, desk);
        Person {
            id: f.id(),
            name: desk.plain(f, "name"),
            family: desk.plain(f, "family"),
            given: desk.plain(f, "given"),
            order: desk.choice(&f.text("order"), "order", ORDERS).unwrap_or(NameOrder::GivenFirst),
            party: desk.position(f, "party", Kind::Party),
            role: desk.plain(f, "role"),
            why: desk.plain(f, "why"),
            say: desk.maybe_plain(f, "say"),
            native: native(f, desk),
            related: related(f, desk),
            sources: desk.sourced(f, "person", std::iter::once(&text).chain(&doubt)),
            text,
            doubt,
        }
    })
}

/// A name in its own script: without its language a voice would not know how to read it.
fn native(f: &Fields, desk: &Desk) -> Option<(String, String)> {
    let name = desk.maybe_plain(f, "native");
    let lang = if name.is_some() { f.text("native-lang") } else { f.maybe_text("native-lang")? };
    check::lang(&lang, desk.log);
    name.map(|name| (name, lang.value))
}

pub(crate) fn concept(table: &Table, desk: &Desk) -> Concept {
    fields(table, "concept", desk.log, |f| {
        let (text, doubt) = text_and_doubt(f, desk);
        Concept {
            id: f.id(),
            term: desk.short(f, "term", 80, Rule::TitleLong),
            short: desk.short(f, "short", 220, Rule::ShortLong),
            related: related(f, desk),
            sources: desk.sourced(f, "concept", std::iter::once(&text).chain(&doubt)),
            text,
            doubt,
        }
    })
}

fn text_and_doubt(f: &Fields, desk: &Desk) -> (Prose, Option<Prose>) {
    (desk.prose(f, "text", Shape::Card), desk.maybe_prose(f, "doubt", Shape::Card))
}

fn related(f: &Fields, desk: &Desk) -> Vec<String> {
    desk.ids(f, "related", CARDS_AND_EVENTS)
}

pub(crate) fn claim(table: &Table, words: &Words, desk: &Desk) -> Claim {
    fields(table, "claim", desk.log, |f| {
        let reason = reason(f, desk);
        let evidence_for = evidence(f, "for", desk);
        let evidence_against = evidence(f, "against", desk);
        if evidence_for.is_empty() && evidence_against.is_empty() {
            let help = "add `for = [{ text = \"…\", sources = [\"id\"] }]` or `against = […]`, were it only that nothing was found";
            desk.log.add(
                Rule::ClaimEvidence,
                &table.at,
                "this claim has no evidence on either side",
                "a bare claim",
                help,
            );
        }
        let sources = claim_sources(f, &reason, evidence_for.iter().chain(&evidence_against), desk);
        Claim {
            id: f.id(),
            claim: desk.plain(f, "claim"),
            section: desk.position(f, "section", Kind::Section).min(words.sections.len().saturating_sub(1)),
            verdict: desk.word(f, "verdict", &words.story_config.verdicts),
            confidence: desk.confidence(f),
            related: related(f, desk),
            sources,
            reason,
            evidence_for,
            evidence_against,
        }
    })
}

fn reason(f: &Fields, desk: &Desk) -> Prose {
    let text = f.maybe_blank("reason");
    if text.is_blank() {
        let help = "add `reason = \"…\"`: one sentence on why the record leads to this verdict";
        desk.log.add(Rule::VerdictReason, at(f.table, "verdict"), "this verdict has no reason", "why?", help);
    }
    desk.markdown(&text, Shape::Line).0
}

fn evidence(f: &Fields, key: &'static str, desk: &Desk) -> Vec<Evidence> {
    let read = |table| {
        fields(table, "piece of evidence", desk.log, |f| {
            let text = desk.prose(f, "text", Shape::Card);
            Evidence { sources: desk.sourced(f, "piece of evidence", [&text]), text }
        })
    };
    f.tables(key).into_iter().map(read).collect()
}

/// Its own sources, then those of its reason and its evidence: each piece of evidence answers for itself.
fn claim_sources<'e>(
    f: &Fields,
    reason: &Prose,
    evidence: impl Iterator<Item = &'e Evidence>,
    desk: &Desk,
) -> Vec<SourceIx> {
    let mut sources = desk.listed(f);
    for cite in reason.cites.iter().chain(evidence.flat_map(|it| &it.sources)) {
        push_new(&mut sources, *cite);
    }
    sources
}

pub(crate) fn hurdle(table: &Table, desk: &Desk) -> Hurdle {
    fields(table, "hurdle", desk.log, |f| {
        let text = desk.prose(f, "text", Shape::Card);
        Hurdle {
            id: f.id(),
            title: desk.short(f, "title", 80, Rule::TitleLong),
            question: desk.plain(f, "question"),
            related: related(f, desk),
            sources: desk.sourced(f, "hurdle", [&text]),
            text,
        }
    })
}

pub(crate) fn signpost(table: &Table, words: &Words, desk: &Desk) -> Signpost {
    fields(table, "signpost", desk.log, |f| {
        let watch = desk.prose(f, "watch", Shape::Card);
        let seen = desk.prose(f, "seen", Shape::Card);
        let (fits, against) = f.maybe_table("scenarios").map_or_else(Default::default, |it| scenarios(it, desk));
        Signpost {
            id: f.id(),
            title: desk.short(f, "title", 80, Rule::TitleLong),
            status: desk.word(f, "status", &words.story_config.statuses),
            as_of: f.date("as-of"),
            fits,
            against,
            related: related(f, desk),
            sources: desk.sourced(f, "signpost", [&watch, &seen]),
            watch,
            seen,
        }
    })
}

fn scenarios(table: &Table, desk: &Desk) -> (Vec<usize>, Vec<usize>) {
    fields(table, "signpost's scenarios", desk.log, |f| {
        (desk.positions(f, "fits", Kind::Scenario), desk.positions(f, "against", Kind::Scenario))
    })
}

pub(crate) fn scenario(table: &Table, desk: &Desk) -> Scenario {
    fields(table, "scenario", desk.log, |f| {
        let [summary, needs, obstacles] = ["summary", "needs", "obstacles"].map(|key| desk.prose(f, key, Shape::Card));
        Scenario {
            id: f.id(),
            title: desk.short(f, "title", 80, Rule::TitleLong),
            sources: desk.sourced(f, "scenario", [&summary, &needs, &obstacles]),
            summary,
            needs,
            obstacles,
        }
    })
}

pub(crate) fn sentence(table: &Table, desk: &Desk) -> Sentence {
    fields(table, "sentence", desk.log, |f| {
        let text = desk.prose(f, "text", Shape::Line);
        Sentence { to: desk.target(f), sources: desk.sourced(f, "sentence", [&text]), text }
    })
}

pub(crate) fn step(table: &Table, desk: &Desk) -> Step {
    fields(table, "step", desk.log, |f| {
        let text = desk.prose(f, "text", Shape::Line);
        desk.check_words(f, "text", &text, 20, 60);
        Step { title: desk.short(f, "title", 80, Rule::TitleLong), to: desk.target(f), text }
    })
}

pub(crate) fn change(table: &Table, desk: &Desk) -> Change {
    fields(table, "change", desk.log, |f| Change {
        date: f.date("date"),
        what: desk.prose(f, "what", Shape::Card),
        why: desk.prose(f, "why", Shape::Card),
        cards: desk.ids(f, "cards", ANYWHERE),
    })
}
