//! A text of the story, with links and citations that fit the page it stands on.

use backstory_content::model;
use yew::prelude::*;

use crate::page::use_page;
use crate::render::raw;

/// Props of [`Prose`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ProseProps {
    /// The text.
    pub text: model::Prose,
    /// Whether a text of one paragraph is written without `<p>`, because it stands inside a line.
    #[prop_or_default]
    pub inline: bool,
}

/// A text.
#[component]
pub fn Prose(props: &ProseProps) -> Html {
    let page = use_page();
    raw(page.prose(&props.text, !props.inline))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    #[test]
    fn a_text_of_one_line_is_a_paragraph_unless_it_stands_in_one() {
        let page = article(|_| {});
        let text = page.view.story.tour[0].text.clone();
        let inline = html_on(&page, html! { <Prose text={text.clone()} inline=true /> });
        assert!(inline.contains("class=\"cite "), "{inline}");
        assert_eq!(html_on(&page, html! { <Prose {text} /> }), format!("<p>{inline}</p>"));
    }
}
