//! An assertion of the article, held against the record.

use backstory_content::model::{Evidence, ItemKind};
use yew::prelude::*;

use super::card::{EntryEnd, EntryKind, Rating, Title, uncited, unlinked};
use super::prose::Prose;
use crate::page::{kind_name, use_page};

/// Props of [`Claim`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ClaimProps {
    /// Position of the claim.
    pub claim: usize,
}

/// The verdict, then the claim, then the reason; the evidence opens below.
#[component]
pub fn Claim(props: &ClaimProps) -> Html {
    let page = use_page();
    let view = &page.view;
    let claim = &view.story.claims[props.claim];
    let verdict = &view.story.verdicts[claim.verdict];
    let evidences = claim.evidence_for.iter().chain(&claim.evidence_against);
    let texts: Vec<_> = evidences.map(|e| &e.text).chain([&claim.reason]).collect();
    let sources = uncited(&claim.sources, texts.iter().copied());
    let related = unlinked(&claim.related, texts.iter().copied());
    let count = claim.evidence_for.len() + claim.evidence_against.len();
    html! {
        <article class={classes!("entry", "claim", super::card::kept_by_readers(&claim.id))} id={claim.id.clone()} data-entry={kind_name(ItemKind::Claim)} data-word={verdict.id.clone()}>
            <EntryKind kind={ItemKind::Claim} />
            <Rating rating={verdict.clone()} />
            <div class="claim-text">
                <Title level={3} class="claim-title" text={claim.claim.clone()} />
                <Prose text={claim.reason.clone()} />
                <details class="claim-evidence" open={page.is_open()}>
                    <summary>{ view.words.fill("evidence-count", &[&count.to_string()]) }</summary>
                    <div class="entry-body">
                        { evidence(view.t("for"), "for", &claim.evidence_for) }
                        { evidence(view.t("against"), "against", &claim.evidence_against) }
                        <p class="confidence">
                            if let Some(word) = view.confidence(claim.confidence) { { view.t("confidence") }{ ": " }{ word.to_owned() }{ ". " } }
                            { view.words.fill("claim-where", &[&view.story.sections[claim.section].title]) }{ "." }</p>
                        <EntryEnd id={claim.id.clone()} {related} {sources} />
                    </div>
                </details>
            </div>
        </article>
    }
}

fn evidence(name: AttrValue, class: &'static str, all: &[Evidence]) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    let items = all.iter().map(|e| html! { <li><Prose text={e.text.clone()} inline=true /></li> });
    html! { <div class={classes!("evidence", class)}><p class="label">{ name }</p><ul>{ for items }</ul></div> }
}

/// Props of [`Claims`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ClaimsProps {
    /// Positions of the claims.
    pub claims: Vec<usize>,
}

/// Claims with what their verdicts mean.
#[component]
pub fn Claims(props: &ClaimsProps) -> Html {
    let view = use_page().view;
    let story = &view.story;
    let used =
        story.verdicts.iter().enumerate().filter(|(n, _)| props.claims.iter().any(|c| story.claims[*c].verdict == *n));
    let scale = used.clone().map(|(n, verdict)| {
        let count = props.claims.iter().filter(|c| story.claims[**c].verdict == n).count();
        html! { <li><Rating rating={verdict.clone()} />{ " " }<span class="num">{ count }</span></li> }
    });
    let meanings = used.clone().map(
        |(_, verdict)| html! { <li><Rating rating={verdict.clone()} /><span>{ verdict.meaning.clone() }</span></li> },
    );
    html! {
        <div class="claims wide">
            <ul class="scale">{ for scale }</ul>
            <details class="scale-meanings"><summary>{ view.t("scale-meanings") }</summary><ul>{ for meanings }</ul></details>
            { for props.claims.iter().map(|claim| html! { <Claim claim={*claim} /> }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn the_verdict_comes_before_the_claim() {
        let page = article(|_| {});
        let html = html_on(&page, html! { <Claim claim=0 /> });
        let (verdict, claim) = (html.find("class=\"rating"), html.find("claim-title"));
        assert!(verdict.is_some() && verdict < claim, "{html}");
    }

    #[test]
    fn a_side_without_evidence_has_no_list() {
        let page = article(|story| story.claims[0].evidence_against.clear());
        let html = html_on(&page, html! { <Claim claim=0 /> });
        assert!(html.contains("evidence for") && !html.contains("evidence against"), "{html}");
    }

    #[test]
    fn the_scale_has_only_verdicts_that_are_used() {
        let page = article(|_| {});
        let html = html_on(&page, html! { <Claims claims={vec![0]} /> });
        assert_eq!(html.matches("class=\"num\">1<").count(), 1, "{html}");
    }
}
