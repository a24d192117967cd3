//! Yew to HTML: static parts without marks for hydration, islands with them.

use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
struct WholeProps {
    body: Html,
}

#[component]
fn Whole(props: &WholeProps) -> Html {
    props.body.clone()
}

fn block_on(work: impl Future<Output = String>) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime of one thread starts");
    tokio::task::LocalSet::new().block_on(&runtime, work)
}

/// HTML of a static part.
#[must_use]
pub fn to_html(body: Html) -> String {
    block_on(yew::LocalServerRenderer::<Whole>::with_props(WholeProps { body }).hydratable(false).render())
}

/// The host of an island with its first render inside, which the browser hydrates.
pub fn island<C: BaseComponent>(name: &'static str, props: C::Properties) -> Html {
    let inner = block_on(yew::LocalServerRenderer::<C>::with_props(props).render());
    html! { <div data-wakes={name}>{ raw(inner) }</div> }
}

/// HTML that is already made.
pub fn raw(html: impl Into<AttrValue>) -> Html {
    Html::from_html_unchecked(html.into())
}
