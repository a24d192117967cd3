//! What was changed, when and why; and an address that will show what is new to whoever keeps it.

use yew::prelude::*;

use super::card::Related;
use super::event_list::datetime;
use super::prose::Prose;
use crate::page::use_page;

/// The log of changes, newest first.
#[component]
pub fn ChangeLog() -> Html {
    let view = use_page().view;
    let updated = &view.story.meta.updated;
    let items = view.story.changes.iter().map(|change| {
        html! {
            <li data-date={change.date.to_string()} data-cards={change.cards.join(" ")}>
                <b class="new-mark">{ view.t("new") }{ " " }</b><time class="num" datetime={datetime(&change.date)}>{ view.words.date(&change.date) }</time>
                <Prose text={change.what.clone()} /><Prose text={change.why.clone()} /><Related ids={change.cards.clone()} name="changed" /></li>
        }
    });
    html! {
        <div class="changes" id="changes">
            <h2>{ view.t("changes") }</h2><p class="unchanged" role="status"></p><ol>{ for items }</ol>
            <p class="hint needs-script"><a href={format!("#changes&since={updated}")}>{ view.t("new-address") }</a>{ " " }
                { view.words.fill("new-hint", &[&view.words.date(updated)]) }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn the_newest_change_comes_first_with_its_reason() {
        let html = html_on(&article(|_| {}), html! { <ChangeLog /> });
        let (new, old) = (html.find("The survey was added"), html.find("First published."));
        assert!(new.is_some() && new < old, "{html}");
        assert!(html.contains("The minutes came out.") && html.contains("#changes&amp;since=2020-06-20"), "{html}");
    }
}
