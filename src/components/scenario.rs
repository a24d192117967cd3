//! Scenarios: what may happen next.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use super::card::{EntryKind, Title};
use super::prose::Prose;
use crate::page::{kind_name, use_page};

/// Props of [`Scenario`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ScenarioProps {
    /// Position of the scenario.
    pub scenario: usize,
}

/// What would happen, what it takes, and what speaks against it.
#[component]
pub fn Scenario(props: &ScenarioProps) -> Html {
    let page = use_page();
    let view = &page.view;
    let scenario = &view.story.scenarios[props.scenario];
    html! {
        <article class={classes!("entry", "scenario", super::card::kept_by_readers(&scenario.id))} id={scenario.id.clone()} data-entry={kind_name(ItemKind::Scenario)}>
            <EntryKind kind={ItemKind::Scenario} />
            <Title level={3} text={scenario.title.clone()} />
            <Prose text={scenario.summary.clone()} />
            <details class="scenario-more" open={page.is_open()}><summary>{ view.t("scenario-more") }</summary>
                <div class="entry-body">
                    <p class="label">{ view.t("needs") }</p><Prose text={scenario.needs.clone()} />
                    <p class="label">{ view.t("in-its-way") }</p><Prose text={scenario.obstacles.clone()} />
                </div>
            </details>
        </article>
    }
}

/// Every scenario, side by side.
#[component]
pub fn Scenarios() -> Html {
    let view = use_page().view;
    html! {
        <div class="scenarios wide" id="part-scenarios">
            { for (0..view.story.scenarios.len()).map(|scenario| html! { <Scenario {scenario} /> }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn what_a_scenario_takes_is_behind_what_it_is() {
        let page = article(|_| {});
        let html = html_on(&page, html! { <Scenario scenario=0 /> });
        let (front, back) = html.split_once("<summary>").expect("a fold");
        assert!(front.contains(&page.view.story.scenarios[0].title), "{front}");
        assert_eq!((front.matches("class=\"label\"").count(), back.matches("class=\"label\"").count()), (0, 2));
    }
}
