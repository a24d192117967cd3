//! The interactive parts of the page, prerendered on the server and woken in the browser.
#[cfg(feature = "hydrate")]
mod wake {
    use wasm_bindgen::prelude::*;
    use yew::prelude::*;
    #[component]
    fn Hello() -> Html { html! { <p>{"hello"}</p> } }
    /// Wakes every island on the page.
    #[wasm_bindgen(start)]
    pub fn wake() {
        if let Some(host) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector("[data-island]").ok().flatten()) {
            yew::Renderer::<Hello>::with_root(host).hydrate();
        }
    }
}
