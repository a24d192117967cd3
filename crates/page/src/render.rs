//! Yew to HTML: static parts without marks for hydration, islands with them.

use backstory_islands::Wire;
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

/// The host of an island with its first render inside.
pub fn island<C>(name: &'static str, props: C::Properties) -> Html
where
    C: BaseComponent,
    C::Properties: Wire,
{
    let wire = props.encode();
    host::<C>(name, props, Some(wire))
}

/// The host of an island whose data stands elsewhere in the page.
pub fn island_with_page_data<C: BaseComponent>(name: &'static str, props: C::Properties, wire: Option<String>) -> Html {
    host::<C>(name, props, wire)
}

fn host<C: BaseComponent>(name: &'static str, props: C::Properties, wire: Option<String>) -> Html {
    let inner = block_on(yew::LocalServerRenderer::<C>::with_props(props).render());
    html! { <div data-island={name} data-props={wire}>{ raw(inner) }</div> }
}

/// HTML that is already made.
#[must_use]
pub fn raw(html: impl Into<AttrValue>) -> Html {
    Html::from_html_unchecked(html.into())
}
