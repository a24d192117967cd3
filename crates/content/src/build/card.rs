//! Cards: people, concepts, claims, hurdles, signposts, scenarios; and the minute, the tour and the changes.

use crate::check;
use crate::context::{BuildContext, MANY_SOURCES, span_of};
use crate::fields::{Fields, fields};
use crate::id_index::{ANYWHERE, CARDS_AND_EVENTS, Kind};
use crate::limits;
use crate::markdown::Shape;
use crate::model::{
    Change, Claim, Concept, Evidence, Hurdle, NameOrder, Person, Prose, Scenario, Sentence, Signpost, SourceIx, Step,
    Story,
};
use crate::rule::Rule;
use crate::tree::Table;
use crate::util::push_new;

pub(crate) fn person(table: &Table, cx: &BuildContext) -> Person {
    fields(table, "person", cx.diagnostics, |f| {
        let (text, doubt) = text_and_doubt(f, cx);
        Person {
            id: f.id(),
            name: cx.plain(f, "name"),
            family: cx.maybe_plain(f, "family"),
            given: cx.maybe_plain(f, "given"),
            order: name_order(f, cx),
            party: f.maybe_text("party").and_then(|it| cx.lookup(&it, &[Kind::Party]).map(|it| it.ix)),
            role: cx.plain(f, "role"),
            why: cx.plain(f, "why"),
            say: cx.maybe_plain(f, "say"),
            native: native(f, cx),
            related: related(f, cx),
            sources: cx.sourced(f, "person", std::iter::once(&text).chain(&doubt)),
            text,
            doubt,
        }
    })
}

/// How the name is to be read. What the page says of it needs the parts of the name.
fn name_order(f: &Fields, cx: &BuildContext) -> Option<NameOrder> {
    let order = cx.choice(&f.maybe_text("order")?, "order", NameOrder::IDS)?;
    let needed: &[&str] = match order {
        NameOrder::GivenFirst => &[],
        NameOrder::FamilyFirst => &["family"],
        NameOrder::PatronymicFirst => &["family", "given"],
    };
    if needed.iter().all(|it| f.table.get(it).is_some()) {
        note_order_of_another_name(order, f, cx);
    }
    for key in needed.iter().filter(|it| f.table.get(it).is_none()) {
        let message = format!("a name that is `{}` has a `{key}`", order.id());
        let help = format!("add `{key} = \"…\"`, or take `order` out: then the page says nothing of it");
        cx.diagnostics.report(
            Rule::KeyMissing,
            span_of(f.table, "order"),
            message,
            format!("`{key}` is missing"),
            help,
        );
    }
    Some(order)
}

/// The page says which part of the name is which: the name has to consist of them, in that order.
fn note_order_of_another_name(order: NameOrder, f: &Fields, cx: &BuildContext) {
    let part = |key: &str| f.table.str_if_any(key).filter(|it| !it.is_blank());
    let (Some(name), family, given) = (part("name"), part("family"), part("given")) else { return };
    // Spaces part the names of some languages, and none those of others.
    let letters = |it: &str| it.split_whitespace().collect::<String>();
    let [family, given] = [family, given].map(|it| it.map(|it| it.value));
    let (first, last) = match order {
        NameOrder::GivenFirst => (given, family),
        NameOrder::FamilyFirst | NameOrder::PatronymicFirst => (family, given),
    };
    let whole = letters(&name.value);
    let fits = match (&first, &last) {
        (Some(first), Some(last)) => whole == letters(first) + &letters(last),
        (Some(first), None) => whole.starts_with(&letters(first)),
        (None, Some(last)) => whole.ends_with(&letters(last)),
        (None, None) => true,
    };
    if !fits {
        let parts: Vec<_> = [first, last].into_iter().flatten().collect();
        let message = format!("a name of these parts that is `{}` is `{}`", order.id(), parts.join(" "));
        let help = "correct the name, its parts, or `order`: the page says by them how the name is read";
        cx.diagnostics.report(Rule::NameOrder, &name.span, message, "not these parts in this order", help);
    }
}

/// A name in its own script: without its language a voice would not know how to read it.
fn native(f: &Fields, cx: &BuildContext) -> Option<(String, String)> {
    let name = cx.maybe_plain(f, "native");
    let lang = if name.is_some() { f.text("native-lang") } else { f.maybe_text("native-lang")? };
    check::lang(&lang, cx.diagnostics);
    name.map(|name| (name, lang.value))
}

pub(crate) fn concept(table: &Table, cx: &BuildContext) -> Concept {
    fields(table, "concept", cx.diagnostics, |f| {
        let (text, doubt) = text_and_doubt(f, cx);
        Concept {
            id: f.id(),
            term: cx.short(f, "term", limits::TITLE, Rule::TitleLong),
            short: cx.short(f, "short", limits::SHORT_MEANING, Rule::ShortLong),
            related: related(f, cx),
            sources: cx.sourced(f, "concept", std::iter::once(&text).chain(&doubt)),
            text,
            doubt,
        }
    })
}

fn text_and_doubt(f: &Fields, cx: &BuildContext) -> (Prose, Option<Prose>) {
    (cx.prose(f, "text", Shape::Card), cx.maybe_prose(f, "doubt", Shape::Card))
}

fn related(f: &Fields, cx: &BuildContext) -> Vec<String> {
    cx.ids(f, "related", CARDS_AND_EVENTS)
}

pub(crate) fn claim(table: &Table, story: &Story, cx: &BuildContext) -> Claim {
    fields(table, "claim", cx.diagnostics, |f| {
        let reason = reason(f, cx);
        let evidence_for = evidence(f, "for", cx);
        let evidence_against = evidence(f, "against", cx);
        if evidence_for.is_empty() && evidence_against.is_empty() {
            let help = "add `for = [{ text = \"…\", sources = [\"id\"] }]` or `against = […]`, were it only that nothing was found";
            cx.diagnostics.report(
                Rule::ClaimEvidence,
                &table.span,
                "this claim has no evidence on either side",
                "a bare claim",
                help,
            );
        }
        let sources = claim_sources(f, &reason, evidence_for.iter().chain(&evidence_against), cx);
        Claim {
            id: f.id(),
            claim: cx.plain(f, "claim"),
            section: cx.position(f, "section", Kind::Section).min(story.sections.len().saturating_sub(1)),
            verdict: cx.word(f, "verdict", &story.verdicts),
            confidence: cx.confidence(f),
            related: related(f, cx),
            sources,
            reason,
            evidence_for,
            evidence_against,
        }
    })
}

fn reason(f: &Fields, cx: &BuildContext) -> Prose {
    let text = f.maybe_blank("reason");
    if text.is_blank() {
        let help = "add `reason = \"…\"`: one sentence on why the record leads to this verdict";
        cx.diagnostics.report(
            Rule::VerdictReason,
            span_of(f.table, "verdict"),
            "this verdict has no reason",
            "why?",
            help,
        );
    }
    f.maybe_text(MANY_SOURCES);
    cx.markdown(&text, Shape::Line, f.table).0
}

fn evidence(f: &Fields, key: &'static str, cx: &BuildContext) -> Vec<Evidence> {
    let read = |table| {
        fields(table, "piece of evidence", cx.diagnostics, |f| {
            let text = cx.prose(f, "text", Shape::Card);
            Evidence { sources: cx.sourced(f, "piece of evidence", [&text]), text }
        })
    };
    f.tables(key).into_iter().map(read).collect()
}

/// Its own sources, then those of its reason and its evidence: each piece of evidence answers for itself.
fn claim_sources<'e>(
    f: &Fields,
    reason: &Prose,
    evidence: impl Iterator<Item = &'e Evidence>,
    cx: &BuildContext,
) -> Vec<SourceIx> {
    let mut sources = cx.listed(f);
    for cite in reason.cites.iter().chain(evidence.flat_map(|it| &it.sources)) {
        push_new(&mut sources, *cite);
    }
    sources
}

pub(crate) fn hurdle(table: &Table, cx: &BuildContext) -> Hurdle {
    fields(table, "hurdle", cx.diagnostics, |f| {
        let text = cx.prose(f, "text", Shape::Card);
        Hurdle {
            id: f.id(),
            title: cx.short(f, "title", limits::TITLE, Rule::TitleLong),
            question: cx.plain(f, "question"),
            related: related(f, cx),
            sources: cx.sourced(f, "hurdle", [&text]),
            text,
        }
    })
}

pub(crate) fn signpost(table: &Table, story: &Story, cx: &BuildContext) -> Signpost {
    fields(table, "signpost", cx.diagnostics, |f| {
        let watch = cx.prose(f, "watch", Shape::Card);
        let seen = cx.prose(f, "seen", Shape::Card);
        let (fits, against) = f.maybe_table("scenarios").map_or_else(Default::default, |it| scenarios(it, cx));
        Signpost {
            id: f.id(),
            title: cx.short(f, "title", limits::TITLE, Rule::TitleLong),
            status: cx.word(f, "status", &story.statuses),
            as_of: f.date("as-of"),
            fits,
            against,
            related: related(f, cx),
            sources: cx.sourced(f, "signpost", [&watch, &seen]),
            watch,
            seen,
        }
    })
}

fn scenarios(table: &Table, cx: &BuildContext) -> (Vec<usize>, Vec<usize>) {
    fields(table, "signpost's scenarios", cx.diagnostics, |f| {
        (cx.positions(f, "fits", Kind::Scenario), cx.positions(f, "against", Kind::Scenario))
    })
}

pub(crate) fn scenario(table: &Table, cx: &BuildContext) -> Scenario {
    fields(table, "scenario", cx.diagnostics, |f| {
        let [summary, needs, obstacles] = ["summary", "needs", "obstacles"].map(|key| cx.prose(f, key, Shape::Card));
        Scenario {
            id: f.id(),
            title: cx.short(f, "title", limits::TITLE, Rule::TitleLong),
            sources: cx.sourced(f, "scenario", [&summary, &needs, &obstacles]),
            summary,
            needs,
            obstacles,
        }
    })
}

pub(crate) fn sentence(table: &Table, cx: &BuildContext) -> Sentence {
    fields(table, "sentence", cx.diagnostics, |f| {
        let text = cx.prose(f, "text", Shape::Line);
        Sentence { to: cx.target(f), sources: cx.sourced(f, "sentence", [&text]), text }
    })
}

pub(crate) fn step(table: &Table, cx: &BuildContext) -> Step {
    fields(table, "step", cx.diagnostics, |f| {
        let text = cx.prose(f, "text", Shape::Line);
        cx.check_words(f, "text", &text, 20, 60);
        Step { title: cx.short(f, "title", limits::TITLE, Rule::TitleLong), to: cx.target(f), text }
    })
}

pub(crate) fn change(table: &Table, cx: &BuildContext) -> Change {
    fields(table, "change", cx.diagnostics, |f| Change {
        date: f.date("date"),
        what: cx.prose(f, "what", Shape::Card),
        why: cx.prose(f, "why", Shape::Card),
        cards: cx.ids(f, "cards", ANYWHERE),
    })
}
