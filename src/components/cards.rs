//! Cards: people, concepts, claims, hurdles, signposts, scenarios; the minute and the guided walk.

use backstory_content::model::{Claim, Evidence, NameOrder, Person, RatingTerm, Signpost, Tone};
use yew::prelude::*;

use super::controls::{self, Group};
use super::events::block;
use crate::render::raw;
use crate::view::View;

/// A card: a front that asks or states, a back that answers.
fn card(id: &str, class: &'static str, attributes: Attributes, front: Html, back: Html) -> Html {
    html! {
        <article class={classes!("card", class)} id={id.to_owned()} data-word={attributes.word} data-section={attributes.section} data-party={attributes.party}>
            <details><summary>{ front }</summary><div class="card-back">{ back }</div></details>
        </article>
    }
}

/// What decks filter by.
#[derive(Default)]
struct Attributes {
    word: Option<String>,
    section: Option<String>,
    party: Option<String>,
}

fn deck(view: &View, id: &str, cards: Vec<Html>, groups: Vec<Group>) -> Html {
    html! {
        <div class="deck-block wide">
            { controls::deck_bar(view, id, cards.len(), &groups) }
            <div class="deck" id={id.to_owned()}>{ for cards }</div>
        </div>
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "tone-good",
        Tone::Mixed => "tone-mixed",
        Tone::Split => "tone-split",
        Tone::Open => "tone-open",
        Tone::Bad => "tone-bad",
    }
}

fn word(word: &RatingTerm) -> Html {
    html! { <span class={classes!("word", tone(word.tone))} title={word.meaning.clone()}>{ word.label.clone() }</span> }
}

/// A group of filters by word, with how many cards bear each.
fn by_word(view: &View, name: &str, words: &[RatingTerm], of: impl Iterator<Item = usize> + Clone) -> Group {
    Group {
        attribute: "data-word",
        label: view.t(name),
        choices: words
            .iter()
            .enumerate()
            .map(|(n, w)| (w.id.clone(), w.label.clone(), of.clone().filter(|o| *o == n).count()))
            .collect(),
    }
}

/// The front and back of a claim.
pub fn claim(view: &View, c: &Claim) -> Html {
    let verdict = &view.story.verdicts[c.verdict];
    let section = &view.story.sections[c.section];
    let evidence = |key: &str, class: &'static str, all: &[Evidence]| {
        if all.is_empty() {
            return Html::default();
        }
        html! {
            <div class={classes!("evidence", class)}><h3>{ view.t(key) }</h3>
                <ul>{ for all.iter().map(|e| html! { <li>{ raw(e.text.html.clone()) }</li> }) }</ul></div>
        }
    };
    card(
        &c.id,
        "claim",
        Attributes { word: Some(verdict.id.clone()), section: Some(section.id.clone()), party: None },
        html! { <>{ word(verdict) }<span class="card-front">{ c.claim.clone() }</span></> },
        html! {
            <>
                <div class="reason">{ raw(block(&c.reason.html)) }</div>
                { evidence("for", "for", &c.evidence_for) }
                { evidence("against", "against", &c.evidence_against) }
                <p class="confidence">{ view.words.fill("claim-where", &[&section.title]) }{ " · " }{ view.confidence(c.confidence) }</p>
                { view.related(&c.related) }{ view.source_line(&c.sources) }{ view.copy_button(&c.id) }
            </>
        },
    )
}

/// Claims of one section.
pub fn claims_of(view: &View, section: &str) -> Html {
    let links = view.story.claims.iter().filter(|c| view.story.sections[c.section].id == section).map(|c| {
        html! {
            <li>{ word(&view.story.verdicts[c.verdict]) }<a href={format!("#{}", c.id)}>{ c.claim.clone() }</a></li>
        }
    });
    html! { <aside class="claims-here"><h3>{ view.t("where-it-stands") }</h3><ul>{ for links }</ul></aside> }
}

/// All claims with their verdicts.
pub fn record(view: &View) -> Html {
    let story = view.story;
    let verdicts = by_word(view, "verdict", &story.verdicts, story.claims.iter().map(|c| c.verdict));
    let sections = Group {
        attribute: "data-section",
        label: view.t("section"),
        choices: story
            .sections
            .iter()
            .enumerate()
            .map(|(n, s)| (s.id.clone(), s.title.clone(), story.claims.iter().filter(|c| c.section == n).count()))
            .collect(),
    };
    let scale = story.verdicts.iter().map(|v| html! { <li>{ word(v) }<span>{ v.meaning.clone() }</span></li> });
    html! {
        <>
            <ul class="scale wide">{ for scale }</ul>
            { deck(view, "deck-claims", story.claims.iter().map(|c| claim(view, c)).collect(), vec![verdicts, sections]) }
        </>
    }
}

/// A person.
pub fn person(view: &View, p: &Person) -> Html {
    let party = &view.story.parties[p.party];
    let parts = match p.order {
        NameOrder::FamilyFirst => view.words.fill("family-name", &[&p.family]),
        NameOrder::GivenFirst | NameOrder::PatronymicFirst => view.words.fill("patronymic", &[&p.family, &p.given]),
    };
    let other = if p.name == format!("{} {}", p.family, p.given) {
        format!("{} {}", p.given, p.family)
    } else {
        format!("{} {}", p.family, p.given)
    };
    card(
        &p.id,
        "person",
        Attributes { party: Some(party.id.clone()), ..Attributes::default() },
        html! {
            <><span class="card-name">{ p.name.clone() }</span><span class="card-role">{ p.role.clone() }</span>
                <span class="card-why">{ p.why.clone() }</span></>
        },
        html! {
            <>
                { raw(block(&p.text.html)) }
                <p class="names">{ parts }{ ". " }{ view.words.fill("other-order", &[&other]) }{ "." }
                    if let Some((name, lang)) = &p.native { { " " }<span lang={lang.clone()}>{ name.clone() }</span>{ "." } }
                    if let Some(say) = &p.say { { " " }{ view.t("say") }{ ": " }<i>{ say.clone() }</i>{ "." } }</p>
                { view.doubt(p.doubt.as_ref()) }{ view.related(&p.related) }{ view.source_line(&p.sources) }{ view.copy_button(&p.id) }
            </>
        },
    )
}

/// Who's who.
pub fn people(view: &View) -> Html {
    let story = view.story;
    let parties = Group {
        attribute: "data-party",
        label: view.t("person-from"),
        choices: story
            .parties
            .iter()
            .enumerate()
            .map(|(n, p)| (p.id.clone(), p.label.clone(), story.people.iter().filter(|x| x.party == n).count()))
            .collect(),
    };
    deck(view, "deck-people", story.people.iter().map(|p| person(view, p)).collect(), vec![parties])
}

/// One concept.
pub fn concept(view: &View, c: &backstory_content::model::Concept) -> Html {
    card(
        &c.id,
        "concept",
        Attributes::default(),
        html! { <><span class="card-name">{ c.term.clone() }</span><span class="card-why">{ c.short.clone() }</span></> },
        html! {
            <>{ raw(block(&c.text.html)) }{ view.doubt(c.doubt.as_ref()) }{ view.related(&c.related) }{ view.source_line(&c.sources) }
                { view.copy_button(&c.id) }</>
        },
    )
}

/// Explained terms.
pub fn concepts(view: &View) -> Html {
    html! {
        <><h3 class="deck-title">{ view.t("glossary") }</h3>
            { deck(view, "deck-concepts", view.story.concepts.iter().map(|c| concept(view, c)).collect(), Vec::new()) }</>
    }
}

/// One hurdle.
pub fn hurdle(view: &View, h: &backstory_content::model::Hurdle) -> Html {
    card(
        &h.id,
        "hurdle",
        Attributes::default(),
        html! { <><span class="card-name">{ h.title.clone() }</span><span class="card-front">{ h.question.clone() }</span></> },
        html! { <>{ raw(block(&h.text.html)) }{ view.related(&h.related) }{ view.source_line(&h.sources) }{ view.copy_button(&h.id) }</> },
    )
}

/// What stands in the way.
pub fn hurdles(view: &View) -> Html {
    html! {
        <><h3 class="deck-title">{ view.t("obstacles") }</h3>
            { deck(view, "deck-hurdles", view.story.hurdles.iter().map(|h| hurdle(view, h)).collect(), Vec::new()) }</>
    }
}

/// Which scenarios a signpost would fit, and which it would speak against.
pub fn speaks(view: &View, s: &Signpost) -> String {
    let names =
        |all: &[usize]| all.iter().map(|n| view.story.scenarios[*n].title.as_str()).collect::<Vec<_>>().join(", ");
    let side = |key: &str, all: &[usize]| (!all.is_empty()).then(|| view.words.fill(key, &[&names(all)]));
    [side("signpost-fits", &s.fits), side("signpost-against", &s.against)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// One signpost.
pub fn signpost(view: &View, s: &Signpost) -> Html {
    let status = &view.story.statuses[s.status];
    let list = |key: &str, all: &[usize]| {
        if all.is_empty() {
            return Html::default();
        }
        let items = all
            .iter()
            .map(|n| &view.story.scenarios[*n])
            .map(|s| html! { <li><a href={format!("#{}", s.id)}>{ s.title.clone() }</a></li> });
        html! { <div class="related"><b>{ view.t(key) }</b><ul>{ for items }</ul></div> }
    };
    card(
        &s.id,
        "signpost",
        Attributes { word: Some(status.id.clone()), ..Attributes::default() },
        html! { <>{ word(status) }<span class="card-name">{ s.title.clone() }</span><span class="card-kicker">{ speaks(view, s) }</span></> },
        html! {
            <>
                <p class="watch"><b>{ view.t("watch") }</b>{ " " }{ raw(s.watch.html.clone()) }</p>
                <div class="seen"><b>{ view.t("seen") }{ ", " }{ view.words.fill("as-of", &[&view.words.date(&s.as_of)]) }</b>{ raw(block(&s.seen.html)) }</div>
                { list("fits", &s.fits) }{ list("speaks-against", &s.against) }
                { view.related(&s.related) }{ view.source_line(&s.sources) }{ view.copy_button(&s.id) }
            </>
        },
    )
}

/// What to watch.
pub fn signposts(view: &View) -> Html {
    let story = view.story;
    let statuses = by_word(view, "seen", &story.statuses, story.signposts.iter().map(|s| s.status));
    html! {
        <><h3 class="deck-title">{ view.t("watch") }</h3>
            { deck(view, "deck-signposts", story.signposts.iter().map(|s| signpost(view, s)).collect(), vec![statuses]) }</>
    }
}

/// One scenario.
pub fn scenario(view: &View, s: &backstory_content::model::Scenario) -> Html {
    html! {
        <article class="scenario" id={s.id.clone()}>
            <h3 class="scenario-title">{ s.title.clone() }</h3>
            { raw(block(&s.summary.html)) }
            <h4>{ view.t("needs") }</h4>{ raw(block(&s.needs.html)) }
            <h4>{ view.t("obstacles") }</h4>{ raw(block(&s.obstacles.html)) }
            { view.source_line(&s.sources) }
        </article>
    }
}

/// What may come, and the reader's own checklist.
pub fn scenarios(view: &View) -> Html {
    let story = view.story;
    html! {
        <div class="scenarios-block wide">
            <div class="scenarios">{ for story.scenarios.iter().map(|s| scenario(view, s)) }</div>
            { controls::outlook(view) }
        </div>
    }
}

/// The story in a minute.
pub fn minute(view: &View) -> Html {
    let items = view.story.minute.iter().map(|s| html! {
        <li><p>{ raw(s.text.html.clone()) }</p><a class="evidence-link" href={format!("#{}", s.to)}>{ view.t("evidence") }
            <span class="visually-hidden">{ ": " }{ view.name(&s.to) }</span></a></li>
    });
    html! { <ol class="minute">{ for items }</ol> }
}

/// The guided walk.
pub fn walk(view: &View) -> Html {
    let count = view.story.walk.len();
    let items = view.story.walk.iter().enumerate().map(|(n, s)| html! {
        <li id={format!("step-{}", n + 1)}>
            <p class="step-number num">{ view.words.fill("step", &[&(n + 1).to_string()]) }</p>
            <h3>{ s.title.clone() }</h3>{ raw(block(&s.text.html)) }
            <a class="evidence-link" href={format!("#{}", s.to)}>{ view.t(view.read(&s.to)) }<span class="visually-hidden">{ ": " }{ view.name(&s.to) }</span></a>
        </li>
    });
    html! {
        <div class="walk-block wide">
            <ol class="steps" id="walk-steps" tabindex="0" aria-label={view.name("walk").to_owned()}>{ for items }</ol>
            { controls::steps_bar(view, "walk-steps", count) }
        </div>
    }
}
