//! A part of the page that is a Yew component in the browser too.

use yew::prelude::*;

/// Props of [`Island`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct IslandProps<P: PartialEq> {
    /// By this name the browser's program knows which component to draw in its place.
    pub name: &'static str,
    /// What the component is told.
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
