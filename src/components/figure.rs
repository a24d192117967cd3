//! Pictures of the story: what they show in words, caption, credit and licence.

use backstory_content::model::{ItemKind, Media, MediaPlace};
use yew::prelude::*;

use super::prose::Prose;
use crate::page::use_page;

/// Props of [`Figures`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FiguresProps {
    /// The item that they belong to.
    pub of: MediaPlace,
    /// Whether they are in the first screen, where lazy loading would delay them.
    #[prop_or_default]
    pub first_screen: bool,
}

impl FiguresProps {
    /// Pictures of an item.
    #[must_use]
    pub const fn item(kind: ItemKind, ix: usize) -> Self {
        Self { of: MediaPlace::Item(kind, ix), first_screen: false }
    }
}

/// The pictures of the story's head, of a section, an event or a person.
#[component]
pub fn Figures(props: &FiguresProps) -> Html {
    let view = use_page().view;
    let figures = view.story.media.iter().enumerate().filter(|(_, media)| media.of == props.of);
    figures.map(|(ix, _)| html! { <Figure key={ix} {ix} first_screen={props.first_screen} /> }).collect()
}

/// Props of [`Figure`].
#[derive(Debug, Clone, PartialEq, Properties)]
struct FigureProps {
    /// Position of the picture.
    ix: usize,
    /// Whether it is in the first screen, where lazy loading would delay it.
    first_screen: bool,
}

#[component]
fn Figure(props: &FigureProps) -> Html {
    let page = use_page();
    let media = &page.view.story.media[props.ix];
    let Some(picture) = page.view.pictures.get(props.ix) else { return Html::default() };
    let (root, (width, height)) = (page.root(), picture.size);
    html! {
        <figure class="picture">
            <img src={picture.src(root)} srcset={picture.srcset(root)} sizes="(min-width: 60rem) 42rem, 100vw" width={width.to_string()}
                height={height.to_string()} alt={media.alt.clone()} loading={(!props.first_screen).then_some("lazy")} decoding="async" />
            if media.caption.is_some() || media.credit.is_some() { <figcaption>{ caption(media) }</figcaption> }
        </figure>
    }
}

fn caption(media: &Media) -> Html {
    html! {
        <>
            if let Some(caption) = &media.caption { <Prose text={caption.clone()} inline=true />{ " " } }
            <small class="credit">
                if let Some(credit) = &media.credit {
                    if let Some(source) = &media.source { <a href={source.clone()} target="_blank" rel="noopener">{ credit.clone() }</a> } else { { credit.clone() } }
                }
                if let Some(licence) = &media.licence { { ", " }{ licence.clone() } }
            </small>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{html_on, page, view};
    use crate::page::{Page, Surface};
    use crate::picture::Picture;

    #[test]
    fn a_picture_says_what_it_shows_and_whose_it_is() {
        let view = view(|_| {});
        let media = view.story.media.iter().position(|media| media.caption.is_some()).expect("a picture");
        let (of, file) =
            (view.story.media[media].of, |n| Picture { size: (640, 480), files: vec![(640, format!("{n}.jpg"))] });
        let pictures = (0..view.story.media.len()).map(file).collect();
        let html =
            html_on(&page(view.with_pictures(pictures), Surface::Page(Page::Article)), html! { <Figures {of} /> });
        assert!(html.contains(&format!("src=\"{media}.jpg\"")) && html.contains("loading=\"lazy\""), "{html}");
        assert!(html.contains("alt=\"A grey lock gate between two green banks.\""), "{html}");
        assert!(html.contains(">The canal desk</a>, CC0"), "{html}");
    }
}
