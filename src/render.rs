//! Renders Yew components to HTML, without marks for hydration, because the browser mounts islands by a new render.

use yew::prelude::*;

use crate::app::{App, AppProps};
use crate::page::PageContext;

/// HTML of a component.
pub(crate) fn rendered<C: BaseComponent>(props: C::Properties) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime of one thread starts");
    let work = yew::LocalServerRenderer::<C>::with_props(props).hydratable(false).render();
    tokio::task::LocalSet::new().block_on(&runtime, work)
}

/// HTML of a page's body.
#[must_use]
pub fn render_page(context: PageContext) -> String {
    rendered::<App>(AppProps { context })
}

/// HTML that is already made.
pub(crate) fn raw(html: impl Into<AttrValue>) -> Html {
    Html::from_html_unchecked(html.into())
}
