//! A part of the page that is a Yew component in the browser too.

use yew::prelude::*;

/// Props of [`Island`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct IslandProps<P: PartialEq> {
    /// Tells the browser's program which component to mount here (`data-island`).
    pub name: &'static str,
    /// Props of the component, for its first render.
    pub props: P,
}

/// The host of an island with its first render inside, which the browser draws anew.
#[component]
pub fn Island<C>(props: &IslandProps<C::Properties>) -> Html
where
    C: BaseComponent,
    C::Properties: Clone + PartialEq,
{
    html! { <div data-island={props.name}><C ..props.props.clone() /></div> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};
    use crate::components::preview::Preview;

    #[test]
    fn the_host_names_its_component_and_holds_its_first_render() {
        let html = html_on(&article(|_| {}), html! { <Island<Preview> name="layer" props={()} /> });
        assert!(html.starts_with("<div data-island=\"layer\"><div id=\"preview\""), "{html}");
    }
}
