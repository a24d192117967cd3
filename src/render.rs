//! Yew to HTML, without marks for hydration: the browser draws islands anew.

use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
struct WholeProps {
    body: Html,
}

#[component]
fn Whole(props: &WholeProps) -> Html {
    props.body.clone()
}

fn rendered<C: BaseComponent>(props: C::Properties) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime of one thread starts");
    let work = yew::LocalServerRenderer::<C>::with_props(props).hydratable(false).render();
    tokio::task::LocalSet::new().block_on(&runtime, work)
}

/// HTML of a static part.
#[must_use]
pub fn to_html(body: Html) -> String {
    rendered::<Whole>(WholeProps { body })
}

/// The host of an island with its first render inside.
pub fn island<C: BaseComponent>(name: &'static str, props: C::Properties) -> Html {
    let inner = rendered::<C>(props);
    html! { <div data-island={name}>{ raw(inner) }</div> }
}

/// HTML that is already made.
pub fn raw(html: impl Into<AttrValue>) -> Html {
    Html::from_html_unchecked(html.into())
}
